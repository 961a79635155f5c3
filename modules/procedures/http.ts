import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { Clock } from '../../kernel/clock.ts'
import { localDateOf } from '../../kernel/dates.ts'
import type { Db } from '../../platform/db/index.ts'
import { route } from '../../platform/http/index.ts'
import { Declaration, ProcedurePage, ProcedureSummary } from './contract.ts'
import { catalogueRoutes } from './http/catalogue.ts'
import { readProcedurePage, readVersionPage } from './service.ts'
import { searchProcedures } from './service/search.ts'

const on = Type.Optional(Type.String({ format: 'date' }))
const q = Type.Optional(Type.String({ maxLength: 200 }))

/** What anybody may read: the list and its search, a procedure in full, and the schema that declarations follow. */
export function routes(app: FastifyInstance, { db, clock }: { db: Db; clock: Clock }): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/procedures',
    operationId: 'searchProcedures',
    summary: 'Procedures offered on a day; with q, those that everyday words may mean, best first',
    tags: ['procedures'],
    access: 'public',
    schema: {
      querystring: Type.Object({ q, on }, { additionalProperties: false }),
      response: { 200: Type.Array(ProcedureSummary) },
    },
    handler: async ({ query }) => [
      ...(await searchProcedures(db, query.q ?? '', query.on ?? localDateOf(clock()))),
    ],
  })

  route(app, {
    method: 'GET',
    url: '/api/v1/procedures/:code',
    operationId: 'readProcedure',
    summary: 'Everything to be read of a procedure: cases, papers, limits, fees, form and steps',
    tags: ['procedures'],
    access: 'public',
    schema: {
      params: Type.Object({ code: Type.String({ maxLength: 80 }) }),
      querystring: Type.Object({ on }, { additionalProperties: false }),
      response: { 200: ProcedurePage },
    },
    handler: ({ params, query }) => readProcedurePage(db, params.code, query.on ?? localDateOf(clock())),
  })

  route(app, {
    method: 'GET',
    url: '/api/v1/procedure-versions/:id',
    operationId: 'readProcedureVersion',
    summary: 'One version of a procedure, in force or not: what a dossier was handed in under',
    tags: ['procedures'],
    access: 'public',
    schema: {
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      response: { 200: ProcedurePage },
    },
    handler: ({ params }) => readVersionPage(db, params.id),
  })

  route(app, {
    method: 'GET',
    url: '/api/v1/schemas/procedure',
    operationId: 'procedureSchema',
    summary: 'JSON Schema of a procedure declaration',
    tags: ['procedures'],
    access: 'public',
    schema: { response: { 200: Type.Record(Type.String(), Type.Unknown()) } },
    handler: () => ({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...Declaration }),
  })

  catalogueRoutes(app, { db, clock })
}
