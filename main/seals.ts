import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { Problem } from '../kernel/problem.ts'
import type { Database } from '../platform/db/index.ts'
import { route } from '../platform/http/index.ts'
import {
  findPublishedRoots,
  listPublishedRoots,
  type PublishedRoot as StoredRoot,
} from '../platform/ledger/index.ts'

const PublishedRoot = Type.Object({
  log: Type.Union([Type.Literal('ledger'), Type.Literal('reading')], {
    description: 'ledger: all that happened; reading: every look at a person’s data',
  }),
  block: Type.Integer({ minimum: 1 }),
  lastPosition: Type.Integer({ minimum: 1, description: 'The last entry under the root, counted from 1' }),
  hash: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 over this block and all before it' }),
  sealedAt: Type.String({ format: 'date-time' }),
  publishedAt: Type.String({ format: 'date-time' }),
})

/** What was published once a day was over; kept by anyone, it shows later whether the logs were changed or cut. */
export const PublishedDay = Type.Object(
  { day: Type.String({ format: 'date' }), roots: Type.Array(PublishedRoot) },
  { title: 'PublishedDay' },
)
export type PublishedDay = Type.Static<typeof PublishedDay>

const MOST_DAYS = 366

/** The published roots of the ledger and of the readings, as open data. */
export function sealRoutes(app: FastifyInstance, database: Database): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/seals',
    operationId: 'listSeals',
    summary: 'The roots of the ledger’s seals by day, newest first',
    tags: ['seals'],
    access: 'public',
    schema: {
      querystring: Type.Object(
        {
          before: Type.Optional(
            Type.String({ format: 'date', description: 'The last day of the page before' }),
          ),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_DAYS })),
        },
        { additionalProperties: false },
      ),
      response: { 200: Type.Array(PublishedDay) },
    },
    handler: async ({ query }, reply) => {
      reply.header('access-control-allow-origin', '*')
      return daysOf(await listPublishedRoots(database, query))
    },
  })

  route(app, {
    method: 'GET',
    url: '/api/v1/seals/:day',
    operationId: 'getSeals',
    summary: 'The roots published of one day',
    tags: ['seals'],
    access: 'public',
    schema: {
      params: Type.Object({ day: Type.String({ format: 'date' }) }),
      response: { 200: PublishedDay },
    },
    handler: async ({ params }, reply) => {
      reply.header('access-control-allow-origin', '*')
      const [published] = daysOf(await findPublishedRoots(database, params.day))
      if (published === undefined)
        throw new Problem('missing', 'seals.not-published', { meta: { day: params.day } })
      return published
    },
  })
}

function daysOf(roots: readonly StoredRoot[]): PublishedDay[] {
  return [...Map.groupBy(roots, ({ day }) => day)].map(([day, ofDay]) => ({
    day,
    roots: ofDay.map(({ log, block, lastPosition, hash, sealedAt, publishedAt }) => ({
      log,
      block,
      lastPosition,
      hash,
      sealedAt,
      publishedAt: publishedAt.toISOString(),
    })),
  }))
}
