import type { Channel } from '../contract.ts'
import type { Dossier } from './dossier.ts'
import { nothingSeen } from './evidence.ts'

/** A case that was lived elsewhere, as its source tells it: nothing in it was decided here. */
export interface LivedCase {
  readonly source: string
  readonly sourceKey: string
  readonly code: string
  readonly procedureVersionId: string
  readonly caseKey: string
  readonly channel: Channel | null
  readonly agencyId: string
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly statedDueAt: Date | null
}

/** The source of dossiers that were never lived at all: the simulation of a demo province. */
export const SIMULATION = 'simulation'

/** Marks a dossier that the simulation decides on as one from outside, so that no outside system is ever told of it. */
export function simulated(dossier: Dossier, sourceKey: string): Dossier {
  return { ...dossier, origin: 'taken-in', source: SIMULATION, sourceKey }
}

/** Whether it was decided by the rules of its procedure, really or in a simulation; not so a case that a source only tells of. */
export function isDecidedHere({ origin, source }: Pick<Dossier, 'origin' | 'source'>): boolean {
  return origin === 'own' || source === SIMULATION
}

/** Takes a lived case in as a dossier at its own time; its deadline stands as its source states it and is not computed. */
export function takeIn(id: string, lived: LivedCase): Dossier {
  const { source, sourceKey, code, procedureVersionId, caseKey, channel } = lived
  return {
    id,
    code,
    procedureVersionId,
    caseKey,
    channel,
    origin: 'taken-in',
    source,
    sourceKey,
    applicantId: null,
    assurance: null,
    receivingAgencyId: lived.agencyId,
    competentAgencyId: lived.agencyId,
    state: lived.endedAt === null ? 'processing' : 'finished',
    answers: {},
    delivery: null,
    submittedAt: lived.startedAt,
    acceptedAt: lived.startedAt,
    dueAt: lived.statedDueAt,
    dueBasis: lived.statedDueAt === null ? 'unknown' : 'stated-by-source',
    derivation: [],
    lateFrom: lived.statedDueAt,
    finishedAt: lived.endedAt,
    refusedAt: null,
    releasedAt: null,
    decision: null,
    refusal: null,
    supplements: 0,
    evidence: nothingSeen,
    version: 1,
  }
}
