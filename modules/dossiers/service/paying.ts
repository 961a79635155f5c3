import { Problem } from '../../../kernel/problem.ts'
import {
  idempotent,
  type CitizenVisitor,
  type OfficerVisitor,
  type Once,
} from '../../../platform/http/index.ts'
import {
  accountOf,
  beginOnline,
  chargeFees,
  drawReceiptNumber,
  failOnline,
  findCaseOfReference,
  receiveCash,
  replaceFees,
  settleOnline,
  type Confirmation,
  type Settlement,
} from '../../payments/index.ts'
import { clauseNamedIn } from '../../procedures/index.ts'
import type { CashInput, OnlinePayment, SettleFeesInput } from '../contract.ts'
import { feeStateOf, observe } from '../domain.ts'
import { getDossier } from '../store/dossier.ts'
import { allowed, asOfficer, asOfficerIn, by } from './acting.ts'
import { changeDossier } from './change.ts'
import { feeLinesOf } from './fees.ts'
import type { DossierParts } from './parts.ts'

/**
 * Fixes what an accepted dossier costs, once what decides it is known; other lines later only on a basis and before anything was
 * paid. Problems 'dossiers.fees-unknown', 'payments.already-paid', 'payments.basis-missing'.
 */
export function settleFees(
  parts: DossierParts,
  visitor: OfficerVisitor,
  dossierId: string,
  { fees, basis }: SettleFeesInput,
) {
  return asOfficer(parts, dossierId, visitor, 'settle-fees', async ({ dossier, version }, at, tx) => {
    const lines = feeLinesOf(version, dossier, fees)
    if (lines === null) throw new Problem('invalid', 'dossiers.fees-unknown')
    const actor = by(visitor)
    const { receivingAgencyId: agencyId, applicantId: payerId } = dossier
    const charged = await accountOf(tx, dossierId)
    const account =
      charged === null
        ? await chargeFees(tx, at, { caseId: dossierId, agencyId, payerId, lines, actor })
        : await replaceFees(tx, at, {
            caseId: dossierId,
            lines,
            actor,
            basis: basis ?? '',
            clause: clauseNamedIn(version.declaration, basis ?? ''),
          })
    return { dossier: observe(dossier, { fees: feeStateOf(account) }), entries: [] }
  })
}

/**
 * Takes cash at the counter under a number of the receiving agency; the same request repeated under its Idempotency-Key takes it
 * once. Problems 'payments.not-charged', 'payments.nothing-due', 'payments.more-than-outstanding'.
 */
export async function takeCash(
  parts: DossierParts,
  visitor: OfficerVisitor,
  dossierId: string,
  { amount }: CashInput,
  once?: Once,
): Promise<void> {
  const { database, clock } = parts
  const { receivingAgencyId } = await allowed(parts, visitor, 'receive-cash', dossierId)
  const receiptNumber = await drawReceiptNumber(database, receivingAgencyId, clock())
  await database.transact((tx) =>
    idempotent(tx, clock(), once, async () => {
      await asOfficerIn(tx, parts, dossierId, visitor, 'receive-cash', async ({ dossier }, at) => {
        const cash = { caseId: dossierId, amount, actor: by(visitor), receiptNumber }
        const account = await receiveCash(tx, at, cash)
        return { dossier: observe(dossier, { fees: feeStateOf(account) }), entries: [] }
      })
      return null
    }),
  )
}

/** Begins to pay online what is outstanding. Problems 'dossiers.missing', 'dossiers.pays-elsewhere' without a platform, 'payments.nothing-due'. */
export async function payOnline(
  parts: DossierParts,
  visitor: CitizenVisitor,
  dossierId: string,
): Promise<OnlinePayment> {
  const { payAt } = parts
  if (payAt === undefined) throw new Problem('conflict', 'dossiers.pays-elsewhere')
  const dossier = await getDossier(parts.database, dossierId)
  if (dossier.applicantId !== visitor.personId) throw new Problem('missing', 'dossiers.missing')
  const { intent } = await parts.database.transact((tx) =>
    beginOnline(tx, parts.clock(), { caseId: dossierId, actor: { kind: 'person', id: visitor.personId } }),
  )
  return { payAt: payAt(intent.reference) }
}

/** Takes in what the platform confirmed: the payment and the dossier's fact in one transaction; what fits no dossier is kept apart. */
export async function confirmPayment(parts: DossierParts, confirmation: Confirmation): Promise<Settlement> {
  const { database, clock } = parts
  const caseId = await findCaseOfReference(database, confirmation.reference)
  if (caseId === undefined) {
    return database.transact((tx) => settleOnline(tx, clock(), confirmation))
  }
  return database.transact(async (tx) => {
    let settled: Settlement | undefined
    await changeDossier(parts, tx, caseId, async ({ dossier }, at) => {
      settled = await settleOnline(tx, at, confirmation)
      return { dossier: observe(dossier, { fees: feeStateOf(settled.account) }), entries: [] }
    })
    if (settled === undefined) throw new Error(`the payment of ${caseId} was not settled`)
    return settled
  })
}

/** Takes in that a payment failed. */
export function failPayment(parts: DossierParts, failure: Parameters<typeof failOnline>[2]) {
  return parts.database.transact((tx) => failOnline(tx, parts.clock(), failure))
}
