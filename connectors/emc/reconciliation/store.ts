import type { LocalDate } from '../../../kernel/dates.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { CountedCell, Difference, OwnCount, Place, ToldDossier } from './compare.ts'

export interface Look {
  readonly on: LocalDate
  readonly from: LocalDate
  readonly to: LocalDate
  readonly at: Date
  /** A day that is not done is looked at again when the last look lies before this. */
  readonly againBefore: Date
}

/** Takes the day up, for this process alone. False where it is done, or was looked at a moment ago. */
export async function claimLook(db: Db, { on, from, to, at, againBefore }: Look): Promise<boolean> {
  const taken = await db.run(
    `INSERT INTO emc_reconciliation AS r (reconciled_on, from_on, to_on, looked_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (reconciled_on) DO UPDATE SET looked_at = excluded.looked_at
     WHERE r.looked_at <= $5 AND (r.compared_at IS NULL OR r.error IS NOT NULL OR EXISTS (
       SELECT FROM emc_difference d WHERE d.reconciled_on = r.reconciled_on AND d.mended_at IS NULL))`,
    [on, from, to, at, againBefore],
  )
  return taken === 1
}

/** How many dossiers there are, and how many the monitor has confirmed, by the cell each is counted in. */
export function countCells(db: Db, from: LocalDate, to: LocalDate): Promise<readonly OwnCount[]> {
  return db.rows<OwnCount>(
    `SELECT accepted_on AS "acceptedOn", agency AS "agencyCode", state, channel, sum(ours)::int AS ours, sum(told)::int AS told
     FROM (
       SELECT accepted_on, coalesce(agency_code, '') AS agency, state, coalesce(channel, '') AS channel, 1 AS ours, 0 AS told
       FROM emc_dossier WHERE accepted_on BETWEEN $1 AND $2
       UNION ALL
       SELECT told_on, coalesce(told_agency_code, ''), told_state, coalesce(told_channel, ''), 0, 1
       FROM emc_dossier WHERE told_on BETWEEN $1 AND $2
     ) AS counted
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
    [from, to],
  )
}

/** What the monitor has confirmed of one agency and day, of those about which nothing is on its way and which were not told anew today. */
export function listToldAt(
  db: Db,
  on: LocalDate,
  { acceptedOn, agencyCode }: Place,
): Promise<readonly ToldDossier[]> {
  return db.rows<ToldDossier>(
    `SELECT dossier_id AS "dossierId", code, told_state AS state, told_channel AS channel FROM emc_dossier
     WHERE told_on = $2 AND told_agency_code = $3 AND NOT is_pending AND resent_on IS DISTINCT FROM $1::date
     ORDER BY dossier_id`,
    [on, acceptedOn, agencyCode],
  )
}

export async function saveResent(db: Db, on: LocalDate, dossierIds: readonly string[]): Promise<void> {
  await db.run('UPDATE emc_dossier SET resent_on = $1 WHERE dossier_id = ANY ($2)', [on, dossierIds])
}

export async function saveFailure(db: Db, on: LocalDate, error: string): Promise<void> {
  await db.run('UPDATE emc_reconciliation SET error = $2 WHERE reconciled_on = $1', [on, error.slice(0, 500)])
}

export interface Compared {
  readonly ours: number
  readonly theirs: number
  readonly resent: number
  readonly error: string | null
  readonly differences: readonly Difference[]
}

/** A difference that is no longer found is mended; one that is found again has its newest numbers. */
export async function saveCompared(db: Db, on: LocalDate, at: Date, compared: Compared): Promise<void> {
  const { ours, theirs, resent, error, differences } = compared
  await db.run(
    `UPDATE emc_reconciliation SET compared_at = $2, ours = $3, theirs = $4, resent = resent + $5, error = $6
     WHERE reconciled_on = $1`,
    [on, at, ours, theirs, resent, error],
  )
  const column = <K extends keyof Difference>(name: K) => differences.map((one) => one[name])
  await db.run(
    `WITH found AS (
       SELECT * FROM unnest($3::date[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[], $9::int[])
         AS f(accepted_on, agency_code, state, channel, ours, told, theirs)
     ), mended AS (
       UPDATE emc_difference d SET mended_at = $2
       WHERE d.reconciled_on = $1 AND d.mended_at IS NULL AND NOT EXISTS (
         SELECT FROM found f WHERE f.accepted_on = d.accepted_on AND f.agency_code = d.agency_code AND f.state = d.state
           AND f.channel = d.channel)
     )
     INSERT INTO emc_difference (reconciled_on, accepted_on, agency_code, state, channel, ours, told, theirs, found_at)
     SELECT $1, accepted_on, agency_code, state, channel, ours, told, theirs, $2 FROM found
     ON CONFLICT (reconciled_on, accepted_on, agency_code, state, channel) DO UPDATE SET
       ours = excluded.ours, told = excluded.told, theirs = excluded.theirs, mended_at = NULL`,
    [
      on,
      at,
      column('acceptedOn'),
      column('agencyCode'),
      column('state'),
      column('channel'),
      column('ours'),
      column('told'),
      column('theirs'),
    ],
  )
}

export interface ReconciliationRow {
  readonly on: LocalDate
  readonly from: LocalDate
  readonly to: LocalDate
  readonly comparedAt: Date | null
  readonly ours: number | null
  readonly theirs: number | null
  readonly resent: number
  readonly error: string | null
  readonly differing: number
  readonly open: number
}

/** The last days, the newest first. */
export function listReconciliations(db: Db, limit: number): Promise<readonly ReconciliationRow[]> {
  return db.rows<ReconciliationRow>(
    `SELECT r.reconciled_on AS on, r.from_on AS "from", r.to_on AS "to", r.compared_at AS "comparedAt", r.ours, r.theirs,
       r.resent, r.error, count(d.found_at)::int AS differing,
       count(d.found_at) FILTER (WHERE d.mended_at IS NULL)::int AS open
     FROM emc_reconciliation r LEFT JOIN emc_difference d ON d.reconciled_on = r.reconciled_on
     GROUP BY r.reconciled_on ORDER BY r.reconciled_on DESC LIMIT $1`,
    [limit],
  )
}

export interface DifferenceRow extends CountedCell {
  readonly ours: number
  readonly told: number
  readonly theirs: number
  readonly foundAt: Date
  readonly mendedAt: Date | null
}

/** Those that are open first. */
export function listDifferences(db: Db, on: LocalDate, limit: number): Promise<readonly DifferenceRow[]> {
  return db.rows<DifferenceRow>(
    `SELECT accepted_on AS "acceptedOn", agency_code AS "agencyCode", state, channel, ours, told, theirs,
       found_at AS "foundAt", mended_at AS "mendedAt"
     FROM emc_difference WHERE reconciled_on = $1
     ORDER BY mended_at IS NOT NULL, accepted_on, agency_code, state, channel LIMIT $2`,
    [on, limit],
  )
}
