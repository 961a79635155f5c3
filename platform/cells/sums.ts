import type { Db } from '../db/index.ts'

/**
 * A set of sums that is kept beside the month cells of a definition: what a screen asks for often, and what would otherwise be read
 * from every agency's cells or from the log. Asking is the same with and without.
 */
export interface CellSums {
  /** 'key@version'. */
  readonly definition: string
  /** 'all': one sum over all agencies. */
  readonly agencies: 'each' | 'all'
  /** At most two. */
  readonly dimensions: readonly string[]
  readonly events: 'month' | 'day'
  /** 'ever': whenever recorded, so that nothing can be known as of a past day. */
  readonly recorded: 'ever' | 'month' | 'day'
}

export interface KeptSums extends CellSums {
  readonly id: number
  readonly definitionId: number
}

export const SETS = `jsonb_to_recordset(sets) AS k(id smallint, "definitionId" int, agencies text, dimensions jsonb, events text, recorded text)`

/**
 * The sets to add to, for a statement that counts: held until its commit, and none while they are being counted in from the log.
 * Whoever waited for that sees them as they were left.
 */
export const heldSums = (condition: string) => `
held AS MATERIALIZED (SELECT sets, ready_at FROM cell_sum_kept WHERE ${condition} FOR SHARE), summing AS MATERIALIZED (
  SELECT k.* FROM held, ${SETS} WHERE held.ready_at IS NOT NULL
)`

/** What the rows of `source`, which has the columns of the log, add up to in the sets `summing`. */
export const sumsFrom = (source: string) => `
SELECT k.id AS sum_id, CASE k.agencies WHEN 'each' THEN s.agency ELSE '' END AS agency,
  CASE k.events WHEN 'month' THEN date_trunc('month', s.event_day::timestamp)::date ELSE s.event_day END AS event_on,
  CASE k.recorded WHEN 'ever' THEN '-infinity'::date WHEN 'month' THEN date_trunc('month', s.recorded_day::timestamp)::date
    ELSE s.recorded_day END AS recorded_on,
  coalesce(s.dimensions ->> (k.dimensions ->> 0), '') AS first, coalesce(s.dimensions ->> (k.dimensions ->> 1), '') AS second,
  sum(s.num)::bigint AS num, sum(s.den)::bigint AS den
FROM ${source} AS s JOIN summing AS k ON k."definitionId" = s.definition_id
GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(s.num) <> 0 OR sum(s.den) <> 0`

export const INTO =
  'INSERT INTO cell_sum AS c (sum_id, agency, event_on, recorded_on, first, second, num, den)'

/** Adds what `source` holds; after the statement's part `cells`, so that all who count lock in the same order. */
export const addSums = (source: string, cells: string) => `
${INTO}
SELECT * FROM (${sumsFrom(source)}) AS added WHERE (SELECT count(*) FROM ${cells}) >= 0 ORDER BY 1, 2, 3, 4, 5, 6
ON CONFLICT (sum_id, agency, event_on, recorded_on, first, second)
  DO UPDATE SET num = c.num + excluded.num, den = c.den + excluded.den`

/** The sums that can be read in this snapshot. */
export async function listSums(db: Db): Promise<readonly KeptSums[]> {
  const kept = await db.maybe<{ sets: readonly KeptSums[] }>(
    'SELECT sets FROM cell_sum_kept WHERE ready_at IS NOT NULL',
  )
  return kept?.sets ?? []
}
