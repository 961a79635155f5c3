import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { route } from '../../platform/http/index.ts'
import { AgencyRatios, Figures, FiguresQuery, Records, RecordsQuery } from './contract.ts'
import { readAgencyRatios, readFigures, readRecords, type IndicatorParts } from './service.ts'

const KeyParams = Type.Object({ key: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 }) })

export function routes(app: FastifyInstance, parts: IndicatorParts): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/indicators/figures',
    operationId: 'readFigures',
    summary: 'The figures of a month with their definitions and twelve months of trend',
    tags: ['indicators'],
    access: 'leader',
    schema: { querystring: FiguresQuery, response: { 200: Figures } },
    handler: ({ query }) => readFigures(parts, query),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/indicators/:key/agencies',
    operationId: 'readAgencyRatios',
    summary: 'One figure by agency, with honest ties',
    tags: ['indicators'],
    access: 'leader',
    schema: {
      params: KeyParams,
      querystring: Type.Pick(FiguresQuery, ['month', 'asRecordedOn']),
      response: { 200: AgencyRatios },
    },
    handler: ({ params, query }) => readAgencyRatios(parts, params.key, query),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/indicators/:key/records',
    operationId: 'readIndicatorRecords',
    summary: 'The very dossiers that a figure counts',
    tags: ['indicators'],
    access: 'leader',
    schema: { params: KeyParams, querystring: RecordsQuery, response: { 200: Records } },
    handler: ({ params, query }) => readRecords(parts, params.key, query),
  })
}
