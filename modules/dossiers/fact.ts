import { localDateOf } from '../../kernel/dates.ts'
import type { CellDefinition, CellSums, Count } from '../../platform/cells/index.ts'
import { isProvable, type CountedDossier, type DossierFact } from './domain.ts'

/** What a fact takes from the procedure's version. */
export interface CountedProcedure {
  readonly code: string
  readonly declaration: { readonly serviceLevel: { readonly level: string } }
  readonly eligibleForEndToEnd: boolean | null
}

/**
 * The series a dossier counts in. `accepted`, `paid`, `digitised` and `reused` are flows by the day of acceptance, `finished`,
 * `endToEnd` and `satisfied` by the day of its end; `open` and `overdue` are stocks: what came in less what went out, so
 * that their sum up to a day is what stood at its end. A dossier comes overdue on the day of its due date, foreseen and taken
 * back when it is finished in time: no clock is stored. Where nothing can be proven, a dossier counts under proof 'none'.
 * `offeredEndToEnd` is what `endToEnd` meant before: counted on, so that it is answered as of a day on which it still was the figure.
 */
export const dossierSeries = {
  accepted: { key: 'dossiers.accepted', version: 1, few: ['channel'] },
  finished: { key: 'dossiers.finished', version: 1, few: ['due', 'channel'] },
  open: { key: 'dossiers.open', version: 1, few: ['due'] },
  overdue: { key: 'dossiers.overdue', version: 1, few: [] },
  paid: { key: 'dossiers.paid', version: 1, few: ['proof'] },
  digitised: { key: 'dossiers.digitised', version: 1, few: ['proof'] },
  reused: { key: 'dossiers.reused', version: 1, few: ['proof'] },
  offeredEndToEnd: { key: 'dossiers.end-to-end', version: 1, few: ['proof'] },
  endToEnd: { key: 'dossiers.end-to-end', version: 2, few: ['proof'] },
  satisfied: { key: 'dossiers.satisfied', version: 1, few: ['proof'] },
} as const satisfies Record<string, CellDefinition>

export type SeriesName = keyof typeof dossierSeries

export function seriesName(series: SeriesName): string {
  return `${dossierSeries[series].key}@${dossierSeries[series].version}`
}

/**
 * The sums that figures are read from where the month cells keep too little or there are too many: of each agency and of all by
 * procedure and by channel, and of all by day, for a running month and for what was known on a past day.
 */
export const dossierSums: readonly CellSums[] = Object.values<CellDefinition>(dossierSeries).flatMap(
  ({ key, version, few }) => {
    const definition = `${key}@${version}`
    const mark = few.filter((dimension) => dimension !== 'channel')
    const [byChannel, byProcedure] = [
      ['channel', ...mark],
      ['procedure', ...mark],
    ]
    return [
      { definition, agencies: 'each', dimensions: byChannel, events: 'month', recorded: 'ever' },
      { definition, agencies: 'each', dimensions: byProcedure, events: 'month', recorded: 'ever' },
      { definition, agencies: 'all', dimensions: byChannel, events: 'month', recorded: 'month' },
      { definition, agencies: 'all', dimensions: byProcedure, events: 'month', recorded: 'month' },
      { definition, agencies: 'all', dimensions: byChannel, events: 'day', recorded: 'ever' },
      { definition, agencies: 'all', dimensions: byChannel, events: 'month', recorded: 'day' },
    ]
  },
)

/** Null before acceptance: until then a dossier counts nowhere. */
export function factOf(dossier: CountedDossier, procedure: CountedProcedure): DossierFact | null {
  const { acceptedAt, evidence } = dossier
  if (acceptedAt === null) return null
  return {
    agency: dossier.competentAgencyId,
    procedure: procedure.code,
    channel: dossier.channel ?? 'unknown',
    provable: isProvable(dossier),
    acceptedAt,
    endedAt: dossier.finishedAt,
    lateFrom: dossier.lateFrom,
    ...evidence,
    offeredEndToEnd: procedure.declaration.serviceLevel.level === 'end-to-end',
    eligibleForEndToEnd: procedure.eligibleForEndToEnd,
  }
}

