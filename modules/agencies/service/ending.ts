import { localDateOf, type LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { record } from '../../../platform/ledger/index.ts'
import { agencyEntries } from '../contract.ts'
import { changeFrom, predecessors } from '../domain.ts'
import * as store from '../store/agencies.ts'
import { pageOf } from './administering.ts'

/** It is no more from this day on; `successorId`: who carries on its duties. */
export interface AgencyEnding {
  readonly revision: number
  readonly on: LocalDate
  readonly successorId?: string
  readonly basis: string
}

/**
 * An agency is no more from a day on, and another carries on its duties if one is named. What it was and did stays under its name.
 * Problems 'agencies.missing', 'agencies.kind-not-yours', 'agencies.agency-changed' {revision}, 'agencies.day-past',
 * 'agencies.not-in-force', 'agencies.later-version', 'agencies.units-left', 'agencies.successor-unfit'.
 */
export async function endAgency(
  tx: Tx,
  at: Date,
  visitor: OfficerVisitor,
  id: string,
  { revision, on, successorId, basis }: AgencyEnding,
): Promise<void> {
  const today = localDateOf(at)
  await store.lockAgency(tx, id)
  const page = await pageOf(tx, visitor, id, today)
  if (!page.mayChange) throw new Problem('forbidden', 'agencies.kind-not-yours')
  if (page.revision !== revision) {
    throw new Problem('conflict', 'agencies.agency-changed', { meta: { revision: page.revision } })
  }
  if (on < today) throw invalid('agencies.day-past', '/on')
  const change = changeFrom(await store.listVersionsOf(tx, id), on)
  if (change.kind === 'correct') throw invalid('agencies.day-past', '/on')
  const { known } = change
  const agencies = await store.listOn(tx, on)
  if (agencies.some(({ parentId }) => parentId === id)) throw new Problem('conflict', 'agencies.units-left')
  const successor = agencies.find((agency) => agency.id === successorId)
  if (successorId !== undefined && (successor === undefined || successorId === id)) {
    throw invalid('agencies.successor-unfit', '/successorId')
  }
  await store.endVersion(tx, known.versionId, on)
  if (successor !== undefined) {
    const succession = { fromKey: known.key, toKey: successor.key, effectiveOn: on, kind: 'merge' } as const
    const isNew = await store.saveSuccession(tx, { ...succession, source: basis.normalize('NFC').trim() })
    if (!isNew) throw invalid('agencies.successor-unfit', '/successorId')
  }
  await store.raiseRevision(tx, id)
  await record(tx, at, id, [
    {
      kind: agencyEntries.ended,
      occurredAt: at,
      actor: { kind: 'officer', id: visitor.officerId },
      agencyId: id,
      payload: { on, successorId: successorId ?? null, basis },
    },
  ])
}

function invalid(code: string, path: string): Problem {
  return new Problem('invalid', code, { fields: [{ path, code }] })
}

/** The agencies that are no more on a day, whose duties these carry on. */
export async function predecessorsOf(
  db: Db,
  ids: readonly string[],
  on: LocalDate,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const successions = ids.length === 0 ? [] : await store.listSuccessions(db)
  return new Map(ids.map((id) => [id, predecessors(id, successions, on)]))
}
