import type { Db } from '../db/index.ts'
import type { Actor, Entry, Payload, PlacedEntry } from './entry.ts'

interface EntryRow {
  readonly id: string
  readonly kind: string
  readonly case_id: string | null
  readonly case_seq: number | null
  readonly occurred_at: Date
  readonly recorded_at: Date
  readonly actor_kind: Actor['kind']
  readonly actor_id: string
  readonly agency_id: string | null
  readonly basis: string | null
  readonly payload: Payload | null
  readonly position: number | null
}

const COLUMNS = `e.id, e.kind, e.case_id, e.case_seq, e.occurred_at, e.recorded_at, e.actor_kind, e.actor_id, e.agency_id,
  e.basis, l.payload, p.position`

function toEntry(row: EntryRow): Entry {
  return {
    id: row.id,
    kind: row.kind,
    caseId: row.case_id,
    caseSeq: row.case_seq,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    actor: { kind: row.actor_kind, id: row.actor_id },
    agencyId: row.agency_id,
    basis: row.basis,
    payload: row.payload,
    ...(row.position === null ? {} : { position: row.position }),
  }
}

/** At most `limit` entries after a position, in the one order that followers see. */
export async function readLedger(db: Db, after: number, limit: number): Promise<readonly PlacedEntry[]> {
  const rows = await db.rows<EntryRow & { position: number }>(
    `SELECT ${COLUMNS} FROM ledger_position p JOIN ledger_entry e ON e.id = p.entry_id
       LEFT JOIN ledger_payload l ON l.entry_id = e.id
     WHERE p.position > $1 ORDER BY p.position LIMIT $2`,
    [after, limit],
  )
  return rows.map((row) => ({ ...toEntry(row), position: row.position }))
}

/** All entries of a case in the case's order, those not placed yet included. */
export async function historyOf(db: Db, caseId: string): Promise<readonly Entry[]> {
  const rows = await db.rows<EntryRow>(
    `SELECT ${COLUMNS} FROM ledger_entry e LEFT JOIN ledger_payload l ON l.entry_id = e.id
       LEFT JOIN ledger_position p ON p.entry_id = e.id
     WHERE e.case_id = $1 ORDER BY e.case_seq`,
    [caseId],
  )
  return rows.map(toEntry)
}

/** One entry, wherever it stands. */
export async function findEntry(db: Db, entryId: string): Promise<Entry | undefined> {
  const row = await db.maybe<EntryRow>(
    `SELECT ${COLUMNS} FROM ledger_entry e LEFT JOIN ledger_payload l ON l.entry_id = e.id
       LEFT JOIN ledger_position p ON p.entry_id = e.id
     WHERE e.id = $1`,
    [entryId],
  )
  return row === undefined ? undefined : toEntry(row)
}
