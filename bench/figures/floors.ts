import type { Client } from 'pg'

// What anybody would write: one row a dossier with what its eight percentages need, and the same summed by agency and month.
const PAIRS = [
  ['provable AND (ended_at IS NULL OR late_from IS NULL OR ended_at <= late_from)', 'provable'],
  [`channel = 'online'`, 'true'],
  [`eligible AND channel = 'online' AND electronic_result`, 'eligible'],
  [`fees = 'paid-online'`, `fees <> 'none'`],
  ['digitised', 'digitised IS NOT NULL'],
  ['reused', 'reused IS NOT NULL'],
  [`vote IS DISTINCT FROM 'disliked'`, 'ended_at IS NOT NULL'],
  ['electronic_result', 'ended_at IS NOT NULL'],
] as const

const month = `date_trunc('month', accepted_at + interval '7 hours')::date`
const each = (say: (at: number) => string) => PAIRS.map((_, at) => say(at)).join(', ')

export const floorTables = [
  `CREATE TABLE floor.fact AS SELECT agency_id AS agency, ${month} AS month,
    ${PAIRS.map(([yes, counts], at) => `coalesce((${counts}) AND (${yes}), false) AS n${at}, coalesce(${counts}, false) AS d${at}`).join(', ')}
   FROM dossier_fact`,
  'CREATE INDEX ON floor.fact (agency)',
  `CREATE TABLE floor.rollup AS SELECT agency, month,
    ${each((at) => `count(*) FILTER (WHERE n${at}) AS n${at}, count(*) FILTER (WHERE d${at}) AS d${at}`)}
   FROM floor.fact GROUP BY 1, 2`,
  'ALTER TABLE floor.rollup ADD PRIMARY KEY (agency, month)',
  'ANALYZE floor.fact',
  'ANALYZE floor.rollup',
]

const percentages = each(
  (at) => `100.0 * count(*) FILTER (WHERE n${at}) / nullif(count(*) FILTER (WHERE d${at}), 0) AS f${at}`,
)
const YEAR = `month BETWEEN '2025-12-01' AND '2026-11-01'`

export interface Floors {
  readonly groupByAgency: () => Promise<unknown>
  readonly groupByProvince: () => Promise<unknown>
  readonly rollup: () => Promise<unknown>
}

export function floorsOf(client: Client, agency: string): Floors {
  const ask = (name: string, text: string, values: readonly unknown[] = []) =>
    client.query({ name, text, values: [...values] })
  return {
    groupByAgency: () =>
      ask('group', `SELECT month, ${percentages} FROM floor.fact WHERE agency = $1 AND ${YEAR} GROUP BY 1`, [
        agency,
      ]),
    groupByProvince: () =>
      ask('all', `SELECT month, ${percentages} FROM floor.fact WHERE ${YEAR} GROUP BY 1`),
    rollup: () =>
      ask(
        'rollup',
        `SELECT month, ${each((at) => `100.0 * n${at} / nullif(d${at}, 0) AS f${at}`)} FROM floor.rollup WHERE agency = $1 AND ${YEAR}`,
        [agency],
      ),
  }
}
