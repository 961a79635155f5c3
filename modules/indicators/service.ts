import type { Clock } from '../../kernel/clock.ts'
import {
  addDays,
  instantOf,
  localDateOf,
  monthOf,
  type LocalDate,
  type LocalMonth,
} from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import { closeDay, readCells, type CellGroup } from '../../platform/cells/index.ts'
import type { Database, Db } from '../../platform/db/index.ts'
import { listAgencies, type Agency } from '../agencies/index.ts'
import { countLateBetween, listCounted, seriesName, type CountedBy } from '../dossiers/index.ts'
import { getVersion } from '../procedures/index.ts'
import type {
  AgencyRatios,
  Figure,
  Figures,
  FiguresQuery,
  IndicatorDefinition,
  IndicatorRecord,
  Ratio,
  RecordPart,
  Records,
  RecordsQuery,
} from './contract.ts'
import {
  addRatios,
  monthsUpTo,
  onTime,
  periodOf,
  ranksOf,
  submittedOnline,
  type Period,
  type Sums,
} from './domain.ts'
import { listDefinitions } from './store.ts'

const TREND_MONTHS = 12

export interface IndicatorParts {
  readonly database: Database
  readonly clock: Clock
}

/** Every figure of one month, exact at the last commit; with `asRecordedOn`, as it was known at the end of that day. */
export async function readFigures(
  { database, clock }: IndicatorParts,
  query: FiguresQuery,
): Promise<Figures> {
  const at = clock()
  await closeAsked(database, clock, query.asRecordedOn)
  return database.snapshot(async (db) => {
    const reading = await readingOf(db, at, query)
    const months = monthsUpTo(reading.period.month, TREND_MONTHS)
    const ratios = await ratiosByKey(db, reading, months)
    const definitions = await listDefinitions(db)
    const figures = definitions.map(({ definition }): Figure => {
      const trend = months.flatMap((month) => {
        const ratio = ratios.get(definition.key)?.get(month)
        return ratio === undefined ? [] : [{ month, ratio }]
      })
      return {
        definition,
        ratio: trend.at(-1)?.ratio ?? null,
        previous: trend.at(-2)?.ratio ?? null,
        trend,
      }
    })
    return { month: reading.period.month, asOf: reading.asOf.toISOString(), agency: reading.agency, figures }
  })
}

/** One figure by agency, best first; equal values share a rank, agencies without data have none. */
export async function readAgencyRatios(
  { database, clock }: IndicatorParts,
  key: string,
  query: Pick<FiguresQuery, 'month' | 'asRecordedOn'>,
): Promise<AgencyRatios> {
  const at = clock()
  await closeAsked(database, clock, query.asRecordedOn)
  return database.snapshot(async (db) => {
    const reading = await readingOf(db, at, query)
    const { definition } = await getComputed(db, key)
    const byAgency = await ratiosByAgency(db, reading, key)
    const rows = reading.agencies
      .map(({ id, name }) => ({ id, name, ratio: byAgency.get(id) ?? addRatios([]) }))
      .toSorted(byValueThenName)
    const ranks = ranksOf(rows.map(({ ratio }) => ratio.value))
    return {
      definition,
      month: reading.period.month,
      asOf: reading.asOf.toISOString(),
      agencies: rows.map((row, index) => ({ ...row, rank: ranks[index] ?? null })),
    }
  })
}

