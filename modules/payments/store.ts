import { arrayOf, type Db } from '../../platform/db/index.ts'
import type { FeeKind, UnmatchedReason } from './contract.ts'
import type { AccountRows, Confirmation, FeeLine, Intent, Payment } from './domain.ts'
import { listRefundsOf } from './store/refunds.ts'

interface AccountRow {
  readonly caseId: string
  readonly agencyId: string
  readonly payerId: string | null
}

interface LineRow {
  readonly caseId: string
  readonly key: string
  readonly kind: FeeKind
  readonly name: string
  readonly amount: number
  readonly clause: string
  readonly exemptionAmount: number | null
  readonly exemptionReason: string | null
  readonly exemptionClause: string | null
}

interface PaymentRow extends Payment {
  readonly caseId: string
}

/** False if the case has an account already; the new one's row is locked until the commit. */
export async function insertAccount(db: Db, account: AccountRow, at: Date): Promise<boolean> {
  const inserted = await db.run(
    `INSERT INTO payment_account (case_id, agency_id, payer_id, charged_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (case_id) DO NOTHING`,
    [account.caseId, account.agencyId, account.payerId, at],
  )
  return inserted === 1
}

/** Holds the account until the commit; false if there is none. */
export async function lockAccount(db: Db, caseId: string): Promise<boolean> {
  const row = await db.maybe('SELECT 1 FROM payment_account WHERE case_id = $1 FOR UPDATE', [caseId])
  return row !== undefined
}

export async function listAccounts(db: Db, caseIds: readonly string[]): Promise<readonly AccountRows[]> {
  if (caseIds.length === 0) return []
  const [accounts, lines, payments, refunds] = await Promise.all([
    db.rows<AccountRow>(
      `SELECT case_id AS "caseId", agency_id AS "agencyId", payer_id AS "payerId" FROM payment_account
       WHERE case_id = ANY ($1::uuid[])`,
      [caseIds],
    ),
    db.rows<LineRow>(
      `SELECT case_id AS "caseId", key, kind, name, amount, clause, exemption_amount AS "exemptionAmount",
         exemption_reason AS "exemptionReason", exemption_clause AS "exemptionClause"
       FROM payment_line WHERE case_id = ANY ($1::uuid[]) ORDER BY case_id, ordinal`,
      [caseIds],
    ),
    db.rows<PaymentRow>(
      `SELECT case_id AS "caseId", channel, amount, paid_at AS at, number FROM payment
       WHERE case_id = ANY ($1::uuid[]) ORDER BY case_id, recorded_at, number`,
      [caseIds],
    ),
    listRefundsOf(db, caseIds),
  ])
  const linesOf = Map.groupBy(lines, ({ caseId }) => caseId)
  const paymentsOf = Map.groupBy(payments, ({ caseId }) => caseId)
  return accounts.map((account) => ({
    ...account,
    lines: (linesOf.get(account.caseId) ?? []).map(lineOf),
    payments: (paymentsOf.get(account.caseId) ?? []).map(paymentOf),
    refunds: refunds.filter(({ caseId }) => caseId === account.caseId),
  }))
}

function paymentOf({ channel, amount, at, number }: PaymentRow): Payment {
  return { channel, amount, at, number }
}

function lineOf({ key, kind, name, amount, clause, ...row }: LineRow): FeeLine {
  const { exemptionAmount, exemptionReason, exemptionClause } = row
  const exempt = exemptionAmount !== null && exemptionReason !== null && exemptionClause !== null
  return {
    key,
    kind,
    name,
    amount,
    clause,
    exemption: exempt ? { amount: exemptionAmount, reason: exemptionReason, clause: exemptionClause } : null,
  }
}

export async function deleteLines(db: Db, caseId: string): Promise<void> {
  await db.run('DELETE FROM payment_line WHERE case_id = $1', [caseId])
}

