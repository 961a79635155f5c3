import { Problem } from '../../kernel/problem.ts'
import type { Database, Db, Tx } from '../db/index.ts'
import type { PlacedEntry } from './entry.ts'
import { readLedger } from './read.ts'
import { LEDGER_CHANNEL } from './record.ts'

/** Reacts to entries in their order. What it writes through `tx` commits together with its cursor, so it happens exactly once. */
export interface Follower {
  readonly name: string
  handle(tx: Tx, entries: readonly PlacedEntry[]): Promise<void>
}

export interface FollowerState {
  readonly name: string
  /** The last position dealt with. */
  readonly position: number
  /** How many positions it is behind. */
  readonly lag: number
  /** When the first entry it has not dealt with was recorded. */
  readonly behindSince: Date | null
  readonly movedAt: Date | null
  readonly failures: number
  readonly retryAt: Date | null
  /** Set when it stands at an entry that it refuses; `resumeFollower` lets it try again. */
  readonly parkedAt: Date | null
  readonly error: string | null
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 60_000

/** Milliseconds before the next attempt after `failures` that failed. */
export function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20))
}

/** Whether trying again may help: it does for everything but a Problem that says the entry itself is refused. */
function mayPass(error: unknown): boolean {
  return !(error instanceof Problem) || error.kind === 'busy' || error.kind === 'unavailable'
}

function told(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return text.slice(0, 500)
}

export async function registerFollowers(db: Db, names: readonly string[]): Promise<void> {
  await db.run('INSERT INTO ledger_cursor (name) SELECT unnest($1::text[]) ON CONFLICT (name) DO NOTHING', [
    names,
  ])
}

export type Advance =
  | { readonly outcome: 'moved'; readonly count: number }
  | { readonly outcome: 'rested' | 'elsewhere' }
  | { readonly outcome: 'failed'; readonly error: unknown; readonly count: number }

async function noteFailure(database: Database, now: Date, failed: Attempt, error: unknown): Promise<void> {
  const failures = failed.failures + 1
  await database.run(
    `UPDATE ledger_cursor SET failures = $3, error = $4, retry_at = $5, parked_at = $6
     WHERE name = $1 AND position = $2`,
    [
      failed.name,
      failed.position,
      failures,
      told(error),
      mayPass(error) ? new Date(now.getTime() + pauseAfter(failures)) : null,
      mayPass(error) ? null : now,
    ],
  )
}

interface Attempt {
  readonly name: string
  readonly position: number
  readonly failures: number
  readonly count: number
}

/**
 * Gives a follower its next entries, at most `limit`, unless another process has it in hand. Only a failure on a single entry is
 * noted: after a failure on several the caller goes on one by one, so that the entry at fault is known.
 */
export async function advance(
  database: Database,
  follower: Follower,
  now: Date,
  limit: number,
): Promise<Advance> {
  let attempt: Attempt | undefined
  try {
    return await database.transact(async (tx): Promise<Advance> => {
      const cursor = await tx.maybe<{ position: number; failures: number }>(
        `SELECT position, failures FROM ledger_cursor
         WHERE name = $1 AND parked_at IS NULL AND (retry_at IS NULL OR retry_at <= $2) FOR UPDATE SKIP LOCKED`,
        [follower.name, now],
      )
      if (cursor === undefined) return { outcome: 'elsewhere' }
      const entries = await readLedger(tx, cursor.position, cursor.failures > 0 ? 1 : limit)
      const last = entries.at(-1)
      if (last === undefined) return { outcome: 'rested' }
      attempt = { name: follower.name, ...cursor, count: entries.length }
      await follower.handle(tx, entries)
      await tx.run(
        `UPDATE ledger_cursor SET position = $2, moved_at = $3, failures = 0, retry_at = NULL, error = NULL WHERE name = $1`,
        [follower.name, last.position, now],
      )
      return { outcome: 'moved', count: entries.length }
    })
  } catch (error) {
    if (attempt === undefined) throw error
    if (attempt.count === 1) await noteFailure(database, now, attempt, error)
    return { outcome: 'failed', error, count: attempt.count }
  }
}

/** How far every follower has come, and which one stands. */
export async function followersState(db: Db): Promise<readonly FollowerState[]> {
  return await db.rows<FollowerState>(
    `SELECT c.name, c.position, h.last - c.position AS lag, c.moved_at AS "movedAt", c.failures, c.retry_at AS "retryAt",
       c.parked_at AS "parkedAt", c.error,
       (SELECT e.recorded_at FROM ledger_position p JOIN ledger_entry e ON e.id = p.entry_id
        WHERE p.position = c.position + 1) AS "behindSince"
     FROM ledger_cursor c CROSS JOIN ledger_head h ORDER BY c.name`,
  )
}

/** Lets a parked or waiting follower try again at once, after what stood in its way has been mended. Problem 'ledger.unknown-follower'. */
export async function resumeFollower(database: Database, name: string): Promise<void> {
  const resumed = await database.run(
    `UPDATE ledger_cursor SET parked_at = NULL, retry_at = NULL WHERE name = $1`,
    [name],
  )
  if (resumed === 0) throw new Problem('missing', 'ledger.unknown-follower', { meta: { name } })
  database.wake(LEDGER_CHANNEL)
}
