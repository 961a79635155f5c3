import type { Clock } from '../../kernel/clock.ts'
import { addDays, instantOf, localDateOf, type LocalDate } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import {
  listConfirmedBetween,
  listUnmatched,
  type Confirmation,
  type Settlement,
} from '../../modules/payments/index.ts'
import type { Database } from '../../platform/db/index.ts'
import { record, recordReading } from '../../platform/ledger/index.ts'
import type { PlatformClient } from './client.ts'
import {
  paymentPlatformEntries,
  type Difference,
  type PaymentPlatformStatus,
  type PaymentReturn,
} from './contract.ts'
import type { Order } from './order.ts'
import * as store from './store.ts'
import { readTransaction, type ConfirmAnswer, type Partner } from './wire/v106/messages.ts'

export const NAME = 'payment-platform'

/** What the connector's use cases work with; put together by `connectPaymentPlatform`. */
export interface PlatformParts {
  readonly database: Database
  readonly clock: Clock
  readonly orderOf: (reference: string) => Promise<Order | undefined>
  readonly confirm: (confirmation: Confirmation) => Promise<Settlement>
  readonly fail: (failure: { readonly reference: string; readonly why: string }) => Promise<unknown>
  /** Null while there is no platform. */
  readonly client: PlatformClient | null
  readonly partner: Partner | null
  readonly isStandIn: boolean
}

const MINUTE = 60_000
// Nobody pays that slowly: what the platform still has as waiting is given up, and received all the same should it be paid.
const GIVE_UP_AFTER = 24 * 60 * MINUTE
// As long as an INIT may be on its way.
const UNKNOWN_FOR_SURE_AFTER = 30 * MINUTE
const BATCH = 50
const DAYS_BACK = 3
const LISTED = 50

/** Brings a payment to the platform; the address where the payer goes on: the platform's, or the case's page with what is wrong. */
export async function bringToPlatform(parts: PlatformParts, reference: string, ip: string): Promise<string> {
  const { database, clock, client } = parts
  const order = await orderOf(parts, reference)
  if (!order.isOpen) return order.returnTo
  if (client === null) return returning(order, 'unavailable')
  const at = clock()
  await store.saveAttempt(database, reference, at, new Date(at.getTime() + 2 * MINUTE))
  if (order.payer !== null) {
    const { personId, nationalId } = order.payer
    await recordReading(database, {
      reader: { kind: 'system', id: NAME },
      personId,
      purpose: 'payment-platform.payment-begun',
      caseId: order.caseId,
      fields: nationalId === null ? ['name'] : ['name', 'nationalId'],
      at,
    })
  }
  const opened = await client.open(order, at, ip)
  if (opened.kind === 'opened') return opened.url
  if (opened.kind === 'silent') {
    await store.saveError(database, reference, opened.error)
    return returning(order, 'unavailable')
  }
  return await returningAfter(parts, order)
}

/** The payer is back. What the address says is not believed: the platform is asked, unless it has said so already. */
export async function comeBack(parts: PlatformParts, reference: string): Promise<string> {
  const order = await orderOf(parts, reference)
  return order.isOpen ? await returningAfter(parts, order) : order.returnTo
}

async function returningAfter(parts: PlatformParts, order: Order): Promise<string> {
  const attempt = await store.findAttempt(parts.database, order.reference)
  const known = attempt === undefined ? 'failed' : await ask(parts, attempt)
  return known === 'paid' ? order.returnTo : returning(order, known)
}

function returning({ returnTo }: Order, payment: PaymentReturn): string {
  return `${returnTo}?payment=${payment}`
}

async function orderOf({ orderOf: find }: PlatformParts, reference: string): Promise<Order> {
  const order = await find(reference)
  if (order === undefined) throw new Problem('missing', 'payment-platform.reference-unknown')
  return order
}

/**
 * The platform calls back. Only what bears its checksum is believed; the same twice has one effect; what fits no payment is kept
 * for a person, and the platform is told that it does not fit.
 */
export async function takeConfirmation(parts: PlatformParts, body: unknown): Promise<ConfirmAnswer> {
  const { database, clock, partner, confirm, fail } = parts
  if (partner === null) return refused('unavailable')
  const said = readTransaction(body, 'CONFIRM', partner)
  if (said.kind === 'unbelievable') return refused(said.why)
  if (said.kind === 'not-paid') {
    if ((await parts.orderOf(said.reference)) === undefined) return refused('unknown-reference')
    await fail({ reference: said.reference, why: said.code })
    await store.endAttempt(database, said.reference, clock())
    return { MaLoi: '00', MoTaLoi: '' }
  }
  const { reason } = await confirm(said.paid)
  await store.endAttempt(database, said.paid.reference, clock())
  return reason === null ? { MaLoi: '00', MoTaLoi: '' } : refused(reason)
}

function refused(why: string): ConfirmAnswer {
  return { MaLoi: '99', MoTaLoi: why }
}

