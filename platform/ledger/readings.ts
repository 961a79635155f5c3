import type { Clause } from '../../kernel/clause.ts'
import { randomBytes } from 'node:crypto'
import { newId } from '../../kernel/ids.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Db, Tx } from '../db/index.ts'
import type { Actor } from './entry.ts'
import { READINGS_EXPIRED } from './erase.ts'
import { payloadHash } from './hashes.ts'
import { textOfInstant } from './log.ts'
import { record } from './record.ts'

export interface NewReading {
  readonly reader: Actor
  /** Whose data. */
  readonly personId: string
  /** What for, in the words of the duty or the clause. */
  readonly purpose: string
  /** The case in whose course it was read. */
  readonly caseId: string | null
  /** Which fields, by name. */
  readonly fields: readonly string[]
  readonly at: Date
}

export interface Reading extends NewReading {
  readonly id: string
}

export interface ReadingPage {
  /** The id of the last reading of the page before. */
  readonly before?: string
  /** 50. */
  readonly limit?: number
}

/** Writes down looks at people's data in one statement; to be awaited before the answer leaves. */
export async function recordReadings(db: Db, readings: readonly NewReading[]): Promise<void> {
  if (readings.length === 0) return
  const rows = readings.map(({ at, ...said }) => {
    const salt = randomBytes(16).toString('hex')
    const text = JSON.stringify(said)
    return { id: newId(at.getTime()), at, salt, text, hash: payloadHash(salt, text) }
  })
  await db.run(
    `WITH given AS MATERIALIZED (
       SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[]) AS g(id, at, hash, salt, payload)
     ), entries AS (
       INSERT INTO reading_entry (id, recorded_at, payload_hash) SELECT id, at, decode(hash, 'hex') FROM given
     ), payloads AS (
       INSERT INTO reading_payload (entry_id, salt, payload) SELECT id, decode(salt, 'hex'), payload::json FROM given
     )
     INSERT INTO reading_unplaced (entry_id) SELECT id FROM given`,
    [
      rows.map(({ id }) => id),
      rows.map(({ at }) => at),
      rows.map(({ hash }) => hash),
      rows.map(({ salt }) => salt),
      rows.map(({ text }) => text),
    ],
  )
}

/** Writes down one look at one person's data; to be awaited before the answer leaves. */
export async function recordReading(db: Db, reading: NewReading): Promise<void> {
  await recordReadings(db, [reading])
}

/** Who looked at a person's data, when, what for and at which fields: newest first, a page at a time (`before` is the last id shown). */
export async function listReadingsOf(
  db: Db,
  personId: string,
  page: ReadingPage = {},
): Promise<readonly Reading[]> {
  const rows = await db.rows<{ id: string; at: Date; said: Omit<NewReading, 'at'> }>(
    `SELECT e.id, e.recorded_at AS at, l.payload AS said
     FROM reading_payload l JOIN reading_entry e ON e.id = l.entry_id
     WHERE l.person_id = $1 AND ($2::uuid IS NULL OR l.entry_id < $2)
     ORDER BY l.entry_id DESC LIMIT $3`,
    [personId, page.before ?? null, page.limit ?? 50],
  )
  return rows.map(({ id, at, said }) => ({ id, at, ...said }))
}

/**
 * Ends the retention of readings recorded before an instant: what they say is removed, their seals stay, and the ledger has an
 * entry of it. The number removed. Problem 'readings.not-past' for an instant that is not past.
 */
export async function expireReadings(
  tx: Tx,
  at: Date,
  before: Date,
  basis: Clause,
  actor: Actor,
): Promise<number> {
  if (before >= at)
    throw new Problem('invalid', 'readings.not-past', { meta: { before: before.toISOString() } })
  const count = await tx.run(
    `DELETE FROM reading_payload l USING reading_entry e WHERE e.id = l.entry_id AND e.recorded_at < $1`,
    [before],
  )
  // In the form in which the verifier reads recorded_at, so that the two compare as text.
  const payload = { before: textOfInstant(before), count }
  await record(tx, at, null, [{ kind: READINGS_EXPIRED, occurredAt: at, actor, basis, payload }])
  return count
}
