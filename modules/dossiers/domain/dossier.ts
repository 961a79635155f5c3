import type { LocalTime } from '../../../kernel/dates.ts'
import type { DerivationLine, TimeLimit } from '../../../kernel/working-time/index.ts'
import type {
  Answers,
  Channel,
  Delivery,
  DossierState,
  DueBasis,
  FeeState,
  Vote,
  Wrong,
} from '../contract.ts'

export type Origin = 'own' | 'taken-in'

export interface Refusal {
  readonly ground: string
  readonly clause: string | null
}

/** What was seen of a dossier that its own course does not tell; null is not known, and never filled in. */
export interface Evidence {
  readonly fees: FeeState | null
  /** Every paper that was handed in has its digital copy. */
  readonly digitised: boolean | null
  /** At least one paper was taken from an earlier dossier or result. */
  readonly reused: boolean | null
  /** A paper was handed in as paper. */
  readonly paper: boolean | null
  /** The result was issued with its number and its file. */
  readonly electronicResult: boolean
  readonly vote: Vote | null
}

export interface Dossier {
  readonly id: string
  readonly code: string
  readonly procedureVersionId: string
  readonly caseKey: string
  readonly channel: Channel | null
  readonly origin: Origin
  readonly source: string | null
  readonly sourceKey: string | null
  readonly applicantId: string | null
  /** How surely the applicant was known when submitting: the level the electronic identity stated, 1 to 4. */
  readonly assurance: number | null
  readonly receivingAgencyId: string
  readonly competentAgencyId: string
  readonly state: DossierState
  readonly answers: Answers
  readonly delivery: Delivery | null
  readonly submittedAt: Date
  readonly acceptedAt: Date | null
  readonly dueAt: Date | null
  readonly dueBasis: DueBasis
  readonly derivation: readonly DerivationLine[]
  readonly lateFrom: Date | null
  readonly finishedAt: Date | null
  readonly refusedAt: Date | null
  readonly releasedAt: Date | null
  readonly decision: string | null
  readonly refusal: Refusal | null
  readonly supplements: number
  readonly evidence: Evidence
  readonly version: number
}

/** What anybody who has a dossier's code may know of it: its course, and nothing of what was declared, asked for or decided. */
export type Course = Pick<
  Dossier,
  | 'id'
  | 'code'
  | 'procedureVersionId'
  | 'caseKey'
  | 'channel'
  | 'origin'
  | 'source'
  | 'applicantId'
  | 'receivingAgencyId'
  | 'competentAgencyId'
  | 'state'
  | 'delivery'
  | 'submittedAt'
  | 'acceptedAt'
  | 'dueAt'
  | 'dueBasis'
  | 'derivation'
  | 'finishedAt'
  | 'refusedAt'
  | 'releasedAt'
>

/** What of a dossier its fact is made of, beside its procedure. */
export type CountedDossier = Pick<
  Dossier,
  'channel' | 'competentAgencyId' | 'acceptedAt' | 'finishedAt' | 'lateFrom' | 'dueBasis' | 'evidence'
>

/** The flat fact of an accepted dossier that indicators are defined over. */
export interface DossierFact {
  readonly agency: string
  readonly procedure: string
  readonly channel: string
  /** Whether being on time can be proven or refuted. */
  readonly provable: boolean
  readonly acceptedAt: Date
  readonly endedAt: Date | null
  readonly lateFrom: Date | null
  readonly fees: FeeState | null
  readonly digitised: boolean | null
  readonly reused: boolean | null
  readonly paper: boolean | null
  readonly electronicResult: boolean
  /** Whether the procedure is offered online from end to end. */
  readonly offeredEndToEnd: boolean
  /** Whether nothing in the law keeps the procedure from being handled so; null where that is not known. */
  readonly eligibleForEndToEnd: boolean | null
  readonly vote: Vote | null
}

/** What the procedure's version says of time for one case and channel. */
export interface Term {
  readonly limit: TimeLimit
  readonly cutOff: LocalTime | null
  readonly supplementMode: 'pause' | 'restart'
  /** How often a supplement may be asked for; null where the version sets no number. */
  readonly supplementRequests: number | null
}

export interface Supplement {
  readonly id: string
  readonly requestedAt: Date
  readonly requestedBy: string | null
  readonly message: string
  readonly wrong: readonly Wrong[]
  readonly mode: 'pause' | 'restart' | 'before-acceptance'
  readonly answeredAt: Date | null
  readonly dueBefore: Date | null
  readonly dueAfter: Date | null
}
