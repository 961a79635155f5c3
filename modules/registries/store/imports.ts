import type { Db, Tx } from '../../../platform/db/index.ts'
import type { ImportCounts } from '../contract/import.ts'

/** Which field each column of a file is, by its letter. */
export type Mapping = Readonly<Record<string, string>>

export interface StoredImport {
  readonly id: string
  readonly registerKey: string
  readonly file: string
  readonly fileName: string
  readonly mapping: Mapping
  readonly broughtBy: string
  readonly broughtAt: Date
  readonly state: 'brought' | 'applied' | 'undone'
  readonly counts: ImportCounts | null
  readonly entryId: string | null
  readonly appliedAt: Date | null
  readonly undoneAt: Date | null
}

const READ = `SELECT id, register_key AS "registerKey", file_sha256 AS file, file_name AS "fileName", mapping, brought_by AS "broughtBy",
  brought_at AS "broughtAt", state, counts, entry_id AS "entryId", applied_at AS "appliedAt", undone_at AS "undoneAt"
  FROM register_import`

export async function saveImport(
  db: Db,
  one: Pick<StoredImport, 'id' | 'registerKey' | 'file' | 'fileName' | 'mapping' | 'broughtBy' | 'broughtAt'>,
): Promise<void> {
  const { id, registerKey, file, fileName, mapping, broughtBy, broughtAt } = one
  await db.run(
    `INSERT INTO register_import (id, register_key, file_sha256, file_name, mapping, brought_by, brought_at, state)
     VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, 'brought')`,
    [id, registerKey, file, fileName, JSON.stringify(mapping), broughtBy, broughtAt],
  )
}

export async function findImport(db: Db, id: string): Promise<StoredImport | undefined> {
  return await db.maybe<StoredImport>(`${READ} WHERE id = $1`, [id])
}

export async function lockImport(tx: Tx, id: string): Promise<StoredImport | undefined> {
  return await tx.maybe<StoredImport>(`${READ} WHERE id = $1 FOR UPDATE`, [id])
}

export async function saveMapping(tx: Tx, id: string, mapping: Mapping): Promise<void> {
  await tx.run(`UPDATE register_import SET mapping = $2::jsonb WHERE id = $1`, [id, JSON.stringify(mapping)])
}

export async function noteApplied(
  tx: Tx,
  id: string,
  counts: ImportCounts,
  entryId: string,
  at: Date,
): Promise<void> {
  await tx.run(
    `UPDATE register_import SET state = 'applied', counts = $2::jsonb, entry_id = $3, applied_at = $4 WHERE id = $1`,
    [id, JSON.stringify(counts), entryId, at],
  )
}

export async function noteUndone(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.run(`UPDATE register_import SET state = 'undone', undone_at = $2 WHERE id = $1`, [id, at])
}

/** The imports of a register that were carried out, the newest first. */
export async function listImports(
  db: Db,
  registerKey: string,
  limit: number,
): Promise<readonly StoredImport[]> {
  return await db.rows<StoredImport>(
    `${READ} WHERE register_key = $1 AND state <> 'brought' ORDER BY brought_at DESC LIMIT $2`,
    [registerKey, limit],
  )
}
