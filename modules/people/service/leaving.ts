import type { LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { record, type NewEntry } from '../../../platform/ledger/index.ts'
import { isOfficeRole, mayChange } from '../access.ts'
import {
  peopleEntries,
  type DelegateInput,
  type EndInput,
  type LeaveInput,
  type OfficerPage,
} from '../contract.ts'
import { coversWhole, endedOn, isInForce, overlap, refuseEmpty, refusePast, type Officer } from '../domain.ts'
import { lockOfficer, raiseRevision } from '../store/officers.ts'
import {
  endDelegation,
  findDelegation,
  listAssignments,
  listDelegations,
  listPositions,
  saveDelegation,
  type StoredAssignment,
} from '../store/rights.ts'
import { demandGrant, entry, lockOwn, type Administering, type PeopleParts } from './administering.ts'
import { changeOfficer } from './officers.ts'
import { endPositions, give, holdsSome, take } from './rights.ts'

/**
 * An officer leaves: all roles, positions and delegations end from a day on. Open work belongs to the role at the agency and
 * so to whoever else holds it; a named colleague is given the roles that end. Problem 'people.successor-unfit'.
 */
export function leave(
  parts: PeopleParts,
  visitor: OfficerVisitor,
  id: string,
  { revision, on, successorId, basis }: LeaveInput,
): Promise<OfficerPage> {
  return changeOfficer(parts, visitor, { id, revision, otherId: successorId }, async (tx, admin) => {
    refusePast(on, admin.today, '/on')
    const held = (await listAssignments(tx, id)).filter((one) => endedOn(one, on) !== null)
    const left = entry(admin, peopleEntries.left, basis, {
      from: on,
      ...(successorId === undefined ? {} : { otherId: successorId }),
    })
    const entries: NewEntry[] = [left]
    for (const assignment of held) entries.push(...(await take(tx, admin, assignment, on, basis)))
    entries.push(...(await giveBack(tx, admin, id, on, basis)))
    await endPositions(tx, id, on)
    if (successorId !== undefined) {
      entries.push(...(await handOn(tx, admin, { leaverId: id, successorId, held, on, basis })))
    }
    return entries
  })
}

/** Ends what was delegated to a leaver. */
async function giveBack(
  tx: Tx,
  admin: Administering,
  officerId: string,
  on: LocalDate,
  basis: string,
): Promise<readonly NewEntry[]> {
  const entries: NewEntry[] = []
  for (const delegation of await listDelegations(tx, officerId)) {
    const { id, toOfficerId, fromOfficerId, agencyId, role, from } = delegation
    const to = endedOn(delegation, on)
    if (toOfficerId !== officerId || to === null) continue
    await endDelegation(tx, id, to)
    const told = { agencyId, role, from, to, otherId: fromOfficerId }
    entries.push(entry(admin, peopleEntries.delegationEnded, basis, told))
  }
  return entries
}

async function handOn(
  tx: Tx,
  admin: Administering,
  handing: {
    readonly leaverId: string
    readonly successorId: string
    readonly held: readonly StoredAssignment[]
    readonly on: LocalDate
    readonly basis: string
  },
): Promise<readonly NewEntry[]> {
  const { leaverId, successorId, on, basis } = handing
  const held = handing.held.filter(({ role }) => isOfficeRole(role))
  const successor = await lockOfficer(tx, successorId)
  if (
    successor === undefined ||
    successorId === leaverId ||
    !mayChange(admin.visitor, successorId) ||
    !(await isColleague(tx, successor, held, on))
  ) {
    const code = 'people.successor-unfit'
    throw new Problem('invalid', code, { fields: [{ path: '/successorId', code }] })
  }
  const given: NewEntry[] = []
  const handedOn: NewEntry[] = []
  for (const { agencyId, role, from, to } of held) {
    handedOn.push(
      entry(admin, peopleEntries.handedOn, basis, { agencyId, role, from: on, otherId: successorId }),
    )
    const wanted = { agencyId, role, from: from > on ? from : on, to }
    if (!holdsSome(successor.assignments, wanted)) {
      given.push(await give(tx, admin, successor, wanted, basis))
    }
  }
  await raiseRevision(tx, successorId)
  if (given.length > 0) await record(tx, admin.at, successorId, given)
  return handedOn
}

/** Whether somebody serves, that day, at an agency whose work is handed on. */
async function isColleague(
  tx: Tx,
  officer: Officer,
  held: readonly StoredAssignment[],
  on: LocalDate,
): Promise<boolean> {
  const positions = await listPositions(tx, [officer.id])
  const serving = [...officer.assignments, ...positions].filter((one) => isInForce(one, on))
  return serving.some(({ agencyId }) => held.some((one) => one.agencyId === agencyId))
}

/**
 * Lets another officer carry a role for a period. Problems 'people.role-not-held' when the giver does not hold it on each of
 * those days, 'people.delegation-exists' when the other carries it already.
 */
export function delegate(
  parts: PeopleParts,
  visitor: OfficerVisitor,
  id: string,
  { revision, toOfficerId, agencyId, role, from, to, basis }: DelegateInput,
): Promise<OfficerPage> {
  return changeOfficer(parts, visitor, { id, revision, otherId: toOfficerId }, async (tx, admin, officer) => {
    demandGrant(admin, role, agencyId)
    refusePast(from, admin.today, '/from')
    refuseEmpty({ from, to })
    const held = officer.assignments.filter((one) => one.agencyId === agencyId && one.role === role)
    if (!coversWhole(held, { from, to }))
      throw new Problem('conflict', 'people.role-not-held', { meta: { role } })
    const other = await lockOwn(tx, admin, toOfficerId)
    if (other.id === id || !mayChange(admin.visitor, other.id)) {
      const code = 'people.successor-unfit'
      throw new Problem('invalid', code, { fields: [{ path: '/toOfficerId', code }] })
    }
    const carried = other.delegated.filter((one) => one.agencyId === agencyId && one.role === role)
    if (carried.some((one) => overlap(one, { from, to }))) {
      throw new Problem('conflict', 'people.delegation-exists')
    }
    await saveDelegation(tx, admin.at, {
      fromOfficerId: id,
      toOfficerId,
      agencyId,
      role,
      from,
      to,
      basis,
    })
    return [entry(admin, peopleEntries.delegated, basis, { agencyId, role, from, to, otherId: toOfficerId })]
  })
}

/** Ends a delegation before its time. Problem 'people.delegation-ended'. */
export function endDelegationOf(
  parts: PeopleParts,
  visitor: OfficerVisitor,
  id: string,
  delegationId: string,
  { revision, on, basis }: EndInput,
): Promise<OfficerPage> {
  return changeOfficer(parts, visitor, { id, revision }, async (tx, admin) => {
    const delegation = await findDelegation(tx, delegationId)
    if (delegation === undefined || delegation.fromOfficerId !== id) {
      throw new Problem('missing', 'people.delegation-ended')
    }
    const { agencyId, role, from, toOfficerId } = delegation
    demandGrant(admin, role, agencyId)
    refusePast(on, admin.today, '/on')
    const to = endedOn(delegation, on)
    if (to === null) throw new Problem('conflict', 'people.delegation-ended')
    await endDelegation(tx, delegationId, to)
    const told = { agencyId, role, from, to, otherId: toOfficerId }
    return [entry(admin, peopleEntries.delegationEnded, basis, told)]
  })
}
