import type { Clock } from '../../kernel/clock.ts'
import { addDays, instantOf, localDateOf, type LocalDate } from '../../kernel/dates.ts'
import type { Database, Db } from '../db/index.ts'
import type { Root } from './block.ts'
import { instantText, ledgerLog, readingLog } from './log.ts'
import type { SealedLog } from './log.ts'
import { place } from './place.ts'
import { seal } from './seal.ts'

/** The root of a log as it was published once a day was over. */
export interface PublishedRoot extends Root {
  readonly log: SealedLog['name']
  /** Of all that was recorded up to the end of this day, and of what came between it and the publishing. */
  readonly day: LocalDate
  readonly publishedAt: Date
}

export interface PublishedPage {
  /** The last day of the page before. */
  readonly before?: LocalDate
  /** Days; 31. */
  readonly limit?: number
}

const COLUMNS = `log, day, block, last_position AS "lastPosition", encode(hash, 'hex') AS hash,
  ${instantText('sealed_at')} AS "sealedAt", published_at AS "publishedAt"`

/** The roots of these days, newest day first; of each day the ledger's before that of the readings. */
export function listPublishedRoots(
  db: Db,
  { before, limit = 31 }: PublishedPage = {},
): Promise<readonly PublishedRoot[]> {
  return db.rows<PublishedRoot>(
    `SELECT ${COLUMNS} FROM published_root
     WHERE day IN (
       SELECT DISTINCT day FROM published_root WHERE $1::date IS NULL OR day < $1 ORDER BY day DESC LIMIT $2)
     ORDER BY day DESC, log`,
    [before ?? null, limit],
  )
}

/** The roots published of a day; none where the day is not over, or nothing was ever recorded before its end. */
export function findPublishedRoots(db: Db, day: LocalDate): Promise<readonly PublishedRoot[]> {
  return db.rows<PublishedRoot>(`SELECT ${COLUMNS} FROM published_root WHERE day = $1 ORDER BY log`, [day])
}

/** All roots ever published of a log, to be held against it. */
export function listRootsOf(db: Db, log: SealedLog): Promise<readonly PublishedRoot[]> {
  return db.rows<PublishedRoot>(`SELECT ${COLUMNS} FROM published_root WHERE log = $1 ORDER BY day`, [
    log.name,
  ])
}

async function beganBefore(db: Db, log: SealedLog, end: Date): Promise<boolean> {
  const first = await db.maybe(
    `SELECT 1 FROM ${log.name}_position p JOIN ${log.name}_entry e ON e.id = p.entry_id
     WHERE p.position = 1 AND e.recorded_at < $1`,
    [end],
  )
  return first !== undefined
}

async function publish(db: Db, log: SealedLog, day: LocalDate, at: Date): Promise<void> {
  await db.run(
    `INSERT INTO published_root (log, day, block, last_position, hash, sealed_at, published_at)
     SELECT $1, $2, number, last_position, hash, sealed_at, $3 FROM ${log.name}_block ORDER BY number DESC LIMIT 1
     ON CONFLICT (day, log) DO NOTHING`,
    [log.name, day, at],
  )
}

/**
 * Once a day, when the day before is over: seals whatever is not sealed yet and publishes the root of either log. Gives what was
 * published now, nothing when that day's were already. Any process may call it at any time; a day on which none did stays without.
 */
export async function publishRoots(database: Database, clock: Clock): Promise<readonly PublishedRoot[]> {
  const at = clock()
  const today = localDateOf(at)
  const day = addDays(today, -1)
  if ((await findPublishedRoots(database, day)).length > 0) return []
  await place(database)
  const logs: SealedLog[] = []
  for (const log of [ledgerLog, readingLog]) {
    if (await beganBefore(database, log, instantOf(today, '00:00'))) logs.push(log)
  }
  if (logs.length === 0) return []
  await seal(database, at, { maxAgeMs: 0 })
  return database.transact(async (tx) => {
    for (const log of logs) await publish(tx, log, day, at)
    const published = await findPublishedRoots(tx, day)
    return published.filter(({ publishedAt }) => publishedAt.getTime() === at.getTime())
  })
}
