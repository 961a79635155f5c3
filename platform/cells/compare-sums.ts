import type { Db } from '../db/index.ts'
import type { CellMismatch } from './mismatch.ts'
import { sumsFrom, SETS } from './sums.ts'

interface Row {
  readonly agency: string
  readonly dimensions: readonly string[]
  readonly first: string
  readonly second: string
  readonly on: string
  readonly wantedNum: number
  readonly wantedDen: number
  readonly foundNum: number
  readonly foundDen: number
}

// By days of recording as well, which counting from nothing cannot know.
const COMPARE = `
WITH summing AS MATERIALIZED (
  SELECT k.* FROM cell_sum_kept, ${SETS} WHERE ready_at IS NOT NULL AND k."definitionId" = $1
), wanted AS (${sumsFrom('(SELECT * FROM cell_log WHERE definition_id = $1)')}),
found AS (SELECT * FROM cell_sum WHERE sum_id IN (SELECT id FROM summing))
SELECT agency, k.dimensions, first, second, event_on AS "on", count(*) OVER () AS differing,
  coalesce(wanted.num, 0) AS "wantedNum", coalesce(wanted.den, 0) AS "wantedDen",
  coalesce(found.num, 0) AS "foundNum", coalesce(found.den, 0) AS "foundDen"
FROM wanted FULL JOIN found USING (sum_id, agency, event_on, recorded_on, first, second) JOIN summing AS k ON k.id = sum_id
WHERE coalesce(wanted.num, 0) <> coalesce(found.num, 0) OR coalesce(wanted.den, 0) <> coalesce(found.den, 0)
ORDER BY sum_id, agency, event_on, recorded_on, first, second LIMIT 100`

const COUNT = `
SELECT count(*) AS sums FROM cell_sum WHERE sum_id IN (
  SELECT k.id FROM cell_sum_kept, ${SETS} WHERE ready_at IS NOT NULL AND k."definitionId" = $1
)`

/** Every sum that is kept of a definition, and those that are not what the log adds up to: the first hundred, and how many. */
export async function compareSums(
  db: Db,
  definitionId: number,
): Promise<{ sums: number; mismatches: readonly CellMismatch[]; mismatchCount: number }> {
  const rows = await db.rows<Row & { differing: number }>(COMPARE, [definitionId])
  const { sums } = await db.one<{ sums: number }>(COUNT, [definitionId])
  const mismatches = rows.map(({ agency, dimensions, first, second, on, ...row }): CellMismatch => ({
    table: 'cell_sum',
    agency,
    dimensions: Object.fromEntries(dimensions.map((name, at) => [name, at === 0 ? first : second])),
    on,
    counted: { num: row.wantedNum, den: row.wantedDen },
    found: { num: row.foundNum, den: row.foundDen },
  }))
  return { sums, mismatches, mismatchCount: rows[0]?.differing ?? 0 }
}
