import { Problem } from '../../../kernel/problem.ts'
import type { Db } from '../../../platform/db/index.ts'
import { listProcedureNames } from '../../procedures/index.ts'
import type { Breakdown, Dimension, FiguresQuery, Ratio } from '../contract.ts'
import { addRatios, ranksOf } from '../domain.ts'
import type { IndicatorParts } from './parts.ts'
import { PROVIDED_ONLINE, providedOnline } from './provided-online.ts'
import { isDossierFigure, ratiosOf, requireCounted } from './ratios.ts'
import { closeAsked, getComputed, readingOf, stands, type Reading, type Scope } from './reading.ts'

interface Part {
  readonly key: string
  readonly name: string
  readonly ratio: Ratio
}

/**
 * One figure by agency, procedure or channel, best first; equal values share a rank, parts without data have none. Problem
 * 'indicators.not-divided-so' for a figure that counts procedures, which have no channel; 'indicators.not-counted-then'.
 */
export async function readBreakdown(
  { database, clock }: IndicatorParts,
  key: string,
  by: Dimension,
  query: FiguresQuery,
  scope: Scope = null,
): Promise<Breakdown> {
  const at = clock()
  await closeAsked(database, clock, query.asRecordedOn)
  return database.snapshot(async (db) => {
    const reading = await readingOf(db, at, query, scope)
    const definition = await getComputed(db, reading, key)
    const parts = await partsOf(db, reading, key, by)
    const sorted = parts.toSorted(byValueThenName)
    const ranks = ranksOf(sorted.map(({ ratio }) => ratio.value))
    return {
      definition,
      month: reading.period.month,
      asOf: reading.asOf.toISOString(),
      agency: reading.agency,
      withThoseUnder: reading.withThoseUnder,
      by,
      parts: sorted.map((part, index) => ({ ...part, rank: ranks[index] ?? null })),
    }
  })
}

async function partsOf(db: Db, reading: Reading, key: string, by: Dimension): Promise<readonly Part[]> {
  const { month } = reading.period
  if (key === PROVIDED_ONLINE) {
    if (by !== 'agency') throw new Problem('invalid', 'indicators.not-divided-so', { meta: { key, by } })
    const provided = await providedOnline(db, reading)
    return reading.agencies
      .filter((agency) => stands(reading, agency))
      .map((agency) => ({ key: agency.id, name: agency.name, ratio: provided.ratio(month, [agency]) }))
  }
  if (!isDossierFigure(key)) throw new Error(`nothing computes the figure ${key}`)
  requireCounted(reading, key)
  const ratios = (await ratiosOf(db, reading, [key], [month], by)).get(key)
  const ratio = (group: string) => ratios?.get(group)?.get(month) ?? addRatios([])
  const isCounted = (group: string) => ratio(group).denominator + ratio(group).unknown > 0
  if (by === 'agency') {
    return reading.agencies
      .filter((agency) => stands(reading, agency) || isCounted(agency.id))
      .map(({ id, name }) => ({ key: id, name, ratio: ratio(id) }))
  }
  const counted = [...(ratios?.keys() ?? [])].filter(isCounted)
  const names = by === 'procedure' ? await listProcedureNames(db, counted) : new Map<string, string>()
  return counted.map((group) => ({ key: group, name: names.get(group) ?? group, ratio: ratio(group) }))
}

function byValueThenName(a: Part, b: Part): number {
  const difference = (b.ratio.value ?? -1) - (a.ratio.value ?? -1)
  return difference !== 0 ? difference : a.name.localeCompare(b.name, 'vi')
}
