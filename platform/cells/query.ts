import { addDays, firstDayOf, lastDayOf, monthOf, nextMonth } from '../../kernel/dates.ts'
import type { LocalDate } from '../../kernel/dates.ts'

export interface CellQuery {
  /** 'key@version'. */
  readonly definition: string
  /** These only; all where absent. */
  readonly agencies?: readonly string[]
  /** Days of the event, both included; open where absent. */
  readonly from?: LocalDate
  readonly to?: LocalDate
  /** 'agency', 'month', 'day', or the name of a dimension. */
  readonly by: readonly string[]
  /** As it was known at the end of this day, which must be closed. */
  readonly asRecordedOn?: LocalDate
  /** Dimensions that must have these values. */
  readonly where?: Readonly<Record<string, string>>
}

interface Days {
  readonly from: LocalDate | undefined
  readonly to: LocalDate | undefined
}

/** A table to read, and which days of events and of recording to take from it. */
export interface Source {
  readonly table: 'cell' | 'cell_log' | 'cell_delta'
  readonly events: Days
  readonly recorded: Days
  /** What the months hold beyond the last day that is asked about. */
  readonly takenOff?: true
}

interface Split {
  /** Whole months, as the days they span; absent where there is none. */
  readonly whole: Days | undefined
  readonly parts: readonly Days[]
  /** Days of the last whole month that are not asked about. */
  readonly beyond: Days | undefined
}

/**
 * Divides a range of days into whole months, the days left over before them, and those that the last month has beyond the range:
 * of a running month these lie in the future, where little is counted.
 */
function splitMonths({ from, to }: Days): Split {
  const startsMonth = from === undefined || from === firstDayOf(monthOf(from))
  const first = from === undefined || startsMonth ? from : firstDayOf(nextMonth(monthOf(from)))
  const last = to === undefined ? undefined : lastDayOf(monthOf(to))
  if (first !== undefined && to !== undefined && first > to)
    return { whole: undefined, parts: [{ from, to }], beyond: undefined }
  const parts = startsMonth || first === undefined ? [] : [{ from, to: addDays(first, -1) }]
  const beyond = to === undefined || to === last ? undefined : { from: addDays(to, 1), to: last }
  return { whole: { from: first, to: last }, parts, beyond }
}

/** Whether the month cells know everything that is asked about. */
function monthsSuffice({ by, where = {} }: CellQuery, few: readonly string[]): boolean {
  const asked = [...by, ...Object.keys(where)]
  return asked.every((name) => name === 'agency' || name === 'month' || few.includes(name))
}

/**
 * Where to read a figure from: whole months from the cells; days left over or to be taken off, single days and unusual dimensions from the log. A past
 * state of knowledge takes the months recorded before from the cells and that month's recordings from the log. What is not folded
 * yet is added from the deltas.
 */
export function sourcesOf(query: CellQuery, few: readonly string[]): readonly Source[] {
  const events: Days = { from: query.from, to: query.to }
  const known: Days = { from: undefined, to: query.asRecordedOn }
  const deltas: Source = { table: 'cell_delta', events, recorded: known }
  const { whole, parts, beyond }: Split = monthsSuffice(query, few)
    ? splitMonths(events)
    : { whole: undefined, parts: [events], beyond: undefined }
  const logged = parts.map((days): Source => ({ table: 'cell_log', events: days, recorded: known }))
  if (beyond !== undefined) {
    logged.push({ table: 'cell_log', events: beyond, recorded: known, takenOff: true })
  }
  if (whole === undefined) return [...logged, deltas]
  const day = query.asRecordedOn
  if (day === undefined || day === lastDayOf(monthOf(day))) {
    return [{ table: 'cell', events: whole, recorded: known }, ...logged, deltas]
  }
  const begin = firstDayOf(monthOf(day))
  return [
    { table: 'cell', events: whole, recorded: { from: undefined, to: addDays(begin, -1) } },
    { table: 'cell_log', events: whole, recorded: { from: begin, to: day } },
    ...logged,
    deltas,
  ]
}

export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
  /** The names of the columns k0, k1, … */
  readonly names: readonly string[]
}

/** The one statement for a query; names and values travel as parameters, so that there are few texts. */
export function statementOf(query: CellQuery, definitionId: number, few: readonly string[]): Statement {
  const values: unknown[] = []
  const bind = (value: unknown, type: string): string => {
    values.push(value)
    return `$${values.length}::${type}`
  }
  const definition = bind(definitionId, 'int')
  const agencies = query.agencies === undefined ? undefined : bind(query.agencies, 'text[]')
  const where = query.where === undefined ? undefined : bind(JSON.stringify(query.where), 'jsonb')
  const names = [...new Set(query.by)]
  const dimensions = names.map((name) =>
    ['agency', 'month', 'day'].includes(name) ? '' : bind(name, 'text'),
  )

  function keyOf(name: string, index: number, monthly: boolean): string {
    if (name === 'agency') return 'agency'
    if (name === 'day') return 'event_day'
    if (name === 'month') return monthly ? 'event_month' : `date_trunc('month', event_day::timestamp)::date`
    return `coalesce(dimensions ->> ${dimensions[index]}, '')`
  }

  function branch({ table, events, recorded, takenOff }: Source): string {
    const monthly = table === 'cell'
    const keys = names.map((name, index) => `${keyOf(name, index, monthly)} AS k${index}`)
    const conditions = [`definition_id = ${definition}`]
    const bounds = (column: string, { from, to }: Days) => {
      if (from !== undefined) conditions.push(`${column} >= ${bind(from, 'date')}`)
      if (to !== undefined) conditions.push(`${column} <= ${bind(to, 'date')}`)
    }
    if (agencies !== undefined) conditions.push(`agency = ANY (${agencies})`)
    if (where !== undefined) conditions.push(`dimensions @> ${where}`)
    bounds(monthly ? 'event_month' : 'event_day', events)
    bounds(monthly ? 'recorded_month' : 'recorded_day', recorded)
    const sums = takenOff === true ? ['-num AS num', '-den AS den'] : ['num', 'den']
    return `SELECT ${[...keys, ...sums].join(', ')} FROM ${table} WHERE ${conditions.join(' AND ')}`
  }

  const shown = names.map((name, index) => {
    const column = `k${index}`
    if (name === 'month') return `to_char(${column}, 'YYYY-MM') AS ${column}`
    return `${column}::text AS ${column}`
  })
  const branches = sourcesOf(query, few).map(branch).join('\n  UNION ALL ')
  const grouped = names.map((_, index) => `s.k${index}`).join(', ')
  const grouping = names.length === 0 ? '' : `GROUP BY ${grouped}`
  const order = names.length === 0 ? '' : `ORDER BY ${grouped}`
  const text = `SELECT ${[...shown, 'sum(num)::bigint AS num', 'sum(den)::bigint AS den'].join(', ')}
FROM (${branches}) s ${grouping} HAVING sum(num) <> 0 OR sum(den) <> 0 ${order}`
  return { text, values, names }
}
