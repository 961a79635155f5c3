import type { Clause } from '../../kernel/clause.ts'
import { randomBytes } from 'node:crypto'
import { localDateOf } from '../../kernel/dates.ts'
import { newId } from '../../kernel/ids.ts'
import type { Dong } from '../../kernel/money.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Database, Db, Tx } from '../../platform/db/index.ts'
import { record, type Actor } from '../../platform/ledger/index.ts'
import { paymentEntries, type AccountShown, type RefundShown, type UnmatchedReason } from './contract.ts'
import {
  expectChangeable,
  expectOwed,
  objection,
  reckon,
  rightLines,
  type Account,
  type Confirmation,
  type FeeLine,
  type Intent,
  type Refund,
} from './domain.ts'
import * as store from './store.ts'

const PLATFORM: Actor = { kind: 'system', id: 'payment-platform' }

/** What a case costs and what was paid; null where its fees were never fixed. */
export async function accountOf(db: Db, caseId: string): Promise<Account | null> {
  const [rows] = await store.listAccounts(db, [caseId])
  return rows === undefined ? null : reckon(rows)
}

/** The same for many cases, by their ids; those whose fees were never fixed are absent. */
export async function accountsOf(db: Db, caseIds: readonly string[]): Promise<ReadonlyMap<string, Account>> {
  const accounts = await store.listAccounts(db, caseIds)
  return new Map(accounts.map((rows) => [rows.caseId, reckon(rows)]))
}

/** The account as screens are told of it. */
export function showAccount({ lines, due, paid, outstanding, payments, ...account }: Account): AccountShown {
  return {
    lines: lines.map((line) => ({ ...line, exemption: line.exemption ?? null })),
    due,
    paid,
    outstanding,
    payments: payments.map((payment) => ({ ...payment, at: payment.at.toISOString() })),
    refunds: account.refunds.map(showRefund),
    state: account.state,
  }
}

function showRefund({ id, amount, lines, reason, clause, decidedAt, ...refund }: Refund): RefundShown {
  const { confirmationId, returned } = refund
  return {
    id,
    amount,
    surplus: confirmationId !== null,
    lines: lines.map((line) => ({ ...line })),
    reason,
    clause,
    decidedAt: decidedAt.toISOString(),
    returned: returned === null ? null : { ...returned, at: returned.at.toISOString() },
  }
}

export interface NewCharge {
  readonly caseId: string
  /** Who collects. */
  readonly agencyId: string
  readonly payerId?: string | null
  /** None, or all of nothing: the case costs nothing, and is known to. */
  readonly lines: readonly FeeLine[]
  readonly actor: Actor
}

/** Fixes what a case costs, once. Problems 'payments.already-charged' and those of `rightLines`. */
export async function chargeFees(tx: Tx, at: Date, charge: NewCharge): Promise<Account> {
  const { caseId, agencyId, payerId = null, actor } = charge
  const lines = rightLines(charge.lines)
  if (!(await store.insertAccount(tx, { caseId, agencyId, payerId }, at))) {
    throw new Problem('conflict', 'payments.already-charged')
  }
  const account = reckon({ caseId, agencyId, payerId, lines, payments: [], refunds: [] })
  await Promise.all([
    store.insertLines(tx, caseId, lines),
    tell(tx, at, account, paymentEntries.charged, actor, { lines, due: account.due }),
  ])
  return account
}

export interface Replacement {
  readonly caseId: string
  readonly lines: readonly FeeLine[]
  readonly actor: Actor
  /** Why it is done, in the officer's words. */
  readonly basis: string
  /** The declared clause that these name. */
  readonly clause?: Clause | null
}

/**
 * Puts other lines in the place of a case's, also a waiver (the same lines, exempt), while nothing was paid. Problems
 * 'payments.not-charged', 'payments.already-paid', 'payments.basis-missing' and those of `rightLines`.
 */
