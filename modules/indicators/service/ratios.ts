import { firstDayOf, localDateOf, type LocalDate, type LocalMonth } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import { readManyCells, type CellGroup, type CellQuery } from '../../../platform/cells/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import {
  countLateBetween,
  seriesName,
  type CountedAs,
  type CountedBy,
  type SeriesName,
} from '../../dossiers/index.ts'
import type { Dimension, Ratio } from '../contract.ts'
import { judged, onTime, submittedOnline, type Sums } from '../domain.ts'
import { endOf, type Reading } from './reading.ts'

/** Ratios by group ('' where the figure is not divided), by month. */
export type Ratios = ReadonlyMap<string, ReadonlyMap<LocalMonth, Ratio>>

type SumsOf = (series: SeriesName) => Sums

interface Computation {
  /** What its records are told by. */
  readonly counted: CountedAs
  readonly series: readonly SeriesName[]
  readonly ratio: (sumsOf: SumsOf, month: LocalMonth, lateToCome: number) => Ratio
}

const flowOf = (counted: CountedAs, series: SeriesName): Computation => ({
  counted,
  series: [series],
  ratio: (sumsOf, month) => judged(sumsOf(series), month),
})

/** How each figure follows from the series that dossiers count in. */
const COMPUTATIONS: Readonly<Record<CountedBy, Computation>> = {
  'on-time': {
    counted: 'on-time',
    series: ['finished', 'open', 'overdue'],
    ratio: (sumsOf, month, lateToCome) =>
      onTime(sumsOf('finished'), sumsOf('open'), sumsOf('overdue'), month, lateToCome),
  },
  'submitted-online': {
    counted: 'submitted-online',
    series: ['accepted'],
    ratio: (sumsOf, month) => submittedOnline(sumsOf('accepted'), month),
  },
  'handled-end-to-end': flowOf('handled-end-to-end', 'endToEnd'),
  'paid-online': flowOf('paid-online', 'paid'),
  digitised: flowOf('digitised', 'digitised'),
  'data-reused': flowOf('data-reused', 'reused'),
  satisfaction: flowOf('satisfaction', 'satisfied'),
}

/** How a figure followed before its definition changed. */
const BEFORE: Readonly<Partial<Record<CountedBy, Computation>>> = {
  'handled-end-to-end': flowOf('handled-end-to-end@1', 'offeredEndToEnd'),
}

/** By what a figure was counted on the day that is asked about, and null where it was not counted yet. */
function computationOf(reading: Reading, key: CountedBy): Computation | null {
  const candidates = [COMPUTATIONS[key], BEFORE[key]]
  return candidates.find((one) => one !== undefined && countedFromOf(reading, one) === null) ?? null
}

/** What a figure's records are told by. Problem 'indicators.not-counted-then', where it was not counted yet on the day that is asked about. */
export function requireCounted(reading: Reading, key: CountedBy): CountedAs {
  const computation = computationOf(reading, key)
  if (computation !== null) return computation.counted
  throw new Problem('conflict', 'indicators.not-counted-then', {
    meta: { key, from: countedFrom(reading, key) },
  })
}

/** The first day as of which a figure can be asked for, where the day that is asked about lies before it. */
export function countedFrom(reading: Reading, key: CountedBy): LocalDate | null {
  if (computationOf(reading, key) !== null) return null
  return countedFromOf(reading, BEFORE[key] ?? COMPUTATIONS[key])
}

function countedFromOf({ asRecordedOn, countedIn }: Reading, { series }: Computation): LocalDate | null {
  if (asRecordedOn === null) return null
  const last =
    series
      .map((name) => countedIn.get(seriesName(name)) ?? '')
      .toSorted()
      .at(-1) ?? ''
  return last > asRecordedOn ? last : null
}

export const dossierFigures = Object.keys(COMPUTATIONS) as readonly CountedBy[]

export function isDossierFigure(key: string): key is CountedBy {
  return key in COMPUTATIONS
}

/** What divides a series, and whether it is a stock, which is summed from the beginning. */
const SHAPES: Readonly<Record<SeriesName, { readonly dividedBy: string | null; readonly isStock: boolean }>> =
  {
    accepted: { dividedBy: null, isStock: false },
    finished: { dividedBy: 'due', isStock: false },
    open: { dividedBy: 'due', isStock: true },
    overdue: { dividedBy: null, isStock: true },
    paid: { dividedBy: 'proof', isStock: false },
    digitised: { dividedBy: 'proof', isStock: false },
    reused: { dividedBy: 'proof', isStock: false },
    offeredEndToEnd: { dividedBy: 'proof', isStock: false },
    endToEnd: { dividedBy: 'proof', isStock: false },
    satisfied: { dividedBy: 'proof', isStock: false },
  }

