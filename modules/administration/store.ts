import type { Tx } from '../../platform/db/index.ts'

/** One workbook at a time until the transaction ends: what was tried is held against what is carried out. */
export async function lockWorkbooks(tx: Tx): Promise<void> {
  await tx.run(`SELECT pg_advisory_xact_lock(hashtextextended('administration.workbook', 0))`)
}