export async function insertLines(db: Db, caseId: string, lines: readonly FeeLine[]): Promise<void> {
  await db.run(
    `INSERT INTO payment_line (case_id, ordinal, key, kind, name, amount, clause, exemption_amount, exemption_reason,
       exemption_clause)
     SELECT $1, nth, key, kind, name, amount, clause, exemption_amount, exemption_reason, exemption_clause
     FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::bigint[], $8::text[], $9::text[])
       WITH ORDINALITY
       AS line (key, kind, name, amount, clause, exemption_amount, exemption_reason, exemption_clause, nth)`,
    [
      caseId,
      lines.map(({ key }) => key),
      lines.map(({ kind }) => kind),
      lines.map(({ name }) => name),
      lines.map(({ amount }) => amount),
      lines.map(({ clause }) => clause),
      lines.map(({ exemption }) => exemption?.amount ?? null),
      lines.map(({ exemption }) => exemption?.reason ?? null),
      lines.map(({ exemption }) => exemption?.clause ?? null),
    ],
  )
}

/** The next serial of an agency's year; to be called outside any transaction, so that nobody waits for another's. */
export async function drawSerial(db: Db, agencyId: string, year: number): Promise<number> {
  const { last } = await db.one<{ last: number }>(
    `INSERT INTO payment_receipt_serial AS serial (agency_id, year, last) VALUES ($1, $2, 1)
     ON CONFLICT (agency_id, year) DO UPDATE SET last = serial.last + 1 RETURNING last`,
    [agencyId, year],
  )
  return last
}

export interface NewPayment extends Payment {
  readonly id: string
  readonly caseId: string
  readonly agencyId: string
  /** Online: the reference that told what it was for, or else what the platform had said was paid. */
  readonly reference: string | null
  readonly confirmationId?: string
}

