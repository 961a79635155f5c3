import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Access, VisitorBehind } from './access.ts'
import type { LimitName } from './limits.ts'

export interface RouteSchemas {
  readonly params?: TSchema
  readonly querystring?: TSchema
  readonly body?: TSchema
  readonly headers?: TSchema
  /** By status; exactly one of them a success, which is then the status of what the handler returns. */
  readonly response: Readonly<Record<number, TSchema>>
}

type StaticOf<S, K extends string> =
  S extends Readonly<Record<K, infer T extends TSchema>> ? Static<T> : unknown

type Success = 200 | 201 | 202 | 204

type AnswerOf<S extends RouteSchemas> = {
  [K in keyof S['response'] & Success]: S['response'][K] extends TSchema ? Static<S['response'][K]> : never
}[keyof S['response'] & Success]

export type RequestOf<A extends Access, S extends RouteSchemas> = FastifyRequest<{
  Params: StaticOf<S, 'params'>
  Querystring: StaticOf<S, 'querystring'>
  Body: StaticOf<S, 'body'>
  Headers: StaticOf<S, 'headers'>
}> & { readonly visitor: VisitorBehind[A] }

export interface Route<A extends Access, S extends RouteSchemas> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly [string, ...string[]]
  readonly access: A
  readonly schema: S
  readonly limit?: LimitName
  readonly bodyLimit?: number
  readonly hide?: boolean
  readonly handler: (request: RequestOf<A, S>, reply: FastifyReply) => Promise<AnswerOf<S>> | AnswerOf<S>
}

/**
 * Adds one route of the product's API. The handler's request is typed by the schemas and its visitor by the access;
 * what it returns leaves under the one success status that the route declares.
 */
export function route<A extends Access, const S extends RouteSchemas>(
  app: FastifyInstance,
  { method, url, operationId, summary, tags, access, schema, limit, bodyLimit, hide, handler }: Route<A, S>,
): void {
  const [status, ...others] = Object.keys(schema.response)
    .map(Number)
    .filter((code) => code < 300)
  if (status === undefined || others.length > 0) {
    throw new Error(`Route ${operationId} must declare exactly one success status`)
  }
  const declared: FastifySchema = {
    ...schema,
    operationId,
    summary,
    tags,
    ...(hide === true ? { hide } : {}),
  }
  app.route({
    method,
    url,
    schema: declared,
    config: { access, ...(limit === undefined ? {} : { limit }) },
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
    handler: (request: FastifyRequest, reply: FastifyReply) => {
      reply.code(status)
      return handler(request as RequestOf<A, S>, reply)
    },
  })
}
