import { localDateOf } from '../../../kernel/dates.ts'
import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Database, Tx } from '../../../platform/db/index.ts'
import { record } from '../../../platform/ledger/index.ts'
import { paymentEntries, type RefundWay } from '../contract.ts'
import { expectGrounds, reckon, refundAmount, type Account, type Refund, type RefundLine } from '../domain.ts'
import { lockedAccount } from '../service.ts'
import * as store from '../store/refunds.ts'

export interface Grounds {
  readonly reason: string
  /** The clause, or the rule of the procedure. */
  readonly clause: string
}

export interface NewRefund extends Grounds {
  readonly caseId: string
  /** None: all that was paid and is not given back yet. */
  readonly lines: readonly RefundLine[]
  readonly officerId: string
}

/**
 * Decides that fees which were paid are given back, all of them or of some lines. The payments stay what they were, and nothing is
 * owed again. Problems 'payments.not-charged' and those of `expectGrounds` and `refundAmount`.
 */
export async function decideRefund(tx: Tx, at: Date, refund: NewRefund): Promise<Account> {
  const { caseId, lines, reason, clause, officerId } = refund
  expectGrounds(refund)
  const account = await lockedAccount(tx, caseId)
  const decided: Refund = {
    id: newId(at.getTime()),
    caseId,
    confirmationId: null,
    agencyId: account.agencyId,
    amount: refundAmount(account, lines),
    lines,
    reason: reason.trim(),
    clause: clause.trim(),
    decidedBy: officerId,
    decidedAt: at,
    returned: null,
  }
  await saveRefund(tx, at, decided)
  return reckon({ ...account, refunds: [...account.refunds, decided] })
}

/** Keeps a refund that was decided on, and tells the ledger. */
export async function saveRefund(tx: Tx, at: Date, refund: Refund): Promise<void> {
  const { id, caseId, confirmationId, agencyId, amount, lines, reason, clause, decidedBy } = refund
  await store.insertRefund(tx, refund)
  await Promise.all([
    store.insertRefundLines(tx, id, lines),
    record(tx, at, caseId, [
      {
        kind: paymentEntries.refundDecided,
        occurredAt: at,
        actor: { kind: 'officer', id: decidedBy },
        agencyId,
        // Written by an officer: in the payload, which an erasure reaches.
        payload: { refundId: id, confirmationId, amount, lines, reason, clause },
      },
    ]),
  ])
}

/** The next voucher number of an agency, by local year, as that of a receipt. Drawn outside the transaction it is used in. */
export async function drawVoucherNumber(database: Database, agencyId: string, at: Date): Promise<string> {
  const year = localDateOf(at).slice(0, 4)
  const serial = await store.drawVoucherSerial(database, agencyId, Number(year))
  return `C${year}-${String(serial).padStart(6, '0')}`
}

export const findRefund = store.findRefund

/** What these agencies have decided to give back and have not given back yet, the earliest first. */
export const listOwedRefunds = store.listOwedRefunds

export interface NewReturn {
  readonly refundId: string
  readonly way: RefundWay
  /** cash: by `drawVoucherNumber`. transfer: of the order. */
  readonly number: string
  readonly officerId: string
}

/** Writes down that the money went back, once. Problems 'payments.refund-missing', 'payments.returned-already', 'payments.voucher-missing'. */
export async function returnRefund(
  tx: Tx,
  at: Date,
  { refundId, way, number, officerId }: NewReturn,
): Promise<void> {
  const refund = await store.findRefund(tx, refundId)
  if (refund === undefined) throw new Problem('missing', 'payments.refund-missing')
  const voucher = number.trim()
  if (voucher === '') {
    const code = 'payments.voucher-missing'
    throw new Problem('invalid', code, { fields: [{ path: '/number', code }] })
  }
  const { caseId, agencyId, amount } = refund
  if (caseId !== null) await lockedAccount(tx, caseId)
  const isFirst = await store.insertReturn(tx, { refundId, way, number: voucher, officerId, at })
  if (!isFirst) throw new Problem('conflict', 'payments.returned-already')
  await record(tx, at, caseId, [
    {
      kind: paymentEntries.refunded,
      occurredAt: at,
      actor: { kind: 'officer', id: officerId },
      agencyId,
      payload: { refundId, amount, way, number: voucher },
    },
  ])
}
