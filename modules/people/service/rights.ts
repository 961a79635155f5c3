import type { LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { NewEntry } from '../../../platform/ledger/index.ts'
import { peopleEntries } from '../contract.ts'
import { coversWhole, endedOn, overlap, type Assignment, type Officer } from '../domain.ts'
import { addAssignment } from '../store/officers.ts'
import {
  endAssignment,
  endDelegation,
  endPosition,
  isHeldByAnother,
  listAssignments,
  listDelegations,
  listPositions,
  savePosition,
  type StoredAssignment,
} from '../store/rights.ts'
import { demandGrant, entry, type Administering } from './administering.ts'

/** Gives a role. Problem 'people.role-held-already' when it is held on some day of that time. */
export async function give(
  tx: Tx,
  admin: Administering,
  officer: Pick<Officer, 'id' | 'assignments'>,
  assignment: Assignment,
  basis: string,
): Promise<NewEntry> {
  demandGrant(admin, assignment.role, assignment.agencyId)
  if (holdsSome(officer.assignments, assignment)) {
    throw new Problem('conflict', 'people.role-held-already', { meta: { role: assignment.role } })
  }
  await addAssignment(tx, officer.id, assignment, basis)
  return entry(admin, peopleEntries.assigned, basis, { ...assignment })
}

export function holdsSome(held: readonly Assignment[], wanted: Assignment): boolean {
  return held.some(
    (one) => one.agencyId === wanted.agencyId && one.role === wanted.role && overlap(one, wanted),
  )
}

/**
 * Ends a role from a day on, and the delegations that rest on it. Problems 'people.role-not-held' when it has ended by then,
 * 'people.last-operator' when nobody else would run the system.
 */
export async function take(
  tx: Tx,
  admin: Administering,
  assignment: StoredAssignment,
  on: LocalDate,
  basis: string,
): Promise<readonly NewEntry[]> {
  const { id, officerId, agencyId, role, from } = assignment
  demandGrant(admin, role, agencyId)
  const to = endedOn(assignment, on)
  if (to === null) throw new Problem('conflict', 'people.role-not-held', { meta: { role } })
  if (role === 'operator' && !(await isHeldByAnother(tx, role, on, officerId))) {
    throw new Problem('conflict', 'people.last-operator')
  }
  await endAssignment(tx, id, to)
  const ended = entry(admin, peopleEntries.assignmentEnded, basis, { agencyId, role, from, to })
  return [ended, ...(await cutDelegations(tx, admin, officerId, on, basis))]
}

/** Ends what an officer delegated and, from this day on, no longer holds. */
async function cutDelegations(
  tx: Tx,
  admin: Administering,
  officerId: string,
  on: LocalDate,
  basis: string,
): Promise<readonly NewEntry[]> {
  const [held, delegations] = await Promise.all([
    listAssignments(tx, officerId),
    listDelegations(tx, officerId),
  ])
  const entries: NewEntry[] = []
  for (const delegation of delegations) {
    const { id, fromOfficerId, toOfficerId, agencyId, role, from } = delegation
    const resting = held.filter((one) => one.agencyId === agencyId && one.role === role)
    const to = endedOn(delegation, on)
    if (fromOfficerId !== officerId || to === null || coversWhole(resting, delegation)) continue
    await endDelegation(tx, id, to)
    const told = { agencyId, role, from, to, otherId: toOfficerId }
    entries.push(entry(admin, peopleEntries.delegationEnded, basis, told))
  }
  return entries
}

/** Ends what an officer is at an agency (everywhere, without one) from a day on. */
export async function endPositions(
  tx: Tx,
  officerId: string,
  on: LocalDate,
  agencyId?: string,
): Promise<number> {
  let ended = 0
  for (const position of await listPositions(tx, [officerId])) {
    const to = endedOn(position, on)
    if (to === null || (agencyId !== undefined && position.agencyId !== agencyId)) continue
    await endPosition(tx, position.id, to)
    ended += 1
  }
  return ended
}

/** Says what an officer is at an agency from a day on; what it was there until then ends on that day. */
export async function position(
  tx: Tx,
  admin: Administering,
  officerId: string,
  told: {
    readonly agencyId: string
    readonly title: string
    readonly from: LocalDate
    readonly basis: string
  },
): Promise<NewEntry> {
  const { agencyId, from, basis } = told
  const title = told.title.normalize('NFC')
  await endPositions(tx, officerId, from, agencyId)
  await savePosition(tx, { officerId, agencyId, title, from, to: null, basis })
  return entry(admin, peopleEntries.positioned, basis, { agencyId, title, from, to: null })
}
