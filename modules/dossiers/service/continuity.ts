import type { Clock } from '../../../kernel/clock.ts'
import { localDateOf } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Database } from '../../../platform/db/index.ts'
import { idempotent, type OfficerVisitor, type Once } from '../../../platform/http/index.ts'
import { record } from '../../../platform/ledger/index.ts'
import { endAgency, readAgency, type AgencyEnding } from '../../agencies/index.ts'
import { listOwedRefunds } from '../../payments/index.ts'
import { listOfficersAt } from '../../people/index.ts'
import { dossierEntries, type Continuity } from '../contract.ts'
import { countOpenAt, countUnpaidAt, lockOpenAt } from '../store/continuity.ts'

export interface ContinuityParts {
  readonly database: Database
  readonly clock: Clock
}

// More than an agency ever owes at once.
const REFUNDS = 10_000

/** What hangs on an agency today. Problem 'agencies.missing', also for one that is not administered. */
export async function readContinuity(
  parts: ContinuityParts,
  visitor: OfficerVisitor,
  agencyId: string,
): Promise<Continuity> {
  const { database, clock } = parts
  await readAgency(parts, visitor, agencyId)
  return database.snapshot(async (db) => {
    const [open, unpaid, refunds, officers] = await Promise.all([
      countOpenAt(db, agencyId),
      countUnpaidAt(db, agencyId),
      listOwedRefunds(db, [agencyId], REFUNDS),
      listOfficersAt(db, agencyId, localDateOf(clock())),
    ])
    return {
      open: open.map((one) => ({ ...one })),
      unpaid,
      refundsOwed: refunds.length,
      officers: officers.map(({ id, name }) => ({ id, name })),
    }
  })
}

/**
 * An agency ends on a day, and another carries on. Its dossiers stay what they are: received and counted there, with the same due
 * dates; whoever holds a duty at the successor holds it for them from that day on. Each open one is told so in its own history,
 * in the same transaction. Without a successor nothing may be open. Problems 'dossiers.work-left' {open, refunds} and those of
 * `endAgency`.
 */
export async function endAgencyWithWork(
  { database, clock }: ContinuityParts,
  visitor: OfficerVisitor,
  agencyId: string,
  ending: AgencyEnding,
  once?: Once,
): Promise<void> {
  const { successorId, on } = ending
  await database.transact((tx) =>
    idempotent(tx, clock(), once, async () => {
      const open = await lockOpenAt(tx, agencyId)
      const at = clock()
      await endAgency(tx, at, visitor, agencyId, ending)
      const refunds = successorId === undefined ? await listOwedRefunds(tx, [agencyId], 1) : []
      if (successorId === undefined && open.length + refunds.length > 0) {
        throw new Problem('conflict', 'dossiers.work-left', {
          meta: { open: open.length, refunds: refunds.length },
        })
      }
      for (const dossierId of open) {
        await record(tx, at, dossierId, [
          {
            kind: dossierEntries.agencySucceeded,
            occurredAt: at,
            actor: { kind: 'officer', id: visitor.officerId },
            agencyId: successorId ?? null,
            payload: { from: agencyId, to: successorId ?? null, on },
          },
        ])
      }
      return null
    }),
  )
}
