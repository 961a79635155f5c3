import type { LocalDate } from '../../kernel/dates.ts'
import type { Role } from './contract.ts'

export interface Person {
  readonly id: string
  readonly kind: 'citizen' | 'organisation'
  readonly nationalId: string | null
  readonly name: string
  readonly birthOn: LocalDate | null
  readonly phone: string | null
  readonly email: string | null
}

/** `from` inclusive, `to` exclusive. */
export interface Assignment {
  readonly agencyId: string
  readonly role: Role
  readonly from: LocalDate
  readonly to: LocalDate | null
}

export interface Officer {
  readonly id: string
  readonly subject: string
  readonly name: string
  readonly assignments: readonly Assignment[]
}

/** What the citizens' issuer says of somebody who signed in; nothing else of its answer is kept. */
export interface CitizenClaims {
  readonly subject: string
  readonly nationalId: string
  readonly name: string
  readonly birthOn: LocalDate | null
}

export function isInForce({ from, to }: Assignment, on: LocalDate): boolean {
  return from <= on && (to === null || on < to)
}
