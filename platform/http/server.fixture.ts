import pino from 'pino'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { createHttp, type HttpSettings, route } from './index.ts'

const opened: FastifyInstance[] = []

/** What the servers of this test wrote to their log. */
export const log: string[] = []

export async function given(settings: Partial<HttpSettings> = {}): Promise<FastifyInstance> {
  const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(line) })
  const app = await createHttp({
    logger,
    publicUrl: new URL('http://localhost:8080'),
    api: { title: 'Thử', version: '1', description: 'Thử' },
    ...settings,
  })
  opened.push(app)
  return app
}

export async function closeAll(): Promise<void> {
  log.length = 0
  await Promise.all(opened.splice(0).map((app) => app.close()))
}

export function failing(app: FastifyInstance, url: string, error: () => unknown): void {
  route(app, {
    method: 'GET',
    url,
    operationId: `fail${url.replaceAll('/', '-')}`,
    summary: 'Fails',
    tags: ['test'],
    access: 'public',
    schema: { response: { 200: Type.Object({}) } },
    handler: () => {
      throw error()
    },
  })
}

export async function withEcho(): Promise<FastifyInstance> {
  const app = await given()
  const Echo = Type.Object(
    { count: Type.Integer({ minimum: 1 }), kind: Type.Union([Type.Literal('a'), Type.Literal('b')]) },
    { additionalProperties: false },
  )
  route(app, {
    method: 'POST',
    url: '/echo/:page',
    operationId: 'echo',
    summary: 'Echoes',
    tags: ['test'],
    access: 'public',
    schema: {
      params: Type.Object({ page: Type.Integer() }),
      querystring: Type.Object({ tag: Type.Optional(Type.Array(Type.String())) }),
      body: Echo,
      response: {
        201: Type.Object({ ...Echo.properties, page: Type.Integer(), tags: Type.Array(Type.String()) }),
      },
    },
    handler: ({ params, body, query }) => ({ ...body, page: params.page + 1, tags: query.tag ?? [] }),
  })
  return app
}
