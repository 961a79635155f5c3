import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { onceOf, route } from '../../../platform/http/index.ts'
import { AgencyEndInput, Continuity } from '../contract.ts'
import { endAgencyWithWork, readContinuity, type ContinuityParts } from '../service/continuity.ts'

const IdParams = Type.Object({ id: Type.String({ format: 'uuid' }) })
const base = '/api/v1/administration/agencies/:id'

/** An agency ends, and another carries on its work. */
export function continuityRoutes(app: FastifyInstance, parts: ContinuityParts): void {
  const tags = ['administration'] as const
  route(app, {
    method: 'GET',
    url: `${base}/continuity`,
    operationId: 'readContinuity',
    summary: 'What hangs on an agency today, and would have to be carried on',
    tags,
    access: 'administrator',
    schema: { params: IdParams, response: { 200: Continuity } },
    handler: ({ visitor, params }) => readContinuity(parts, visitor, params.id),
  })
  route(app, {
    method: 'POST',
    url: `${base}/end`,
    operationId: 'endAgency',
    summary: 'An agency ends on a day and another carries on its work; repeatable under one Idempotency-Key',
    tags,
    access: 'administrator',
    schema: { params: IdParams, body: AgencyEndInput, response: { 200: Continuity } },
    handler: async (request) => {
      const { visitor, params, body } = request
      await endAgencyWithWork(parts, visitor, params.id, body, onceOf(request))
      return readContinuity(parts, visitor, params.id)
    },
  })
}
