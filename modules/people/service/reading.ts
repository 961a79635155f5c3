import { localDateOf, type LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import { foldVietnamese } from '../../../kernel/vietnamese.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { historyOf, type Entry } from '../../../platform/ledger/index.ts'
import { administers, getAgency, listAgencyNames } from '../../agencies/index.ts'
import { isOfficeRole, mayChange } from '../access.ts'
import type {
  Holders,
  OfficerList,
  OfficerMoment,
  OfficerPage,
  OfficersQuery,
  OfficerSummary,
  Right,
  Role,
} from '../contract.ts'
import { endedOn, isInForce, rightsOn, type HeldRight, type Officer } from '../domain.ts'
import {
  findOfficer,
  findOfficerBySubject,
  listActingAt,
  listOfficerLines,
  listOfficersByIds,
} from '../store/officers.ts'
import { listAssignments, listDelegations, listPositions, type StoredDelegation } from '../store/rights.ts'
import { administering, grants, isSeen, type Administering, type PeopleParts } from './administering.ts'
import { listOfficerNames } from './visitors.ts'

const PAGE = 50
const roles: readonly Role[] = [
  'reception',
  'case-officer',
  'approver',
  'leader',
  'administrator',
  'operator',
]

/** The officers that serve or served at the administered agencies, by name, with their rights on a day. Problem 'people.officer-missing' for a place in the list that is none. */
export async function listAdministeredOfficers(
  { database, clock }: PeopleParts,
  visitor: OfficerVisitor,
  query: OfficersQuery,
): Promise<OfficerList> {
  return database.snapshot(async (db) => {
    const admin = await administering(db, visitor, clock())
    const on = query.on ?? admin.today
    const wanted = foldVietnamese(query.find ?? '')
    const { agencies } = admin
    const lines = await listOfficerLines(db, {
      scope: agencies.kind === 'everything' ? null : [...agencies.ids],
      agencyId: query.agencyId ?? null,
      on,
    })
    const found = lines.filter(({ name, subject }) => foldVietnamese(`${name} ${subject}`).includes(wanted))
    const start = query.after === undefined ? 0 : found.findIndex(({ id }) => id === query.after) + 1
    const page = found.slice(start, start + (query.limit ?? PAGE))
    const last = page.at(-1)
    const items = await summariesOf(
      db,
      page.map(({ id }) => id),
      on,
    )
    const hasMore = start + page.length < found.length
    return { on, total: found.length, items, next: hasMore && last !== undefined ? last.id : null }
  })
}

async function summariesOf(db: Db, ids: readonly string[], on: LocalDate): Promise<OfficerSummary[]> {
  const [officers, positions] = await Promise.all([listOfficersByIds(db, ids), listPositions(db, ids)])
  const rights = new Map(officers.map((officer) => [officer.id, rightsOn(officer, on)]))
  const serving = positions.filter((one) => isInForce(one, on))
  const named = await namesOf(db, [
    ...[...rights.values()].flat().map(({ agencyId }) => agencyId),
    ...serving.map(({ agencyId }) => agencyId),
  ])
  const byId = new Map(officers.map((officer) => [officer.id, officer]))
  return ids.flatMap((id) => {
    const officer = byId.get(id)
    if (officer === undefined) return []
    const own = serving.filter(({ officerId }) => officerId === id)
    return {
      id,
      subject: officer.subject,
      name: officer.name,
      positions: own.map(({ agencyId, title }) => ({ agency: named(agencyId), title })),
      rights: (rights.get(id) ?? []).map((right) => shown(right, named)),
    }
  })
}

type Named = (agencyId: string) => { id: string; name: string }

async function namesOf(db: Db, ids: readonly string[]): Promise<Named> {
  const names = await listAgencyNames(db, [...new Set(ids)])
  return (id) => ({ id, name: names.get(id) ?? '' })
}

function shown({ agencyId, role, until, delegatedBy }: HeldRight, named: Named): Right {
  return { agency: named(agencyId), role, until, delegatedBy }
}

/** An officer with rights on a day and all that was changed. Problem 'people.officer-missing', also for one of other agencies. */
export async function readOfficer(
  { database, clock }: PeopleParts,
  visitor: OfficerVisitor,
  id: string,
  on?: LocalDate,
): Promise<OfficerPage> {
  return database.snapshot(async (db) => {
    const admin = await administering(db, visitor, clock())
    return pageOf(db, admin, id, on ?? admin.today)
  })
}

/** The officer behind an account, undefined where nobody is. Problem 'people.officer-missing' for one of other agencies. */
export async function findAdministeredOfficer(
  { database, clock }: PeopleParts,
  visitor: OfficerVisitor,
  subject: string,
): Promise<OfficerPage | undefined> {
  return database.snapshot(async (db) => {
    const officer = await findOfficerBySubject(db, subject)
    if (officer === undefined) return undefined
    const admin = await administering(db, visitor, clock())
    return pageOf(db, admin, officer.id, admin.today)
  })
}

export async function pageOf(db: Db, admin: Administering, id: string, on: LocalDate): Promise<OfficerPage> {
  const officer = await findOfficer(db, id)
  if (officer === undefined || !(await isSeen(db, admin, officer))) {
    throw new Problem('missing', 'people.officer-missing')
  }
  const [assignments, positions, delegations, history] = await Promise.all([
    listAssignments(db, id),
    listPositions(db, [id]),
    listDelegations(db, id),
    historyOf(db, id),
  ])
  const named = await namesOf(db, [
    ...[...assignments, ...positions, ...delegations].map(({ agencyId }) => agencyId),
    ...history
      .flatMap(({ payload }) => [textIn(payload, 'agencyId'), textIn(payload, 'toAgencyId')])
      .flatMap((one) => one ?? []),
  ])
  const people = await listOfficerNames(db, [
    ...delegations.flatMap(({ fromOfficerId, toOfficerId }) => [fromOfficerId, toOfficerId]),
    ...history.flatMap(({ actor, payload }) => [
      ...(actor.kind === 'officer' ? [actor.id] : []),
      ...[textIn(payload, 'otherId')].flatMap((one) => one ?? []),
    ]),
  ])
  const isOther = mayChange(admin.visitor, id)
  const mayEnd = (role: Role, agencyId: string) => isOther && grants(admin, role, agencyId)
  return {
    id,
    revision: officer.revision,
    subject: officer.subject,
    name: officer.name,
    on,
    rights: rightsOn(officer, on).map((right) => shown(right, named)),
    assignments: assignments.map(({ id: assignmentId, agencyId, role, from, to, basis }) => ({
      id: assignmentId,
      agency: named(agencyId),
      role,
      from,
      to,
      basis,
      mayEnd: mayEnd(role, agencyId) && (to === null || to > admin.today),
    })),
    positions: positions.map(({ id: positionId, agencyId, title, from, to, basis }) => ({
      id: positionId,
      agency: named(agencyId),
      title,
      from,
      to,
      basis,
    })),
    delegations: delegations.map((one) => delegationShown(one, { id, admin, named, people, mayEnd })),
    work: await workOf(db, admin, officer, named),
    history: history.toReversed().map((entry) => momentOf(entry, named, people)),
    mayChange: isOther,
    grantable: roles.filter((role) => admin.agencies.kind === 'everything' || isOfficeRole(role)),
  }
}

function delegationShown(
  one: StoredDelegation,
  {
    id,
    admin,
    named,
    people,
    mayEnd,
  }: {
    readonly id: string
    readonly admin: Administering
    readonly named: Named
    readonly people: ReadonlyMap<string, string>
    readonly mayEnd: (role: Role, agencyId: string) => boolean
  },
): OfficerPage['delegations'][number] {
  const given = one.fromOfficerId === id
  const otherId = given ? one.toOfficerId : one.fromOfficerId
  return {
    id: one.id,
    given,
    other: { id: otherId, name: people.get(otherId) ?? '' },
    agency: named(one.agencyId),
    role: one.role,
    from: one.from,
    to: one.to,
    basis: one.basis,
    mayEnd: given && mayEnd(one.role, one.agencyId) && endedOn(one, admin.today) !== null,
  }
}

/** Whose the officer's work would be, role by role, if the officer were not there today. */
async function workOf(
  db: Db,
  { today, agencies }: Administering,
  officer: Officer,
  named: Named,
): Promise<OfficerPage['work']> {
  const held = officer.assignments.filter((one) => isInForce(one, today) && isOfficeRole(one.role))
  const work: OfficerPage['work'] = []
  for (const agencyId of new Set(held.map((one) => one.agencyId))) {
    if (!administers(agencies, agencyId)) continue
    const colleagues = (await listActingAt(db, agencyId, today)).filter(({ id }) => id !== officer.id)
    for (const { role } of held.filter((one) => one.agencyId === agencyId)) {
      const others = colleagues.filter((one) =>
        rightsOn(one, today).some((right) => right.agencyId === agencyId && right.role === role),
      )
      work.push({
        agency: named(agencyId),
        role,
        others: others.map(({ id, name }) => ({ id, name })),
        colleagues: colleagues.map(({ id, name }) => ({ id, name })),
      })
    }
  }
  return work
}

function momentOf(entry: Entry, named: Named, people: ReadonlyMap<string, string>): OfficerMoment {
  const { kind, recordedAt, actor, payload } = entry
  const agencyId = textIn(payload, 'toAgencyId') ?? textIn(payload, 'agencyId')
  const otherId = textIn(payload, 'otherId')
  return {
    kind,
    at: recordedAt.toISOString(),
    by: actor.kind === 'officer' ? (people.get(actor.id) ?? null) : null,
    basis: textIn(payload, 'basis') ?? entry.basis,
    agency: agencyId === null ? null : named(agencyId).name,
    role: roles.find((role) => role === payload?.['role']) ?? null,
    from: textIn(payload, 'from'),
    to: textIn(payload, 'to'),
    other:
      otherId === null
        ? (textIn(payload, 'title') ?? textIn(payload, 'name'))
        : (people.get(otherId) ?? null),
  }
}

function textIn(payload: Entry['payload'], name: string): string | null {
  const value = payload?.[name]
  return typeof value === 'string' ? value : null
}

/** Who holds or carries each role at an agency on a day. Problem 'people.agency-not-administered'. */
export async function listHolders(
  { database, clock }: PeopleParts,
  visitor: OfficerVisitor,
  { agencyId, on: asked }: { readonly agencyId: string; readonly on?: LocalDate },
): Promise<Holders> {
  return database.snapshot(async (db) => {
    const on = asked ?? localDateOf(clock())
    const admin = await administering(db, visitor, clock())
    if (!administers(admin.agencies, agencyId)) throw new Problem('missing', 'agencies.missing')
    const { name } = await getAgency(db, agencyId)
    const acting = (await listActingAt(db, agencyId, on)).flatMap((officer) =>
      rightsOn(officer, on)
        .filter((right) => right.agencyId === agencyId)
        .map((right) => ({ officer, right })),
    )
    return {
      on,
      agency: { id: agencyId, name },
      roles: roles.map((role) => ({
        role,
        officers: acting
          .filter(({ right }) => right.role === role)
          .map(({ officer, right }) => ({
            id: officer.id,
            name: officer.name,
            until: right.until,
            delegatedBy: right.delegatedBy?.name ?? null,
          })),
      })),
    }
  })
}
