import { repeat } from '../background/index.ts'
import type { Database } from '../db/index.ts'
import { addSums, heldSums } from './sums.ts'

const FOLDED_AT_ONCE = 5000

/** The dimensions that a definition's month cells keep, as SQL over `dimensions` and `few`. */
const FEW = `(SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(s.dimensions) WHERE key = ANY (d.few))`

// One statement, so that a reader's snapshot has each change either here or there. Any number may fold at once.
const FOLD = `
WITH moved AS (
  DELETE FROM cell_delta
  WHERE id IN (SELECT id FROM cell_delta ORDER BY id LIMIT ${FOLDED_AT_ONCE} FOR UPDATE SKIP LOCKED)
  RETURNING definition_id, agency, dimensions, event_day, recorded_day, num, den
), summed AS (
  SELECT definition_id, agency, dimensions, event_day, recorded_day, sum(num)::bigint AS num, sum(den)::bigint AS den
  FROM moved GROUP BY 1, 2, 3, 4, 5
), logged AS (
  INSERT INTO cell_log (definition_id, agency, dimensions, event_day, recorded_day, num, den)
  SELECT * FROM summed WHERE num <> 0 OR den <> 0
), folded AS (
  INSERT INTO cell AS c (definition_id, agency, dimensions, event_month, recorded_month, num, den)
  SELECT s.definition_id, s.agency, ${FEW}, date_trunc('month', s.event_day::timestamp)::date,
    date_trunc('month', s.recorded_day::timestamp)::date, sum(s.num), sum(s.den)
  FROM summed s JOIN cell_definition d ON d.id = s.definition_id
  GROUP BY 1, 2, 3, 4, 5 HAVING sum(s.num) <> 0 OR sum(s.den) <> 0 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (definition_id, agency, dimensions, event_month, recorded_month)
    DO UPDATE SET num = c.num + excluded.num, den = c.den + excluded.den
  RETURNING 1
), ${heldSums('EXISTS (SELECT FROM moved)')}, added AS (${addSums('summed', 'folded')}
)
SELECT count(*)::int AS moved FROM moved`

/** Moves all deltas into the cells and the log; how many. No figure changes by it. */
export async function fold(database: Database): Promise<number> {
  let total = 0
  for (;;) {
    const { moved } = await database.one<{ moved: number }>(FOLD)
    total += moved
    if (moved < FOLDED_AT_ONCE) return total
  }
}

export interface KeepFoldedOptions {
  readonly report: (error: unknown) => void
  /** 500 ms. */
  readonly everyMs?: number
}

/** Folds in the background; any number of processes may. */
export function keepFolded(database: Database, options: KeepFoldedOptions): { stop(): Promise<void> } {
  const work = async () => void (await fold(database))
  return repeat(work, { everyMs: options.everyMs ?? 500, report: options.report })
}
