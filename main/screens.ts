import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import { passThrough, type InProcessApi } from '../platform/http/index.ts'
import { builtScreens, type House } from './screens-build.ts'
import { developedScreens } from './screens-dev.ts'

export interface ScreenOptions {
  /** The product's own API in process, signed by the visitor's cookie. */
  readonly api: InProcessApi
  readonly house: House
  /** What the screens tell the time left by. */
  readonly clock?: Clock
  /** Reload on change, through Vite; otherwise the build is used, and made first when its sources have changed. */
  readonly development?: boolean
  readonly progress?: (line: string) => void
}

/** Addresses of programs: what is unknown there is answered as a problem and not as a page. */
const forPrograms = /^\/(?:api|auth|health|oai|open311|feed|sdmx|catalog|metrics|openapi|assets)(?:[/.?]|$)/

/** Serves the screens: every address that no other route answers goes to the React Router app. */
export async function mountScreens(app: FastifyInstance, options: ScreenOptions): Promise<void> {
  const clock = options.clock ?? (() => new Date())
  const screens = options.development
    ? await developedScreens(app.server)
    : await builtScreens(options.progress ?? (() => {}))
  if (screens.close !== undefined) app.addHook('onClose', screens.close)
  if (screens.assets !== null) await serveAssets(app, screens.assets)
  await passThrough(app, {
    urls: ['/', '/*'],
    methods: ['GET', 'HEAD', 'POST'],
    operationId: 'showScreen',
    tag: 'screens',
    handler: async (request, reply) => {
      if (forPrograms.test(request.url)) return reply.callNotFound()
      if (await screens.handledByTools(request.raw, reply.raw)) return reply.hijack()
      const answer = await screens.load()
      const response = await answer(webRequest(request, reply), {
        api: options.api,
        house: options.house,
        ip: request.ip,
        nonce: reply.cspNonce.script,
        now: () => clock().toISOString(),
        report: (fault) => request.log.error({ err: fault, requestId: request.id }, 'a screen failed'),
      })
      if (options.development === true) reply.removeHeader('content-security-policy')
      return send(response, request, reply)
    },
  })
}

function webRequest(request: FastifyRequest, reply: FastifyReply): Request {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  const hasBody = request.method === 'POST'
  return new Request(new URL(request.url, `${request.protocol}://${request.host}`), {
    method: request.method,
    headers,
    signal: gone.signal,
    ...(hasBody ? { body: Readable.toWeb(request.raw), duplex: 'half' } : {}),
  })
}

/** Pages are compressed here and hold no secret that a guess could be measured against (BREACH): no tokens in forms. */
function send(response: Response, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.code(response.status)
  for (const [name, value] of response.headers) reply.header(name, value)
  if (!response.headers.has('cache-control')) reply.header('cache-control', 'no-store')
  if (response.body === null) return reply.send()
  const body = Readable.fromWeb(response.body)
  reply.header('vary', 'accept-encoding')
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(body)
  return reply.header('content-encoding', 'gzip').send(body.pipe(createGzip()))
}

/** Built files carry their hash in their name, so they may be kept for a year; each lies there compressed already. */
async function serveAssets(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(async (scope) => {
    const root = join(folder, 'assets')
    await scope.register(fastifyStatic, { root, serve: false, preCompressed: true, dotfiles: 'ignore' })
    scope.route<{ Params: { '*': string } }>({
      method: 'GET',
      url: '/assets/*',
      schema: { hide: true, operationId: 'getAsset', tags: ['files'], response: { default: Type.Unknown() } },
      config: { access: 'public', impersonal: true },
      handler: (request, reply) => reply.sendFile(request.params['*'], { maxAge: '365d', immutable: true }),
    })
  })
}