/** The dossiers a figure counts, in the same snapshot as the figure, so that their number is the figure's. */
export async function readRecords(
  { database, clock }: IndicatorParts,
  key: string,
  query: RecordsQuery,
): Promise<Records> {
  const at = clock()
  const limit = query.limit ?? 100
  return database.snapshot(async (db) => {
    const reading = await readingOf(db, at, query)
    const { definition, countedBy } = await getComputed(db, key)
    const { month, from, to, running } = reading.period
    const ratio = (await ratiosByKey(db, reading, [month])).get(key)?.get(month) ?? addRatios([])
    const rows = await listCounted(db, countedBy, {
      agencies: reading.agencies.map(({ id }) => id),
      from: instantOf(from, '00:00'),
      until: endOf(to),
      asAt: running ? at : endOf(to),
      part: query.part ?? null,
      after: query.after ?? null,
      limit: limit + 1,
    })
    const page = rows.slice(0, limit)
    const names = new Map(reading.agencies.map(({ id, name }) => [id, name]))
    const items = await Promise.all(
      page.map(async (row): Promise<IndicatorRecord> => {
        const version = await getVersion(db, row.procedureVersionId)
        return {
          dossierId: row.id,
          code: row.code,
          procedureName: version.name,
          agencyName: names.get(row.agencyId) ?? '',
          channel: row.channel,
          state: row.state,
          acceptedAt: row.acceptedAt?.toISOString() ?? null,
          dueAt: row.dueAt?.toISOString() ?? null,
          endedAt: row.endedAt?.toISOString() ?? null,
          part: row.part,
        }
      }),
    )
    return {
      definition,
      month,
      asOf: at.toISOString(),
      agency: reading.agency,
      ratio,
      listed: listedOf(ratio, query.part),
      items,
      next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  })
}

/** A past day is closed before it is first read as it was known then, so that it can never be known otherwise. */
async function closeAsked(database: Database, clock: Clock, day: LocalDate | undefined): Promise<void> {
  if (day === undefined) return
  if (day >= localDateOf(clock()))
    throw new Problem('invalid', 'indicators.day-not-closed', { meta: { day } })
  await closeDay(database, clock, day)
}

interface Reading {
  readonly period: Period
  readonly at: Date
  readonly asOf: Date
  readonly asRecordedOn: LocalDate | null
  readonly agencies: readonly Agency[]
  readonly agency: { readonly id: string; readonly name: string } | null
}

async function readingOf(db: Db, at: Date, query: FiguresQuery): Promise<Reading> {
  const today = localDateOf(at)
  const asRecordedOn = query.asRecordedOn ?? null
  const known = asRecordedOn ?? today
  const period = periodOf(query.month ?? monthOf(known), known)
  const all = await listAgencies(db, period.to)
  const asked = query.agencyId
  const agencies =
    asked === undefined
      ? all.filter(({ level }) => level !== 'outside')
      : all.filter(({ id }) => id === asked)
  const [only] = agencies
  if (asked !== undefined && only === undefined) throw new Problem('missing', 'agencies.missing')
  return {
    period,
    at,
    asOf: asRecordedOn === null ? at : endOf(asRecordedOn),
    asRecordedOn,
    agencies,
    agency: asked === undefined || only === undefined ? null : { id: only.id, name: only.name },
  }
}

const COUNTED_BY: Readonly<Record<string, CountedBy>> = {
  'on-time': 'on-time',
  'submitted-online': 'submitted-online',
}

async function getComputed(
  db: Db,
  key: string,
): Promise<{ definition: IndicatorDefinition; countedBy: CountedBy }> {
  const found = (await listDefinitions(db)).find((one) => one.key === key)
  if (found === undefined) throw new Problem('missing', 'indicators.missing', { meta: { key } })
  const countedBy = COUNTED_BY[key]
  if (countedBy === undefined || found.definition.state !== 'computed') {
    throw new Problem('conflict', 'indicators.no-data-yet', {
      meta: { key, missing: found.definition.missing },
    })
  }
  return { definition: found.definition, countedBy }
}

async function ratiosByKey(
  db: Db,
  reading: Reading,
  months: readonly LocalMonth[],
): Promise<ReadonlyMap<string, ReadonlyMap<LocalMonth, Ratio>>> {
  const series = await readSeries(db, reading, [])
  const lateToCome = [...(await lateToComeBy(db, reading)).values()].reduce((sum, n) => sum + n, 0)
  const sums = (name: SeriesName) => series[name].get('') ?? new Map()
  const running = reading.period.running ? reading.period.month : null
  return new Map([
    [
      'on-time',
      new Map(
        months.map((month) => [
          month,
          onTime(sums('finished'), sums('open'), sums('overdue'), month, month === running ? lateToCome : 0),
        ]),
      ),
    ],
    ['submitted-online', new Map(months.map((month) => [month, submittedOnline(sums('accepted'), month)]))],
  ])
}

async function ratiosByAgency(db: Db, reading: Reading, key: string): Promise<ReadonlyMap<string, Ratio>> {
  const series = await readSeries(db, reading, ['agency'])
  const lateToCome = await lateToComeBy(db, reading)
  const { month } = reading.period
  const sums = (name: SeriesName, agency: string) => series[name].get(agency) ?? new Map()
  return new Map(
    reading.agencies.map(({ id }) => [
      id,
      key === 'on-time'
        ? onTime(sums('finished', id), sums('open', id), sums('overdue', id), month, lateToCome.get(id) ?? 0)
        : submittedOnline(sums('accepted', id), month),
    ]),
  )
}

type SeriesName = 'accepted' | 'finished' | 'open' | 'overdue'

const DIVIDED_BY: Readonly<Record<SeriesName, string | null>> = {
  accepted: null,
  finished: 'due',
  open: 'due',
  overdue: null,
}

async function readSeries(
  db: Db,
  { agencies, period, asRecordedOn }: Reading,
  by: readonly 'agency'[],
): Promise<Readonly<Record<SeriesName, ReadonlyMap<string, Sums>>>> {
  const read = async (name: SeriesName) => {
    const divided = DIVIDED_BY[name]
    const groups = await readCells(db, {
      definition: seriesName(name),
      agencies: agencies.map(({ id }) => id),
      to: period.to,
      by: ['month', ...by, ...(divided === null ? [] : [divided])],
      ...(asRecordedOn === null ? {} : { asRecordedOn }),
    })
    return sumsByAgency(groups, divided)
  }
  const [accepted, finished, open, overdue] = await Promise.all([
    read('accepted'),
    read('finished'),
    read('open'),
    read('overdue'),
  ])
  return { accepted, finished, open, overdue }
}

function sumsByAgency(groups: readonly CellGroup[], divided: string | null): ReadonlyMap<string, Sums> {
  const byAgency = new Map<string, Map<LocalMonth, Map<string, { num: number; den: number }>>>()
  for (const { key, num, den } of groups) {
    const months = byAgency.get(key['agency'] ?? '') ?? new Map()
    byAgency.set(key['agency'] ?? '', months)
    const values = months.get(key['month'] ?? '') ?? new Map()
    months.set(key['month'] ?? '', values)
    values.set(divided === null ? '' : (key[divided] ?? ''), { num, den })
  }
  return byAgency
}

/** Open dossiers whose due date falls later on the running day: the day's cell counts them as late already. */
async function lateToComeBy(
  db: Db,
  { period, at, asRecordedOn, agencies }: Reading,
): Promise<ReadonlyMap<string, number>> {
  if (!period.running || asRecordedOn !== null) return new Map()
  return countLateBetween(
    db,
    agencies.map(({ id }) => id),
    at,
    endOf(localDateOf(at)),
  )
}

function listedOf(ratio: Ratio, part: RecordPart | undefined): number {
  switch (part) {
    case 'numerator':
      return ratio.numerator
    case 'rest':
      return ratio.denominator - ratio.numerator
    case 'unknown':
      return ratio.unknown
    case undefined:
      return ratio.denominator + ratio.unknown
  }
}

const endOf = (day: LocalDate) => instantOf(addDays(day, 1), '00:00')

function byValueThenName(
  a: { readonly name: string; readonly ratio: Ratio },
  b: { readonly name: string; readonly ratio: Ratio },
): number {
  const difference = (b.ratio.value ?? -1) - (a.ratio.value ?? -1)
  return difference !== 0 ? difference : a.name.localeCompare(b.name, 'vi')
}
