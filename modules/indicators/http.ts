import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { route, type OfficerVisitor } from '../../platform/http/index.ts'
import { Breakdown, Dimension, Figures, FiguresQuery, Records, RecordsQuery } from './contract.ts'
import { readBreakdown } from './service/breakdown.ts'
import { readFigures } from './service/figures.ts'
import type { IndicatorParts } from './service/parts.ts'
import { readRecords } from './service/records.ts'

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
    handler: ({ query, visitor }) => readFigures(parts, query, leading(visitor)),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/indicators/:key/by/:dimension',
    operationId: 'readBreakdown',
    summary: 'One figure by agency, procedure or channel, with honest ties',
    tags: ['indicators'],
    access: 'leader',
    schema: {
      params: Type.Object({ key: KeyParams.properties.key, dimension: Dimension }),
      querystring: FiguresQuery,
      response: { 200: Breakdown },
    },
    handler: ({ params, query, visitor }) =>
      readBreakdown(parts, params.key, params.dimension, query, leading(visitor)),
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/indicators/:key/records',
    operationId: 'readIndicatorRecords',
    summary: 'The very dossiers that a figure counts',
    tags: ['indicators'],
    access: 'leader',
    schema: { params: KeyParams, querystring: RecordsQuery, response: { 200: Records } },
    handler: ({ params, query, visitor }) => readRecords(parts, params.key, query, leading(visitor)),
  })
}

/** A leader is shown the figures of what is led, and no others. */
const leading = ({ leads = [] }: OfficerVisitor) => leads
