import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { Problem } from '../../../kernel/problem.ts'
import type { Transaction } from '../wire/v106/messages.ts'
import { openDesk, type Desk, type DeskSettings, type KnownPayment } from './desk.ts'
import { Mode } from './mode.ts'
import { overviewPage, payPage } from './page.ts'

export interface StandInSettings extends DeskSettings {
  readonly provinceMode: 'demo' | 'real'
  /** Where payers reach the stand-in's pages. */
  readonly publicUrl: string
  /** Where it confirms payments, on loopback. */
  readonly confirmAt: () => string
  /** Where a payer goes on afterwards. */
  readonly returnTo: (reference: string) => string
  readonly report: (error: unknown) => void
  /** A file that keeps what was paid over a restart; without it the stand-in forgets. */
  readonly keepIn?: string
  /** How late a slow answer is; longer than anybody waits: 10 s. */
  readonly slowMs?: number
}

export interface StandIn {
  readonly desk: Desk
  readonly mode: () => Mode
  behave(mode: Mode): void
  /** The payer pays or gives up; resolves when whatever the mode has it confirm was sent, and gives the answers. */
  end(reference: string, outcome: 'paid' | 'cancelled'): Promise<readonly unknown[]>
  /** Adds the platform's addresses to a server, below `standInBase`: init, query, statement, the payer's page, the readable page and its switch. */
  mount(app: FastifyInstance): Promise<void>
}

export const standInBase = '/stand-in/payment-platform'

const anyAnswer = { default: Type.Unknown() }

/**
 * The payment platform's side of the wire, for development, trials and tests: no money is moved. Problem
 * 'payment-platform.stand-in-in-real-province': a real province's fees are never paid to it.
 */
export function createStandIn(settings: StandInSettings): StandIn {
  const { provinceMode, publicUrl, returnTo, keepIn, slowMs = 10_000 } = settings
  if (provinceMode !== 'demo') throw new Problem('forbidden', 'payment-platform.stand-in-in-real-province')
  const desk = openDesk(settings, keepIn === undefined ? undefined : keeperIn(keepIn))
  if (keepIn !== undefined) resume(desk, keepIn)
  const pageOf = (reference: string) =>
    `${publicUrl.replace(/\/$/, '')}${standInBase}/pay/${encodeURIComponent(reference)}`
  let mode: Mode = 'working'

  async function end(reference: string, outcome: 'paid' | 'cancelled'): Promise<readonly unknown[]> {
    const message = desk.end(reference, outcome, mode === 'wrong-amount' ? 1000 : 0)
    if (message === undefined || mode === 'silent') return []
    if (mode === 'slow') await sleep(slowMs, undefined, { ref: false })
    const wrong = mode === 'wrong-signature'
    const told = wrong ? { ...message, MaXacThuc: '0'.repeat(64) } : message
    const times = mode === 'double' ? [told, told] : [told]
    return await Promise.all(times.map((one) => tell(settings, one)))
  }

  async function respond(reply: FastifyReply, answer: () => unknown): Promise<unknown> {
    if (mode === 'down') return reply.code(503).send({ error_code: '503', message: 'Hệ thống đang bảo trì' })
    const body = answer()
    if (mode === 'slow') await untilTooLate(reply, slowMs)
    return body ?? reply.code(400).send({ error_code: '2', message: 'Sai mã xác thực' })
  }

  async function mount(app: FastifyInstance): Promise<void> {
    await app.register(async (scope) => {
      scope.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
        payload.resume()
        done(null, undefined)
      })
      const schemaOf = (name: string) => ({
        hide: true,
        operationId: `standInPaymentPlatform${name}`,
        tags: ['stand-ins'],
        response: anyAnswer,
      })
      const machine = (path: string, name: string, answer: (body: unknown) => unknown) =>
        scope.route({
          method: 'POST',
          url: `${standInBase}/${path}`,
          schema: schemaOf(name),
          config: { access: 'public', impersonal: true },
          handler: (request, reply) => respond(reply, () => answer(request.body)),
        })
      machine('init', 'Init', (body) => desk.open(body, pageOf))
      machine('query', 'Query', (body) => desk.ask(body))
      machine('statement', 'Statement', (body) => desk.statement(body))
      scope.route<{ Params: { reference: string } }>({
        method: 'GET',
        url: `${standInBase}/pay/:reference`,
        schema: schemaOf('PayPage'),
        config: { access: 'public' },
        handler: ({ params: { reference } }, reply) => {
          const payment = known(reference)
          const page = payPage(payment, standInBase, returnTo(reference), reply.cspNonce.style)
          return reply.type('text/html; charset=utf-8').send(page.text)
        },
      })
      scope.route<{ Params: { reference: string; outcome: 'paid' | 'cancelled' } }>({
        method: 'POST',
        url: `${standInBase}/pay/:reference/:outcome`,
        schema: {
          ...schemaOf('Pay'),
          params: Type.Object({
            reference: Type.String({ maxLength: 100 }),
            outcome: Type.Enum(['paid', 'cancelled']),
          }),
        },
        config: { access: 'public' },
        handler: async ({ params: { reference, outcome } }, reply) => {
          known(reference)
          const ended = end(reference, outcome).catch(settings.report)
          // Whoever confirms too late does not keep the payer either.
          if (mode !== 'slow') await ended
          return reply.redirect(returnTo(reference), 303)
        },
      })
      scope.route({
        method: 'GET',
        url: standInBase,
        schema: schemaOf('Page'),
        config: { access: 'public' },
        handler: (_request, reply) =>
          reply
            .type('text/html; charset=utf-8')
            .send(overviewPage(desk.payments(), mode, standInBase, reply.cspNonce.style).text),
      })
      scope.route<{ Params: { mode: Mode } }>({
        method: 'POST',
        url: `${standInBase}/mode/:mode`,
        schema: { ...schemaOf('Behave'), params: Type.Object({ mode: Mode }) },
        config: { access: 'public' },
        handler: ({ params, headers }, reply) => {
          mode = params.mode
          return headers.accept?.includes('text/html') === true
            ? reply.redirect(standInBase, 303)
            : reply.send({ mode })
        },
      })
    })
  }

  function known(reference: string): KnownPayment {
    const payment = desk.find(reference)
    if (payment === undefined) throw new Problem('missing', 'payment-platform.reference-unknown')
    return payment
  }

  return {
    desk,
    mode: () => mode,
    behave: (wanted) => {
      mode = wanted
    },
    end,
    mount,
  }
}

async function tell({ confirmAt }: StandInSettings, message: Transaction): Promise<unknown> {
  const response = await fetch(confirmAt(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
    signal: AbortSignal.timeout(10_000),
  })
  return await response.json()
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

function keeperIn(file: string): (payment: KnownPayment) => void {
  mkdirSync(dirname(file), { recursive: true })
  return (payment) => appendFileSync(file, `${JSON.stringify(payment)}\n`, { mode: 0o600 })
}

function resume(desk: Desk, file: string): void {
  if (!existsSync(file)) return
  // The last line is cut off where the program was killed while writing it.
  for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1))
    desk.resume(JSON.parse(line) as KnownPayment)
}
