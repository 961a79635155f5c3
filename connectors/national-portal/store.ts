import type { FieldProblem } from '../../kernel/problem.ts'
import type { Db } from '../../platform/db/index.ts'

export type NotTold = 'taken-in' | 'never-accepted'

export interface Standing {
  /** An insertion was sent and no answer came. */
  readonly isTried: boolean
  /** The portal has confirmed to have the dossier. */
  readonly isTold: boolean
  /** Hex; of what it was told last. */
  readonly toldHash: string | null
}

/** What the portal is known to have of a dossier. */
export async function findStanding(db: Db, dossierId: string): Promise<Standing> {
  const row = await db.maybe<{ is_tried: boolean; is_told: boolean; told_hash: Buffer | null }>(
    `SELECT tried_at IS NOT NULL AS is_tried, told_at IS NOT NULL AS is_told, told_hash
     FROM national_portal_dossier WHERE dossier_id = $1`,
    [dossierId],
  )
  return {
    isTried: row?.is_tried ?? false,
    isTold: row?.is_told ?? false,
    toldHash: row?.told_hash?.toString('hex') ?? null,
  }
}

/** To be written before an insertion is sent, so that a crash leaves a trace of it. */
export async function saveTry(db: Db, dossierId: string, code: string, at: Date): Promise<void> {
  await db.run(
    `INSERT INTO national_portal_dossier (dossier_id, code, tried_at) VALUES ($1, $2, $3)
     ON CONFLICT (dossier_id) DO UPDATE SET code = excluded.code, tried_at = excluded.tried_at, not_told = NULL`,
    [dossierId, code, at],
  )
}

/** The insertion never left: nothing has to be asked. */
export async function forgetTry(db: Db, dossierId: string): Promise<void> {
  await db.run('UPDATE national_portal_dossier SET tried_at = NULL WHERE dossier_id = $1', [dossierId])
}

export async function saveTold(
  db: Db,
  dossierId: string,
  code: string,
  hash: string,
  at: Date,
): Promise<void> {
  await db.run(
    `INSERT INTO national_portal_dossier AS d (dossier_id, code, told_at, last_told_at, told_hash)
     VALUES ($1, $2, $3, $3, decode($4, 'hex'))
     ON CONFLICT (dossier_id) DO UPDATE SET code = excluded.code, tried_at = NULL, not_told = NULL,
       told_at = coalesce(d.told_at, excluded.told_at), last_told_at = excluded.last_told_at, told_hash = excluded.told_hash`,
    [dossierId, code, at, hash],
  )
}

/** The portal does not have it, whatever it said before: all of it is to be told anew. */
export async function forgetTold(db: Db, dossierId: string): Promise<void> {
  await db.run('DELETE FROM national_portal_step WHERE dossier_id = $1', [dossierId])
  await db.run(
    `UPDATE national_portal_dossier SET tried_at = NULL, told_at = NULL, last_told_at = NULL, told_hash = NULL
     WHERE dossier_id = $1`,
    [dossierId],
  )
}

export interface SentStep {
  readonly step: string
  readonly isInDoubt: boolean
}

export async function listSentSteps(db: Db, dossierId: string): Promise<readonly SentStep[]> {
  return await db.rows<SentStep>(
    `SELECT step, told_at IS NULL AS "isInDoubt" FROM national_portal_step WHERE dossier_id = $1 ORDER BY step`,
    [dossierId],
  )
}

/** To be written before steps are sent: until an answer comes nobody knows whether they arrived. */
export async function saveDoubts(db: Db, dossierId: string, steps: readonly string[]): Promise<void> {
  await db.run(
    'INSERT INTO national_portal_step (dossier_id, step) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING',
    [dossierId, steps],
  )
}

export async function saveToldSteps(
  db: Db,
  dossierId: string,
  steps: readonly string[],
  at: Date,
): Promise<void> {
  await db.run('UPDATE national_portal_step SET told_at = $3 WHERE dossier_id = $1 AND step = ANY ($2)', [
    dossierId,
    steps,
    at,
  ])
}

/** These did not arrive, or, without a list: somebody has made sure that none in doubt did. */
export async function forgetDoubts(db: Db, dossierId: string, steps?: readonly string[]): Promise<void> {
  await db.run(
    `DELETE FROM national_portal_step
     WHERE dossier_id = $1 AND told_at IS NULL AND ($2::text[] IS NULL OR step = ANY ($2))`,
    [dossierId, steps ?? null],
  )
}

export async function saveNotTold(db: Db, dossierIds: readonly string[], why: NotTold): Promise<void> {
  if (dossierIds.length === 0) return
  await db.run(
    `INSERT INTO national_portal_dossier (dossier_id, not_told) SELECT unnest($1::uuid[]), $2
     ON CONFLICT (dossier_id) DO UPDATE SET not_told = excluded.not_told WHERE national_portal_dossier.told_at IS NULL`,
    [dossierIds, why],
  )
}

/** Whose officers see what is told of a dossier; null where that is not known yet. */
export interface Agencies {
  readonly receivingAgencyId: string | null
  readonly competentAgencyId: string | null
}

export interface Posted extends Agencies {
  readonly dossierId: string
  readonly code: string
  readonly messageId: string
  readonly at: Date
  readonly omissions: readonly FieldProblem[]
}

