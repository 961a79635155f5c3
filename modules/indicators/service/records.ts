import { instantOf } from '../../../kernel/dates.ts'
import { isId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Db } from '../../../platform/db/index.ts'
import { listCounted, type CountedBy } from '../../dossiers/index.ts'
import { getVersion } from '../../procedures/index.ts'
import type {
  CountedProcedure,
  IndicatorRecord,
  Ratio,
  RecordPart,
  Records,
  RecordsQuery,
} from '../contract.ts'
import { addRatios, isProvidedOnline } from '../domain.ts'
import type { IndicatorParts } from './parts.ts'
import { PROVIDED_ONLINE, providedOnline } from './provided-online.ts'
import { isDossierFigure, ratiosOf, requireCounted } from './ratios.ts'
import { closeAsked, endOf, getComputed, readingOf, type Reading, type Scope } from './reading.ts'

const AT_ONCE = 100

type Found = Pick<Records, 'ratio' | 'subject' | 'items' | 'procedures' | 'next'>

/** What a figure counts, in the same snapshot as the figure, so that their number is the figure's; also as it was known on a past day. Problem 'indicators.cursor-malformed'. */
export async function readRecords(
  { database, clock }: IndicatorParts,
  key: string,
  query: RecordsQuery,
  scope: Scope = null,
): Promise<Records> {
  const at = clock()
  await closeAsked(database, clock, query.asRecordedOn)
  return database.snapshot(async (db) => {
    const reading = await readingOf(db, at, query, scope)
    const definition = await getComputed(db, reading, key)
    const found = isDossierFigure(key)
      ? await dossiersOf(db, reading, key, query)
      : await proceduresOf(db, reading, key, query)
    return {
      definition,
      month: reading.period.month,
      asOf: reading.asOf.toISOString(),
      agency: reading.agency,
      withThoseUnder: reading.withThoseUnder,
      listed: listedOf(found.ratio, query.part),
      ...found,
    }
  })
}

async function dossiersOf(
  db: Db,
  reading: Reading,
  key: CountedBy,
  { part, after, limit = AT_ONCE }: RecordsQuery,
): Promise<Found> {
  // What follows a dossier is asked for by its id.
  if (after !== undefined && !isId(after)) {
    throw new Problem('invalid', 'indicators.cursor-malformed', {
      fields: [{ path: '/after', code: 'format' }],
    })
  }
  const { month, from, to, running } = reading.period
  const counted = requireCounted(reading, key)
  const ratios = await ratiosOf(db, reading, [key], [month], null)
  const rows = await listCounted(db, counted, {
    agencies: reading.agencies.map(({ id }) => id),
    from: instantOf(from, '00:00'),
    until: endOf(to),
    asAt: running && reading.asRecordedOn === null ? reading.at : endOf(to),
    procedure: reading.procedure,
    channel: reading.channel,
    knownOn: reading.asRecordedOn,
    part: part ?? null,
    after: after ?? null,
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const agencies = new Map(reading.agencies.map(({ id, name }) => [id, name]))
  // What the dossier is like today says nothing of a past day, and would contradict what was counted then.
  const isPast = reading.asRecordedOn !== null
  const items = page.map(async (row): Promise<IndicatorRecord> => ({
    dossierId: row.id,
    code: row.code,
    procedureName: (await getVersion(db, row.procedureVersionId)).name,
    agencyName: agencies.get(row.agencyId) ?? '',
    channel: row.channel,
    state: isPast ? null : row.state,
    acceptedAt: row.acceptedAt.toISOString(),
    dueAt: isPast ? null : (row.dueAt?.toISOString() ?? null),
    endedAt: isPast ? null : (row.endedAt?.toISOString() ?? null),
    part: row.part,
  }))
  return {
    ratio: ratios.get(key)?.get('')?.get(month) ?? addRatios([]),
    subject: 'dossiers',
    items: await Promise.all(items),
    procedures: [],
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

async function proceduresOf(
  db: Db,
  reading: Reading,
  key: string,
  { part, after, limit = AT_ONCE }: RecordsQuery,
): Promise<Found> {
  if (key !== PROVIDED_ONLINE) throw new Error(`nothing computes the figure ${key}`)
  const provided = await providedOnline(db, reading)
  const { month } = reading.period
  const all = provided.procedures(month).map((offered): CountedProcedure => ({
    code: offered.code,
    name: offered.name,
    field: offered.field,
    serviceLevel: offered.level,
    part: isProvidedOnline(offered) ? 'numerator' : 'rest',
  }))
  const asked = all.filter(
    (one) => (part === undefined || one.part === part) && (after === undefined || one.code > after),
  )
  const procedures = asked.slice(0, limit)
  return {
    ratio: provided.ratio(month),
    subject: 'procedures',
    items: [],
    procedures,
    next: asked.length > limit ? (procedures.at(-1)?.code ?? null) : null,
  }
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
