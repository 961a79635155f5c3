import type { Figure, Figures, FiguresQuery, Ratio } from '../contract.ts'
import { monthsUpTo } from '../domain.ts'
import type { IndicatorParts } from './parts.ts'
import { PROVIDED_ONLINE, providedOnline } from './provided-online.ts'
import { countedFrom, dossierFigures, isDossierFigure, ratiosOf } from './ratios.ts'
import { closeAsked, definitionsOf, readingOf, type Scope } from './reading.ts'

const TREND_MONTHS = 12

/** Every figure of one month, exact at the last commit; with `asRecordedOn`, as it was known at the end of that day. */
export async function readFigures(
  { database, clock }: IndicatorParts,
  query: FiguresQuery,
  scope: Scope = null,
): Promise<Figures> {
  const at = clock()
  await closeAsked(database, clock, query.asRecordedOn)
  return database.snapshot(async (db) => {
    const reading = await readingOf(db, at, query, scope)
    const months = monthsUpTo(reading.period.month, TREND_MONTHS)
    const [ratios, provided, definitions] = await Promise.all([
      ratiosOf(db, reading, dossierFigures, months, null),
      providedOnline(db, reading),
      definitionsOf(db, reading),
    ])
    const ratioOf = (key: string, month: string): Ratio | undefined => {
      if (key === PROVIDED_ONLINE) return provided.ratio(month)
      return isDossierFigure(key) ? ratios.get(key)?.get('')?.get(month) : undefined
    }
    const figures = definitions.map(({ definition }): Figure => {
      const trend = months.flatMap((month) => {
        const ratio = ratioOf(definition.key, month)
        return ratio === undefined ? [] : [{ month, ratio }]
      })
      return {
        definition,
        ratio: trend.at(-1)?.ratio ?? null,
        previous: trend.at(-2)?.ratio ?? null,
        trend,
        countedFrom: isDossierFigure(definition.key) ? countedFrom(reading, definition.key) : null,
      }
    })
    return {
      month: reading.period.month,
      asOf: reading.asOf.toISOString(),
      agency: reading.agency,
      withThoseUnder: reading.withThoseUnder,
      figures,
      scope: scope === null ? null : [...scope],
    }
  })
}
