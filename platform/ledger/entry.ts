import type { Clause } from '../../kernel/clause.ts'

/** Who acted: ids only, nothing personal. */
export interface Actor {
  readonly kind: 'person' | 'officer' | 'system' | 'source'
  readonly id: string
}

export type Payload = Readonly<Record<string, unknown>>

export interface NewEntry {
  /** A dotted past participle: 'dossier.received'. */
  readonly kind: string
  readonly occurredAt: Date
  readonly actor: Actor
  readonly agencyId?: string | null
  /** The clause that it rests on, as content declares it; an officer's own words belong into the payload. */
  readonly basis?: Clause | null
  /** The only place for anything personal: it can be erased. */
  readonly payload: Payload
}

export interface Entry {
  readonly id: string
  readonly kind: string
  readonly caseId: string | null
  /** Dense from 1 within the case. */
  readonly caseSeq: number | null
  readonly occurredAt: Date
  readonly recordedAt: Date
  readonly actor: Actor
  readonly agencyId: string | null
  readonly basis: string | null
  /** Null once erased. */
  readonly payload: Payload | null
  /** Absent until the sequencer has placed the entry. */
  readonly position?: number
}

export interface PlacedEntry extends Entry {
  readonly position: number
}
