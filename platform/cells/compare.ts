import { firstDayOf, monthOf } from '../../kernel/dates.ts'
import type { Db } from '../db/index.ts'
import { dimensionsKey } from './count.ts'
import type { Count } from './count.ts'
import { compareSums } from './compare-sums.ts'
import { getReadyDefinitions } from './definition.ts'
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

type Tallies = Map<number, Tally>

function tallyOf(tallies: Tallies, definitionId: number): Tally {
  const tally = tallies.get(definitionId) ?? new Tally()
  tallies.set(definitionId, tally)
  return tally
}

async function readTallies(
  db: Db,
  text: string,
  ids: readonly number[],
  agency: string,
  tallies: Tallies = new Map(),
): Promise<Tallies> {
  const rows = await db.rows<Cell & { readonly definition_id: number }>(text, [ids, agency])
  for (const row of rows) tallyOf(tallies, row.definition_id).add(row)
  return tallies
}

const MONTHS = `
SELECT definition_id, dimensions, event_month AS "on", sum(num)::bigint AS num, sum(den)::bigint AS den
FROM cell WHERE definition_id = ANY($1::int[]) AND agency = $2 GROUP BY 1, 2, 3`

const daysOf = (table: 'cell_log' | 'cell_delta') => `
SELECT definition_id, dimensions, event_day AS "on", sum(num)::bigint AS num, sum(den)::bigint AS den
FROM ${table} WHERE definition_id = ANY($1::int[]) AND agency = $2 GROUP BY 1, 2, 3`

const AGENCIES = `
SELECT agency FROM cell WHERE definition_id = ANY($1::int[]) UNION SELECT agency FROM cell_log WHERE definition_id = ANY($1::int[])
UNION SELECT agency FROM cell_delta WHERE definition_id = ANY($1::int[])`

const nothing: Sum = { num: 0, den: 0 }

/** What was found of one definition so far. */
class Findings {
  readonly #definition: string
  readonly #mismatches: CellMismatch[] = []
  counts = 0
  #cells = 0
  #mismatchCount = 0

  constructor(definition: string) {
    this.#definition = definition
  }

  compare(table: CellMismatch['table'], agency: string, expected: Tally, actual: Tally): void {
    for (const key of new Set([...expected.cells.keys(), ...actual.cells.keys()])) {
      const cell = expected.cells.get(key) ?? actual.cells.get(key)
      const wanted = expected.cells.get(key) ?? nothing
      const got = actual.cells.get(key) ?? nothing
      this.#cells += 1
      if (cell === undefined || (wanted.num === got.num && wanted.den === got.den)) continue
      this.#mismatchCount += 1
      if (this.#mismatches.length >= MISMATCHES_NAMED) continue
      const { dimensions, on } = cell
      const counted = { num: wanted.num, den: wanted.den }
      const found = { num: got.num, den: got.den }
      this.#mismatches.push({ table, agency, dimensions, on, counted, found })
    }
  }

  add(sums: Awaited<ReturnType<typeof compareSums>>): void {
    this.#cells += sums.sums
    this.#mismatchCount += sums.mismatchCount
    this.#mismatches.push(...sums.mismatches.slice(0, MISMATCHES_NAMED - this.#mismatches.length))
  }

  report(): CellReport {
    return {
      definition: this.#definition,
      exact: this.#mismatchCount === 0,
      counts: this.counts,
      cells: this.#cells,
      mismatches: this.#mismatches,
      mismatchCount: this.#mismatchCount,
    }
  }
}

/**
 * Counts from nothing and compares every cell of several definitions, by months and by days, with base plus deltas, in one pass that
 * keeps no more than one agency in mind; and the sums with the log. `db` must be a snapshot, and `counts` every count of every case in that same snapshot, agency
 * by agency; those of other definitions are passed over. Problems as `readCells`.
 */
export async function compareCellsByAgency(
  db: Db,
  definitions: readonly string[],
  counts: AsyncIterable<Count>,
): Promise<readonly CellReport[]> {
  const ready = await getReadyDefinitions(db, definitions)
  const all = definitions.map((definition) => {
    const { id, few } = ready.get(definition) ?? { id: 0, few: [] }
    return { id, few, findings: new Findings(definition) }
  })
  const byName = new Map(definitions.map((definition, index) => [definition, all[index]]))
  const ids = all.map(({ id }) => id)
  const done = new Set<string>()

  async function close(agency: string, expected: Tallies): Promise<void> {
    if (done.has(agency)) throw new Error(`the counts of agency ${agency} came in two parts`)
    done.add(agency)
    const days = await readTallies(db, daysOf('cell_log'), ids, agency)
    const months = await readTallies(db, MONTHS, ids, agency)
    const deltas = await readTallies(db, daysOf('cell_delta'), ids, agency)
    for (const { id, few, findings } of all) {
      const [counted, day, month] = [tallyOf(expected, id), tallyOf(days, id), tallyOf(months, id)]
      const delta = tallyOf(deltas, id)
      for (const cell of delta.cells.values()) day.add(cell)
      for (const cell of byMonth(delta, few).cells.values()) month.add(cell)
      findings.compare('cell_log', agency, counted, day)
      findings.compare('cell', agency, byMonth(counted, few), month)
    }
  }

  let at: string | undefined
  let expected: Tallies = new Map()
  for await (const count of counts) {
    const one = byName.get(count.definition)
    if (one === undefined) continue
    if (count.agency !== at) {
      if (at !== undefined) await close(at, expected)
      at = count.agency
      expected = new Map()
    }
    tallyOf(expected, one.id).add(count)
    one.findings.counts += 1
  }
  if (at !== undefined) await close(at, expected)
  for (const { agency } of await db.rows<{ agency: string }>(AGENCIES, [ids])) {
    if (!done.has(agency)) await close(agency, new Map())
  }
  for (const { id, findings } of all) findings.add(await compareSums(db, id))
  return all.map(({ findings }) => findings.report())
}

/** As `compareCellsByAgency`, of one definition and with counts in any order, all of them kept in mind. */
export async function compareCells(
  db: Db,
  definition: string,
  counts: AsyncIterable<Count>,
): Promise<CellReport> {
  const byAgency = new Map<string, Count[]>()
  for await (const count of counts) {
    if (count.definition !== definition) continue
    const known = byAgency.get(count.agency)
    if (known === undefined) byAgency.set(count.agency, [count])
    else known.push(count)
  }
  const [report] = await compareCellsByAgency(db, [definition], inTurn(byAgency.values()))
  if (report === undefined) throw new Error(`the definition ${definition} was lost`)
  return report
}

async function* inTurn(lists: Iterable<readonly Count[]>): AsyncGenerator<Count> {
  for (const list of lists) yield* list
}
