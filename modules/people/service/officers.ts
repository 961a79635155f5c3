import { Problem } from '../../../kernel/problem.ts'
import type { Tx } from '../../../platform/db/index.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { record, type NewEntry } from '../../../platform/ledger/index.ts'
import {
  peopleEntries,
  type AssignInput,
  type EndInput,
  type MoveInput,
  type NewOfficer,
  type OfficerPage,
  type PositionInput,
  type RenameInput,
} from '../contract.ts'
import { endedOn, refuseEmpty, refusePast, type Officer } from '../domain.ts'
import { addAssignment, lockOfficers, raiseRevision, rename, saveNewOfficer } from '../store/officers.ts'
import { listAssignments } from '../store/rights.ts'
import {
  administering,
  demandAgency,
  demandGrant,
  demandInForce,
  entry,
  lockToChange,
  type Administering,
  type PeopleParts,
} from './administering.ts'
import { pageOf } from './reading.ts'
import { endPositions, give, holdsSome, position, take } from './rights.ts'

/** One change of one officer, and of another one with it where one is named: all of it or nothing, recorded in the officer's own order. */
export async function changeOfficer(
  { database, clock }: PeopleParts,
  visitor: OfficerVisitor,
  {
    id,
    revision,
    otherId,
  }: { readonly id: string; readonly revision: number; readonly otherId?: string | undefined },
  work: (tx: Tx, admin: Administering, officer: Officer) => Promise<readonly NewEntry[]>,
): Promise<OfficerPage> {
  return database.transact(async (tx) => {
    const admin = await administering(tx, visitor, clock())
    if (otherId !== undefined) await lockOfficers(tx, [id, otherId])
    const officer = await lockToChange(tx, admin, id, revision)
    const entries = await work(tx, admin, officer)
    await raiseRevision(tx, id)
    await record(tx, admin.at, id, entries)
    return pageOf(tx, admin, id, admin.today)
  })
}

/** Enters an officer with the first roles, all at one agency. Problem 'people.subject-taken'. */
export async function enterOfficer(
  { database, clock }: PeopleParts,
  visitor: OfficerVisitor,
  input: NewOfficer,
): Promise<OfficerPage> {
  const { subject, title, agencyId, roles, from, basis } = input
  const name = input.name.normalize('NFC').trim()
  return database.transact(async (tx) => {
    const admin = await administering(tx, visitor, clock())
    for (const role of roles) demandGrant(admin, role, agencyId)
    refusePast(from, admin.today, '/from')
    await demandInForce(tx, agencyId, from, '/agencyId')
    const id = await saveNewOfficer(tx, admin.at, { subject, name })
    if (id === undefined) {
      const code = 'people.subject-taken'
      throw new Problem('conflict', code, { fields: [{ path: '/subject', code }] })
    }
    const entries = [entry(admin, peopleEntries.entered, basis, { agencyId, name, subject })]
    for (const role of roles) {
      await addAssignment(tx, id, { agencyId, role, from, to: null }, basis)
      entries.push(entry(admin, peopleEntries.assigned, basis, { agencyId, role, from, to: null }))
    }
    if (title !== undefined) entries.push(await position(tx, admin, id, { agencyId, title, from, basis }))
    await record(tx, admin.at, id, entries)
    return pageOf(tx, admin, id, admin.today)
  })
}

export function renameOfficer(
  parts: PeopleParts,
  visitor: OfficerVisitor,
  id: string,
  { revision, basis, ...input }: RenameInput,
): Promise<OfficerPage> {
  return changeOfficer(parts, visitor, { id, revision }, async (tx, admin) => {
    const name = input.name.normalize('NFC').trim()
    await rename(tx, id, name)
    return [entry(admin, peopleEntries.renamed, basis, { name })]
  })
}

/** Gives a role at an agency, from today on at the earliest. */
export function assignRole(
  parts: PeopleParts,
  visitor: OfficerVisitor,
  id: string,
  { revision, agencyId, role, from, basis, ...input }: AssignInput,
): Promise<OfficerPage> {
  return changeOfficer(parts, visitor, { id, revision }, async (tx, admin, officer) => {
    const to = input.to ?? null
    demandGrant(admin, role, agencyId)
    refusePast(from, admin.today, '/from')
    refuseEmpty({ from, to })
    await demandInForce(tx, agencyId, from, '/agencyId')
    return [await give(tx, admin, officer, { agencyId, role, from, to }, basis)]
  })
}

/** Ends a role from a day on, today at the earliest; one that has not begun is withdrawn whole. */
export function endRole(
  parts: PeopleParts,
  visitor: OfficerVisitor,
  id: string,
  assignmentId: string,
  { revision, on, basis }: EndInput,
): Promise<OfficerPage> {
  return changeOfficer(parts, visitor, { id, revision }, async (tx, admin) => {
    const assignment = (await listAssignments(tx, id)).find((one) => one.id === assignmentId)
    if (assignment === undefined) throw new Problem('missing', 'people.role-not-held')
    refusePast(on, admin.today, '/on')
    return take(tx, admin, assignment, on, basis)
  })
}

export function setPosition(
  parts: PeopleParts,
  visitor: OfficerVisitor,
  id: string,
  { revision, ...told }: PositionInput,
): Promise<OfficerPage> {
  return changeOfficer(parts, visitor, { id, revision }, async (tx, admin) => {
    demandAgency(admin, told.agencyId)
    await demandInForce(tx, told.agencyId, told.from, '/agencyId')
    return [await position(tx, admin, id, told)]
  })
}

/** Moves an officer: what is held at one agency ends, and begins at the other on the same day. Problem 'people.nothing-to-move'. */
export function moveOfficer(
  parts: PeopleParts,
  visitor: OfficerVisitor,
  id: string,
  { revision, fromAgencyId, toAgencyId, on, title, basis }: MoveInput,
): Promise<OfficerPage> {
  return changeOfficer(parts, visitor, { id, revision }, async (tx, admin, officer) => {
    demandAgency(admin, fromAgencyId)
    demandAgency(admin, toAgencyId)
    refusePast(on, admin.today, '/on')
    await demandInForce(tx, toAgencyId, on, '/toAgencyId')
    const held = (await listAssignments(tx, id)).filter(
      (one) => one.agencyId === fromAgencyId && endedOn(one, on) !== null,
    )
    const moved = entry(admin, peopleEntries.moved, basis, {
      agencyId: fromAgencyId,
      toAgencyId,
      from: on,
    })
    const entries = [moved]
    for (const assignment of held) {
      entries.push(...(await take(tx, admin, assignment, on, basis)))
      const { role, from, to } = assignment
      const there = { agencyId: toAgencyId, role, from: from > on ? from : on, to }
      if (!holdsSome(officer.assignments, there)) entries.push(await give(tx, admin, officer, there, basis))
    }
    const positions = await endPositions(tx, id, on, fromAgencyId)
    if (fromAgencyId === toAgencyId || held.length + positions === 0) {
      throw new Problem('conflict', 'people.nothing-to-move')
    }
    if (title !== undefined) {
      entries.push(await position(tx, admin, id, { agencyId: toAgencyId, title, from: on, basis }))
    }
    return entries
  })
}
