import type { Clock } from '../../kernel/clock.ts'
import type { Follower } from '../../platform/ledger/index.ts'
import { dossierEntries } from '../dossiers/contract.ts'
import { openSurveys } from './service.ts'

const ENDINGS: readonly string[] = [dossierEntries.finished, dossierEntries.refused, dossierEntries.released]

/** A dossier that ends may be voted on from then on. */
export function followEndings({ clock, days }: { readonly clock: Clock; readonly days: number }): Follower {
  return {
    name: 'surveys',
    async handle(tx, entries) {
      const endings = entries.flatMap(({ kind, caseId, agencyId, occurredAt }) =>
        ENDINGS.includes(kind) && caseId !== null && agencyId !== null
          ? [{ dossierId: caseId, agencyId, endedAt: occurredAt }]
          : [],
      )
      if (endings.length > 0) await openSurveys(tx, clock(), days, endings)
    },
  }
}
