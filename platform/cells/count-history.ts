import { addDays } from '../../kernel/dates.ts'
import type { LocalDate } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Tx } from '../db/index.ts'
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

/** Sums of many changes of many cases, by the recorded day of each: a declared bulk act. */
export class CountHistory {
  readonly #sums = new Map<string, Count & { readonly recordedOn: LocalDate; num: number; den: number }>()

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

  sums(): readonly (Count & { readonly recordedOn: LocalDate })[] {
    return [...this.#sums.values()].filter(({ num, den }) => num !== 0 || den !== 0)
  }
}

// Straight into the cells and the log, as folding would do it; in the folder's order, so that neither waits for the other in a ring.
const WRITE = `
WITH given AS MATERIALIZED (
  SELECT d.id AS definition_id, d.few, g.agency, g.dimensions::jsonb AS dimensions, g.event_day, g.recorded_day, g.num, g.den
  FROM unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::date[], $6::bigint[], $7::bigint[])
    AS g(definition, agency, dimensions, event_day, recorded_day, num, den)
  JOIN cell_definition d ON d.definition = g.definition
), kept AS MATERIALIZED (
  SELECT definition_id, dimensions,
    (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(dimensions) WHERE key = ANY (few)) AS few
  FROM (SELECT DISTINCT definition_id, dimensions, few FROM given) AS every
), logged AS (
  INSERT INTO cell_log (definition_id, agency, dimensions, event_day, recorded_day, num, den)
  SELECT definition_id, agency, dimensions, event_day, recorded_day, num, den FROM given
), folded AS (
  INSERT INTO cell AS c (definition_id, agency, dimensions, event_month, recorded_month, num, den)
  SELECT g.definition_id, g.agency, k.few, date_trunc('month', g.event_day::timestamp)::date,
    date_trunc('month', g.recorded_day::timestamp)::date, sum(g.num), sum(g.den)
  FROM given g JOIN kept k ON k.definition_id = g.definition_id AND k.dimensions = g.dimensions
  GROUP BY 1, 2, 3, 4, 5 HAVING sum(g.num) <> 0 OR sum(g.den) <> 0 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (definition_id, agency, dimensions, event_month, recorded_month)
    DO UPDATE SET num = c.num + excluded.num, den = c.den + excluded.den
  RETURNING 1
), ${heldSums('true')}, added AS (${addSums('given', 'folded')}
)
SELECT count(*) AS written FROM given`

/** Writes the sums on recorded days that `holdDays` holds in the same transaction. Problem 'cells.unknown-definition'. */
export async function countHistory(tx: Tx, history: CountHistory): Promise<void> {
  const sums = history.sums()
  if (sums.length === 0) return
  const { written } = await tx.one<{ written: number }>(WRITE, [
    sums.map(({ definition }) => definition),
    sums.map(({ agency }) => agency),
    sums.map(({ dimensions }) => JSON.stringify(dimensions)),
    sums.map(({ on }) => on),
    sums.map(({ recordedOn }) => recordedOn),
    sums.map(({ num }) => num),
    sums.map(({ den }) => den),
  ])
  if (written === sums.length) return
  const definitions = [...new Set(sums.map(({ definition }) => definition))]
  throw new Problem('missing', 'cells.unknown-definition', { meta: { definitions } })
}
