import type { Db } from '../../../platform/db/index.ts'
import type { DossierState } from '../contract.ts'

const OPEN = `(receiving_agency_id = $1 OR competent_agency_id = $1) AND state NOT IN ('released', 'refused')`

export function countOpenAt(
  db: Db,
  agencyId: string,
): Promise<readonly { readonly state: DossierState; readonly count: number }[]> {
  return db.rows(
    `SELECT state, count(*)::int AS count FROM dossier WHERE ${OPEN} GROUP BY state ORDER BY state`,
    [agencyId],
  )
}

/** Those it collects for and that are not paid in full. */
export async function countUnpaidAt(db: Db, agencyId: string): Promise<number> {
  const { n } = await db.one<{ n: number }>(
    `SELECT count(*)::int AS n FROM dossier
     WHERE receiving_agency_id = $1 AND fees = 'due' AND state <> 'refused'`,
    [agencyId],
  )
  return n
}

/** The open ones, locked in the order of their ids until the commit. */
export async function lockOpenAt(db: Db, agencyId: string): Promise<readonly string[]> {
  const rows = await db.rows<{ id: string }>(
    `SELECT id FROM dossier WHERE ${OPEN} ORDER BY id FOR NO KEY UPDATE`,
    [agencyId],
  )
  return rows.map(({ id }) => id)
}
