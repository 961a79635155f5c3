import type { LocalDate } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import type { DelegableRole, Role } from './contract.ts'

export interface Person {
  readonly id: string
  readonly kind: 'citizen' | 'organisation'
  readonly nationalId: string | null
  readonly name: string
  readonly birthOn: LocalDate | null
  readonly phone: string | null
  readonly email: string | null
}

/** `from` inclusive, `to` exclusive: from a day on until, not including, another; null is without end. */
export interface Period {
  readonly from: LocalDate
  readonly to: LocalDate | null
}

export interface Assignment extends Period {
  readonly agencyId: string
  readonly role: Role
}

/** Another officer's role at an agency, carried for a period. */
export interface Delegated extends Assignment {
  readonly role: DelegableRole
  readonly to: LocalDate
  readonly fromOfficerId: string
  readonly fromOfficerName: string
}

export interface Officer {
  readonly id: string
  readonly subject: string
  readonly name: string
  /** How many times this officer was changed by an administrator; 0: as content told it. */
  readonly revision: number
  readonly assignments: readonly Assignment[]
  readonly delegated: readonly Delegated[]
}

/** What the citizens' issuer says of somebody who signed in; nothing else of its answer is kept. */
export interface CitizenClaims {
  readonly subject: string
  readonly nationalId: string
  readonly name: string
  readonly birthOn: LocalDate | null
}

export function isInForce({ from, to }: Period, on: LocalDate): boolean {
  return from <= on && (to === null || on < to)
}

/** A role at an agency on a day: the officer's own, or carried for another. */
export interface HeldRight {
  readonly agencyId: string
  readonly role: Role
  readonly until: LocalDate | null
  readonly delegatedBy: { readonly id: string; readonly name: string } | null
}

/** What an officer may act as on a day: the roles of their own, and those delegated on that day which are not. */
export function rightsOn(
  { assignments, delegated }: Pick<Officer, 'assignments' | 'delegated'>,
  on: LocalDate,
): readonly HeldRight[] {
  const own = assignments
    .filter((one) => isInForce(one, on))
    .map(({ agencyId, role, to }): HeldRight => ({ agencyId, role, until: to, delegatedBy: null }))
  const carried = delegated
    .filter((one) => isInForce(one, on))
    .filter(({ agencyId, role }) => !own.some((held) => held.agencyId === agencyId && held.role === role))
    .map(({ agencyId, role, to, fromOfficerId, fromOfficerName }): HeldRight => ({
      agencyId,
      role,
      until: to,
      delegatedBy: { id: fromOfficerId, name: fromOfficerName },
    }))
  return [...own, ...carried]
}

/** Where a period ends when it is ended on a day; null when the day comes too late to end it. One that has not begun is withdrawn whole. */
export function endedOn({ from, to }: Period, on: LocalDate): LocalDate | null {
  if (to !== null && to <= on) return null
  return on < from ? from : on
}

/** Whether some day lies in both. */
export function overlap(a: Period, b: Period): boolean {
  return before(a.from, a.to) && before(b.from, b.to) && before(a.from, b.to) && before(b.from, a.to)
}

/** Whether a role is held on every day of a period, by one assignment or several that follow each other. */
export function coversWhole(held: readonly Period[], { from, to }: Period): boolean {
  let reached: LocalDate | null = from
  for (const one of held.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (reached !== null && one.from <= reached && before(reached, one.to)) reached = one.to
  }
  return reached === null || (to !== null && reached >= to)
}

/** Rights are given and taken from today on at the earliest: who could do what on a past day stays as it was. Problem 'people.day-past'. */
export function refusePast(day: LocalDate, today: LocalDate, path: string): void {
  if (day >= today) return
  throw new Problem('invalid', 'people.day-past', { fields: [{ path, code: 'people.day-past' }] })
}

/** Problem 'people.period-empty'. */
export function refuseEmpty({ from, to }: Period): void {
  if (before(from, to)) return
  throw new Problem('invalid', 'people.period-empty', {
    fields: [{ path: '/to', code: 'people.period-empty' }],
  })
}

function before(day: LocalDate, end: LocalDate | null): boolean {
  return end === null || day < end
}
