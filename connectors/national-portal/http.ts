import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { route } from '../../platform/http/index.ts'
import { Messages, MessagesQuery, RetryRequested, Status } from './contract.ts'
import { listMessages, openLinked, readStatus, requestRetry, type PortalParts } from './service.ts'

const base = '/api/v1/connectors/national-portal'
const tags = ['national-portal'] as const

/** Where the portal pulls files; a link's token follows. */
export const filesBase = '/connectors/national-portal/files'

export function routes(app: FastifyInstance, parts: PortalParts): void {
  route(app, {
    method: 'GET',
    url: `${base}/messages`,
    operationId: 'listNationalPortalMessages',
    summary: 'What is held back and why, what is on its way, what was told; nothing personal',
    tags,
    access: 'officer',
    schema: { querystring: MessagesQuery, response: { 200: Messages } },
    handler: ({ query, visitor }) => listMessages(parts, visitor, query),
  })
  route(app, {
    method: 'POST',
    url: `${base}/messages/:id/retry`,
    operationId: 'retryNationalPortalMessage',
    summary: 'Puts a held message into words anew, from the dossier as it now is',
    tags,
    access: 'operator',
    schema: {
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      response: { 202: RetryRequested },
    },
    async handler({ params, visitor }) {
      await requestRetry(parts, visitor, params.id)
      return { id: params.id }
    },
  })
  route(app, {
    method: 'GET',
    url: `${base}/status`,
    operationId: 'readNationalPortalStatus',
    summary: 'How many messages wait, are held, were sent; how far behind; since when',
    tags,
    access: 'officer',
    schema: { response: { 200: Status } },
    handler: () => readStatus(parts),
  })
  route(app, {
    method: 'GET',
    url: `${filesBase}/:token`,
    operationId: 'readNationalPortalFile',
    summary: 'One file of a dossier, for the portal, by a signed link that expires',
    tags,
    access: 'public',
    hide: true,
    schema: {
      params: Type.Object({ token: Type.String({ maxLength: 200 }) }),
      response: { 200: Type.Unknown() },
    },
    async handler({ params }, reply) {
      const { stream, size, mediaType, name } = await openLinked(parts, params.token)
      return reply
        .type(mediaType)
        .headers({
          'content-length': size,
          'content-disposition': `attachment; filename="${name}"`,
          'cache-control': 'private, no-store',
        })
        .send(stream)
    },
  })
}
