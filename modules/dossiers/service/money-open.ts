import { Problem } from '../../../kernel/problem.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { idempotent, type OfficerVisitor, type Once } from '../../../platform/http/index.ts'
import { listAgencyNames } from '../../agencies/index.ts'
import {
  accountsOf,
  decideRefund,
  drawVoucherNumber,
  findRefund,
  getUnmatched,
  listOwedRefunds,
  listUnmatched,
  matchUnmatched,
  noteNotReceived,
  returnRefund,
  setDownForRefund,
} from '../../payments/index.ts'
import { listOfficerNames } from '../../people/index.ts'
import { mayReturnMoney, moneyScopeOf } from '../access.ts'
import type { ClosingInput, MoneyOpen, RefundInput, ReturnInput } from '../contract.ts'
import { feeStateOf, observe } from '../domain.ts'
import { findDossierByCode, getDossierForChange, listDossiersByIds } from '../store/dossier.ts'
import { asOfficerIn } from './acting.ts'
import type { DossierParts } from './parts.ts'

// More than a person sees to in a day.
const LISTED = 200

/** What is open of the money of the officer's agencies, the earliest first; nobody who paid is named. Problem 'dossiers.forbidden'. */
export async function readMoneyOpen(parts: DossierParts, visitor: OfficerVisitor): Promise<MoneyOpen> {
  const agencies = scopeOf(visitor)
  return parts.database.snapshot(async (db) => {
    const [unmatched, refunds] = await Promise.all([
      listUnmatched(db, null, LISTED, agencies),
      listOwedRefunds(db, agencies, LISTED),
    ])
    const caseIds = distinct([...unmatched, ...refunds].map(({ caseId }) => caseId))
    const [dossiers, accounts, names, officers] = await Promise.all([
      listDossiersByIds(db, caseIds),
      accountsOf(db, caseIds),
      listAgencyNames(db, distinct(refunds.map(({ agencyId }) => agencyId))),
      listOfficerNames(db, distinct(refunds.map(({ decidedBy }) => decidedBy))),
    ])
    const named = (caseId: string | null) => {
      const dossier = dossiers.find(({ id }) => id === caseId)
      return dossier === undefined ? null : { id: dossier.id, code: dossier.code }
    }
    return {
      unmatched: unmatched.map(
        ({ id, reason, reference, providerId, amount, paidAt, recordedAt, caseId }) => {
          const dossier = named(caseId)
          const outstanding = accounts.get(caseId ?? '')?.outstanding ?? 0
          return {
            id,
            reason: reason ?? 'unknown-reference',
            reference,
            providerId,
            amount,
            paidAt: paidAt.toISOString(),
            recordedAt: recordedAt.toISOString(),
            dossier: dossier === null ? null : { ...dossier, outstanding },
          }
        },
      ),
      refunds: refunds.map(({ id, amount, reason, clause, agencyId, caseId, ...refund }) => ({
        id,
        amount,
        surplus: refund.confirmationId !== null,
        reason,
        clause,
        decidedAt: refund.decidedAt.toISOString(),
        decidedBy: officers.get(refund.decidedBy) ?? null,
        agencyName: names.get(agencyId) ?? '',
        dossier: named(caseId),
        mayReturn: mayReturnMoney(visitor, agencyId),
      })),
    }
  })
}

function scopeOf(visitor: OfficerVisitor): readonly string[] {
  const agencies = moneyScopeOf(visitor)
  if (agencies.length === 0) throw new Problem('forbidden', 'dossiers.forbidden')
  return agencies
}

const distinct = (ids: readonly (string | null)[]): readonly string[] => [
  ...new Set(ids.filter((id) => id !== null)),
]

/**
 * Closes what was paid and is no payment of a dossier; the same request repeated under its Idempotency-Key closes it once. Problems
 * 'payments.unmatched-missing' also for whom it is not to be seen by, 'payments.closed-already', 'payments.nothing-due',
 * 'payments.number-counted', 'payments.reason-missing', 'payments.clause-missing', 'payments.one-story-only', 'dossiers.missing',
 * 'dossiers.forbidden'.
 */
