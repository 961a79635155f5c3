import type { Db } from '../../../platform/db/index.ts'
import type { RefundWay } from '../contract.ts'
import type { Refund, RefundLine } from '../domain.ts'

interface RefundRow extends Omit<Refund, 'returned'> {
  readonly way: RefundWay | null
  readonly number: string | null
  readonly returnedAt: Date | null
}

const REFUND = `SELECT refund.id, case_id AS "caseId", confirmation_id AS "confirmationId", agency_id AS "agencyId",
  refund.amount, reason, clause, decided_by AS "decidedBy", decided_at AS "decidedAt", way, number,
  returned_at AS "returnedAt",
  coalesce((SELECT jsonb_agg(jsonb_build_object('key', key, 'amount', line.amount) ORDER BY key)
    FROM payment_refund_line AS line WHERE line.refund_id = refund.id), '[]') AS lines
  FROM payment_refund AS refund LEFT JOIN payment_refund_return AS returned ON returned.refund_id = refund.id`

function refundOf({ way, number, returnedAt, ...refund }: RefundRow): Refund {
  const isReturned = way !== null && number !== null && returnedAt !== null
  return { ...refund, returned: isReturned ? { way, number, at: returnedAt } : null }
}

export async function listRefundsOf(db: Db, caseIds: readonly string[]): Promise<readonly Refund[]> {
  const rows = await db.rows<RefundRow>(
    `${REFUND} WHERE case_id = ANY ($1::uuid[]) ORDER BY decided_at, refund.id`,
    [caseIds],
  )
  return rows.map(refundOf)
}

export async function findRefund(db: Db, id: string): Promise<Refund | undefined> {
  const row = await db.maybe<RefundRow>(`${REFUND} WHERE refund.id = $1`, [id])
  return row === undefined ? undefined : refundOf(row)
}

/** What these agencies have decided to give back and have not given back yet, the earliest first. */
export async function listOwedRefunds(
  db: Db,
  agencies: readonly string[],
  limit: number,
): Promise<readonly Refund[]> {
  const rows = await db.rows<RefundRow>(
    `${REFUND} WHERE agency_id = ANY ($1::uuid[]) AND returned.refund_id IS NULL
     ORDER BY decided_at, refund.id LIMIT $2`,
    [agencies, limit],
  )
  return rows.map(refundOf)
}

export type NewRefund = Omit<Refund, 'returned' | 'lines'>

export async function insertRefund(db: Db, refund: NewRefund): Promise<void> {
  const { id, caseId, confirmationId, agencyId, amount, reason, clause, decidedBy, decidedAt } = refund
  await db.run(
    `INSERT INTO payment_refund (id, case_id, confirmation_id, agency_id, amount, reason, clause, decided_by, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, caseId, confirmationId, agencyId, amount, reason, clause, decidedBy, decidedAt],
  )
}

export async function insertRefundLines(db: Db, id: string, lines: readonly RefundLine[]): Promise<void> {
  if (lines.length === 0) return
  await db.run(
    `INSERT INTO payment_refund_line (refund_id, key, amount)
     SELECT $1, key, amount FROM unnest($2::text[], $3::bigint[]) AS line (key, amount)`,
    [id, lines.map(({ key }) => key), lines.map(({ amount }) => amount)],
  )
}

export interface Return {
  readonly refundId: string
  readonly way: RefundWay
  readonly number: string
  readonly officerId: string
  readonly at: Date
}

/** False if it was given back before; of two at once the second waits and is told so. */
export async function insertReturn(
  db: Db,
  { refundId, way, number, officerId, at }: Return,
): Promise<boolean> {
  const inserted = await db.run(
    `INSERT INTO payment_refund_return (refund_id, way, number, officer_id, returned_at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (refund_id) DO NOTHING`,
    [refundId, way, number, officerId, at],
  )
  return inserted === 1
}

/** The next serial of an agency's vouchers; to be called outside any transaction, as that of receipts. */
export async function drawVoucherSerial(db: Db, agencyId: string, year: number): Promise<number> {
  const { last } = await db.one<{ last: number }>(
    `INSERT INTO payment_voucher_serial AS serial (agency_id, year, last) VALUES ($1, $2, 1)
     ON CONFLICT (agency_id, year) DO UPDATE SET last = serial.last + 1 RETURNING last`,
    [agencyId, year],
  )
  return last
}