/** Asks about every payment of which nothing was heard for a while. */
export async function askAboutOpen(parts: PlatformParts): Promise<void> {
  const { database, clock, client } = parts
  if (client === null) return
  for (;;) {
    const due = await store.takeDueAttempts(database, clock(), BATCH)
    for (const attempt of due) {
      // Its silence about one is its silence about all.
      if ((await ask(parts, attempt)) === 'unavailable') return
    }
    if (due.length < BATCH) return
  }
}

/** Asks the platform what became of a payment, and takes the answer in; silence is no answer. */
async function ask(parts: PlatformParts, attempt: store.Attempt): Promise<'paid' | PaymentReturn> {
  const { database, clock, client, confirm, fail } = parts
  const { reference, begunAt } = attempt
  if (client === null) return 'unavailable'
  const fate = await client.ask(reference)
  const at = clock()
  const age = at.getTime() - begunAt.getTime()
  if (fate.kind === 'silent') {
    await store.saveError(database, reference, fate.error)
    return 'unavailable'
  }
  if (fate.kind === 'paid') {
    const { reason } = await confirm(fate.paid)
    await store.endAttempt(database, reference, at)
    return reason === null ? 'paid' : 'failed'
  }
  const isOver =
    fate.kind === 'failed' ||
    (fate.kind === 'unknown' && age > UNKNOWN_FOR_SURE_AFTER) ||
    (fate.kind === 'waiting' && age > GIVE_UP_AFTER)
  if (!isOver) return 'waiting'
  await fail({ reference, why: fate.kind })
  await store.endAttempt(database, reference, at)
  return 'failed'
}

/**
 * Holds a local day's statement of the platform against what was kept here: what is only in the statement is taken in, the
 * differences are kept for a person. False while the platform is silent.
 */
export async function compareDay(parts: PlatformParts, day: LocalDate): Promise<boolean> {
  const { database, clock, client, confirm } = parts
  const statement = await client?.statement(day)
  if (statement?.kind !== 'listed') return false
  const differences: Difference[] = []
  const told = (kind: Difference['kind'], one: Confirmation, reason: string | null) => {
    const { reference, providerId, amount } = one
    differences.push({ kind, reference, providerId, amount, reason })
  }
  for (const paid of statement.all) {
    const { isRepeated, reason } = await confirm(paid)
    if (!isRepeated) told('was-lost', paid, reason)
  }
  const ours = await listConfirmedBetween(
    database,
    instantOf(day, '00:00'),
    instantOf(addDays(day, 1), '00:00'),
  )
  const theirs = new Set(statement.all.map(nameOf))
  for (const one of ours) {
    if (!theirs.has(nameOf(one))) told('only-ours', one, one.reason)
    else if (one.reason !== null) told('unmatched', one, one.reason)
  }
  const at = clock()
  const compared = { day, comparedAt: at, theirs: statement.all.length, ours: ours.length, differences }
  await database.transact(async (tx) => {
    await Promise.all([
      store.saveDay(tx, compared),
      record(tx, at, null, [
        {
          kind: paymentPlatformEntries.compared,
          occurredAt: at,
          actor: { kind: 'system', id: NAME },
          payload: { day, theirs: compared.theirs, ours: compared.ours, differences },
        },
      ]),
    ])
  })
  return true
}

function nameOf({ reference, providerId, amount }: Confirmation): string {
  return `${providerId} ${reference} ${amount}`
}

/** Compares the last full days that were not compared yet, from the first payment on. */
export async function compareLastDays(parts: PlatformParts): Promise<void> {
  const { database, clock } = parts
  const first = await store.firstBegunAt(database)
  if (first === null) return
  const today = localDateOf(clock())
  const compared = new Set((await store.listDays(database, DAYS_BACK + 1)).map(({ day }) => day))
  for (let back = DAYS_BACK; back > 0; back -= 1) {
    const day = addDays(today, -back)
    if (day < localDateOf(first) || compared.has(day)) continue
    if (!(await compareDay(parts, day))) return
  }
}

/** How the connection stands, and what a person has to see to. */
export async function readStatus(parts: PlatformParts): Promise<PaymentPlatformStatus> {
  const { database, client, isStandIn } = parts
  const [tally, days, unmatched] = await Promise.all([
    store.countOpen(database),
    store.listDays(database, LISTED),
    listUnmatched(database, null, LISTED),
  ])
  return {
    connected: client !== null,
    standIn: isStandIn,
    open: tally.open,
    openSince: tally.openSince?.toISOString() ?? null,
    lastError: tally.error,
    days: days.map((one) => ({
      ...one,
      comparedAt: one.comparedAt.toISOString(),
      differences: [...one.differences],
    })),
    unmatched: unmatched.map((one) => ({
      ...one,
      reason: one.reason ?? '',
      paidAt: one.paidAt.toISOString(),
      recordedAt: one.recordedAt.toISOString(),
    })),
  }
}
