import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { Problem } from '../../kernel/problem.ts'
import type { Database } from '../db/index.ts'
import { anonymous, replyWithProblem, route, statusOf } from '../http/index.ts'
import type { Clock } from '../../kernel/clock.ts'
import { recordRefused } from './entries.ts'
import { failurePage } from './failure-page.ts'
import { isLoopback, type Issuer } from './issuers.ts'
import { nextPath } from './next-path.ts'
import type { Sessions } from './sessions.ts'
import { attemptSeconds, createSignIn, newBrowserKey, type SignIn } from './sign-in.ts'

export interface AuthSettings {
  readonly database: Database
  readonly clock: Clock
  readonly publicUrl: URL
  readonly sessions: Sessions
  readonly issuers: readonly Issuer[]
}

/** Ties a sign-in on its way to the browser that began it; several may be on their way at once. */
const browserCookie = 'ts_sign_in'

const IssuerParams = Type.Object({ issuer: Type.Enum(['citizen', 'officer']) })
type IssuerParams = Type.Static<typeof IssuerParams>

const page = { default: Type.Unknown() }

/** Sign-in, callback, sign-out and the session as the screens see it. */
export async function authRoutes(app: FastifyInstance, settings: AuthSettings): Promise<void> {
  const { database, clock, publicUrl, sessions } = settings
  const signIn = createSignIn(settings)
  sessionRoute(app)
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => {
      payload.resume()
      done(null)
    })
    scope.setErrorHandler(showFailure)

    scope.get<{ Params: IssuerParams; Querystring: { next?: string } }>('/auth/:issuer/sign-in', {
      schema: {
        hide: true,
        operationId: 'signIn',
        tags: ['auth'],
        params: IssuerParams,
        querystring: Type.Object({ next: Type.Optional(Type.String()) }),
        response: page,
      },
      config: { access: 'public', limit: 'sign-in' },
      handler: (request, reply) => beginSignIn(signIn, publicUrl, request, reply),
    })

    scope.get<{ Params: IssuerParams }>('/auth/:issuer/callback', {
      schema: {
        hide: true,
        operationId: 'completeSignIn',
        tags: ['auth'],
        params: IssuerParams,
        response: page,
      },
      config: { access: 'public', limit: 'sign-in' },
      handler: async (request, reply) => {
        const query = new URL(request.url, publicUrl).search
        const name = request.params.issuer
        try {
          const returned = await signIn.complete(name, request.cookies[browserCookie], query)
          const token = await database.transact(async (tx) => {
            const admitted = await returned.issuer.admit(tx, clock(), returned.userinfo)
            return sessions.begin(tx, request, { issuer: name, ...admitted })
          })
          sessions.setCookie(reply, token)
          return await reply.redirect(returned.nextPath, 303)
        } catch (error) {
          if (error instanceof Problem && isRefusal(error))
            await database.transact((tx) => recordRefused(tx, clock(), name, error.code))
          throw error
        }
      },
    })

    scope.post('/auth/sign-out', {
      schema: { hide: true, operationId: 'signOut', tags: ['auth'], response: page },
      config: { access: 'public' },
      handler: async (request, reply) => {
        await sessions.end(request)
        sessions.clearCookie(reply)
        return reply.redirect('/', 303)
      },
    })
  })
}

/** Whether somebody who had begun to sign in was turned away; not so a stray callback, nor an issuer that is away. */
function isRefusal({ kind, code }: Problem): boolean {
  return kind === 'forbidden' || kind === 'conflict' || code === 'auth.issuer-answer-invalid'
}

async function beginSignIn(
  signIn: SignIn,
  publicUrl: URL,
  request: FastifyRequest<{ Params: IssuerParams; Querystring: { next?: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  // The way back leads to PUBLIC_URL; a cookie set at 127.0.0.1 would not be there at localhost.
  const asked = new URL(request.url, `http://${request.host}`)
  if (isLoopback(asked) && isLoopback(publicUrl) && asked.hostname !== publicUrl.hostname) {
    return reply.redirect(new URL(asked.pathname + asked.search, publicUrl).href, 302)
  }
  const known = request.cookies[browserCookie]
  const browser = known !== undefined && /^[\w-]{43}$/.test(known) ? known : newBrowserKey()
  const target = await signIn.begin(request.params.issuer, browser, nextPath(request.query.next))
  reply.setCookie(browserCookie, browser, {
    path: '/auth',
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.protocol === 'https:',
    maxAge: attemptSeconds,
  })
  return reply.header('cache-control', 'no-store').redirect(target.href, 303)
}

function showFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const wantsPage = request.headers.accept?.includes('text/html') === true
  if (!(error instanceof Problem) || !wantsPage) {
    replyWithProblem(error, request, reply)
    return
  }
  if (error.kind === 'unavailable') request.log.warn({ err: error }, error.code)
  const again = request.url.startsWith('/auth/officer/') ? '/auth/officer/sign-in' : '/auth/citizen/sign-in'
  void reply
    .code(statusOf(error))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(failurePage(error, request.id, reply.cspNonce.style, again))
}

/** The visitor as the screens see it: names and roles, no identifiers of people. */
const Session = Type.Union(
  [
    Type.Object({ kind: Type.Literal('anonymous') }),
    Type.Object({
      kind: Type.Literal('citizen'),
      name: Type.String(),
      assurance: Type.Union([Type.Integer(), Type.Null()]),
    }),
    Type.Object({
      kind: Type.Literal('officer'),
      name: Type.String(),
      roles: Type.Array(Type.Object({ agencyId: Type.String({ format: 'uuid' }), role: Type.String() })),
    }),
  ],
  { title: 'Session' },
)

function sessionRoute(app: FastifyInstance): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/session',
    operationId: 'getSession',
    summary: 'Who is signed in',
    tags: ['session'],
    access: 'public',
    schema: { response: { 200: Session } },
    handler: ({ visitor }, reply): Type.Static<typeof Session> => {
      reply.header('cache-control', 'no-store')
      switch (visitor.kind) {
        case 'anonymous':
          return anonymous
        case 'citizen':
          return { kind: 'citizen', name: visitor.name, assurance: visitor.assurance }
        case 'officer':
          return { kind: 'officer', name: visitor.name, roles: [...visitor.roles] }
      }
    },
  })
}
