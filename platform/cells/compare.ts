import { firstDayOf, monthOf } from '../../kernel/dates.ts'
import type { Db } from '../db/index.ts'
import { dimensionsKey } from './count.ts'
import type { Count } from './count.ts'
import { getReadyDefinition } from './definition.ts'
import { compareSums } from './compare-sums.ts'
import type { CellMismatch, Sum } from './mismatch.ts'

export interface CellReport {
  readonly definition: string
  /** True when every figure is what counting from nothing gives. */
  readonly exact: boolean
  readonly counts: number
  readonly cells: number
  readonly mismatches: readonly CellMismatch[]
  /** All of them; `mismatches` holds the first hundred. */
  readonly mismatchCount: number
}

interface Cell extends Sum {
  readonly dimensions: Readonly<Record<string, string>>
  readonly on: string
}

const MISMATCHES_NAMED = 100

/** Sums by dimensions and day or month. */
class Tally {
  readonly cells = new Map<string, Cell>()

  add({ dimensions, on, num, den }: Cell): void {
    const key = `${on}${dimensionsKey(dimensions)}`
    const sum = this.cells.get(key)
    this.cells.set(key, { dimensions, on, num: num + (sum?.num ?? 0), den: den + (sum?.den ?? 0) })
  }
}

function only(few: readonly string[], dimensions: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(dimensions).filter(([name]) => few.includes(name)))
}

/** The same by months and few dimensions. */
function byMonth(days: Tally, few: readonly string[]): Tally {
  const months = new Tally()
  for (const { dimensions, on, num, den } of days.cells.values()) {
    months.add({ dimensions: only(few, dimensions), on: firstDayOf(monthOf(on)), num, den })
  }
  return months
}

async function readTally(db: Db, text: string, definitionId: number, agency: string): Promise<Tally> {
  const tally = new Tally()
  for (const row of await db.rows<Cell>(text, [definitionId, agency])) tally.add(row)
  return tally
}

const MONTHS = `
SELECT dimensions, event_month AS "on", sum(num)::bigint AS num, sum(den)::bigint AS den
FROM cell WHERE definition_id = $1 AND agency = $2 GROUP BY 1, 2`

const daysOf = (table: 'cell_log' | 'cell_delta') => `
SELECT dimensions, event_day AS "on", sum(num)::bigint AS num, sum(den)::bigint AS den
FROM ${table} WHERE definition_id = $1 AND agency = $2 GROUP BY 1, 2`

const AGENCIES = `
SELECT agency FROM cell WHERE definition_id = $1 UNION SELECT agency FROM cell_log WHERE definition_id = $1
UNION SELECT agency FROM cell_delta WHERE definition_id = $1`

/**
 * Counts from nothing and compares every cell, by months and by days, with base plus deltas, and the sums with the log. `db` must be a snapshot, and `counts`
 * every count of every case in that same snapshot; those of other definitions are passed over. Problems as `readCells`.
 */
export async function compareCells(
  db: Db,
  definition: string,
  counts: AsyncIterable<Count>,
): Promise<CellReport> {
  const { id, few } = await getReadyDefinition(db, definition)
  const counted = new Map<string, Tally>()
  let countCount = 0
  for await (const count of counts) {
    if (count.definition !== definition) continue
    const tally = counted.get(count.agency) ?? new Tally()
    counted.set(count.agency, tally)
    tally.add(count)
    countCount += 1
  }

  const mismatches: CellMismatch[] = []
  let cells = 0
  let mismatchCount = 0
  const nothing: Sum = { num: 0, den: 0 }
  function compare(table: CellMismatch['table'], agency: string, expected: Tally, actual: Tally): void {
    for (const key of new Set([...expected.cells.keys(), ...actual.cells.keys()])) {
      const cell = expected.cells.get(key) ?? actual.cells.get(key)
      const wanted = expected.cells.get(key) ?? nothing
      const got = actual.cells.get(key) ?? nothing
      cells += 1
      if (cell === undefined || (wanted.num === got.num && wanted.den === got.den)) continue
      mismatchCount += 1
      if (mismatches.length >= MISMATCHES_NAMED) continue
      const { dimensions, on } = cell
      const [inCount, inCells] = [wanted, got].map(({ num, den }) => ({ num, den }))
      mismatches.push({
        table,
        agency,
        dimensions,
        on,
        counted: inCount ?? nothing,
        found: inCells ?? nothing,
      })
    }
  }

  const stored = await db.rows<{ agency: string }>(AGENCIES, [id])
  for (const agency of new Set([...counted.keys(), ...stored.map((row) => row.agency)])) {
    const expected = counted.get(agency) ?? new Tally()
    const days = await readTally(db, daysOf('cell_log'), id, agency)
    const months = await readTally(db, MONTHS, id, agency)
    const deltas = await readTally(db, daysOf('cell_delta'), id, agency)
    for (const delta of deltas.cells.values()) days.add(delta)
    for (const delta of byMonth(deltas, few).cells.values()) months.add(delta)
    compare('cell_log', agency, expected, days)
    compare('cell', agency, byMonth(expected, few), months)
  }
  const sums = await compareSums(db, id)
  cells += sums.sums
  mismatchCount += sums.mismatchCount
  mismatches.push(...sums.mismatches.slice(0, MISMATCHES_NAMED - mismatches.length))
  return { definition, exact: mismatchCount === 0, counts: countCount, cells, mismatches, mismatchCount }
}
