import type { LocalDate } from '../../../kernel/dates.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { DossierState } from '../contract.ts'
import type { DossierFact } from '../domain.ts'

export interface NewFact {
  readonly dossierId: string
  readonly fact: DossierFact | null
}

/**
 * Keeps facts as they are known from a recorded day on; what was known before stays with its days. Of several on one day the last
 * stands. The dossiers are locked, or new.
 */
export async function saveFacts(db: Db, recordedOn: LocalDate, facts: readonly NewFact[]): Promise<void> {
  const rows = facts.flatMap(({ dossierId, fact }) =>
    fact === null
      ? []
      : [
          {
            dossier_id: dossierId,
            agency_id: fact.agency,
            procedure: fact.procedure,
            channel: fact.channel,
            provable: fact.provable,
            accepted_at: fact.acceptedAt,
            ended_at: fact.endedAt,
            late_from: fact.lateFrom,
            fees: fact.fees,
            digitised: fact.digitised,
            reused: fact.reused,
            paper: fact.paper,
            electronic_result: fact.electronicResult,
            end_to_end: fact.offeredEndToEnd,
            eligible: fact.eligibleForEndToEnd,
            vote: fact.vote,
          },
        ],
  )
  if (rows.length === 0) return
  // A day before the last one that was recorded can only come from a clock that went back: the later day stands.
  await db.run(
    `WITH given AS MATERIALIZED (
       SELECT fact.*, greatest($2::date, last.recorded_on) AS on_day, last.recorded_on AS last_day
       FROM jsonb_populate_recordset(null::dossier_fact, $1::jsonb) AS fact
       LEFT JOIN dossier_fact AS last ON last.dossier_id = fact.dossier_id AND last.replaced_on IS NULL
     ), replaced AS (
       UPDATE dossier_fact AS last SET replaced_on = given.on_day
       FROM given
       WHERE last.dossier_id = given.dossier_id AND last.recorded_on = given.last_day AND given.last_day < given.on_day
     )
     INSERT INTO dossier_fact (dossier_id, recorded_on, agency_id, procedure, channel, provable, accepted_at, ended_at, late_from,
       fees, digitised, reused, paper, electronic_result, end_to_end, eligible, vote)
     SELECT dossier_id, on_day, agency_id, procedure, channel, provable, accepted_at, ended_at, late_from,
       fees, digitised, reused, paper, electronic_result, end_to_end, eligible, vote
     FROM given
     ON CONFLICT (dossier_id, recorded_on) DO UPDATE SET
       agency_id = excluded.agency_id, procedure = excluded.procedure, channel = excluded.channel,
       provable = excluded.provable, accepted_at = excluded.accepted_at, ended_at = excluded.ended_at,
       late_from = excluded.late_from, fees = excluded.fees, digitised = excluded.digitised, reused = excluded.reused,
       paper = excluded.paper, electronic_result = excluded.electronic_result, end_to_end = excluded.end_to_end,
       eligible = excluded.eligible, vote = excluded.vote`,
    [JSON.stringify(rows), recordedOn],
  )
}

interface FactRow {
  readonly dossier_id: string
  readonly agency_id: string
  readonly procedure: string
  readonly channel: string
  readonly provable: boolean
  readonly accepted_at: Date
  readonly ended_at: Date | null
  readonly late_from: Date | null
  readonly fees: DossierFact['fees']
  readonly digitised: boolean | null
  readonly reused: boolean | null
  readonly paper: boolean | null
  readonly electronic_result: boolean
  readonly end_to_end: boolean
  readonly eligible: boolean | null
  readonly vote: DossierFact['vote']
}

