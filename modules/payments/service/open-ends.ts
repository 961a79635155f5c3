import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { record } from '../../../platform/ledger/index.ts'
import { paymentEntries } from '../contract.ts'
import { expectGrounds, reckon, type Account, type Refund } from '../domain.ts'
import { lockedAccount } from '../service.ts'
import { insertPayment } from '../store.ts'
import * as store from '../store/open-ends.ts'
import { saveRefund, type Grounds } from './refunds.ts'

/** Who closes, and for which agency. */
export interface Closer {
  readonly officerId: string
  readonly agencyId: string
}

/** What was received and is no payment of any case, the earliest first: a person has to see to it. */
export const listUnmatched = store.listUnmatched

/** One of them. Problems 'payments.unmatched-missing', 'payments.closed-already'. */
export async function getUnmatched(db: Db, id: string): Promise<store.Unmatched> {
  const unmatched = await store.findUnmatched(db, id)
  if (unmatched !== undefined) return unmatched
  if (await store.wasUnmatched(db, id)) throw closedAlready()
  throw new Problem('missing', 'payments.unmatched-missing')
}

const closedAlready = () => new Problem('conflict', 'payments.closed-already')

async function close(tx: Tx, closing: store.Closing): Promise<void> {
  if (!(await store.insertClosing(tx, closing))) throw closedAlready()
}

/**
 * What the platform had said was paid becomes a payment of this case, as far as the case owes it; what is beyond goes back, and
 * needs grounds. Problems 'payments.not-charged', 'payments.nothing-due', 'payments.number-counted', those of `getUnmatched` and,
 * for a surplus, of `expectGrounds`.
 */
export async function matchUnmatched(
  tx: Tx,
  at: Date,
  match: Closer & {
    readonly confirmationId: string
    readonly caseId: string
    readonly surplus?: Grounds | undefined
  },
): Promise<Account> {
  const { confirmationId, caseId, officerId } = match
  const account = await lockedAccount(tx, caseId)
  const unmatched = await getUnmatched(tx, confirmationId)
  const { providerId, reference, paidAt } = unmatched
  if (account.outstanding === 0) throw new Problem('conflict', 'payments.nothing-due')
  if (await store.isNumberCounted(tx, providerId)) throw new Problem('conflict', 'payments.number-counted')
  const amount = Math.min(unmatched.amount, account.outstanding)
  const beyond = unmatched.amount - amount
  const grounds = match.surplus ?? { reason: '', clause: '' }
  if (beyond > 0) expectGrounds(grounds)
  await close(tx, { ...match, outcome: 'matched', at, reason: null })
  const payment = { channel: 'online', amount, at: paidAt, number: providerId } as const
  const { agencyId } = account
  const id = newId(at.getTime())
  const after = reckon({ ...account, payments: [...account.payments, payment] })
  await insertPayment(tx, { ...payment, id, caseId, agencyId, reference: null, confirmationId }, at)
  const { outstanding } = after
  await record(tx, at, caseId, [
    {
      kind: paymentEntries.matched,
      occurredAt: at,
      actor: { kind: 'officer', id: officerId },
      agencyId,
      payload: { confirmationId, reference, providerId, amount, beyond, paidAt, outstanding },
    },
  ])
  if (beyond === 0) return after
  const refund = refundOf(unmatched, { ...match, agencyId }, beyond, grounds, at, caseId)
  await saveRefund(tx, at, refund)
  return reckon({ ...after, refunds: [...after.refunds, refund] })
}

/** It goes back to whoever paid it. Problems of `getUnmatched` and `expectGrounds`. */
export async function setDownForRefund(
  tx: Tx,
  at: Date,
  closing: Closer & Grounds & { readonly confirmationId: string },
): Promise<void> {
  const { confirmationId, reason, clause } = closing
  expectGrounds({ reason, clause })
  const unmatched = await held(tx, confirmationId)
  const { caseId, amount } = unmatched
  await close(tx, { ...closing, outcome: 'to-refund', caseId, at, reason: reason.trim() })
  await saveRefund(tx, at, refundOf(unmatched, closing, amount, { reason, clause }, at, caseId))
}

/**
 * Of one transaction the platform told two stories, and this one brought no money: nothing else may be closed so. Problems
 * 'payments.one-story-only', 'payments.reason-missing' and those of `getUnmatched`.
 */
export async function noteNotReceived(
  tx: Tx,
  at: Date,
  closing: Closer & { readonly confirmationId: string; readonly reason: string },
): Promise<void> {
  const { confirmationId, officerId, agencyId } = closing
  const reason = closing.reason.trim()
  expectGrounds({ reason, clause: 'none is needed' })
  const { reason: why, caseId, reference, providerId, amount } = await held(tx, confirmationId)
  if (why !== 'contradicts-earlier') throw new Problem('conflict', 'payments.one-story-only')
  await close(tx, { ...closing, outcome: 'not-received', caseId, at, reason })
  await record(tx, at, caseId, [
    {
      kind: paymentEntries.notReceived,
      occurredAt: at,
      actor: { kind: 'officer', id: officerId },
      agencyId,
      payload: { confirmationId, reference, providerId, amount, reason },
    },
  ])
}

/** The account of its case, if it has one, is locked first, as everywhere. */
async function held(tx: Tx, confirmationId: string): Promise<store.Unmatched> {
  const unmatched = await getUnmatched(tx, confirmationId)
  if (unmatched.caseId !== null) await lockedAccount(tx, unmatched.caseId)
  return unmatched
}

function refundOf(
  { id: confirmationId }: store.Unmatched,
  { agencyId, officerId: decidedBy }: Closer,
  amount: number,
  { reason, clause }: Grounds,
  at: Date,
  caseId: string | null,
): Refund {
  return {
    id: newId(at.getTime()),
    caseId,
    confirmationId,
    agencyId,
    amount,
    lines: [],
    reason: reason.trim(),
    clause: clause.trim(),
    decidedBy,
    decidedAt: at,
    returned: null,
  }
}
