import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Problem } from '../../../kernel/problem.ts'
import { paths } from '../wire/provisional/messages.ts'
import { openDesk, type Answered, type Desk, type DeskSettings, type Taken } from './desk.ts'
import { Mode, page } from './page.ts'

export interface StandInSettings extends DeskSettings {
  readonly provinceMode: 'demo' | 'real'
  /** A file that keeps what was received over a restart; without it the stand-in forgets. */
  readonly keepIn?: string
}

export interface StandIn {
  readonly desk: Desk
  behave(mode: Mode): void
  /** Adds the monitor's addresses to a server, below `standInBase`, with a readable page and its switch. */
  mount(app: FastifyInstance): Promise<void>
}

export const standInBase = '/stand-in/emc'

const anyAnswer = { default: Type.Unknown() }

/**
 * The monitor's side of the provisional format, for development, trials and tests. Problem 'emc.stand-in-in-real-province': a
 * real province's dossiers are never told to it.
 */
export function createStandIn(settings: StandInSettings): StandIn {
  if (settings.provinceMode !== 'demo') throw new Problem('forbidden', 'emc.stand-in-in-real-province')
  const { keepIn } = settings
  const desk = openDesk(settings, keepIn === undefined ? undefined : keeperIn(keepIn))
  if (keepIn !== undefined) resume(desk, keepIn)
  let mode: Mode = 'working'

  async function mount(app: FastifyInstance): Promise<void> {
    await app.register(async (scope) => {
      scope.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
        payload.resume()
        done(null, undefined)
      })
      const machine = (path: string, name: string, answer: (request: FastifyRequest) => Answered) =>
        scope.route({
          method: 'POST',
          url: `${standInBase}${path}`,
          schema: { hide: true, operationId: `standInEmc${name}`, tags: ['stand-ins'], response: anyAnswer },
          config: { access: 'public', impersonal: true },
          handler: (request, reply) => {
            if (mode === 'stopped')
              return reply.code(503).send({ MaLoi: '503', MoTaLoi: 'Hệ thống đang bảo trì' })
            if (!desk.isKnown(request.headers.authorization)) {
              return reply.code(401).send({ MaLoi: '401', MoTaLoi: 'Sai mã truy cập' })
            }
            const { status, body } = answer(request)
            if (mode === 'broken') {
              reply.hijack()
              reply.raw.destroy()
              return reply
            }
            return reply.code(status).send(body)
          },
        })
      machine(paths.dossier, 'Dossier', ({ body, headers }) => {
        const key = headers['idempotency-key']
        return desk.tell(body, typeof key === 'string' ? key : undefined)
      })
      machine(paths.counts, 'Counts', ({ body }) => desk.count(body))
      machine(paths.list, 'List', ({ body }) => desk.list(body))
      scope.route({
        method: 'GET',
        url: standInBase,
        schema: { hide: true, operationId: 'standInEmcPage', tags: ['stand-ins'], response: anyAnswer },
        config: { access: 'public' },
        handler: (_request, reply) =>
          reply.type('text/html; charset=utf-8').send(page(desk.dossiers(), mode, standInBase).text),
      })
      scope.route<{ Params: { mode: Mode } }>({
        method: 'POST',
        url: `${standInBase}/mode/:mode`,
        schema: {
          hide: true,
          operationId: 'standInEmcBehave',
          tags: ['stand-ins'],
          params: Type.Object({ mode: Mode }),
          response: anyAnswer,
        },
        config: { access: 'public' },
        handler: (request, reply) => {
          mode = request.params.mode
          const wantsPage = request.headers.accept?.includes('text/html') === true
          return wantsPage ? reply.redirect(standInBase, 303) : reply.send({ mode })
        },
      })
    })
  }

  return {
    desk,
    behave: (wanted) => {
      mode = wanted
    },
    mount,
  }
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
