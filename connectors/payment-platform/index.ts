/** The payment platform: brings online payments to it, believes its signed confirmations, and asks where one is missing. */
import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../kernel/clock.ts'
import type { LocalDate } from '../../kernel/dates.ts'
import { repeat, type Loop } from '../../platform/background/index.ts'
import type { Database } from '../../platform/db/index.ts'
import { platformClient } from './client.ts'
import { confirmPath, payBase, routes } from './http.ts'
import { askAboutOpen, compareDay, compareLastDays, type PlatformParts } from './service.ts'
import {
  checkSettings,
  demandLoopback,
  type PaymentPlatformSettings,
  type PlatformEndpoint,
} from './settings.ts'
import { createStandIn, standInBase, type StandIn } from './stand-in/stand-in.ts'

export type { Order } from './order.ts'
export type { PaymentPlatformSettings, PlatformEndpoint } from './settings.ts'
export type { StandIn } from './stand-in/stand-in.ts'

export interface PaymentPlatformParts extends Pick<PlatformParts, 'orderOf' | 'confirm' | 'fail'> {
  readonly database: Database
  readonly clock: Clock
  readonly settings: PaymentPlatformSettings
  readonly report: (error: unknown) => void
}

export interface PaymentPlatform {
  /** Whether there is a platform to pay at. */
  readonly isConnected: boolean
  /** Where to send the payer of a payment that was begun: a path of this site. */
  payAt(reference: string): string
  /** Adds the payers' and the platform's addresses, the operator's and, in a demonstration, the stand-in's. */
  routes(app: FastifyInstance): Promise<void>
  /** Begins to ask about what is open and to compare days; once the server listens. */
  start(): void
  stop(): Promise<void>
  /** One round of asking, now. */
  ask(): Promise<void>
  /** Holds a local day against the platform's statement; false while it is silent. */
  compare(day: LocalDate): Promise<boolean>
  readonly standIn: StandIn | null
}

const HALF_MINUTE = 30_000
const HALF_HOUR = 1_800_000

/**
 * Puts the connector together. `confirm` and `fail` tell the case's room what the platform said (payments: settleOnline and
 * failOnline, inside the case's transaction). Problem 'payment-platform.endpoint-not-loopback'.
 */
export function connectPaymentPlatform({
  settings,
  report,
  ...given
}: PaymentPlatformParts): PaymentPlatform {
  const { endpoint, standIn } = destinationOf(settings, given.clock, report)
  checkSettings(settings, endpoint)
  const parts: PlatformParts = {
    ...given,
    client: endpoint === null ? null : platformClient(endpoint, settings.timeoutMs),
    partner: endpoint?.partner ?? null,
    isStandIn: standIn !== null,
  }
  let loops: readonly Loop[] = []
  return {
    isConnected: endpoint !== null,
    payAt: (reference) => `${payBase}/${reference}`,
    async routes(app) {
      routes(app, parts, settings.publicUrl)
      await standIn?.mount(app)
    },
    start() {
      if (endpoint === null || loops.length > 0) return
      loops = [
        repeat(() => askAboutOpen(parts), { everyMs: HALF_MINUTE, report }),
        repeat(() => compareLastDays(parts), { everyMs: HALF_HOUR, report }),
      ]
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
    ask: () => askAboutOpen(parts),
    compare: (day) => compareDay(parts, day),
    standIn,
  }
}

function destinationOf(
  { endpoint, provinceMode, publicUrl }: PaymentPlatformSettings,
  clock: Clock,
  report: (error: unknown) => void,
): { readonly endpoint: PlatformEndpoint | null; readonly standIn: StandIn | null } {
  if (endpoint === null || !('standInAt' in endpoint)) return { endpoint, standIn: null }
  const { standInAt, keepIn } = endpoint
  const at = () => demandLoopback(standInAt())
  const partner = {
    code: 'TRIAL',
    secret: randomBytes(32).toString('hex'),
  }
  const standIn = createStandIn({
    provinceMode,
    partner,
    clock,
    report,
    publicUrl,
    confirmAt: () => at() + confirmPath,
    returnTo: (reference) => `${payBase}/${reference}/tro-ve`,
    ...(keepIn === undefined ? {} : { keepIn }),
  })
  return {
    endpoint: {
      baseUrl: () => at() + standInBase,
      initPath: '/init',
      queryPath: '/query',
      statementPath: '/statement',
      partner,
      beneficiary: { account: '0000000000', bank: 'TRIAL', name: 'Tài khoản thử' },
    },
    standIn,
  }
}
