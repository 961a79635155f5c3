import { INTO } from './sums.ts'
import type { KeptSums } from './sums.ts'

/** The columns of the log that a set groups by; `d…` are dimensions. */
function groupedBy(
  { agencies, dimensions, events, recorded }: KeptSums,
  all: readonly string[],
): readonly string[] {
  return [
    ...(agencies === 'each' ? ['agency'] : []),
    `event_${events}`,
    ...(recorded === 'ever' ? [] : [`recorded_${recorded}`]),
    ...dimensions.map((name) => `d${all.indexOf(name)}`),
  ]
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Counts all sets of one definition in from the log, in one reading of it. */
export function countInOf(sets: readonly KeptSums[]): string {
  const names = [...new Set(sets.flatMap(({ dimensions }) => dimensions))]
  const grouped = sets.map((set) => ({ set, by: groupedBy(set, names) }))
  const columns = [...new Set(grouped.flatMap(({ by }) => by))]
  const columnOf = (name: string) => (columns.includes(name) ? name : 'NULL')
  // A bit for each column that a row is not grouped by, the first column's the highest.
  const bits = (by: readonly string[]) =>
    columns.reduce((sum, column) => sum * 2 + (by.includes(column) ? 0 : 1), 0)
  const byBits = (say: (set: KeptSums) => string) =>
    `CASE bits ${grouped.map(({ set, by }) => `WHEN ${bits(by)} THEN ${say(set)}`).join(' ')} END`
  const valueAt = (at: 0 | 1) =>
    byBits(({ dimensions }) => {
      const name = dimensions[at]
      return name === undefined ? `''` : `d${names.indexOf(name)}`
    })
  return `${INTO}
SELECT ${byBits(({ id }) => String(id))}, coalesce(${columnOf('agency')}, ''), coalesce(${columnOf('event_day')}, ${columnOf('event_month')}),
  coalesce(${columnOf('recorded_day')}, ${columnOf('recorded_month')}, '-infinity'::date), ${valueAt(0)}, ${valueAt(1)}, num, den
FROM (
  SELECT ${columns.join(', ')}, GROUPING(${columns.join(', ')}) AS bits, sum(num) AS num, sum(den) AS den
  FROM (
    SELECT agency, event_day, recorded_day, num, den, date_trunc('month', event_day::timestamp)::date AS event_month,
      date_trunc('month', recorded_day::timestamp)::date AS recorded_month
      ${names.map((name, index) => `, coalesce(dimensions ->> ${literal(name)}, '') AS d${index}`).join('')}
    FROM cell_log WHERE definition_id = ${sets[0]?.definitionId ?? 0}
  ) AS logged
  GROUP BY GROUPING SETS (${grouped.map(({ by }) => `(${by.join(', ')})`).join(', ')})
  HAVING sum(num) <> 0 OR sum(den) <> 0
) AS summed`
}
