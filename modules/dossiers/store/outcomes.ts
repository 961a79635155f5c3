import type { Db } from '../../../platform/db/index.ts'
import type { Wrong } from '../contract.ts'
import type { Supplement } from '../domain.ts'
import type { PartFile } from './parts.ts'

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
  readonly file: PartFile | null
}

export async function saveResult(db: Db, dossierId: string, result: IssuedResult): Promise<void> {
  await db.run(
    `INSERT INTO dossier_result (dossier_id, key, name, number, issued_at, signer_id, decision, file_sha256, file_name,
       file_media_type, file_size)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
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
      result.file?.mediaType ?? null,
      result.file?.size ?? null,
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
  file_media_type: string | null
  file_size: number | null
}

export async function findResult(db: Db, dossierId: string): Promise<IssuedResult | undefined> {
  const row = await db.maybe<ResultRow>('SELECT * FROM dossier_result WHERE dossier_id = $1', [dossierId])
  if (row === undefined) return undefined
  const { file_sha256: sha256, file_name: name, file_media_type: mediaType, file_size: size } = row
  return {
    key: row.key,
    name: row.name,
    number: row.number,
    issuedAt: row.issued_at,
    signerId: row.signer_id,
    decision: row.decision,
    file:
      sha256 === null || name === null || mediaType === null || size === null
        ? null
        : { sha256, name, mediaType, size },
  }
}
