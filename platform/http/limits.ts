import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../kernel/problem.ts'
import { visitorKey } from './access.ts'

export type LimitName = 'general' | 'sign-in' | 'look-up' | 'not-found'

/** Requests a minute, by visitor or, while nobody is signed in, by address; `Infinity` lifts a limit. */
export type Limits = Readonly<Record<LimitName, number>>

/** A whole office may stand behind one address, so the general limit is wide; guessing codes and addresses is what the others stop. */
export const defaultLimits: Limits = { general: 1200, 'sign-in': 60, 'look-up': 30, 'not-found': 120 }

export type Limiter = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/** A limiter that counts each request under the name its route declares; unknown addresses count as 'not-found'. */
export async function createLimiter(app: FastifyInstance, limits: Limits): Promise<Limiter> {
  await app.register(rateLimit, {
    global: false,
    keyGenerator: (request) =>
      request.visitor.kind === 'anonymous' ? rateLimit.normalizeIP(request.ip) : visitorKey(request.visitor),
    enableDraftSpec: true,
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem('busy', 'http.too-many-requests', { meta: { retryAfterSeconds: Math.ceil(ttl / 1000) } }),
  })
  const counters = new Map(
    Object.entries(limits)
      .filter(([, max]) => Number.isFinite(max))
      .map(([name, max]) => [name, app.rateLimit({ max, timeWindow: 60_000 })]),
  )
  return async (request, reply) => {
    const name = request.is404 ? 'not-found' : (request.routeOptions.config.limit ?? 'general')
    await counters.get(name)?.call(app, request, reply)
  }
}
