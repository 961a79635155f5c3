import type { LocalDate } from '../../kernel/dates.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Difference } from './contract.ts'

/** To be written before the platform is told: until it answers nobody knows whether it was. True if it is the first time. */
export async function saveAttempt(db: Db, reference: string, at: Date, nextAskAt: Date): Promise<boolean> {
  const inserted = await db.run(
    `INSERT INTO payment_platform_attempt (reference, begun_at, next_ask_at) VALUES ($1, $2, $3)
     ON CONFLICT (reference) DO NOTHING`,
    [reference, at, nextAskAt],
  )
  return inserted === 1
}

export interface Attempt {
  readonly reference: string
  readonly begunAt: Date
  readonly asks: number
  readonly isEnded: boolean
}

const ATTEMPT = `reference, begun_at AS "begunAt", asks, ended_at IS NOT NULL AS "isEnded"`

export async function findAttempt(db: Db, reference: string): Promise<Attempt | undefined> {
  return await db.maybe<Attempt>(`SELECT ${ATTEMPT} FROM payment_platform_attempt WHERE reference = $1`, [
    reference,
  ])
}

/**
 * Takes those that are due to be asked about, each put off until twice as long after its beginning, at least a minute and at
 * most an hour from now: no other process takes them meanwhile.
 */
export function takeDueAttempts(db: Db, now: Date, limit: number): Promise<readonly Attempt[]> {
  return db.rows<Attempt>(
    `UPDATE payment_platform_attempt SET asks = asks + 1,
       next_ask_at = $1 + least(greatest($1 - begun_at, interval '1 minute'), interval '1 hour')
     WHERE reference IN (
       SELECT reference FROM payment_platform_attempt WHERE ended_at IS NULL AND next_ask_at <= $1
       ORDER BY next_ask_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING ${ATTEMPT}`,
    [now, limit],
  )
}

export async function saveError(db: Db, reference: string, error: string): Promise<void> {
  await db.run('UPDATE payment_platform_attempt SET error = $2 WHERE reference = $1', [reference, error])
}

export async function endAttempt(db: Db, reference: string, at: Date): Promise<void> {
  await db.run(
    'UPDATE payment_platform_attempt SET ended_at = $2, error = NULL WHERE reference = $1 AND ended_at IS NULL',
    [reference, at],
  )
}

export interface Tally {
  readonly open: number
  readonly openSince: Date | null
  readonly error: string | null
}

/** Those of which it is not known yet what became of them; `error` is the longest open one's. */
export async function countOpen(db: Db): Promise<Tally> {
  return await db.one<Tally>(
    `SELECT count(*)::int AS open, min(begun_at) AS "openSince",
       (array_agg(error ORDER BY begun_at) FILTER (WHERE error IS NOT NULL))[1] AS error
     FROM payment_platform_attempt WHERE ended_at IS NULL`,
  )
}

/** When the first payment of all was begun; null before. */
export async function firstBegunAt(db: Db): Promise<Date | null> {
  const { first } = await db.one<{ first: Date | null }>(
    'SELECT min(begun_at) AS first FROM payment_platform_attempt',
  )
  return first
}

export interface ComparedDay {
  readonly day: LocalDate
  readonly comparedAt: Date
  readonly theirs: number
  readonly ours: number
  readonly differences: readonly Difference[]
}

export async function saveDay(
  db: Db,
  { day, comparedAt, theirs, ours, differences }: ComparedDay,
): Promise<void> {
  await db.run(
    `INSERT INTO payment_platform_day (day, compared_at, theirs, ours, differences) VALUES ($1, $2, $3, $4, $5::jsonb)
     ON CONFLICT (day) DO UPDATE SET compared_at = excluded.compared_at, theirs = excluded.theirs, ours = excluded.ours,
       differences = excluded.differences`,
    [day, comparedAt, theirs, ours, JSON.stringify(differences)],
  )
}

/** The last days, the newest first. */
export function listDays(db: Db, limit: number): Promise<readonly ComparedDay[]> {
  return db.rows<ComparedDay>(
    `SELECT day, compared_at AS "comparedAt", theirs, ours, differences FROM payment_platform_day
     ORDER BY day DESC LIMIT $1`,
    [limit],
  )
}
