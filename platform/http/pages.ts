import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import Type from 'typebox'
import type { LimitName } from './limits.ts'

/** What a route answers that is a page and no value. */
export const Html = Type.String({ description: 'text/html' })

const anyAnswer = { default: Type.Unknown() }

export interface PassThrough {
  /** Paths of this application, with wildcards. */
  readonly urls: readonly string[]
  readonly methods: readonly HTTPMethods[]
  readonly operationId: string
  readonly tag: string
  readonly limit?: LimitName
  readonly impersonal?: boolean
  readonly handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>
}

/**
 * Gives addresses to another handler of Node requests (the screens' router, an OpenID provider): bodies are
 * left unread, nothing is shown in the API's description. Limits and same-origin checks hold as for every route.
 */
export async function passThrough(app: FastifyInstance, mount: PassThrough): Promise<void> {
  const { urls, methods, operationId, tag, limit, impersonal, handler } = mount
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    for (const [index, url] of urls.entries()) {
      scope.route({
        method: [...methods],
        url,
        exposeHeadRoute: false,
        schema: { hide: true, operationId: `${operationId}${index || ''}`, tags: [tag], response: anyAnswer },
        config: {
          access: 'public',
          ...(limit === undefined ? {} : { limit }),
          ...(impersonal === undefined ? {} : { impersonal }),
        },
        handler,
      })
    }
  })
}

/** Lets a foreign handler write the raw reply itself, keeping the headers set so far. */
export function hijack(reply: FastifyReply): void {
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value)
  }
  reply.hijack()
}
