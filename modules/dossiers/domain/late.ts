import type { Dossier } from './dossier.ts'

/** Finished by its due date, when that is known; null when nothing can be proven. */
export function isOnTime(dossier: Pick<Dossier, 'finishedAt' | 'lateFrom' | 'dueBasis'>): boolean | null {
  if (dossier.finishedAt === null || !isProvable(dossier)) return null
  return dossier.lateFrom === null || dossier.finishedAt <= dossier.lateFrom
}

/** Whether being on time can be proven or refuted: the due date is known, or the dossier is late by a second request. */
export function isProvable(dossier: Pick<Dossier, 'lateFrom' | 'dueBasis'>): boolean {
  const dueIsKnown = dossier.dueBasis === 'computed' || dossier.dueBasis === 'stated-by-source'
  return dueIsKnown || dossier.dueBasis === 'suspended' || dossier.lateFrom !== null
}
