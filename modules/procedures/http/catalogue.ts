import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../../kernel/clock.ts'
import { localDateOf } from '../../../kernel/dates.ts'
import type { Db } from '../../../platform/db/index.ts'
import { route } from '../../../platform/http/index.ts'
import { CataloguePage, CatalogueQuery, FindingQuery, Findings } from '../contract/catalogue.ts'
import { readCatalogue, readFindings } from '../service/catalogue.ts'

/** The national catalogue, which is public, and what is doubtful in it, for those who run the system. */
export function catalogueRoutes(app: FastifyInstance, { db, clock }: { db: Db; clock: Clock }): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/catalogue',
    operationId: 'readCatalogue',
    summary:
      'The national catalogue of procedures as taken in, by code; q needs every one of its words, with or without accents',
    tags: ['catalogue'],
    access: 'public',
    schema: { querystring: CatalogueQuery, response: { 200: CataloguePage } },
    handler: ({ query }) => readCatalogue(db, query, query.on ?? localDateOf(clock())),
  })

  route(app, {
    method: 'GET',
    url: '/api/v1/catalogue/findings',
    operationId: 'readCatalogueFindings',
    summary:
      'The imports of the catalogue, and what is doubtful in one of them, the last unless another is named',
    tags: ['catalogue'],
    access: 'operator',
    schema: { querystring: FindingQuery, response: { 200: Findings } },
    handler: ({ query }) => readFindings(db, query),
  })
}
