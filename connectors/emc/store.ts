import type { LocalDate } from '../../kernel/dates.ts'
import type { Db } from '../../platform/db/index.ts'
import type { EmcMessageState } from './contract.ts'

export type NotTold = 'taken-in' | 'never-accepted'

/** Where a dossier is counted, in the monitor's codes; null where one is not known. */
export interface Cell {
  readonly acceptedOn: LocalDate
  readonly agencyCode: string | null
  readonly state: string
  readonly channel: string | null
}

export interface Known {
  readonly dossierId: string
  readonly code: string
  readonly receivingAgencyId: string
  readonly competentAgencyId: string
  readonly cell: Cell
}

export async function saveNotTold(db: Db, dossierIds: readonly string[], why: NotTold): Promise<void> {
  if (dossierIds.length === 0) return
  await db.run(
    `INSERT INTO emc_dossier (dossier_id, not_told) SELECT unnest($1::uuid[]), $2
     ON CONFLICT (dossier_id) DO UPDATE SET not_told = excluded.not_told WHERE emc_dossier.message_id IS NULL`,
    [dossierIds, why],
  )
}

/** Those among these that were lived elsewhere, as was noted of them before. */
export async function listTakenIn(db: Db, dossierIds: readonly string[]): Promise<readonly string[]> {
  const rows = await db.rows<{ dossier_id: string }>(
    `SELECT dossier_id FROM emc_dossier WHERE dossier_id = ANY ($1) AND not_told = 'taken-in'`,
    [dossierIds],
  )
  return rows.map((row) => row.dossier_id)
}

export interface Posted extends Known {
  readonly messageId: string
  readonly at: Date
  /** Hex. */
  readonly hash: string
  readonly isHeld: boolean
}

/** A message about the dossier has been given to the outbox, held or to be sent. */
export async function savePosted(db: Db, posted: Posted): Promise<void> {
  const { dossierId, code, receivingAgencyId, competentAgencyId, cell, messageId, at, hash, isHeld } = posted
  await db.run(
    `INSERT INTO emc_dossier (dossier_id, code, receiving_agency_id, competent_agency_id, accepted_on, agency_code, state, channel,
       message_id, posted_at, posted_hash, is_pending, is_held)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, decode($11, 'hex'), true, $12)
     ON CONFLICT (dossier_id) DO UPDATE SET code = excluded.code, receiving_agency_id = excluded.receiving_agency_id,
       competent_agency_id = excluded.competent_agency_id, accepted_on = excluded.accepted_on,
       agency_code = excluded.agency_code, state = excluded.state, channel = excluded.channel, not_told = NULL,
       message_id = excluded.message_id, posted_at = excluded.posted_at, posted_hash = excluded.posted_hash,
       is_pending = true, is_held = excluded.is_held`,
    [
      dossierId,
      code,
      receivingAgencyId,
      competentAgencyId,
      cell.acceptedOn,
      cell.agencyCode,
      cell.state,
      cell.channel,
      messageId,
      at,
      hash,
      isHeld,
    ],
  )
}

/** Where the dossier is counted now, of one whose newest message says no less. */
export async function saveCell(db: Db, dossierId: string, { acceptedOn, agencyCode, state, channel }: Cell) {
  await db.run(
    'UPDATE emc_dossier SET accepted_on = $2, agency_code = $3, state = $4, channel = $5 WHERE dossier_id = $1',
    [dossierId, acceptedOn, agencyCode, state, channel],
  )
}

/** Hex; what the newest message says. Undefined where there is none. */
export async function findPostedHash(db: Db, dossierId: string): Promise<string | undefined> {
  const row = await db.maybe<{ hash: Buffer }>(
    'SELECT posted_hash AS hash FROM emc_dossier WHERE dossier_id = $1 AND posted_hash IS NOT NULL',
    [dossierId],
  )
  return row?.hash.toString('hex')
}

