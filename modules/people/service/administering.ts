import type { Clock } from '../../../kernel/clock.ts'
import { localDateOf, type LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Db, Transactional, Tx } from '../../../platform/db/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import type { Actor, NewEntry } from '../../../platform/ledger/index.ts'
import {
  administeredAgencies,
  administers,
  listAgenciesByIds,
  type AdministeredAgencies,
} from '../../agencies/index.ts'
import { mayChange, mayGrant } from '../access.ts'
import type { Role } from '../contract.ts'
import type { Officer } from '../domain.ts'
import { lockOfficer } from '../store/officers.ts'
import { listPositions } from '../store/rights.ts'

/** What administering people works with; wired once in main. */
export interface PeopleParts {
  readonly database: Transactional
  readonly clock: Clock
}

/** Somebody who administers, at an instant. */
export interface Administering {
  readonly visitor: OfficerVisitor
  readonly actor: Actor
  readonly at: Date
  readonly today: LocalDate
  readonly agencies: AdministeredAgencies
}

export async function administering(db: Db, visitor: OfficerVisitor, at: Date): Promise<Administering> {
  const today = localDateOf(at)
  const agencies = await administeredAgencies(db, visitor, today)
  return { visitor, actor: { kind: 'officer', id: visitor.officerId }, at, today, agencies }
}

export function grants({ visitor, agencies }: Administering, role: Role, agencyId: string): boolean {
  return mayGrant(visitor, role, administers(agencies, agencyId))
}

/** Problems 'people.agency-not-administered' and 'people.role-not-grantable'. */
export function demandGrant(admin: Administering, role: Role, agencyId: string): void {
  demandAgency(admin, agencyId)
  if (!grants(admin, role, agencyId)) {
    throw new Problem('forbidden', 'people.role-not-grantable', { meta: { role } })
  }
}

/** Problem 'people.agency-not-administered'. */
export function demandAgency({ agencies }: Administering, agencyId: string): void {
  if (!administers(agencies, agencyId)) throw new Problem('forbidden', 'people.agency-not-administered')
}

/** Problem 'people.agency-not-in-force'. */
export async function demandInForce(db: Db, agencyId: string, on: LocalDate, path: string): Promise<void> {
  const [agency] = await listAgenciesByIds(db, [agencyId], on)
  if (agency !== undefined) return
  const code = 'people.agency-not-in-force'
  throw new Problem('invalid', code, { fields: [{ path, code }] })
}

/** The officer whom this change is about, locked; whoever serves at none of the administered agencies does not exist for the asker. */
export async function lockOwn(tx: Tx, admin: Administering, id: string): Promise<Officer> {
  const officer = await lockOfficer(tx, id)
  if (officer === undefined || !(await isSeen(tx, admin, officer))) {
    throw new Problem('missing', 'people.officer-missing')
  }
  return officer
}

/** As `lockOwn`, to be changed: problems 'people.officer-changed' {revision} and 'people.own-rights'. */
export async function lockToChange(
  tx: Tx,
  admin: Administering,
  id: string,
  revision: number,
): Promise<Officer> {
  const officer = await lockOwn(tx, admin, id)
  if (!mayChange(admin.visitor, officer.id)) throw new Problem('forbidden', 'people.own-rights')
  if (officer.revision !== revision) {
    throw new Problem('conflict', 'people.officer-changed', { meta: { revision: officer.revision } })
  }
  return officer
}

export async function isSeen(db: Db, { agencies }: Administering, officer: Officer): Promise<boolean> {
  if (agencies.kind === 'everything') return true
  const { assignments, delegated } = officer
  if ([...assignments, ...delegated].some(({ agencyId }) => administers(agencies, agencyId))) return true
  return (await listPositions(db, [officer.id])).some(({ agencyId }) => administers(agencies, agencyId))
}

/** An entry of an officer's history; what it names stands in its payload under these names alone. */
export function entry(
  { actor, at }: Administering,
  kind: string,
  basis: string,
  payload: {
    readonly agencyId?: string
    readonly role?: Role
    readonly from?: LocalDate
    readonly to?: LocalDate | null
    readonly otherId?: string
    readonly title?: string
    readonly name?: string
    readonly subject?: string
    readonly toAgencyId?: string
  },
): NewEntry {
  return { kind, occurredAt: at, actor, agencyId: payload.agencyId ?? null, payload: { ...payload, basis } }
}
