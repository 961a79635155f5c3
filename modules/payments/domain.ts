import { dong, sumDong, type Dong } from '../../kernel/money.ts'
import { Problem } from '../../kernel/problem.ts'
import type { AccountState, FeeKind, PaymentChannel, RefundWay, UnmatchedReason } from './contract.ts'

/** What is taken off a line, and on what ground (e.g. NQ 66.22/2026/NQ-CP). */
export interface Exemption {
  readonly amount: Dong
  readonly reason: string
  readonly clause: string
}

export interface FeeLine {
  readonly key: string
  readonly kind: FeeKind
  readonly name: string
  /** Before the exemption. */
  readonly amount: Dong
  readonly clause: string
  readonly exemption?: Exemption | null
}

export interface Payment {
  readonly channel: PaymentChannel
  readonly amount: Dong
  readonly at: Date
  /** cash: the receipt's; online: the platform's number of the transaction. */
  readonly number: string
}

export interface RefundLine {
  readonly key: string
  readonly amount: Dong
}

/** Money that was decided to be given back. */
export interface Refund {
  readonly id: string
  /** Whose it is, where that is known. */
  readonly caseId: string | null
  /** Set: what the platform took beyond what was owed. Null: fees that were paid. */
  readonly confirmationId: string | null
  readonly agencyId: string
  readonly amount: Dong
  /** None: all that was paid, or nothing of any line. */
  readonly lines: readonly RefundLine[]
  readonly reason: string
  readonly clause: string
  readonly decidedBy: string
  readonly decidedAt: Date
  readonly returned: { readonly way: RefundWay; readonly number: string; readonly at: Date } | null
}

/** What a case costs and what was received for it. */
export interface Account {
  readonly caseId: string
  readonly agencyId: string
  readonly payerId: string | null
  readonly lines: readonly FeeLine[]
  readonly due: Dong
  readonly paid: Dong
  readonly outstanding: Dong
  readonly payments: readonly Payment[]
  /** What is given back makes no payment undone, and nothing owed again. */
  readonly refunds: readonly Refund[]
  readonly state: AccountState
  /** All of it is paid, and all of it online (QĐ 766/QĐ-TTg, 3.6). */
  readonly isPaidOnline: boolean
}

export type AccountRows = Pick<Account, 'caseId' | 'agencyId' | 'payerId' | 'lines' | 'payments' | 'refunds'>

export interface Intent {
  readonly reference: string
  readonly caseId: string
  readonly amount: Dong
  readonly state: 'open' | 'failed' | 'settled'
  readonly begunAt: Date
}

/** What the platform says was paid. */
export interface Confirmation {
  readonly reference: string
  /** The platform's number of the transaction (MaGiaoDich). */
  readonly providerId: string
  readonly amount: Dong
  readonly paidAt: Date
}

/** The account as it follows from its lines and payments. */
export function reckon(rows: AccountRows): Account {
  const due = sumDong(rows.lines.map(dueOf))
  const paid = sumDong(rows.payments.map(({ amount }) => amount))
  const state = due === 0 ? 'nothing-due' : paid < due ? 'due' : 'paid'
  return {
    ...rows,
    due,
    paid,
    outstanding: dong(due - paid),
    state,
    isPaidOnline: state === 'paid' && rows.payments.every(({ channel }) => channel === 'online'),
  }
}

/** What a line comes to after its exemption. */
function dueOf({ amount, exemption }: FeeLine): Dong {
  return dong(amount - (exemption?.amount ?? 0))
}

/**
 * The lines as they may be charged. Problems 'payments.line-twice', 'payments.clause-missing',
 * 'payments.exemption-too-large', 'money.not-an-amount'.
 */
export function rightLines(lines: readonly FeeLine[]): readonly FeeLine[] {
  const fields = lines.flatMap((line, index) => {
    const { key, amount, clause, exemption } = line
    const path = `/lines/${index}`
    dong(amount)
    if (lines.findIndex((one) => one.key === key) < index) return [{ path, code: 'payments.line-twice' }]
    if (clause.trim() === '') return [{ path: `${path}/clause`, code: 'payments.clause-missing' }]
    if (!exemption) return []
    if (exemption.reason.trim() === '' || exemption.clause.trim() === '')
      return [{ path: `${path}/exemption`, code: 'payments.clause-missing' }]
    return dong(exemption.amount) === 0 || exemption.amount > amount
      ? [{ path: `${path}/exemption/amount`, code: 'payments.exemption-too-large' }]
      : []
  })
  const [first] = fields
  if (first) throw new Problem('invalid', first.code, { fields })
  return lines
}

