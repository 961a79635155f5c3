import { localDateOf } from '../../kernel/dates.ts'
import type { CellDefinition, Count } from '../../platform/cells/index.ts'
import { isProvable, type Dossier } from './domain.ts'

/** The flat fact of a dossier that indicators are defined over. */
export interface DossierFact {
  readonly agency: string
  readonly procedure: string
  readonly channel: string
  readonly due: 'known' | 'unknown'
  readonly acceptedAt: Date | null
  readonly endedAt: Date | null
  readonly lateFrom: Date | null
  readonly electronicResult: boolean
}

/**
 * The series a dossier counts in. `accepted` and `finished` are flows by the day they happened; `open` and `overdue`
 * are stocks: what came in less what went out, so that their sum up to a day is what stood at its end. A dossier comes
 * overdue on the day of its due date, foreseen and taken back when it is finished in time: no clock is stored.
 */
export const dossierSeries = {
  accepted: { key: 'dossiers.accepted', version: 1, few: ['channel'] },
  finished: { key: 'dossiers.finished', version: 1, few: ['due', 'channel'] },
  open: { key: 'dossiers.open', version: 1, few: ['due'] },
  overdue: { key: 'dossiers.overdue', version: 1, few: [] },
} as const satisfies Record<string, CellDefinition>

export function seriesName(series: keyof typeof dossierSeries): string {
  return `${dossierSeries[series].key}@${dossierSeries[series].version}`
}

export function factOf(dossier: Dossier, procedure: string, electronicResult: boolean): DossierFact {
  return {
    agency: dossier.competentAgencyId,
    procedure,
    channel: dossier.channel ?? 'unknown',
    due: isProvable(dossier) ? 'known' : 'unknown',
    acceptedAt: dossier.acceptedAt,
    endedAt: dossier.finishedAt,
    lateFrom: dossier.lateFrom,
    electronicResult,
  }
}

/** The counts a fact stands for; none before acceptance. */
export function countsOf(fact: DossierFact): readonly Count[] {
  if (fact.acceptedAt === null) return []
  const { agency, acceptedAt, endedAt, lateFrom, due } = fact
  const dimensions = { channel: fact.channel, due, procedure: fact.procedure }
  const count = (series: keyof typeof dossierSeries, at: Date, num: number, den: number): Count => ({
    definition: seriesName(series),
    agency,
    dimensions,
    on: localDateOf(at),
    num,
    den,
  })
  const counts = [
    count('accepted', acceptedAt, countsAsOnline(fact) ? 1 : 0, 1),
    count('open', acceptedAt, 0, 1),
  ]
  if (lateFrom !== null && (endedAt === null || endedAt > lateFrom)) {
    counts.push(count('overdue', lateFrom < acceptedAt ? acceptedAt : lateFrom, 0, 1))
  }
  if (endedAt !== null) {
    counts.push(count('open', endedAt, 0, -1))
    if (lateFrom !== null && endedAt > lateFrom) counts.push(count('overdue', endedAt, 0, -1))
    counts.push(
      count('finished', endedAt, due === 'known' && (lateFrom === null || endedAt <= lateFrom) ? 1 : 0, 1),
    )
  }
  return counts
}

/** QĐ 766/QĐ-TTg, 3.3: submitted online and, once its result is issued, issued electronically with number and file. */
export function countsAsOnline(fact: Pick<DossierFact, 'channel' | 'endedAt' | 'electronicResult'>): boolean {
  return fact.channel === 'online' && (fact.endedAt === null || fact.electronicResult)
}
