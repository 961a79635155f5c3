import type { LocalDate } from '../../../kernel/dates.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { Assignment, Officer } from '../domain.ts'

const OFFICER = `
  SELECT officer.id, officer.subject, officer.name, officer.revision,
    coalesce(
      (SELECT json_agg(json_build_object('agencyId', agency_id, 'role', role, 'from', valid_from, 'to', valid_to)
                       ORDER BY valid_from, agency_id, role)
       FROM officer_assignment WHERE officer_id = officer.id),
      '[]'
    ) AS assignments,
    coalesce(
      (SELECT json_agg(json_build_object('agencyId', agency_id, 'role', role, 'from', valid_from, 'to', valid_to,
                                         'fromOfficerId', from_officer_id, 'fromOfficerName', giver.name)
                       ORDER BY valid_from, agency_id, role)
       FROM officer_delegation JOIN officer giver ON giver.id = from_officer_id WHERE to_officer_id = officer.id),
      '[]'
    ) AS delegated
  FROM officer`

export function findOfficer(db: Db, id: string): Promise<Officer | undefined> {
  return db.maybe<Officer>(`${OFFICER} WHERE officer.id = $1`, [id])
}

export function findOfficerBySubject(db: Db, subject: string): Promise<Officer | undefined> {
  return db.maybe<Officer>(`${OFFICER} WHERE officer.subject = $1`, [subject])
}

export interface OfficerLine {
  readonly id: string
  readonly subject: string
  readonly name: string
}

/**
 * Officers by name: those with anything at the agencies of the scope (everybody, where it is null) on any day, and only those with
 * something at one agency on one day where that is asked.
 */
export function listOfficerLines(
  db: Db,
  asked: {
    readonly scope: readonly string[] | null
    readonly agencyId: string | null
    readonly on: LocalDate
  },
): Promise<readonly OfficerLine[]> {
  return db.rows<OfficerLine>(
    `WITH serving AS (
       SELECT officer_id, agency_id, valid_from, valid_to FROM officer_assignment
       UNION ALL SELECT officer_id, agency_id, valid_from, valid_to FROM officer_position
       UNION ALL SELECT to_officer_id, agency_id, valid_from, valid_to FROM officer_delegation
     )
     SELECT id, subject, name FROM officer
     WHERE ($1::uuid[] IS NULL OR id IN (SELECT officer_id FROM serving WHERE agency_id = ANY($1)))
       AND ($2::uuid IS NULL OR id IN (
         SELECT officer_id FROM serving
         WHERE agency_id = $2 AND valid_from <= $3 AND (valid_to IS NULL OR $3 < valid_to)))
     ORDER BY name COLLATE "vi-x-icu", id`,
    [asked.scope, asked.agencyId, asked.on],
  )
}

export function listOfficersByIds(db: Db, ids: readonly string[]): Promise<readonly Officer[]> {
  return db.rows<Officer>(`${OFFICER} WHERE officer.id = ANY($1::uuid[])`, [ids])
}

/** Whoever has a role of their own at the agency on that day. */
export function listOfficersAt(db: Db, agencyId: string, on: LocalDate): Promise<readonly Officer[]> {
  return db.rows<Officer>(
    `${OFFICER} WHERE EXISTS (
       SELECT FROM officer_assignment
       WHERE officer_id = officer.id AND agency_id = $1
         AND valid_from <= $2 AND (valid_to IS NULL OR $2 < valid_to))
     ORDER BY officer.name, officer.id`,
    [agencyId, on],
  )
}

/** Whoever acts at the agency on that day, by a role of their own or a delegated one. */
export function listActingAt(db: Db, agencyId: string, on: LocalDate): Promise<readonly Officer[]> {
  return db.rows<Officer>(
    `${OFFICER} WHERE officer.id IN (
       SELECT officer_id FROM officer_assignment
       WHERE agency_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR $2 < valid_to)
       UNION
       SELECT to_officer_id FROM officer_delegation
       WHERE agency_id = $1 AND valid_from <= $2 AND $2 < valid_to)
     ORDER BY officer.name COLLATE "vi-x-icu", officer.id`,
    [agencyId, on],
  )
}

/** The officer behind an account, entered if nobody is; whoever is keeps name and all. */
export async function enterOfficer(tx: Tx, at: Date, subject: string, name: string): Promise<Officer> {
  await tx.run(
    `INSERT INTO officer (id, subject, name, recorded_at) VALUES ($1, $2, $3, $4) ON CONFLICT (subject) DO NOTHING`,
    [newId(at.getTime()), subject, name, at],
  )
  return tx.one<Officer>(`${OFFICER} WHERE officer.subject = $1`, [subject])
}

/** A new officer's id; absent when the account has an officer already. */
export async function saveNewOfficer(
  tx: Tx,
  at: Date,
  officer: { readonly subject: string; readonly name: string },
): Promise<string | undefined> {
  const saved = await tx.maybe<{ id: string }>(
    `INSERT INTO officer (id, subject, name, recorded_at, revision) VALUES ($1, $2, $3, $4, 1)
     ON CONFLICT (subject) DO NOTHING RETURNING id`,
    [newId(at.getTime()), officer.subject, officer.name, at],
  )
  return saved?.id
}

/** The officer, whom nobody else changes until the transaction ends. */
export async function lockOfficer(tx: Tx, id: string): Promise<Officer | undefined> {
  await tx.run('SELECT FROM officer WHERE id = $1 FOR UPDATE', [id])
  return findOfficer(tx, id)
}

/** As `lockOfficer` of several, in one order for everybody, lest two changes wait for each other. */
export async function lockOfficers(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.run('SELECT FROM officer WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [ids])
}

export async function raiseRevision(tx: Tx, id: string): Promise<void> {
  await tx.run('UPDATE officer SET revision = revision + 1 WHERE id = $1', [id])
}

export async function rename(tx: Tx, id: string, name: string): Promise<void> {
  await tx.run('UPDATE officer SET name = $2 WHERE id = $1', [id, name])
}

export async function addAssignment(
  tx: Tx,
  officerId: string,
  { agencyId, role, from, to }: Assignment,
  basis: string | null = null,
): Promise<void> {
  await tx.run(
    `INSERT INTO officer_assignment (id, officer_id, agency_id, role, valid_from, valid_to, basis)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [newId(), officerId, agencyId, role, from, to, basis],
  )
}

export function listOfficerNames(
  db: Db,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return db.rows('SELECT id, name FROM officer WHERE id = ANY($1::uuid[])', [ids])
}
