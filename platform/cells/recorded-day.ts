import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../kernel/clock.ts'
import { localDateOf } from '../../kernel/dates.ts'
import type { LocalDate } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Database, Tx } from '../db/index.ts'

// An advisory lock a day: shared by those who record on it until they commit, exclusive for whoever closes it. The table's own
// number keeps the provinces of one database apart.
const LOCK = `'cell_day'::regclass::oid::int, ($1::date - '2000-01-01'::date)`

export const HOLD_DAY = `SELECT pg_advisory_xact_lock_shared(${LOCK})`

const CLOSABLE = `
SELECT bool_and(pg_try_advisory_xact_lock('cell_day'::regclass::oid::int, d::date - '2000-01-01'::date)) AS mine
FROM generate_series(greatest($1::date - $2::int, (SELECT max(day) + 1 FROM cell_day)), $1::date, '1 day') AS d`

// No transaction stays open longer: days before were left by all who recorded on them.
const DAYS_STILL_HELD = 31

const TRIES = 40
const PAUSE_MS = 50

async function isClosed(database: Database, day: LocalDate): Promise<boolean> {
  const row = await database.maybe('SELECT 1 FROM cell_day WHERE day >= $1 LIMIT 1', [day])
  return row !== undefined
}

async function tryToClose(tx: Tx, at: Date, day: LocalDate): Promise<boolean> {
  const { mine } = await tx.one<{ mine: boolean | null }>(CLOSABLE, [day, DAYS_STILL_HELD])
  if (mine === false) return false
  await tx.run('INSERT INTO cell_day (day, closed_at) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING', [
    day,
    at,
  ])
  return true
}

/**
 * Closes a past day and all before it: from then on nothing is recorded on them, whatever a clock says, so that figures as of that
 * day stay. Cheap when it is closed already. Problems: 'cells.day-not-over'; 'cells.day-in-use' (busy) while a transaction that
 * recorded on it is still open.
 */
export async function closeDay(database: Database, clock: Clock, day: LocalDate): Promise<void> {
  const meta = { day }
  if (day >= localDateOf(clock())) throw new Problem('conflict', 'cells.day-not-over', { meta })
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await isClosed(database, day)) return
    if (await database.transact((tx) => tryToClose(tx, clock(), day))) return
    await pause(PAUSE_MS)
  }
  throw new Problem('busy', 'cells.day-in-use', { meta })
}