/** Some figures of some months, each divided or whole, from one snapshot; those not counted then are absent. Every group that counts anything has its ratios. */
export async function ratiosOf(
  db: Db,
  reading: Reading,
  keys: readonly CountedBy[],
  months: readonly LocalMonth[],
  by: Dimension | null,
): Promise<ReadonlyMap<CountedBy, Ratios>> {
  const computed = keys.flatMap((key) => {
    const computation = computationOf(reading, key)
    return computation === null ? [] : [{ key, computation }]
  })
  const names = [...new Set(computed.flatMap(({ computation }) => computation.series))]
  const [series, lateToCome] = await Promise.all([
    readSeries(db, reading, names, months, by),
    keys.includes('on-time') ? lateToComeBy(db, reading, by) : new Map<string, number>(),
  ])
  const running = reading.period.running ? reading.period.month : null
  return new Map(
    computed.map(({ key, computation: { series: needed, ratio } }) => {
      const groups = new Set(needed.flatMap((name) => [...(series.get(name)?.keys() ?? [])]))
      if (by === null) groups.add('')
      const ratios = [...groups].map((group) => {
        const sumsOf: SumsOf = (name) => series.get(name)?.get(group) ?? new Map()
        const late = (month: LocalMonth) => (month === running ? (lateToCome.get(group) ?? 0) : 0)
        return [group, new Map(months.map((month) => [month, ratio(sumsOf, month, late(month))]))] as const
      })
      return [key, new Map(ratios)] as const
    }),
  )
}

async function readSeries(
  db: Db,
  reading: Reading,
  names: readonly SeriesName[],
  months: readonly LocalMonth[],
  by: Dimension | null,
): Promise<ReadonlyMap<SeriesName, ReadonlyMap<string, Sums>>> {
  const read = await readManyCells(
    db,
    names.map((name) => queryOf(reading, name, months, by)),
  )
  return new Map(names.map((name, at) => [name, sumsByGroup(read[at] ?? [], by, SHAPES[name].dividedBy)]))
}

function queryOf(
  { agencies, except, period, asRecordedOn, procedure, channel }: Reading,
  name: SeriesName,
  months: readonly LocalMonth[],
  by: Dimension | null,
): CellQuery {
  const { dividedBy, isStock } = SHAPES[name]
  const [first] = months
  const where = {
    ...(procedure === null ? {} : { procedure }),
    ...(channel === null ? {} : { channel }),
  }
  return {
    definition: seriesName(name),
    ...(except === null ? { agencies: agencies.map(({ id }) => id) } : { except }),
    ...(isStock || first === undefined ? {} : { from: firstDayOf(first) }),
    to: period.to,
    by: ['month', ...(by === null ? [] : [by]), ...(dividedBy === null ? [] : [dividedBy])],
    ...(asRecordedOn === null ? {} : { asRecordedOn }),
    ...(Object.keys(where).length === 0 ? {} : { where }),
  }
}

function sumsByGroup(
  groups: readonly CellGroup[],
  by: Dimension | null,
  dividedBy: string | null,
): ReadonlyMap<string, Sums> {
  const byGroup = new Map<string, Map<LocalMonth, Map<string, { num: number; den: number }>>>()
  for (const { key, num, den } of groups) {
    const group = by === null ? '' : (key[by] ?? '')
    const months = byGroup.get(group) ?? new Map()
    byGroup.set(group, months)
    const values = months.get(key['month'] ?? '') ?? new Map()
    months.set(key['month'] ?? '', values)
    values.set(dividedBy === null ? '' : (key[dividedBy] ?? ''), { num, den })
  }
  return byGroup
}

/** Open dossiers whose due date falls later on the running day: the day's cell counts them as late already. */
async function lateToComeBy(
  db: Db,
  { period, at, asRecordedOn, agencies, procedure, channel }: Reading,
  by: Dimension | null,
): Promise<ReadonlyMap<string, number>> {
  if (!period.running || asRecordedOn !== null) return new Map()
  const late = await countLateBetween(db, {
    agencies: agencies.map(({ id }) => id),
    procedure,
    channel,
    from: at,
    until: endOf(localDateOf(at)),
    by: by ?? 'agency',
  })
  return by === null ? new Map([['', [...late.values()].reduce((sum, n) => sum + n, 0)]]) : late
}
