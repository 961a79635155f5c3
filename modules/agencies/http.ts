import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { Clock } from '../../kernel/clock.ts'
import { localDateOf } from '../../kernel/dates.ts'
import type { Db } from '../../platform/db/index.ts'
import { route } from '../../platform/http/index.ts'
import { AgencyKind, PublicAgency, PublicCommune } from './contract.ts'
import { listPublicAgencies, listPublicCommunes } from './service.ts'

const on = Type.Optional(Type.String({ format: 'date' }))

/** The public lists: agencies, and communes with the agency that serves each. */
export function routes(app: FastifyInstance, { db, clock }: { db: Db; clock: Clock }): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/agencies',
    operationId: 'listAgencies',
    summary: 'The agencies in force on a day (today, if none is given)',
    tags: ['agencies'],
    access: 'public',
    schema: {
      querystring: Type.Object({ on, kind: Type.Optional(AgencyKind) }, { additionalProperties: false }),
      response: { 200: Type.Array(PublicAgency) },
    },
    handler: ({ query }) => listPublicAgencies(db, query.on ?? localDateOf(clock()), query.kind),
  })

  route(app, {
    method: 'GET',
    url: '/api/v1/communes',
    operationId: 'listCommunes',
    summary: 'The communes and wards on a day (today, if none is given), each with the agency that serves it',
    tags: ['agencies'],
    access: 'public',
    schema: {
      querystring: Type.Object({ on }, { additionalProperties: false }),
      response: { 200: Type.Array(PublicCommune) },
    },
    handler: ({ query }) => listPublicCommunes(db, query.on ?? localDateOf(clock())),
  })
}