/** The monitor has confirmed to have the dossier in this cell; if by its newest message, nothing about it is pending. */
export async function saveTold(
  db: Db,
  dossierId: string,
  messageId: string,
  cell: Cell,
  at: Date,
): Promise<void> {
  await db.run(
    `UPDATE emc_dossier SET told_at = $3, told_on = $4, told_agency_code = $5, told_state = $6, told_channel = $7,
       is_pending = is_pending AND message_id <> $2, is_held = is_held AND message_id <> $2
     WHERE dossier_id = $1`,
    [dossierId, messageId, at, cell.acceptedOn, cell.agencyCode, cell.state, cell.channel],
  )
}

/** The monitor does not want it; whatever is newer waits behind. */
export async function saveRefused(db: Db, dossierId: string): Promise<void> {
  await db.run('UPDATE emc_dossier SET is_held = true WHERE dossier_id = $1 AND is_pending', [dossierId])
}

export async function findByMessage(
  db: Db,
  messageId: string,
): Promise<{ readonly dossierId: string; readonly isHeld: boolean } | undefined> {
  return await db.maybe(
    'SELECT dossier_id AS "dossierId", is_held AS "isHeld" FROM emc_dossier WHERE message_id = $1',
    [messageId],
  )
}

export interface PostedRow {
  readonly dossierId: string
  readonly code: string
  readonly messageId: string
  readonly postedAt: Date
  readonly toldAt: Date | null
}

export interface Place {
  readonly at: Date
  readonly id: string
}

export interface PostedQuery {
  readonly state: EmcMessageState
  readonly after?: Place | undefined
  readonly limit: number
  /** Null for every agency's. */
  readonly agencies: readonly string[] | null
}

const POSTED = `dossier_id AS "dossierId", code, message_id AS "messageId", posted_at AS "postedAt", told_at AS "toldAt"`
const WITHIN = '($4::uuid[] IS NULL OR receiving_agency_id = ANY ($4) OR competent_agency_id = ANY ($4))'

/** Held and waiting with the longest standing first, sent with the last told first. */
export function listPosted(
  db: Db,
  { state, after, limit, agencies }: PostedQuery,
): Promise<readonly PostedRow[]> {
  const values = [after?.at ?? null, after?.id ?? null, limit, agencies]
  if (state === 'sent') {
    return db.rows<PostedRow>(
      `SELECT ${POSTED} FROM emc_dossier
       WHERE told_at IS NOT NULL AND NOT is_pending
         AND ($1::timestamptz IS NULL OR (told_at, dossier_id) < ($1, $2::uuid)) AND ${WITHIN}
       ORDER BY told_at DESC, dossier_id DESC LIMIT $3`,
      values,
    )
  }
  return db.rows<PostedRow>(
    `SELECT ${POSTED} FROM emc_dossier
     WHERE is_pending AND is_held = $5 AND ($1::timestamptz IS NULL OR (posted_at, dossier_id) > ($1, $2::uuid)) AND ${WITHIN}
     ORDER BY posted_at, dossier_id LIMIT $3`,
    [...values, state === 'held'],
  )
}

export interface Tally {
  readonly waiting: number
  readonly held: number
  readonly sent: number
  readonly told: number
  readonly takenIn: number
  readonly neverAccepted: number
  readonly lastToldAt: Date | null
  readonly waitingSince: Date | null
}

export async function countDossiers(db: Db): Promise<Tally> {
  return await db.one<Tally>(
    `SELECT count(*) FILTER (WHERE is_pending AND NOT is_held)::int AS waiting,
       count(*) FILTER (WHERE is_held)::int AS held,
       count(*) FILTER (WHERE told_at IS NOT NULL AND NOT is_pending)::int AS sent,
       count(*) FILTER (WHERE told_at IS NOT NULL)::int AS told,
       count(*) FILTER (WHERE not_told = 'taken-in')::int AS "takenIn",
       count(*) FILTER (WHERE not_told = 'never-accepted')::int AS "neverAccepted",
       max(told_at) AS "lastToldAt",
       min(posted_at) FILTER (WHERE is_pending AND NOT is_held) AS "waitingSince"
     FROM emc_dossier`,
  )
}