export async function replaceFees(tx: Tx, at: Date, replacement: Replacement): Promise<Account> {
  const { caseId, actor, basis, clause = null } = replacement
  const lines = rightLines(replacement.lines)
  const before = await lockedAccount(tx, caseId)
  expectChangeable(before, basis)
  const account = reckon({ ...before, lines })
  await Promise.all([
    store.deleteLines(tx, caseId),
    store.insertLines(tx, caseId, lines),
    tell(
      tx,
      at,
      account,
      paymentEntries.replaced,
      actor,
      { before: before.lines, lines, due: account.due, basis },
      clause,
    ),
  ])
  return account
}

/** The next receipt number of an agency, by local year: never given twice, gaps allowed. Drawn outside the transaction it is used in. */
export async function drawReceiptNumber(database: Database, agencyId: string, at: Date): Promise<string> {
  const year = localDateOf(at).slice(0, 4)
  const serial = await store.drawSerial(database, agencyId, Number(year))
  return `${year}-${String(serial).padStart(6, '0')}`
}

export interface CashPayment {
  readonly caseId: string
  readonly amount: Dong
  readonly actor: Actor
  /** By `drawReceiptNumber`. */
  readonly receiptNumber: string
}

/** Takes cash, no more than is owed. Problems 'payments.not-charged', 'payments.nothing-due', 'payments.more-than-outstanding'. */
export async function receiveCash(tx: Tx, at: Date, cash: CashPayment): Promise<Account> {
  const { caseId, amount, actor, receiptNumber } = cash
  const before = await lockedAccount(tx, caseId)
  expectOwed(before, amount)
  const payment = { channel: 'cash', amount, at, number: receiptNumber } as const
  const { agencyId } = before
  const account = reckon({ ...before, payments: [...before.payments, payment] })
  await Promise.all([
    store.insertPayment(tx, { ...payment, id: newId(at.getTime()), caseId, agencyId, reference: null }, at),
    tell(tx, at, account, paymentEntries.cashReceived, actor, {
      amount,
      number: receiptNumber,
      outstanding: account.outstanding,
    }),
  ])
  return account
}

/** An online payment that was begun: to be brought to the platform under its reference, for exactly this amount. */
export interface Begun {
  readonly intent: Intent
  readonly account: Account
  /** It was begun before and is open still: to be paid under the same reference, so that nobody pays twice. */
  readonly isResumed: boolean
}

/** Begins to pay online all that is outstanding. Problems 'payments.not-charged', 'payments.nothing-due'. */
export async function beginOnline(
  tx: Tx,
  at: Date,
  { caseId, actor }: { readonly caseId: string; readonly actor: Actor },
): Promise<Begun> {
  const account = await lockedAccount(tx, caseId)
  const amount = account.outstanding
  expectOwed(account, amount)
  const open = await store.findOpenIntent(tx, caseId, amount)
  if (open !== undefined) return { intent: open, account, isResumed: true }
  const reference = randomBytes(16).toString('hex').toUpperCase()
  const intent: Intent = { reference, caseId, amount, state: 'open', begunAt: at }
  await Promise.all([
    store.insertIntent(tx, intent),
    tell(tx, at, account, paymentEntries.onlineBegun, actor, { reference, amount }),
  ])
  return { intent, account, isResumed: false }
}

/** The case an online payment was begun for; to lock the case before settling. */
export async function findCaseOfReference(db: Db, reference: string): Promise<string | undefined> {
  return (await store.findIntent(db, reference))?.caseId
}

/** An online payment that was begun, by its reference. */
export const findIntent = store.findIntent

export interface Settlement {
  /** Null: it is a payment of the case. Else why it is none; it is kept for a person. */
  readonly reason: UnmatchedReason | null
  /** The very same was settled before; nothing was done now. */
  readonly isRepeated: boolean
  readonly caseId: string | null
  /** Of the case, after; null for an unknown reference. */
  readonly account: Account | null
}

/**
 * Takes in what the platform says was paid, whose signature was checked before. The same twice has one effect. Only the
 * very amount asked for and still owed is a payment; anything else is kept with its reason, and never throws.
 */
