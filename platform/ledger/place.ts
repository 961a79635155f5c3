import type { Db } from '../db/index.ts'
import { ledgerLog, readingLog } from './log.ts'
import type { SealedLog } from './log.ts'

const PLACED_AT_ONCE = 5000

// One autocommit statement holds the head row, so that a sequencer that stops holds nothing. Any number may run it: one wins.
function placing(log: SealedLog): string {
  return `
WITH head AS MATERIALIZED (
  SELECT last FROM ${log.name}_head WHERE EXISTS (SELECT FROM ${log.name}_unplaced) FOR UPDATE SKIP LOCKED
), moved AS (
  DELETE FROM ${log.name}_unplaced
  WHERE n IN (SELECT n FROM ${log.name}_unplaced ORDER BY n LIMIT ${PLACED_AT_ONCE}) AND EXISTS (SELECT FROM head)
  RETURNING n, entry_id
), placed AS (
  INSERT INTO ${log.name}_position (position, entry_id)
  SELECT (SELECT last FROM head) + row_number() OVER (ORDER BY n), entry_id FROM moved
  RETURNING position
)
UPDATE ${log.name}_head AS h SET last = top.position
FROM (SELECT max(position) AS position, count(*) AS placed FROM placed) top WHERE top.position IS NOT NULL
RETURNING top.placed::int AS placed`
}

const placings = [placing(ledgerLog), placing(readingLog)]

async function placeAll(db: Db, statement: string): Promise<number> {
  let total = 0
  for (;;) {
    const swept = await db.maybe<{ placed: number }>(statement)
    total += swept?.placed ?? 0
    if ((swept?.placed ?? 0) < PLACED_AT_ONCE) return total
  }
}

/**
 * Gives every committed entry and reading its position; the number placed. Any process may call it at any time, outside a
 * transaction: what another one is placing at this moment is left to it.
 */
export async function place(database: Db): Promise<number> {
  let total = 0
  for (const statement of placings) total += await placeAll(database, statement)
  return total
}