/** Fees change while nothing was paid, and on a basis. Problems 'payments.already-paid', 'payments.basis-missing'. */
export function expectChangeable(account: Account, basis: string): void {
  if (basis.trim() === '') throw new Problem('invalid', 'payments.basis-missing')
  if (account.payments.length > 0) throw new Problem('conflict', 'payments.already-paid')
}

/** At a counter no more is taken than is owed. Problems 'payments.nothing-due', 'payments.more-than-outstanding'. */
export function expectOwed({ outstanding }: Account, amount: Dong): void {
  if (outstanding === 0) throw new Problem('conflict', 'payments.nothing-due')
  if (dong(amount) === 0 || amount > outstanding) {
    throw new Problem('conflict', 'payments.more-than-outstanding', { meta: { outstanding } })
  }
}

/**
 * Why what was paid online is no payment of the case, or null if it is one. Only the very amount that was asked for, and
 * that is still owed, is taken; anything else is for a person to see to.
 */
export function objection(
  { amount }: Confirmation,
  intent: Intent,
  { outstanding }: Account,
): UnmatchedReason | null {
  if (intent.state === 'settled' || outstanding === 0) return 'nothing-due'
  if (amount !== intent.amount) return 'amount-differs'
  return amount === outstanding ? null : 'outstanding-changed'
}

/** What was paid for the fees and is not given back yet. */
export function refundable({ paid, refunds }: Pick<Account, 'paid' | 'refunds'>): Dong {
  return dong(paid - sumDong(ofFees(refunds).map(({ amount }) => amount)))
}

const ofFees = (refunds: readonly Refund[]) => refunds.filter(({ confirmationId }) => confirmationId === null)

/**
 * How much is given back: of each line no more than it came to and is not given back yet, in all no more than was paid; without
 * lines all of it. Problems 'payments.line-unknown', 'payments.line-twice', 'payments.refund-too-large' (meta.refundable).
 */
export function refundAmount(account: Account, lines: readonly RefundLine[]): Dong {
  const most = refundable(account)
  const tooLarge = (path?: string) =>
    new Problem('conflict', 'payments.refund-too-large', {
      ...(path === undefined ? {} : { fields: [{ path, code: 'payments.refund-too-large' }] }),
      meta: { refundable: most },
    })
  for (const [index, { key, amount }] of lines.entries()) {
    const path = `/lines/${index}`
    const line = account.lines.find((one) => one.key === key)
    if (line === undefined) throw wrongLine(path, 'payments.line-unknown')
    if (lines.findIndex((one) => one.key === key) < index) throw wrongLine(path, 'payments.line-twice')
    const earlier = ofFees(account.refunds)
      .flatMap((refund) => refund.lines)
      .filter((one) => one.key === key)
    const left = dueOf(line) - sumDong(earlier.map((one) => one.amount))
    if (dong(amount) === 0 || amount > left) throw tooLarge(path)
  }
  const amount = lines.length === 0 ? most : sumDong(lines.map((line) => line.amount))
  if (amount === 0 || amount > most) throw tooLarge()
  return amount
}

function wrongLine(path: string, code: string): Problem {
  return new Problem('invalid', code, { fields: [{ path, code }] })
}

/** Nothing goes back without a reason and a clause. Problems 'payments.reason-missing', 'payments.clause-missing'. */
export function expectGrounds({
  reason,
  clause,
}: {
  readonly reason: string
  readonly clause: string
}): void {
  const missing = reason.trim() === '' ? 'reason' : clause.trim() === '' ? 'clause' : null
  if (missing === null) return
  const code = `payments.${missing}-missing`
  throw new Problem('invalid', code, { fields: [{ path: `/${missing}`, code }] })
}
