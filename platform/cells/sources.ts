import { addDays, firstDayOf, lastDayOf, monthOf, nextMonth } from '../../kernel/dates.ts'
import type { LocalDate } from '../../kernel/dates.ts'
import type { CellSums, KeptSums } from './sums.ts'

export interface CellQuery {
  /** 'key@version'. */
  readonly definition: string
  /** These only; all where absent. */
  readonly agencies?: readonly string[]
  /** All but these; instead of `agencies`, and quicker for all or nearly all. */
  readonly except?: readonly string[]
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

export interface Days {
  readonly from: LocalDate | undefined
  readonly to: LocalDate | undefined
}

/** A table to read, and which days of events and of recording to take from it. */
export interface Source {
  readonly table: 'cell' | 'cell_sum' | 'cell_log' | 'cell_delta'
  /** Of `cell_sum`. */
  readonly sums?: KeptSums
  readonly events: Days
  readonly recorded: Days
  /** What the months hold beyond the last day that is asked about, or the excepted agencies within a sum over all. */
  readonly takenOff?: boolean
  readonly agencies?: 'excepted'
}

/** A part of a question, and how closely it asks. */
interface Piece {
  readonly events: Days
  readonly eventsBy: CellSums['events']
  readonly recorded: Days
  readonly recordedBy: CellSums['recorded']
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

/** A past state of knowledge is the months recorded before, and the days of its own month until then. */
function piecesOf({ from, to, by, asRecordedOn: day }: CellQuery): readonly Piece[] {
  const asked: Days = { from, to }
  const { whole, parts, beyond }: Split = by.includes('day')
    ? { whole: undefined, parts: [asked], beyond: undefined }
    : splitMonths(asked)
  const known: Days = { from: undefined, to: day }
  const knownBy = day === undefined ? 'ever' : day === lastDayOf(monthOf(day)) ? 'month' : 'day'
  const days = (events: Days) => ({ events, eventsBy: 'day', recorded: known, recordedBy: knownBy }) as const
  const pieces: Piece[] = parts.map(days)
  if (beyond !== undefined) pieces.push({ ...days(beyond), takenOff: true })
  if (whole === undefined) return pieces
  const months = { events: whole, eventsBy: 'month' } as const
  if (day === undefined || knownBy !== 'day') {
    return [{ ...months, recorded: known, recordedBy: knownBy }, ...pieces]
  }
  const begin = firstDayOf(monthOf(day))
  return [
    { ...months, recorded: { from: undefined, to: addDays(begin, -1) }, recordedBy: 'month' },
    { ...months, recorded: { from: begin, to: day }, recordedBy: 'day' },
    ...pieces,
  ]
}

const CLOSENESS: readonly CellSums['recorded'][] = ['ever', 'month', 'day']

/** Whether sums know what a part of a question asks. */
function knows(sums: CellSums, piece: Piece, { by, where = {} }: CellQuery, isOfEach: boolean): boolean {
  const asked = [...by, ...Object.keys(where)].filter((name) => !['agency', 'month', 'day'].includes(name))
  return (
    asked.every((name) => sums.dimensions.includes(name)) &&
    (sums.agencies === 'each' || !isOfEach) &&
    (sums.events === 'day' || piece.eventsBy === 'month') &&
    CLOSENESS.indexOf(sums.recorded) >= CLOSENESS.indexOf(piece.recordedBy)
  )
}

const OVER_EACH = 8
const BY_DAY = 4

/** How much there is to read, roughly. */
const weightOf = ({ agencies, events, recorded, dimensions }: CellSums) =>
  (agencies === 'each' ? OVER_EACH : 0) +
  (events === 'day' ? BY_DAY : 0) +
  CLOSENESS.indexOf(recorded) +
  dimensions.length / 4

function tableOf(
  piece: Piece,
  query: CellQuery,
  few: readonly string[],
  kept: readonly KeptSums[],
): Pick<Source, 'table' | 'sums'> {
  const isOfEach = query.agencies !== undefined || query.by.includes('agency')
  const cells = {
    definition: '',
    agencies: 'each',
    dimensions: few,
    events: 'month',
    recorded: 'month',
  } as const
  const inCells = knows(cells, piece, query, true)
  // Sums do not tell a dimension that was not said from one that was said to be empty.
  const canTell = !Object.values(query.where ?? {}).includes('')
  const [sums] = kept
    .filter((one) => canTell && knows(one, piece, query, isOfEach))
    .toSorted((a, b) => weightOf(a) - weightOf(b))
  if (sums !== undefined && !(inCells && sums.agencies === 'each')) return { table: 'cell_sum', sums }
  return { table: inCells ? 'cell' : 'cell_log' }
}

/**
 * Where to read a figure from: each part of the question from the smallest table that knows it, kept sums or cells by months, single
 * days and unusual dimensions from the log. What is not folded yet is added from the deltas.
 */
export function sourcesOf(
  query: CellQuery,
  few: readonly string[],
  kept: readonly KeptSums[],
): readonly Source[] {
  const { except = [], asRecordedOn } = query
  const folded = piecesOf(query).flatMap((piece): readonly Source[] => {
    const { events, recorded, takenOff = false } = piece
    const source: Source = { ...tableOf(piece, query, few, kept), events, recorded, takenOff }
    if (source.sums?.agencies !== 'all' || except.length === 0) return [source]
    const ofThese = tableOf(piece, { ...query, agencies: except }, few, kept)
    return [source, { ...ofThese, events, recorded, takenOff: !takenOff, agencies: 'excepted' }]
  })
  const events: Days = { from: query.from, to: query.to }
  return [...folded, { table: 'cell_delta', events, recorded: { from: undefined, to: asRecordedOn } }]
}
