import { dong, sumDong, type Dong } from '../../kernel/money.ts'
import { Problem } from '../../kernel/problem.ts'
import type { AccountState, FeeKind, PaymentChannel, UnmatchedReason } from './contract.ts'

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
  readonly state: AccountState
  /** All of it is paid, and all of it online (QĐ 766/QĐ-TTg, 3.6). */
  readonly isPaidOnline: boolean
}

export type AccountRows = Pick<Account, 'caseId' | 'agencyId' | 'payerId' | 'lines' | 'payments'>

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
