import type { Db } from '../../../platform/db/index.ts'
import type { Part, Wrong } from '../contract.ts'
import type { Supplement } from '../domain.ts'

export interface NewPart {
  readonly id: string
  readonly requirement: string
  readonly title: string
  readonly name: string
  readonly sha256: string
  readonly mediaType: string
  readonly size: number
}

/** Adds papers; a paper of the same requirement that stood before is kept and marked replaced when `replaces` is true. */
export async function addParts(
  db: Db,
  dossierId: string,
  parts: readonly NewPart[],
  at: Date,
  replaces: boolean,
): Promise<void> {
  if (parts.length === 0) return
  if (replaces) {
    await db.run(
      'UPDATE dossier_part SET replaced_at = $3 WHERE dossier_id = $1 AND requirement = ANY($2) AND replaced_at IS NULL',
      [dossierId, parts.map((part) => part.requirement), at],
    )
  }
  await insertParts(
    db,
    parts.map((part) => ({ ...part, dossierId })),
    at,
  )
}

/** Papers of any number of dossiers, in one statement. */
export async function insertParts(
  db: Db,
  parts: readonly (NewPart & { readonly dossierId: string })[],
  at: Date,
): Promise<void> {
  if (parts.length === 0) return
  await db.run(
    `INSERT INTO dossier_part (id, dossier_id, requirement, title, name, sha256, media_type, size, added_at)
     SELECT part.id, part."dossierId", part.requirement, part.title, part.name, part.sha256, part."mediaType", part.size, $2
     FROM jsonb_to_recordset($1::jsonb) AS part
       (id uuid, "dossierId" uuid, requirement text, title text, name text, sha256 text, "mediaType" text, size bigint)`,
    [JSON.stringify(parts), at],
  )
}

interface PartRow {
  id: string
  requirement: string
  title: string
  name: string
  sha256: string
  media_type: string
  size: number
  added_at: Date
}

export async function listParts(db: Db, dossierId: string): Promise<readonly Part[]> {
  const rows = await db.rows<PartRow>(
    'SELECT * FROM dossier_part WHERE dossier_id = $1 AND replaced_at IS NULL ORDER BY added_at, id',
    [dossierId],
  )
  return rows.map((row) => ({
    id: row.id,
    requirement: row.requirement,
    title: row.title,
    name: row.name,
    sha256: row.sha256,
    mediaType: row.media_type,
    size: row.size,
    addedAt: row.added_at.toISOString(),
  }))
}

interface SupplementRow {
  id: string
  requested_at: Date
  requested_by: string | null
  message: string
  wrong: Wrong[]
  mode: Supplement['mode']
  answered_at: Date | null
  due_before: Date | null
  due_after: Date | null
}

export async function listSupplements(db: Db, dossierId: string): Promise<readonly Supplement[]> {
  const rows = await db.rows<SupplementRow>(
    'SELECT * FROM dossier_supplement WHERE dossier_id = $1 ORDER BY requested_at, id',
    [dossierId],
  )
  return rows.map((row) => ({
    id: row.id,
    requestedAt: row.requested_at,
    requestedBy: row.requested_by,
    message: row.message,
    wrong: row.wrong,
    mode: row.mode,
    answeredAt: row.answered_at,
    dueBefore: row.due_before,
    dueAfter: row.due_after,
  }))
}

export async function saveSupplement(db: Db, dossierId: string, supplement: Supplement): Promise<void> {
  await db.run(
    `INSERT INTO dossier_supplement (id, dossier_id, requested_at, requested_by, message, wrong, mode, answered_at, due_before, due_after)
     VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10)
     ON CONFLICT (id) DO UPDATE SET answered_at = excluded.answered_at, due_after = excluded.due_after`,
    [
      supplement.id,
      dossierId,
      supplement.requestedAt,
      supplement.requestedBy,
      supplement.message,
      JSON.stringify(supplement.wrong),
      supplement.mode,
      supplement.answeredAt,
      supplement.dueBefore,
      supplement.dueAfter,
    ],
  )
}

export interface IssuedResult {
  readonly key: string
  readonly name: string
  readonly number: string
  readonly issuedAt: Date
  readonly signerId: string
  readonly decision: string
  readonly file: { readonly sha256: string; readonly name: string } | null
}

export async function saveResult(db: Db, dossierId: string, result: IssuedResult): Promise<void> {
  await db.run(
    `INSERT INTO dossier_result (dossier_id, key, name, number, issued_at, signer_id, decision, file_sha256, file_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      dossierId,
      result.key,
      result.name,
      result.number,
      result.issuedAt,
      result.signerId,
      result.decision,
      result.file?.sha256 ?? null,
      result.file?.name ?? null,
    ],
  )
}

interface ResultRow {
  key: string
  name: string
  number: string
  issued_at: Date
  signer_id: string
  decision: string
  file_sha256: string | null
  file_name: string | null
}

export async function findResult(db: Db, dossierId: string): Promise<IssuedResult | undefined> {
  const row = await db.maybe<ResultRow>('SELECT * FROM dossier_result WHERE dossier_id = $1', [dossierId])
  if (row === undefined) return undefined
  const { file_sha256: sha256, file_name: name } = row
  return {
    key: row.key,
    name: row.name,
    number: row.number,
    issuedAt: row.issued_at,
    signerId: row.signer_id,
    decision: row.decision,
    file: sha256 === null || name === null ? null : { sha256, name },
  }
}