/** A message about the dossier has been given to the outbox, held or to be sent. */
export async function savePosted(
  db: Db,
  { dossierId, code, messageId, at, omissions, receivingAgencyId, competentAgencyId }: Posted,
): Promise<void> {
  await db.run(
    `INSERT INTO national_portal_dossier
       (dossier_id, code, message_id, posted_at, omissions, is_pending, receiving_agency_id, competent_agency_id)
     VALUES ($1, $2, $3, $4, $5::jsonb, true, $6, $7)
     ON CONFLICT (dossier_id) DO UPDATE SET code = excluded.code, not_told = NULL, message_id = excluded.message_id,
       posted_at = excluded.posted_at, omissions = excluded.omissions, is_pending = true,
       receiving_agency_id = excluded.receiving_agency_id, competent_agency_id = excluded.competent_agency_id`,
    [dossierId, code, messageId, at, JSON.stringify(omissions), receivingAgencyId, competentAgencyId],
  )
}

/** That this message is given away, unless that is known already. Whether it was news. */
export async function saveDisclosed(db: Db, dossierId: string, messageId: string): Promise<boolean> {
  const changed = await db.run(
    `UPDATE national_portal_dossier SET disclosed_message_id = $2
     WHERE dossier_id = $1 AND disclosed_message_id IS DISTINCT FROM $2`,
    [dossierId, messageId],
  )
  return changed === 1
}

/** The message has been delivered; if it is the newest, nothing about the dossier is pending. */
export async function saveDelivered(db: Db, dossierId: string, messageId: string): Promise<void> {
  await db.run(
    'UPDATE national_portal_dossier SET is_pending = false WHERE dossier_id = $1 AND message_id = $2',
    [dossierId, messageId],
  )
}

export async function isPosted(db: Db, messageId: string): Promise<boolean> {
  const row = await db.maybe('SELECT 1 FROM national_portal_dossier WHERE message_id = $1', [messageId])
  return row !== undefined
}

export interface PostedRow extends Posted {
  readonly lastToldAt: Date | null
}

export interface Place {
  readonly at: Date
  readonly id: string
}

const POSTED = `dossier_id AS "dossierId", code, message_id AS "messageId", posted_at AS at, omissions,
  last_told_at AS "lastToldAt", receiving_agency_id AS "receivingAgencyId", competent_agency_id AS "competentAgencyId"`

// One's own agencies', or everybody's.
const WITHIN = '($4::uuid[] IS NULL OR receiving_agency_id = ANY ($4) OR competent_agency_id = ANY ($4))'

export interface PostedQuery {
  readonly after?: Place | undefined
  readonly limit: number
  /** Null for every agency's. */
  readonly agencies: readonly string[] | null
}

/** Dossiers whose newest message has not been delivered, that of the longest standing first. */
export function listPending(db: Db, { after, limit, agencies }: PostedQuery): Promise<readonly PostedRow[]> {
  return db.rows<PostedRow>(
    `SELECT ${POSTED} FROM national_portal_dossier
     WHERE is_pending AND ($1::timestamptz IS NULL OR (posted_at, dossier_id) > ($1, $2::uuid)) AND ${WITHIN}
     ORDER BY posted_at, dossier_id LIMIT $3`,
    [after?.at ?? null, after?.id ?? null, limit, agencies],
  )
}

/** Dossiers of which the portal knows everything, the last told first. */
export function listTold(db: Db, { after, limit, agencies }: PostedQuery): Promise<readonly PostedRow[]> {
  return db.rows<PostedRow>(
    `SELECT ${POSTED} FROM national_portal_dossier
     WHERE NOT is_pending AND told_at IS NOT NULL AND message_id IS NOT NULL
       AND ($1::timestamptz IS NULL OR (last_told_at, dossier_id) < ($1, $2::uuid)) AND ${WITHIN}
     ORDER BY last_told_at DESC, dossier_id DESC LIMIT $3`,
    [after?.at ?? null, after?.id ?? null, limit, agencies],
  )
}

export async function listTakenIn(db: Db, dossierIds: readonly string[]): Promise<readonly string[]> {
  const rows = await db.rows<{ dossier_id: string }>(
    `SELECT dossier_id FROM national_portal_dossier WHERE dossier_id = ANY ($1) AND not_told = 'taken-in'`,
    [dossierIds],
  )
  return rows.map((row) => row.dossier_id)
}

export interface Known extends Agencies {
  readonly code: string | null
}

/** By dossier: its code and its agencies. */
export async function listKnown(db: Db, dossierIds: readonly string[]): Promise<ReadonlyMap<string, Known>> {
  const rows = await db.rows<Known & { id: string }>(
    `SELECT dossier_id AS id, code, receiving_agency_id AS "receivingAgencyId", competent_agency_id AS "competentAgencyId"
     FROM national_portal_dossier WHERE dossier_id = ANY ($1)`,
    [dossierIds],
  )
  return new Map(rows.map(({ id, ...known }) => [id, known]))
}

export interface Tally {
  readonly told: number
  readonly takenIn: number
  readonly neverAccepted: number
  readonly lastToldAt: Date | null
}

export async function countDossiers(db: Db): Promise<Tally> {
  return await db.one<Tally>(
    `SELECT count(*) FILTER (WHERE told_at IS NOT NULL)::int AS told,
       count(*) FILTER (WHERE not_told = 'taken-in')::int AS "takenIn",
       count(*) FILTER (WHERE not_told = 'never-accepted')::int AS "neverAccepted",
       max(last_told_at) AS "lastToldAt"
     FROM national_portal_dossier`,
  )
}
