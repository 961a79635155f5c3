import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Problem } from '../../../kernel/problem.ts'
import { openDesk, type Desk, type DeskSettings, type Taken } from './desk.ts'
import { Mode } from './mode.ts'
import { page } from './page.ts'

export interface StandInSettings extends DeskSettings {
  readonly provinceMode: 'demo' | 'real'
  /** A file that keeps what was received over a restart; without it the stand-in forgets. */
  readonly keepIn?: string
  /** How long a slow answer takes; longer than anybody waits: 30 s. */
  readonly slowMs?: number
}

export interface StandIn {
  readonly desk: Desk
  readonly mode: () => Mode
  behave(mode: Mode): void
  /** Adds the portal's addresses to a server, below `standInBase`: login, integration, share, the readable page and its switch. */
  mount(app: FastifyInstance): Promise<void>
}

export const standInBase = '/stand-in/national-portal'

const anyAnswer = { default: Type.Unknown() }

/**
 * The national portal's side of the wire, for development, trials and tests; what it is told it takes no further.
 * Problem 'national-portal.stand-in-in-real-province': a real province's dossiers are never told to it.
 */
export function createStandIn(settings: StandInSettings): StandIn {
  if (settings.provinceMode !== 'demo') {
    throw new Problem('forbidden', 'national-portal.stand-in-in-real-province')
  }
  const { keepIn, slowMs = 30_000 } = settings
  const desk = openDesk(settings, keepIn === undefined ? undefined : keeperIn(keepIn))
  if (keepIn !== undefined) resume(desk, keepIn)
  let mode: Mode = 'working'

  /** Answers a machine the way the mode wants; what was taken in stays taken in. Only pushes go wrong half-way. */
  async function respond(reply: FastifyReply, isPush: boolean, answer: () => unknown): Promise<unknown> {
    if (mode === 'stopped')
      return reply.code(503).send({ error_code: '503', message: 'Hệ thống đang bảo trì' })
    const body = answer()
    if (isPush && mode === 'slow') await untilTooLate(reply, slowMs)
    if (isPush && mode === 'broken') {
      reply.hijack()
      reply.raw.destroy()
      return reply
    }
    return body
  }

  async function mount(app: FastifyInstance): Promise<void> {
    await app.register(async (scope) => {
      scope.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
        payload.resume()
        done(null, undefined)
      })
      const machine = (
        path: string,
        name: string,
        answer: (body: Readonly<Record<string, unknown>>) => unknown,
      ) =>
        scope.route({
          method: 'POST',
          url: `${standInBase}/${path}`,
          schema: {
            hide: true,
            operationId: `standInNationalPortal${name}`,
            tags: ['stand-ins'],
            response: anyAnswer,
          },
          config: { access: 'public', impersonal: true },
          handler: (request, reply) =>
            respond(reply, path === 'integration', () => answer(objectIn(request.body))),
        })
      machine('login', 'Login', ({ username, password }) => desk.login(username, password))
      machine('integration', 'Integration', (body) => desk.push(body))
      machine('share', 'Share', (body) => desk.ask(body))
      scope.route({
        method: 'GET',
        url: standInBase,
        schema: {
          hide: true,
          operationId: 'standInNationalPortalPage',
          tags: ['stand-ins'],
          response: anyAnswer,
        },
        config: { access: 'public' },
        handler: (_request, reply) =>
          reply.type('text/html; charset=utf-8').send(page(desk.dossiers(), mode, standInBase).text),
      })
      scope.route<{ Params: { mode: Mode } }>({
        method: 'POST',
        url: `${standInBase}/mode/:mode`,
        schema: {
          hide: true,
          operationId: 'standInNationalPortalBehave',
          tags: ['stand-ins'],
          params: Type.Object({ mode: Mode }),
          response: anyAnswer,
        },
        config: { access: 'public' },
        handler: (request, reply) => {
          mode = request.params.mode
          return wantsPage(request) ? reply.redirect(standInBase, 303) : reply.send({ mode })
        },
      })
    })
  }

  return {
    desk,
    mode: () => mode,
    behave: (wanted) => {
      mode = wanted
    },
    mount,
  }
}

function objectIn(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? { ...body } : {}
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') === true
}

/** Waits as long as said, or until the caller has gone. */
function untilTooLate(reply: FastifyReply, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    reply.raw.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function keeperIn(file: string): (taken: Taken) => void {
  mkdirSync(dirname(file), { recursive: true })
  return (taken) => appendFileSync(file, `${JSON.stringify(taken)}\n`, { mode: 0o600 })
}

function resume(desk: Desk, file: string): void {
  if (!existsSync(file)) return
  // The last line is cut off where the program was killed while writing it.
  for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1))
    desk.resume(JSON.parse(line) as Taken)
}
