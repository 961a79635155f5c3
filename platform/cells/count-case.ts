import type { Clock } from '../../kernel/clock.ts'
import { addDays, localDateOf } from '../../kernel/dates.ts'
import type { LocalDate } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Tx } from '../db/index.ts'
import { difference } from './count.ts'
import type { Count } from './count.ts'
import { HOLD_DAY } from './recorded-day.ts'

// Runs under the day's lock, so that what it sees of cell_day holds until the commit.
const WRITE = `
WITH closed AS (SELECT max(day) AS day FROM cell_day WHERE day >= $7::date),
given AS (
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::bigint[], $6::bigint[])
    AS g(definition, agency, dimensions, event_day, num, den)
), written AS (
  INSERT INTO cell_delta (definition_id, agency, dimensions, event_day, recorded_day, num, den)
  SELECT d.id, g.agency, g.dimensions::jsonb, g.event_day, $7::date, g.num, g.den
  FROM given g JOIN cell_definition d ON d.definition = g.definition
  WHERE (SELECT day FROM closed) IS NULL
  RETURNING 1
)
SELECT (SELECT count(*) FROM written) AS written, (SELECT day FROM closed) AS closed`

interface Written {
  readonly written: number
  readonly closed: LocalDate | null
}

/**
 * Counts a case anew: writes the signed difference between what it was counted under and what it counts as now, recorded today, or
 * on the first day that is not closed; answers which. May travel with the room's other statements. Problem 'cells.unknown-definition'.
 */
export async function countCase(
  tx: Tx,
  clock: Clock,
  before: readonly Count[],
  after: readonly Count[],
): Promise<LocalDate> {
  const changes = difference(before, after)
  const columns = [
    changes.map(({ definition }) => definition),
    changes.map(({ agency }) => agency),
    changes.map(({ dimensions }) => JSON.stringify(dimensions)),
    changes.map(({ on }) => on),
    changes.map(({ num }) => num),
    changes.map(({ den }) => den),
  ]
  let day = localDateOf(clock())
  if (changes.length === 0) return day
  for (;;) {
    const held = tx.rows(HOLD_DAY, [day])
    const [{ written, closed }] = await Promise.all([tx.one<Written>(WRITE, [...columns, day]), held])
    if (closed === null) {
      if (written === changes.length) return day
      const definitions = [...new Set(changes.map(({ definition }) => definition))]
      throw new Problem('missing', 'cells.unknown-definition', { meta: { definitions } })
    }
    // The day was closed between the clock and the lock, or this clock is behind the one that closed it.
    day = addDays(closed, 1)
  }
}