export async function insertPayment(db: Db, payment: NewPayment, recordedAt: Date): Promise<void> {
  const { id, caseId, agencyId, channel, amount, at, number, reference, confirmationId = null } = payment
  await db.run(
    `INSERT INTO payment (id, case_id, agency_id, channel, amount, paid_at, recorded_at, number, reference, confirmation_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [id, caseId, agencyId, channel, amount, at, recordedAt, number, reference, confirmationId],
  )
}

const INTENT = 'reference, case_id AS "caseId", amount, state, begun_at AS "begunAt"'

export async function findIntent(db: Db, reference: string): Promise<Intent | undefined> {
  return await db.maybe<Intent>(`SELECT ${INTENT} FROM payment_intent WHERE reference = $1`, [reference])
}

export async function findOpenIntent(db: Db, caseId: string, amount: number): Promise<Intent | undefined> {
  return await db.maybe<Intent>(
    `SELECT ${INTENT} FROM payment_intent WHERE case_id = $1 AND amount = $2 AND state = 'open'`,
    [caseId, amount],
  )
}

export async function insertIntent(db: Db, { reference, caseId, amount, begunAt }: Intent): Promise<void> {
  await db.run(
    `INSERT INTO payment_intent (reference, case_id, amount, state, begun_at) VALUES ($1, $2, $3, 'open', $4)`,
    [reference, caseId, amount, begunAt],
  )
}

export async function endIntent(
  db: Db,
  reference: string,
  state: 'failed' | 'settled',
  at: Date,
): Promise<void> {
  await db.run('UPDATE payment_intent SET state = $2, ended_at = $3 WHERE reference = $1', [
    reference,
    state,
    at,
  ])
}

/** Something the platform said was paid, with what became of it; `reason` null: a payment. */
export interface KeptConfirmation extends Confirmation {
  readonly id: string
  readonly caseId: string | null
  readonly reason: UnmatchedReason | null
  readonly recordedAt: Date
}

export const CONFIRMATION = `id, provider_id AS "providerId", reference, amount, paid_at AS "paidAt",
  recorded_at AS "recordedAt", case_id AS "caseId", reason`

export function listConfirmations(db: Db, providerId: string): Promise<readonly KeptConfirmation[]> {
  return db.rows<KeptConfirmation>(
    `SELECT ${CONFIRMATION} FROM payment_confirmation WHERE provider_id = $1 ORDER BY recorded_at, id`,
    [providerId],
  )
}

/** Paid in `from` ≤ instant < `to`, by the platform's time. */
export function listConfirmedBetween(db: Db, from: Date, to: Date): Promise<readonly KeptConfirmation[]> {
  return db.rows<KeptConfirmation>(
    `SELECT ${CONFIRMATION} FROM payment_confirmation WHERE paid_at >= $1 AND paid_at < $2 ORDER BY paid_at, id`,
    [from, to],
  )
}

/** False if the very same was kept before. */
export async function insertConfirmation(db: Db, kept: KeptConfirmation): Promise<boolean> {
  const { id, providerId, reference, amount, paidAt, recordedAt, caseId, reason } = kept
  const inserted = await db.run(
    `INSERT INTO payment_confirmation (id, provider_id, reference, amount, paid_at, recorded_at, case_id, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (provider_id, reference, amount) DO NOTHING`,
    [id, providerId, reference, amount, paidAt, recordedAt, caseId, reason],
  )
  return inserted === 1
}

/** A new case's account as it ended, with the reference of what was paid online. */
export interface WholeAccount extends AccountRow {
  readonly chargedAt: Date
  readonly lines: readonly FeeLine[]
  readonly payments: readonly (Payment & { readonly id: string; readonly reference: string | null })[]
}

/** New accounts with their lines and what was received, statement by statement for all of them. */
export async function insertWholeAccounts(
  db: Db,
  accounts: readonly WholeAccount[],
  recordedAt: Date,
): Promise<void> {
  if (accounts.length === 0) return
  const lines = accounts.flatMap((account) =>
    account.lines.map((line, index) => ({ ...line, caseId: account.caseId, ordinal: index + 1 })),
  )
  const payments = accounts.flatMap((account) =>
    account.payments.map((payment) => ({ ...payment, caseId: account.caseId, agencyId: account.agencyId })),
  )
  const online = payments.filter(({ reference }) => reference !== null)
  await Promise.all([
    db.run(
      `INSERT INTO payment_account (case_id, agency_id, payer_id, charged_at)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[])`,
      [
        arrayOf.uuid(accounts.map(({ caseId }) => caseId)),
        arrayOf.uuid(accounts.map(({ agencyId }) => agencyId)),
        arrayOf.uuid(accounts.map(({ payerId }) => payerId)),
        arrayOf.timestamptz(accounts.map(({ chargedAt }) => chargedAt)),
      ],
    ),
    db.run(
      `INSERT INTO payment_line (case_id, ordinal, key, kind, name, amount, clause)
       SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])`,
      [
        arrayOf.uuid(lines.map(({ caseId }) => caseId)),
        arrayOf.int4(lines.map(({ ordinal }) => ordinal)),
        arrayOf.text(lines.map(({ key }) => key)),
        arrayOf.text(lines.map(({ kind }) => kind)),
        arrayOf.text(lines.map(({ name }) => name)),
        arrayOf.int8(lines.map(({ amount }) => amount)),
        arrayOf.text(lines.map(({ clause }) => clause)),
      ],
    ),
    db.run(
      `INSERT INTO payment_intent (reference, case_id, amount, state, begun_at, ended_at)
       SELECT reference, case_id, amount, 'settled', at, at
       FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::timestamptz[]) AS intent (reference, case_id, amount, at)`,
      [
        arrayOf.text(online.map(({ reference }) => reference)),
        arrayOf.uuid(online.map(({ caseId }) => caseId)),
        arrayOf.int8(online.map(({ amount }) => amount)),
        arrayOf.timestamptz(online.map(({ at }) => at)),
      ],
    ),
    db.run(
      `INSERT INTO payment (id, case_id, agency_id, channel, amount, paid_at, recorded_at, number, reference)
       SELECT id, case_id, agency_id, channel, amount, paid_at, $9, number, reference
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::timestamptz[], $7::text[], $8::text[])
         AS payment (id, case_id, agency_id, channel, amount, paid_at, number, reference)`,
      [
        arrayOf.uuid(payments.map(({ id }) => id)),
        arrayOf.uuid(payments.map(({ caseId }) => caseId)),
        arrayOf.uuid(payments.map(({ agencyId }) => agencyId)),
        arrayOf.text(payments.map(({ channel }) => channel)),
        arrayOf.int8(payments.map(({ amount }) => amount)),
        arrayOf.timestamptz(payments.map(({ at }) => at)),
        arrayOf.text(payments.map(({ number }) => number)),
        arrayOf.text(payments.map(({ reference }) => reference)),
        recordedAt,
      ],
    ),
  ])
}
