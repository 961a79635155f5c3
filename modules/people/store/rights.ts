import type { LocalDate } from '../../../kernel/dates.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { DelegableRole, Role } from '../contract.ts'
import type { Period } from '../domain.ts'

export interface StoredAssignment extends Period {
  readonly id: string
  readonly officerId: string
  readonly agencyId: string
  readonly role: Role
  readonly basis: string | null
}

export function listAssignments(db: Db, officerId: string): Promise<readonly StoredAssignment[]> {
  return db.rows<StoredAssignment>(
    `SELECT id, officer_id AS "officerId", agency_id AS "agencyId", role, valid_from AS "from", valid_to AS "to", basis
     FROM officer_assignment WHERE officer_id = $1 AND valid_to IS DISTINCT FROM valid_from
     ORDER BY valid_from DESC, agency_id, role`,
    [officerId],
  )
}

export async function endAssignment(tx: Tx, id: string, to: LocalDate): Promise<void> {
  await tx.run('UPDATE officer_assignment SET valid_to = $2 WHERE id = $1', [id, to])
}

/** Whether somebody else holds a role on that day and without end. */
export async function isHeldByAnother(
  tx: Tx,
  role: Role,
  on: LocalDate,
  officerId: string,
): Promise<boolean> {
  // One change at a time: two operators who end each other's role at once would leave none.
  await tx.run(`SELECT pg_advisory_xact_lock(hashtextextended('people.role.' || $1, 0))`, [role])
  const found = await tx.maybe(
    `SELECT 1 FROM officer_assignment
     WHERE role = $1 AND officer_id <> $3 AND valid_from <= $2 AND valid_to IS NULL LIMIT 1`,
    [role, on, officerId],
  )
  return found !== undefined
}

export interface StoredPosition extends Period {
  readonly id: string
  readonly officerId: string
  readonly agencyId: string
  readonly title: string
  readonly basis: string
}

const POSITION = `SELECT id, officer_id AS "officerId", agency_id AS "agencyId", title, valid_from AS "from",
  valid_to AS "to", basis FROM officer_position`

export function listPositions(db: Db, officerIds: readonly string[]): Promise<readonly StoredPosition[]> {
  return db.rows<StoredPosition>(
    `${POSITION} WHERE officer_id = ANY($1::uuid[]) AND valid_to IS DISTINCT FROM valid_from
     ORDER BY valid_from DESC, agency_id`,
    [officerIds],
  )
}

export async function savePosition(tx: Tx, position: Omit<StoredPosition, 'id'>): Promise<void> {
  const { officerId, agencyId, title, from, to, basis } = position
  await tx.run(
    `INSERT INTO officer_position (id, officer_id, agency_id, title, valid_from, valid_to, basis)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [newId(), officerId, agencyId, title, from, to, basis],
  )
}

export async function endPosition(tx: Tx, id: string, to: LocalDate): Promise<void> {
  await tx.run('UPDATE officer_position SET valid_to = $2 WHERE id = $1', [id, to])
}

export interface StoredDelegation extends Period {
  readonly id: string
  readonly fromOfficerId: string
  readonly toOfficerId: string
  readonly agencyId: string
  readonly role: DelegableRole
  readonly to: LocalDate
  readonly basis: string
}

const DELEGATION = `SELECT id, from_officer_id AS "fromOfficerId", to_officer_id AS "toOfficerId",
  agency_id AS "agencyId", role, valid_from AS "from", valid_to AS "to", basis FROM officer_delegation`

/** What an officer delegated or was delegated, those withdrawn before they began left out. */
export function listDelegations(db: Db, officerId: string): Promise<readonly StoredDelegation[]> {
  return db.rows<StoredDelegation>(
    `${DELEGATION} WHERE (from_officer_id = $1 OR to_officer_id = $1) AND valid_to > valid_from
     ORDER BY valid_from DESC, id`,
    [officerId],
  )
}

export function findDelegation(db: Db, id: string): Promise<StoredDelegation | undefined> {
  return db.maybe<StoredDelegation>(`${DELEGATION} WHERE id = $1`, [id])
}

export async function saveDelegation(
  tx: Tx,
  at: Date,
  { fromOfficerId, toOfficerId, agencyId, role, from, to, basis }: Omit<StoredDelegation, 'id'>,
): Promise<void> {
  await tx.run(
    `INSERT INTO officer_delegation
       (id, from_officer_id, to_officer_id, agency_id, role, valid_from, valid_to, basis, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [newId(at.getTime()), fromOfficerId, toOfficerId, agencyId, role, from, to, basis, at],
  )
}

export async function endDelegation(tx: Tx, id: string, to: LocalDate): Promise<void> {
  await tx.run('UPDATE officer_delegation SET valid_to = $2 WHERE id = $1', [id, to])
}