export async function settleOnline(tx: Tx, at: Date, confirmation: Confirmation): Promise<Settlement> {
  const { reference, providerId, amount, paidAt } = confirmation
  const caseId = await findCaseOfReference(tx, reference)
  const account = caseId === undefined ? null : await lockedAccount(tx, caseId)
  const [intent, earlier] = await Promise.all([
    store.findIntent(tx, reference),
    store.listConfirmations(tx, providerId),
  ])
  const same = earlier.find((one) => one.reference === reference && one.amount === amount)
  if (same) return { reason: same.reason, isRepeated: true, caseId: same.caseId, account }
  const reason = earlier.length > 0 ? 'contradicts-earlier' : whyNot(confirmation, intent, account)
  const kept = { ...confirmation, id: newId(at.getTime()), caseId: caseId ?? null, reason, recordedAt: at }
  const isNew = await store.insertConfirmation(tx, kept)
  if (!isNew) return { reason, isRepeated: true, caseId: caseId ?? null, account }
  const said = { reference, providerId, amount, paidAt }
  if (reason !== null || account === null) {
    // Another attempt needs another reference; the right amount under this one would be received all the same.
    if (intent?.state === 'open') await store.endIntent(tx, reference, 'failed', at)
    await record(tx, at, account?.caseId ?? null, [
      {
        kind: paymentEntries.unmatched,
        occurredAt: at,
        actor: PLATFORM,
        agencyId: account?.agencyId ?? null,
        payload: { ...said, reason },
      },
    ])
    return { reason, isRepeated: false, caseId: caseId ?? null, account }
  }
  const payment = { channel: 'online', amount, at: paidAt, number: providerId } as const
  const after = reckon({ ...account, payments: [...account.payments, payment] })
  const { agencyId } = account
  await Promise.all([
    store.endIntent(tx, reference, 'settled', at),
    store.insertPayment(
      tx,
      { ...payment, id: newId(at.getTime()), caseId: account.caseId, agencyId, reference },
      at,
    ),
    tell(tx, at, after, paymentEntries.onlineSettled, PLATFORM, { ...said, outstanding: after.outstanding }),
  ])
  return { reason: null, isRepeated: false, caseId: account.caseId, account: after }
}

function whyNot(
  confirmation: Confirmation,
  intent: Intent | undefined,
  account: Account | null,
): UnmatchedReason | null {
  if (intent === undefined || account === null) return 'unknown-reference'
  return objection(confirmation, intent, account)
}

/**
 * The platform says that nothing was or will be paid under a reference: another attempt gets a new one. Without effect unless
 * it is open; what is paid under it after all is received all the same. Problem 'payments.reference-unknown'.
 */
export async function failOnline(
  tx: Tx,
  at: Date,
  { reference, why }: { readonly reference: string; readonly why: string },
): Promise<Account> {
  const caseId = await findCaseOfReference(tx, reference)
  if (caseId === undefined) throw new Problem('missing', 'payments.reference-unknown')
  const account = await lockedAccount(tx, caseId)
  const intent = await store.findIntent(tx, reference)
  if (intent?.state !== 'open') return account
  await Promise.all([
    store.endIntent(tx, reference, 'failed', at),
    tell(tx, at, account, paymentEntries.onlineFailed, PLATFORM, { reference, why }),
  ])
  return account
}

/** Everything the platform said was paid in `from` ≤ instant < `to`, with what became of it. */
export const listConfirmedBetween = store.listConfirmedBetween

/** The account, held until the commit. Problem 'payments.not-charged'. */
export async function lockedAccount(tx: Tx, caseId: string): Promise<Account> {
  const isThere = await store.lockAccount(tx, caseId)
  const account = isThere ? await accountOf(tx, caseId) : null
  if (account === null) throw new Problem('missing', 'payments.not-charged')
  return account
}

async function tell(
  tx: Tx,
  at: Date,
  { caseId, agencyId }: Account,
  kind: string,
  actor: Actor,
  payload: Readonly<Record<string, unknown>>,
  basis: Clause | null = null,
): Promise<void> {
  await record(tx, at, caseId, [{ kind, occurredAt: at, actor, agencyId, basis, payload }])
}
