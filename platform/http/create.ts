import cookie from '@fastify/cookie'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { newId } from '../../kernel/ids.ts'
import { Problem } from '../../kernel/problem.ts'
import { anonymous, mayCall, type Visitor } from './access.ts'
import { apiPage } from './api-page/index.ts'
import { demandDeclarations } from './declaration.ts'
import { healthRoutes, type ReadyChecks } from './health.ts'
import { createLimiter, defaultLimits, type Limits } from './limits.ts'
import { type ApiTitle, describeApi } from './openapi.ts'
import { replyWithProblem, useProblemReplies } from './problem-reply.ts'
import { demandOwnPage } from './same-origin.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { useSerialization } from './serialization.ts'
import { useValidation } from './validation.ts'

export interface HttpSettings {
  readonly logger: FastifyBaseLogger
  /** Where visitors reach this server; decides about cookies, HSTS and the same origin. */
  readonly publicUrl: URL
  readonly api: ApiTitle
  /** Who sends a request; anonymous when absent. */
  readonly identify?: (request: FastifyRequest) => Promise<Visitor>
  readonly ready?: ReadyChecks
  readonly limits?: Partial<Limits>
  /** Addresses of the proxies in front, whose X-Forwarded-For is believed; none by default. */
  readonly trustedProxies?: readonly string[]
}

const megabyte = 1024 * 1024

/**
 * The web server with everything that holds for every route: headers, visitor, limits, same origin, access,
 * validation, problems, API description, health. Routes are added afterwards, before `ready` or `listen`.
 */
export async function createHttp(settings: HttpSettings): Promise<FastifyInstance> {
  const { logger, publicUrl, api, identify, ready, limits, trustedProxies } = settings
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => newId(),
    bodyLimit: megabyte,
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
    trustProxy: trustedProxies === undefined ? false : [...trustedProxies],
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: replyWithProblem,
  })
  app.decorateRequest('visitor')
  useValidation(app)
  useSerialization(app)
  useProblemReplies(app)
  demandDeclarations(app)
  addSecurityHeaders(app, publicUrl)
  await app.register(cookie)
  const limit = await createLimiter(app, { ...defaultLimits, ...limits })

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    const { access, impersonal } = request.routeOptions.config
    request.visitor = anonymous
    if (impersonal === true) return
    // What is answered may be about somebody, and counters share their machines: only a route that says so is kept.
    reply.header('cache-control', 'no-store')
    if (identify && !request.is404) request.visitor = await identify(request)
    await limit(request, reply)
    demandOwnPage(request, publicUrl)
    if (!request.is404) demandAccess(access ?? 'operator', request.visitor)
  })
  refuseUndeclaredAnswers(app)
  logRequests(app)

  const description = await describeApi(app, api, publicUrl)
  apiPage(app, description)
  healthRoutes(app, ready ?? {})
  return app
}

function demandAccess(access: Parameters<typeof mayCall>[0], visitor: Visitor): void {
  if (mayCall(access, visitor)) return
  if (visitor.kind === 'anonymous') throw new Problem('unauthenticated', 'http.sign-in-needed')
  throw new Problem('forbidden', 'http.access-refused', { meta: { access } })
}

/** A value under a status without a schema would leave unfiltered: it is a bug and leaves not at all. */
function refuseUndeclaredAnswers(app: FastifyInstance): void {
  app.addHook('preSerialization', (request, reply, payload, done) => {
    const response = request.routeOptions.schema?.response as Record<string, unknown> | undefined
    const status = String(reply.statusCode)
    if (request.is404 || response?.[status] !== undefined || response?.['default'] !== undefined) {
      return done(null, payload)
    }
    const name = `${request.method} ${request.routeOptions.url ?? ''}`
    done(new Error(`${name} declares no answer with status ${status}`))
  })
}

/** One line a request: the route's pattern and never the address itself, which may name a person. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request
    const took = Math.round(reply.elapsedTime)
    request.log.info({ method, route: routeOptions.url, status: reply.statusCode, took }, 'request')
    done()
  })
}
