import { addDays, firstDayOf, monthOf } from '../../kernel/dates.ts'
import type { LocalDate } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import { arrayOf, type Db, type Tx } from '../db/index.ts'
import type { Count } from './count.ts'
import { addSums, heldSums } from './sums.ts'

// Whoever closes a day must hold it alone, so that a day held here is not closed before the commit.
const HOLD_DAYS = `
SELECT pg_advisory_xact_lock_shared('cell_day'::regclass::oid::int, d::date - '2000-01-01'::date)
FROM generate_series($1::date, $2::date, '1 day') AS d`

/** Holds the recorded days from one to another until the commit; the first on which may still be recorded, undefined where all may. */
export async function holdDays(tx: Tx, from: LocalDate, to: LocalDate): Promise<LocalDate | undefined> {
  const held = tx.rows(HOLD_DAYS, [from, to])
  const { closed } = await tx.one<{ closed: LocalDate | null }>('SELECT max(day) AS closed FROM cell_day')
  await held
  return closed === null ? undefined : addDays(closed, 1)
}

/** The definitions that may be counted under, by name. */
export type CountedDefinitions = ReadonlyMap<string, { readonly id: number; readonly few: readonly string[] }>

export async function listCountedDefinitions(db: Db): Promise<CountedDefinitions> {
  const rows = await db.rows<{ definition: string; id: number; few: string[] }>(
    'SELECT definition, id, few FROM cell_definition',
  )
  return new Map(rows.map((row) => [row.definition, row]))
}

interface Summed extends Count {
  readonly recordedOn: LocalDate
  num: number
  den: number
}

/** Sums of many changes of many cases, by the recorded day of each: a declared bulk act. */
export class CountHistory {
  readonly #sums = new Map<string, Summed>()

  /** What a case counted as until a recorded day, and as what from then on. */
  change(recordedOn: LocalDate, before: readonly Count[], after: readonly Count[]): void {
    for (const count of before) this.#add(recordedOn, count, -1)
    for (const count of after) this.#add(recordedOn, count, 1)
  }

  #add(recordedOn: LocalDate, count: Count, sign: 1 | -1): void {
    const { definition, agency, dimensions, on, num, den } = count
    let key = `${definition} ${agency} ${on} ${recordedOn}`
    for (const name in dimensions) key += ` ${name} ${dimensions[name]}`
    const sum = this.#sums.get(key)
    if (sum === undefined) this.#sums.set(key, { ...count, recordedOn, num: sign * num, den: sign * den })
    else {
      sum.num += sign * num
      sum.den += sign * den
    }
  }

  sums(): readonly Summed[] {
    return [...this.#sums.values()].filter(isSomething)
  }
}

const isSomething = ({ num, den }: Summed) => num !== 0 || den !== 0

/** The same by months, and by the dimensions that the month cells keep. */
function byMonth(sums: readonly Summed[], definitions: CountedDefinitions): readonly Summed[] {
  const months = new Map<string, Summed>()
  for (const { definition, agency, dimensions, on, recordedOn, num, den } of sums) {
    const [month, recordedMonth] = [firstDayOf(monthOf(on)), firstDayOf(monthOf(recordedOn))]
    let key = `${definition} ${agency} ${month} ${recordedMonth}`
    const few: Record<string, string> = {}
    for (const name of definitions.get(definition)?.few ?? []) {
      const value = dimensions[name]
      if (value === undefined) continue
      few[name] = value
      key += ` ${name} ${value}`
    }
    const sum = months.get(key)
    if (sum === undefined)
      months.set(key, { definition, agency, dimensions: few, on: month, recordedOn: recordedMonth, num, den })
    else {
      sum.num += num
      sum.den += den
    }
  }
  return [...months.values()].filter(isSomething)
}

// Straight into the cells and the log, as folding would do it; in the folder's order, so that neither waits for the other in a ring.
const FOLD = `
INSERT INTO cell AS c (definition_id, agency, dimensions, event_month, recorded_month, num, den)
SELECT * FROM unnest($1::int[], $2::text[], $3::jsonb[], $4::date[], $5::date[], $6::bigint[], $7::bigint[])
  AS g (definition_id, agency, dimensions, event_month, recorded_month, num, den)
ORDER BY definition_id, agency, dimensions, event_month, recorded_month
ON CONFLICT (definition_id, agency, dimensions, event_month, recorded_month)
  DO UPDATE SET num = c.num + excluded.num, den = c.den + excluded.den`

const LOG = `
WITH given AS MATERIALIZED (
  SELECT * FROM unnest($1::int[], $2::text[], $3::jsonb[], $4::date[], $5::date[], $6::bigint[], $7::bigint[])
    AS g (definition_id, agency, dimensions, event_day, recorded_day, num, den)
), logged AS (
  INSERT INTO cell_log (definition_id, agency, dimensions, event_day, recorded_day, num, den) SELECT * FROM given RETURNING 1
), ${heldSums('true')}, added AS (${addSums('given', 'logged')}
)
SELECT count(*) AS logged FROM logged`

function columnsOf(sums: readonly Summed[], definitions: CountedDefinitions): readonly Buffer[] {
  return [
    arrayOf.int4(sums.map(({ definition }) => definitions.get(definition)?.id ?? null)),
    arrayOf.text(sums.map(({ agency }) => agency)),
    arrayOf.jsonb(sums.map(({ dimensions }) => dimensions)),
    arrayOf.date(sums.map(({ on }) => on)),
    arrayOf.date(sums.map(({ recordedOn }) => recordedOn)),
    arrayOf.int8(sums.map(({ num }) => num)),
    arrayOf.int8(sums.map(({ den }) => den)),
  ]
}

/** Writes the sums on recorded days that `holdDays` holds in the same transaction. Problem 'cells.unknown-definition'. */
export async function countHistory(
  tx: Tx,
  history: CountHistory,
  definitions: CountedDefinitions,
): Promise<void> {
  const sums = history.sums()
  if (sums.length === 0) return
  const unknown = new Set(sums.map(({ definition }) => definition).filter((name) => !definitions.has(name)))
  if (unknown.size > 0)
    throw new Problem('missing', 'cells.unknown-definition', { meta: { definitions: [...unknown] } })
  await Promise.all([
    tx.run(FOLD, columnsOf(byMonth(sums, definitions), definitions)),
    tx.run(LOG, columnsOf(sums, definitions)),
  ])
}
