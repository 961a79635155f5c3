import type { Db } from '../../platform/db/index.ts'
import type { HeldBack } from './contract.ts'
import type { Attribute, XesEvent, XesHeader } from './xes/model.ts'

export interface StoredLog {
  readonly key: string
  readonly title: string
  readonly source: string
  readonly agencyId: string
  readonly header: XesHeader
  readonly takenInAt: Date
}

const LOG = `SELECT key, title, source, agency_id AS "agencyId", header, taken_in_at AS "takenInAt" FROM event_log`

export function listLogs(db: Db): Promise<readonly StoredLog[]> {
  return db.rows<StoredLog>(`${LOG} ORDER BY key`)
}

export function findLog(db: Db, key: string): Promise<StoredLog | undefined> {
  return db.maybe<StoredLog>(`${LOG} WHERE key = $1`, [key])
}

export async function saveLog(db: Db, log: StoredLog): Promise<void> {
  await db.run(
    `INSERT INTO event_log (key, title, source, agency_id, header, taken_in_at) VALUES ($1, $2, $3, $4, $5::jsonb, $6)
     ON CONFLICT (key) DO NOTHING`,
    [log.key, log.title, log.source, log.agencyId, JSON.stringify(log.header), log.takenInAt],
  )
}

export interface StoredCase {
  readonly ordinal: number
  readonly caseKey: string
  readonly dossierId: string | null
  readonly channel: string | null
  readonly closed: boolean
  readonly endedAt: Date | null
  readonly onTime: boolean | null
  readonly heldBack: HeldBack | null
  readonly attributes: readonly Attribute[]
  readonly eventCount: number
  readonly events: readonly XesEvent[] | null
  readonly hash: string
}

const CASE = `SELECT ordinal, case_key AS "caseKey", dossier_id AS "dossierId", channel, closed, ended_at AS "endedAt", on_time AS "onTime",
  held_back AS "heldBack", attributes, event_count AS "eventCount", events, hash FROM event_log_case`

export function findCase(db: Db, log: string, ordinal: number): Promise<StoredCase | undefined> {
  return db.maybe<StoredCase>(`${CASE} WHERE log_key = $1 AND ordinal = $2`, [log, ordinal])
}

export function listCases(db: Db, log: string, after: number, limit: number): Promise<readonly StoredCase[]> {
  return db.rows<StoredCase>(`${CASE} WHERE log_key = $1 AND ordinal > $2 ORDER BY ordinal LIMIT $3`, [
    log,
    after,
    limit,
  ])
}

export async function saveCase(db: Db, log: string, one: StoredCase): Promise<void> {
  await db.run(
    `INSERT INTO event_log_case (log_key, case_key, ordinal, dossier_id, channel, closed, on_time, held_back, attributes, events, hash, event_count, ended_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11, $12, $13) ON CONFLICT DO NOTHING`,
    [
      log,
      one.caseKey,
      one.ordinal,
      one.dossierId,
      one.channel,
      one.closed,
      one.onTime,
      one.heldBack,
      JSON.stringify(one.attributes),
      one.events === null ? null : JSON.stringify(one.events),
      one.hash,
      one.eventCount,
      one.endedAt,
    ],
  )
}

export interface ChannelTally {
  readonly channel: string
  readonly cases: number
  readonly events: number
  readonly closed: number
  readonly onTime: number
  readonly late: number
  readonly heldBack: number
}

/** What stands of a log, by its own names for the channels. */
export function tallyCases(db: Db, log: string): Promise<readonly ChannelTally[]> {
  return db.rows<ChannelTally>(
    `SELECT coalesce(channel, '') AS channel, count(*) AS cases, sum(event_count)::int AS events,
       count(*) FILTER (WHERE closed AND held_back IS NULL) AS closed,
       count(*) FILTER (WHERE on_time) AS "onTime", count(*) FILTER (WHERE NOT on_time) AS late,
       count(*) FILTER (WHERE held_back IS NOT NULL) AS "heldBack"
     FROM event_log_case WHERE log_key = $1 GROUP BY 1 ORDER BY 2 DESC, 1`,
    [log],
  )
}

export function listHeldBack(
  db: Db,
  log: string,
): Promise<readonly { readonly caseKey: string; readonly reason: HeldBack }[]> {
  return db.rows(
    `SELECT case_key AS "caseKey", held_back AS reason FROM event_log_case
     WHERE log_key = $1 AND held_back IS NOT NULL ORDER BY ordinal LIMIT 1000`,
    [log],
  )
}

/** When the last case that was taken in ended; null while none has. */
export async function lastEnd(db: Db, log: string): Promise<Date | null> {
  const { at } = await db.one<{ at: Date | null }>(
    'SELECT max(ended_at) AS at FROM event_log_case WHERE log_key = $1 AND dossier_id IS NOT NULL',
    [log],
  )
  return at
}
