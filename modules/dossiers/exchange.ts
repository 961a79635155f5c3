import type { Channel, Delivery, DossierState, DueBasis } from './contract.ts'
import type { Origin } from './domain.ts'

/** All that is proven of a dossier, for a connector that tells another system of it; what is not known is null, never a stand-in value. */
export interface DossierTruth {
  readonly id: string
  readonly code: string
  readonly version: number
  readonly origin: Origin
  readonly procedure: {
    readonly code: string
    readonly name: string
    readonly field: { readonly code: string; readonly name: string } | null
  }
  readonly channel: Channel | null
  readonly delivery: Delivery | null
  readonly applicant: {
    readonly id: string
    readonly name: string
    readonly kind: 'citizen' | 'organisation'
    readonly nationalId: string | null
    readonly phone: string | null
    readonly email: string | null
    /** Signed in through an electronic identity when the dossier was submitted. */
    readonly verified: boolean
  } | null
  readonly state: DossierState
  readonly submittedAt: Date
  readonly acceptedAt: Date | null
  readonly dueAt: Date | null
  readonly dueBasis: DueBasis
  readonly finishedAt: Date | null
  readonly refusedAt: Date | null
  readonly releasedAt: Date | null
  /** The officers' names; null before, and where a source does not say. */
  readonly acceptedBy: string | null
  readonly releasedBy: string | null
  readonly refusal: { readonly ground: string; readonly clause: string | null } | null
  readonly receivingAgency: { readonly id: string; readonly name: string; readonly code: string | null }
  readonly competentAgency: { readonly id: string; readonly name: string; readonly code: string | null }
  /** The papers that have a digital copy. */
  readonly parts: readonly {
    readonly id: string
    /** The requirement's national code (MAGIAYTO) where the catalogue gives one. */
    readonly requirementCode: string | null
    readonly requirement: string
    readonly title: string
    readonly name: string
    readonly sha256: string
    readonly mediaType: string
  }[]
  readonly steps: readonly {
    readonly id: string
    readonly name: string
    readonly role: string | null
    readonly agencyName: string | null
    readonly officerName: string | null
    readonly openedAt: Date | null
    readonly dueAt: Date | null
    readonly closedAt: Date | null
    readonly outcome: string | null
  }[]
  readonly supplements: readonly {
    readonly id: string
    readonly requestedAt: Date
    readonly requestedBy: string | null
    readonly message: string
    readonly answeredAt: Date | null
    readonly dueBefore: Date | null
    readonly dueAfter: Date | null
  }[]
  readonly result: {
    readonly key: string
    readonly name: string
    /** The result's national code (MAKETQUA) where the catalogue gives one. */
    readonly code: string | null
    readonly number: string
    readonly issuedAt: Date
    readonly file: { readonly sha256: string; readonly name: string } | null
  } | null
}
