import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'
import Type from 'typebox'
import type { Access } from './access.ts'
import { hoistNamedShapes, type OpenApi } from './openapi-document.ts'
import { problemMediaType, ProblemReply } from './problem-reply.ts'

export interface ApiTitle {
  readonly title: string
  readonly version: string
  readonly description: string
}

const problemResponse = {
  description: 'A problem (RFC 9457)',
  content: { [problemMediaType]: { schema: ProblemReply } },
}

/** Describes every route that is not hidden from the very schemas that validate it, at /openapi.json. */
export async function describeApi(
  app: FastifyInstance,
  info: ApiTitle,
  publicUrl: URL,
): Promise<() => OpenApi> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: { ...info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      servers: [{ url: publicUrl.origin }],
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'ts_session' } },
      },
    },
    transform: ({ schema, url, route }) => ({ schema: describe(schema, route.config?.access), url }),
  })
  let document: OpenApi | undefined
  const describeOnce = (): OpenApi => (document ??= hoistNamedShapes(app.swagger()))
  app.get('/openapi.json', {
    schema: {
      operationId: 'openapi',
      summary: 'This description',
      tags: ['api'],
      response: { 200: Type.Object({}, { additionalProperties: true, description: 'OpenAPI 3.1' }) },
    },
    config: { access: 'public' },
    handler: (_request, reply) =>
      reply
        .type('application/json; charset=utf-8')
        .header('access-control-allow-origin', '*')
        .send(JSON.stringify(describeOnce())),
  })
  return describeOnce
}

function describe(schema: FastifySchema, access: Access | undefined): FastifySchema {
  const response = { ...(schema.response as Record<string, unknown>), default: problemResponse }
  const signedIn = access !== undefined && access !== 'public'
  return {
    ...schema,
    response,
    'x-access': access,
    ...(signedIn ? { security: [{ session: [] }] } : {}),
  } as FastifySchema
}