/** The counts a fact stands for. */
export function countsOf(fact: DossierFact | null): readonly Count[] {
  if (fact === null) return []
  const { agency, acceptedAt, endedAt, lateFrom } = fact
  const due = fact.provable ? 'known' : 'unknown'
  const { channel, procedure } = fact
  const count = (series: SeriesName, at: Date, num: number, den: number, proof?: 'full' | 'none'): Count => ({
    definition: seriesName(series),
    agency,
    dimensions: { channel, procedure, ...(proof === undefined ? { due } : { proof }) },
    on: localDateOf(at),
    num,
    den,
  })
  const judged = (series: SeriesName, at: Date, verdict: Verdict): readonly Count[] =>
    verdict === 'outside'
      ? []
      : [count(series, at, verdict === 'yes' ? 1 : 0, 1, verdict === 'unknown' ? 'none' : 'full')]
  const counts = [
    count('accepted', acceptedAt, countsAsOnline(fact) ? 1 : 0, 1),
    count('open', acceptedAt, 0, 1),
    ...judged('paid', acceptedAt, isPaidOnline(fact)),
    ...judged('digitised', acceptedAt, isDigitised(fact)),
    ...judged('reused', acceptedAt, isReused(fact)),
  ]
  if (lateFrom !== null && (endedAt === null || endedAt > lateFrom)) {
    counts.push(count('overdue', lateFrom < acceptedAt ? acceptedAt : lateFrom, 0, 1))
  }
  if (endedAt !== null) {
    counts.push(count('open', endedAt, 0, -1))
    if (isLate(fact)) counts.push(count('overdue', endedAt, 0, -1))
    counts.push(
      count('finished', endedAt, fact.provable && !isLate(fact) ? 1 : 0, 1),
      ...judged('offeredEndToEnd', endedAt, isHandledAsOffered(fact)),
      ...judged('endToEnd', endedAt, isHandledEndToEnd(fact)),
      ...judged('satisfied', endedAt, isSatisfying(fact)),
    )
  }
  return counts
}

/** Where a dossier stands in a figure; 'outside' it is not in the denominator either. */
type Verdict = 'yes' | 'no' | 'unknown' | 'outside'

const isLate = ({ endedAt, lateFrom }: DossierFact) =>
  endedAt !== null && lateFrom !== null && endedAt > lateFrom

const verdictOf = (said: boolean | null): Verdict => (said === null ? 'unknown' : said ? 'yes' : 'no')

/** QĐ 766/QĐ-TTg, 3.3: submitted online and, once its result is issued, issued electronically with number and file. */
export function countsAsOnline(fact: Pick<DossierFact, 'channel' | 'endedAt' | 'electronicResult'>): boolean {
  return fact.channel === 'online' && (fact.endedAt === null || fact.electronicResult)
}

/** QĐ 766/QĐ-TTg, 3.6: of the dossiers that anything is to be paid for, those wholly paid online. */
function isPaidOnline({ fees }: DossierFact): Verdict {
  return fees === 'none' ? 'outside' : verdictOf(fees === null ? null : fees === 'paid-online')
}

/** QĐ 766/QĐ-TTg, 4.2: each paper has its digital copy and, once the result is issued, so has the result. */
function isDigitised({ digitised, endedAt, electronicResult }: DossierFact): Verdict {
  return verdictOf(digitised === null ? null : digitised && (endedAt === null || electronicResult))
}

/** QĐ 766/QĐ-TTg, 4.3: at least one paper was taken from what is digitised already. */
function isReused({ reused }: DossierFact): Verdict {
  return verdictOf(reused)
}

/** QĐ 766/QĐ-TTg, 3.2 and 3.4: of the procedures that can be handled from end to end, without any step on paper. */
function isHandledEndToEnd(fact: DossierFact): Verdict {
  const { eligibleForEndToEnd, channel, paper, electronicResult } = fact
  if (eligibleForEndToEnd === null) return 'unknown'
  if (!eligibleForEndToEnd) return 'outside'
  if (paper === true || (channel !== 'online' && channel !== 'unknown')) return 'no'
  if (channel === 'unknown' || paper === null) return 'unknown'
  return electronicResult ? 'yes' : 'no'
}

/** The first version of it: of the procedures offered from end to end. */
function isHandledAsOffered({ offeredEndToEnd, channel, paper, electronicResult }: DossierFact): Verdict {
  if (!offeredEndToEnd) return 'outside'
  if (channel === 'unknown' || paper === null) return 'unknown'
  return channel === 'online' && !paper && electronicResult ? 'yes' : 'no'
}

/** QĐ 766/QĐ-TTg, 5.4: neither late nor disliked; complaints are not counted until they are received here. */
function isSatisfying(fact: DossierFact): Verdict {
  if (fact.vote === 'disliked' || isLate(fact)) return 'no'
  return fact.provable ? 'yes' : 'unknown'
}
