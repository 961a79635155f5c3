import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { route } from '../../platform/http/index.ts'
import {
  EmcMessages,
  EmcMessagesQuery,
  EmcReconciliations,
  EmcRetryRequested,
  EmcStatus,
} from './contract.ts'
import { listMessages, readReconciliations, readStatus, requestRetry, type EmcParts } from './service.ts'

const base = '/api/v1/connectors/emc'
const tags = ['emc'] as const

export function routes(app: FastifyInstance, parts: EmcParts): void {
  route(app, {
    method: 'GET',
    url: `${base}/messages`,
    operationId: 'listEmcMessages',
    summary: 'What is held back and why, what is on its way, what the monitor was told; nothing personal',
    tags,
    access: 'officer',
    schema: { querystring: EmcMessagesQuery, response: { 200: EmcMessages } },
    handler: ({ query, visitor }) => listMessages(parts, visitor, query),
  })
  route(app, {
    method: 'POST',
    url: `${base}/messages/:id/retry`,
    operationId: 'retryEmcMessage',
    summary: 'Puts a held message into words anew, from the dossier as it now is',
    tags,
    access: 'operator',
    schema: {
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      response: { 202: EmcRetryRequested },
    },
    async handler({ params, visitor }) {
      await requestRetry(parts, visitor, params.id)
      return { id: params.id }
    },
  })
  route(app, {
    method: 'GET',
    url: `${base}/status`,
    operationId: 'readEmcStatus',
    summary: 'How many messages wait, are held, were sent; how far behind; since when',
    tags,
    access: 'officer',
    schema: { response: { 200: EmcStatus } },
    handler: () => readStatus(parts),
  })
  route(app, {
    method: 'GET',
    url: `${base}/reconciliations`,
    operationId: 'listEmcReconciliations',
    summary: 'The daily comparison of our counts with the monitor’s, and each difference with both numbers',
    tags,
    access: 'officer',
    schema: { response: { 200: EmcReconciliations } },
    handler: () => readReconciliations(parts),
  })
}
