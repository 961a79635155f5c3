import type { Db } from '../../../platform/db/index.ts'
import { CONFIRMATION, type KeptConfirmation } from '../store.ts'

/** What was received and is no payment of a case, and nobody has closed yet. */
export interface Unmatched extends KeptConfirmation {
  /** Who collects for the case it was paid under; null where its reference told of none. */
  readonly agencyId: string | null
}

const UNMATCHED = `SELECT ${CONFIRMATION},
    (SELECT agency_id FROM payment_account AS account WHERE account.case_id = confirmation.case_id) AS "agencyId"
  FROM payment_confirmation AS confirmation
  WHERE reason IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM payment_closing AS closing WHERE closing.confirmation_id = confirmation.id)`

export interface Place {
  readonly at: Date
  readonly id: string
}

/** The earliest first; with `agencies` those of their cases, and those of no known case. */
export function listUnmatched(
  db: Db,
  after: Place | null,
  limit: number,
  agencies: readonly string[] | null = null,
): Promise<readonly Unmatched[]> {
  return db.rows<Unmatched>(
    `SELECT * FROM (${UNMATCHED}) AS unmatched
     WHERE ($1::timestamptz IS NULL OR ("recordedAt", id) > ($1, $2::uuid))
       AND ($4::uuid[] IS NULL OR "caseId" IS NULL OR "agencyId" = ANY ($4::uuid[]))
     ORDER BY "recordedAt", id LIMIT $3`,
    [after?.at ?? null, after?.id ?? null, limit, agencies],
  )
}

export async function findUnmatched(db: Db, id: string): Promise<Unmatched | undefined> {
  return await db.maybe<Unmatched>(`${UNMATCHED} AND confirmation.id = $1`, [id])
}

/** Whether there is such a thing at all, closed or not. */
export async function wasUnmatched(db: Db, id: string): Promise<boolean> {
  const row = await db.maybe('SELECT 1 FROM payment_confirmation WHERE id = $1 AND reason IS NOT NULL', [id])
  return row !== undefined
}

/** Whether the platform's transaction is a payment already. */
export async function isNumberCounted(db: Db, providerId: string): Promise<boolean> {
  const row = await db.maybe(`SELECT 1 FROM payment WHERE channel = 'online' AND number = $1`, [providerId])
  return row !== undefined
}

export interface Closing {
  readonly confirmationId: string
  readonly outcome: 'matched' | 'to-refund' | 'not-received'
  readonly caseId: string | null
  readonly agencyId: string
  readonly officerId: string
  readonly at: Date
  readonly reason: string | null
}

/** False if it was closed before; of two at once the second waits and is told so. */
export async function insertClosing(db: Db, closing: Closing): Promise<boolean> {
  const { confirmationId, outcome, caseId, agencyId, officerId, at, reason } = closing
  const inserted = await db.run(
    `INSERT INTO payment_closing (confirmation_id, outcome, case_id, agency_id, officer_id, closed_at, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (confirmation_id) DO NOTHING`,
    [confirmationId, outcome, caseId, agencyId, officerId, at, reason],
  )
  return inserted === 1
}
