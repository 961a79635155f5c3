import type { Clause } from '../../kernel/clause.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Tx } from '../db/index.ts'
import type { Actor, Entry } from './entry.ts'
import { findEntry } from './read.ts'
import { record } from './record.ts'

/** Recorded by the ledger itself. */
export const ERASED = 'ledger.erased'
export const READINGS_EXPIRED = 'readings.expired'

/**
 * Takes away what an entry says, payload and salt together, on the basis of a law, and records that as an entry of the same case.
 * The seals stay whole. Problems: 'ledger.unknown-entry', 'ledger.already-erased', 'ledger.not-erasable' for an erasure itself.
 */
export async function erase(tx: Tx, at: Date, entryId: string, basis: Clause, actor: Actor): Promise<Entry> {
  const entry = await findEntry(tx, entryId)
  const meta = { entryId }
  if (entry === undefined) throw new Problem('missing', 'ledger.unknown-entry', { meta })
  if (entry.kind === ERASED || entry.kind === READINGS_EXPIRED)
    throw new Problem('conflict', 'ledger.not-erasable', { meta })
  const erasure = {
    kind: ERASED,
    occurredAt: at,
    actor,
    agencyId: entry.agencyId,
    basis,
    payload: { entryId },
  }
  // The case's lock comes first, as in every recording.
  const [erased] = await record(tx, at, entry.caseId, [erasure])
  if (erased === undefined) throw new Error('The erasure was not recorded')
  const taken = await tx.run('DELETE FROM ledger_payload WHERE entry_id = $1', [entryId])
  if (taken === 0) throw new Problem('gone', 'ledger.already-erased', { meta })
  return erased
}
