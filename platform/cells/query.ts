import { sourcesOf } from './sources.ts'
import type { CellQuery, Days, Source } from './sources.ts'
import type { KeptSums } from './sums.ts'

export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
  /** The names of the columns k0, k1, … */
  readonly names: readonly string[]
}

const PLAIN = ['agency', 'month', 'day']

/** The one statement for a query; names and values travel as parameters, so that there are few texts. */
export function statementOf(
  query: CellQuery,
  definitionId: number,
  few: readonly string[],
  sums: readonly KeptSums[],
): Statement {
  const values: unknown[] = []
  const bind = (value: unknown, type: string): string => {
    values.push(value)
    return `$${values.length}::${type}`
  }
  const definition = bind(definitionId, 'int')
  const agencies = query.agencies === undefined ? undefined : bind(query.agencies, 'text[]')
  const except = isEmpty(query.except) ? undefined : bind(query.except, 'text[]')
  const where = query.where === undefined ? undefined : bind(JSON.stringify(query.where), 'jsonb')
  const names = [...new Set(query.by)]
  const dimensions = names.map((name) => (PLAIN.includes(name) ? '' : bind(name, 'text')))

  function keyOf(name: string, index: number, { event, isMonth, sums: set }: Columns): string {
    if (name === 'agency') return 'agency'
    if (name === 'day') return event
    if (name === 'month') return isMonth ? event : `date_trunc('month', ${event}::timestamp)::date`
    return set === undefined ? `coalesce(dimensions ->> ${dimensions[index]}, '')` : columnOf(set, name)
  }

  function branch({ table, sums: set, events, recorded, takenOff, agencies: whose }: Source): string {
    const columns = columnsOf(table, set)
    const keys = names.map((name, index) => `${keyOf(name, index, columns)} AS k${index}`)
    const conditions = [
      set === undefined ? `definition_id = ${definition}` : `sum_id = ${bind(set.id, 'smallint')}`,
    ]
    const bounds = (column: string, { from, to }: Days) => {
      if (from !== undefined) conditions.push(`${column} >= ${bind(from, 'date')}`)
      if (to !== undefined) conditions.push(`${column} <= ${bind(to, 'date')}`)
    }
    if (set?.agencies === 'all') conditions.push(`agency = ''`)
    else if (whose === 'excepted') conditions.push(`agency = ANY (${except})`)
    else {
      if (agencies !== undefined) conditions.push(`agency = ANY (${agencies})`)
      if (except !== undefined) conditions.push(`agency <> ALL (${except})`)
    }
    if (set !== undefined) {
      for (const [name, value] of Object.entries(query.where ?? {})) {
        conditions.push(`${columnOf(set, name)} = ${bind(value, 'text')}`)
      }
    } else if (where !== undefined) conditions.push(`dimensions @> ${where}`)
    bounds(columns.event, events)
    bounds(columns.recorded, set?.recorded === 'ever' ? { from: undefined, to: undefined } : recorded)
    const amounts = takenOff === true ? ['-num AS num', '-den AS den'] : ['num', 'den']
    return `SELECT ${[...keys, ...amounts].join(', ')} FROM ${table} WHERE ${conditions.join(' AND ')}`
  }

  const shown = names.map((name, index) => {
    const column = `k${index}`
    if (name === 'month') return `to_char(${column}, 'YYYY-MM') AS ${column}`
    return `${column}::text AS ${column}`
  })
  const branches = sourcesOf(query, few, sums).map(branch).join('\n  UNION ALL ')
  const grouped = names.map((_, index) => `s.k${index}`).join(', ')
  const grouping = names.length === 0 ? '' : `GROUP BY ${grouped}`
  const order = names.length === 0 ? '' : `ORDER BY ${grouped}`
  const text = `SELECT ${[...shown, 'sum(num)::bigint AS num', 'sum(den)::bigint AS den'].join(', ')}
FROM (${branches}) s ${grouping} HAVING sum(num) <> 0 OR sum(den) <> 0 ${order}`
  return { text, values, names }
}

interface Columns {
  readonly event: string
  readonly recorded: string
  readonly isMonth: boolean
  readonly sums: KeptSums | undefined
}

function columnsOf(table: Source['table'], sums: KeptSums | undefined): Columns {
  if (sums !== undefined) {
    return { event: 'event_on', recorded: 'recorded_on', isMonth: sums.events === 'month', sums }
  }
  const unit = table === 'cell' ? 'month' : 'day'
  return { event: `event_${unit}`, recorded: `recorded_${unit}`, isMonth: table === 'cell', sums }
}

const columnOf = ({ dimensions }: KeptSums, name: string) =>
  dimensions.indexOf(name) === 0 ? 'first' : 'second'

const isEmpty = (list: readonly string[] | undefined): boolean => list === undefined || list.length === 0