export async function closeUnmatched(
  parts: DossierParts,
  visitor: OfficerVisitor,
  confirmationId: string,
  input: ClosingInput,
  once?: Once,
): Promise<void> {
  const agencies = scopeOf(visitor)
  const { database, clock } = parts
  await database.transact((tx) =>
    idempotent(tx, clock(), once, async () => {
      const { caseId, agencyId } = await getUnmatched(tx, confirmationId)
      if (agencyId !== null && !agencies.includes(agencyId)) {
        throw new Problem('missing', 'payments.unmatched-missing')
      }
      const closing = {
        confirmationId,
        officerId: visitor.officerId,
        agencyId: agencyId ?? agencies[0] ?? '',
      }
      if (input.outcome === 'matched') {
        await match(tx, parts, visitor, closing, input)
        return null
      }
      // The dossier is locked before its account, as everywhere.
      if (caseId !== null) await getDossierForChange(tx, caseId)
      const at = clock()
      if (input.outcome === 'to-refund') await setDownForRefund(tx, at, { ...closing, ...input })
      else await noteNotReceived(tx, at, { ...closing, reason: input.reason })
      return null
    }),
  )
}

async function match(
  tx: Tx,
  parts: DossierParts,
  visitor: OfficerVisitor,
  closing: { readonly confirmationId: string; readonly officerId: string; readonly agencyId: string },
  { dossierCode, surplus }: Extract<ClosingInput, { outcome: 'matched' }>,
): Promise<void> {
  const found = await findDossierByCode(tx, dossierCode.trim().toUpperCase())
  if (found === undefined) throw new Problem('missing', 'dossiers.missing')
  await asOfficerIn(tx, parts, found.id, visitor, 'receive-cash', async ({ dossier }, at) => {
    const { receivingAgencyId: agencyId, id: caseId } = dossier
    const account = await matchUnmatched(tx, at, { ...closing, agencyId, caseId, surplus })
    return { dossier: observe(dossier, { fees: feeStateOf(account) }), entries: [] }
  })
}

/**
 * Decides that fees which were paid go back; what was paid, and how, stays as it was, in the figures too. Once under one
 * Idempotency-Key. Problems 'payments.not-charged', 'payments.refund-too-large', 'payments.line-unknown'.
 */
export async function refundFees(
  parts: DossierParts,
  visitor: OfficerVisitor,
  dossierId: string,
  input: RefundInput,
  once?: Once,
): Promise<void> {
  const { database, clock } = parts
  await database.transact((tx) =>
    idempotent(tx, clock(), once, async () => {
      await asOfficerIn(tx, parts, dossierId, visitor, 'refund', async ({ dossier }, at) => {
        const { officerId } = visitor
        const account = await decideRefund(tx, at, { ...input, caseId: dossierId, officerId })
        return { dossier: observe(dossier, { fees: feeStateOf(account) }), entries: [] }
      })
      return null
    }),
  )
}

/**
 * Writes down that money went back: cash under a voucher's number that is drawn here, a transfer by its order's number. Once under
 * one Idempotency-Key. Problems 'payments.refund-missing' also for whom it is not to be seen by, 'dossiers.forbidden',
 * 'payments.returned-already'.
 */
export async function returnMoney(
  parts: DossierParts,
  visitor: OfficerVisitor,
  refundId: string,
  input: ReturnInput,
  once?: Once,
): Promise<void> {
  const { database, clock } = parts
  const agencies = scopeOf(visitor)
  const refund = await findRefund(database, refundId)
  if (refund === undefined || !agencies.includes(refund.agencyId)) {
    throw new Problem('missing', 'payments.refund-missing')
  }
  const { agencyId, caseId } = refund
  if (!mayReturnMoney(visitor, agencyId)) throw new Problem('forbidden', 'dossiers.forbidden')
  const { officerId } = visitor
  const number = input.way === 'cash' ? await drawVoucherNumber(database, agencyId, clock()) : input.number
  await database.transact((tx) =>
    idempotent(tx, clock(), once, async () => {
      if (caseId !== null) await getDossierForChange(tx, caseId)
      await returnRefund(tx, clock(), { refundId, way: input.way, number, officerId })
      return null
    }),
  )
}