/** What is known today of these dossiers; those that were not accepted are absent. */
export async function listCurrentFacts(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DossierFact>> {
  const rows = await db.rows<FactRow>(
    'SELECT * FROM dossier_fact WHERE dossier_id = ANY($1::uuid[]) AND replaced_on IS NULL',
    [ids],
  )
  return new Map(
    rows.map((row) => [
      row.dossier_id,
      {
        agency: row.agency_id,
        procedure: row.procedure,
        channel: row.channel,
        provable: row.provable,
        acceptedAt: row.accepted_at,
        endedAt: row.ended_at,
        lateFrom: row.late_from,
        fees: row.fees,
        digitised: row.digitised,
        reused: row.reused,
        paper: row.paper,
        electronicResult: row.electronic_result,
        offeredEndToEnd: row.end_to_end,
        eligibleForEndToEnd: row.eligible,
        vote: row.vote,
      },
    ]),
  )
}

export type CountedPart = 'numerator' | 'rest' | 'unknown'

export interface CountedRow {
  readonly id: string
  readonly code: string
  readonly procedureVersionId: string
  readonly agencyId: string
  readonly channel: string
  readonly state: DossierState
  readonly acceptedAt: Date
  readonly dueAt: Date | null
  readonly endedAt: Date | null
  readonly part: CountedPart
}

export interface CountedFilter {
  readonly agencies: readonly string[]
  readonly from: Date
  /** The end of what is counted, exclusive: that of the month, or of the running day. */
  readonly until: Date
  /** The instant at which an open dossier is held against its due date: the end of a past month, or now. */
  readonly asAt: Date
  readonly procedure: string | null
  readonly channel: string | null
  /** As it was known at the end of this day; null: as it is known now. */
  readonly knownOn: LocalDate | null
  readonly part: CountedPart | null
  readonly after: string | null
  readonly limit: number
}

const ACCEPTED = 'accepted_at >= $2 AND accepted_at < $3'
const ENDED = 'ended_at >= $2 AND ended_at < $3'
const judged = (unknown: string, yes: string) =>
  `CASE WHEN ${unknown} THEN 'unknown' WHEN ${yes} THEN 'numerator' ELSE 'rest' END`

/** Each figure as facts tell it: which it counts, and in which part each stands. The series of fact.ts say the same. */
const COUNTED = {
  'on-time': {
    which: 'accepted_at < $3 AND (ended_at IS NULL OR ended_at >= $2)',
    part: `CASE WHEN NOT provable THEN 'unknown'
      WHEN late_from IS NULL THEN 'numerator'
      WHEN ended_at < $3 THEN CASE WHEN ended_at <= late_from THEN 'numerator' ELSE 'rest' END
      WHEN late_from >= $4 THEN 'numerator'
      ELSE 'rest' END`,
  },
  'submitted-online': {
    which: ACCEPTED,
    part: judged('false', `channel = 'online' AND (ended_at IS NULL OR electronic_result)`),
  },
  'handled-end-to-end': {
    which: `${ENDED} AND eligible IS DISTINCT FROM false`,
    part: `CASE WHEN eligible IS NULL THEN 'unknown'
      WHEN paper OR channel NOT IN ('online', 'unknown') THEN 'rest'
      WHEN channel = 'unknown' OR paper IS NULL THEN 'unknown'
      WHEN electronic_result THEN 'numerator'
      ELSE 'rest' END`,
  },
  'handled-end-to-end@1': {
    which: `${ENDED} AND end_to_end`,
    part: judged(
      `channel = 'unknown' OR paper IS NULL`,
      `channel = 'online' AND NOT paper AND electronic_result`,
    ),
  },
  'paid-online': {
    which: `${ACCEPTED} AND fees IS DISTINCT FROM 'none'`,
    part: judged('fees IS NULL', `fees = 'paid-online'`),
  },
  digitised: {
    which: ACCEPTED,
    part: judged('digitised IS NULL', 'digitised AND (ended_at IS NULL OR electronic_result)'),
  },
  'data-reused': { which: ACCEPTED, part: judged('reused IS NULL', 'reused') },
  satisfaction: {
    which: ENDED,
    part: `CASE WHEN vote IS NOT DISTINCT FROM 'disliked' OR (late_from IS NOT NULL AND ended_at > late_from) THEN 'rest'
      WHEN provable THEN 'numerator'
      ELSE 'unknown' END`,
  },
} as const

/** A figure, or with '@' what it counted by before its definition changed. */
export type CountedAs = keyof typeof COUNTED
export type CountedBy = Exclude<CountedAs, `${string}@${number}`>

/** The very dossiers that a figure counts, with the part of it that each stands in. */
export async function listCounted(
  db: Db,
  by: CountedAs,
  filter: CountedFilter,
): Promise<readonly CountedRow[]> {
  const { which, part } = COUNTED[by]
  const known =
    filter.knownOn === null
      ? 'replaced_on IS NULL AND $10::date IS NULL'
      : 'recorded_on <= $10::date AND (replaced_on IS NULL OR replaced_on > $10::date)'
  return db.rows<CountedRow>(
    `SELECT counted.dossier_id AS id, dossier.code, dossier.procedure_version_id AS "procedureVersionId",
       counted.agency_id AS "agencyId", counted.channel, dossier.state, counted.accepted_at AS "acceptedAt",
       dossier.due_at AS "dueAt", counted.ended_at AS "endedAt", counted.part
     FROM (
       SELECT dossier_fact.*, ${part} AS part FROM dossier_fact
       WHERE agency_id = ANY($1::uuid[]) AND ${known} AND ${which}
         AND ($8::text IS NULL OR procedure = $8) AND ($9::text IS NULL OR channel = $9)
     ) AS counted JOIN dossier ON dossier.id = counted.dossier_id
     WHERE $4::timestamptz IS NOT NULL AND ($5::text IS NULL OR counted.part = $5)
       AND ($6::uuid IS NULL OR counted.dossier_id > $6)
     ORDER BY counted.dossier_id LIMIT $7`,
    [
      filter.agencies,
      filter.from,
      filter.until,
      filter.asAt,
      filter.part,
      filter.after,
      filter.limit,
      filter.procedure,
      filter.channel,
      filter.knownOn,
    ],
  )
}

/** How many open dossiers become late between `from` (exclusive) and `until`, group by group: the running day that no cell may claim. */
export async function countLateBetween(
  db: Db,
  filter: Pick<CountedFilter, 'agencies' | 'procedure' | 'channel'> & {
    readonly from: Date
    readonly until: Date
    readonly by: 'agency' | 'procedure' | 'channel'
  },
): Promise<ReadonlyMap<string, number>> {
  const column = filter.by === 'agency' ? 'agency_id::text' : filter.by
  const rows = await db.rows<{ key: string; n: number }>(
    `SELECT ${column} AS key, count(*) AS n FROM dossier_fact
     WHERE replaced_on IS NULL AND ended_at IS NULL AND late_from >= $2 AND late_from < $3
       AND agency_id = ANY($1::uuid[])
       AND ($4::text IS NULL OR procedure = $4) AND ($5::text IS NULL OR channel = $5)
     GROUP BY 1`,
    [filter.agencies, filter.from, filter.until, filter.procedure, filter.channel],
  )
  return new Map(rows.map((row) => [row.key, row.n]))
}
