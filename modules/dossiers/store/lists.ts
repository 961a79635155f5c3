import type { Db } from '../../../platform/db/index.ts'
import type { Channel, DossierState, DueBasis } from '../contract.ts'

/** A role an officer holds at an agency, as the work list's query knows it. */
export interface RoleAt {
  readonly agencyId: string
  readonly role: string
}

export interface WorkRow {
  readonly id: string
  readonly code: string
  readonly procedureVersionId: string
  readonly applicantId: string | null
  readonly agencyId: string
  readonly receivingAgencyId: string
  readonly state: DossierState
  readonly channel: Channel | null
  readonly submittedAt: Date
  readonly acceptedAt: Date | null
  readonly dueAt: Date | null
  readonly dueBasis: DueBasis
  readonly stepName: string | null
  readonly stepRole: string | null
  readonly stepAgencyId: string | null
  readonly listedAt: string
}

export interface WorkFilter {
  readonly agencies: readonly string[]
  readonly states: readonly DossierState[]
  readonly rolesAt: readonly RoleAt[]
  readonly mineOnly: boolean
  readonly after: { readonly listedAt: string; readonly id: string } | null
  readonly limit: number
}

/** The dossiers of the agencies in scope, earliest due first; those without a date come last. */
export async function listWork(db: Db, filter: WorkFilter): Promise<readonly WorkRow[]> {
  const keys = filter.rolesAt.map((held) => `${held.agencyId}:${held.role}`)
  return db.rows<WorkRow>(
    `SELECT DISTINCT ON (party.due_at, dossier.id)
       dossier.id, dossier.code, dossier.procedure_version_id AS "procedureVersionId",
       dossier.applicant_id AS "applicantId", dossier.competent_agency_id AS "agencyId",
       dossier.receiving_agency_id AS "receivingAgencyId", dossier.state, dossier.channel,
       dossier.submitted_at AS "submittedAt", dossier.accepted_at AS "acceptedAt", dossier.due_at AS "dueAt",
       dossier.due_basis AS "dueBasis", step.name AS "stepName", step.role AS "stepRole",
       step.agency_id AS "stepAgencyId", party.due_at::text AS "listedAt"
     FROM dossier_party AS party
     JOIN dossier ON dossier.id = party.dossier_id
     LEFT JOIN LATERAL (
       SELECT name, role, agency_id FROM dossier_step
       WHERE dossier_id = dossier.id AND closed_at IS NULL ORDER BY ordinal LIMIT 1
     ) AS step ON true
     WHERE party.agency_id = ANY($1::uuid[]) AND party.state = ANY($2::text[])
       AND ($3::text IS NULL OR (party.due_at, party.dossier_id) > ($3::timestamptz, $4::uuid))
       AND (NOT $5::boolean
         OR (dossier.state IN ('submitted', 'finished') AND dossier.receiving_agency_id || ':reception' = ANY($6::text[]))
         OR (dossier.state = 'processing' AND step.agency_id || ':' || step.role = ANY($6::text[])))
     ORDER BY party.due_at, dossier.id
     LIMIT $7`,
    [
      filter.agencies,
      filter.states,
      filter.after?.listedAt ?? null,
      filter.after?.id ?? null,
      filter.mineOnly,
      keys,
      filter.limit,
    ],
  )
}

export type CountedPart = 'numerator' | 'rest' | 'unknown'

export interface CountedRow {
  readonly id: string
  readonly code: string
  readonly procedureVersionId: string
  readonly agencyId: string
  readonly channel: string | null
  readonly state: DossierState
  readonly acceptedAt: Date | null
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
  readonly part: CountedPart | null
  readonly after: string | null
  readonly limit: number
}

const COUNTED = {
  'on-time': `SELECT dossier.*,
      CASE WHEN dossier.due_basis IN ('no-limit', 'unknown') AND dossier.late_from IS NULL THEN 'unknown'
           WHEN dossier.late_from IS NULL THEN 'numerator'
           WHEN dossier.finished_at < $3 THEN
             CASE WHEN dossier.finished_at <= dossier.late_from THEN 'numerator' ELSE 'rest' END
           WHEN dossier.late_from >= $4 THEN 'numerator'
           ELSE 'rest' END AS part
    FROM dossier
    WHERE dossier.competent_agency_id = ANY($1::uuid[]) AND dossier.accepted_at < $3
      AND (dossier.finished_at IS NULL OR dossier.finished_at >= $2)`,
  'submitted-online': `SELECT dossier.*,
      CASE WHEN dossier.channel = 'online' AND (dossier.finished_at IS NULL OR result.file_sha256 IS NOT NULL)
           THEN 'numerator' ELSE 'rest' END AS part
    FROM dossier LEFT JOIN dossier_result AS result ON result.dossier_id = dossier.id
    WHERE dossier.competent_agency_id = ANY($1::uuid[]) AND dossier.accepted_at >= $2 AND dossier.accepted_at < $3`,
} as const

export type CountedBy = keyof typeof COUNTED

/** The very dossiers that a figure counts, with the part of it that each stands in. */
export async function listCounted(
  db: Db,
  by: CountedBy,
  filter: CountedFilter,
): Promise<readonly CountedRow[]> {
  return db.rows<CountedRow>(
    `SELECT counted.id, counted.code, counted.procedure_version_id AS "procedureVersionId",
       counted.competent_agency_id AS "agencyId", counted.channel, counted.state, counted.accepted_at AS "acceptedAt",
       counted.due_at AS "dueAt", counted.finished_at AS "endedAt", counted.part
     FROM (${COUNTED[by]}) AS counted
     WHERE $4::timestamptz IS NOT NULL AND ($5::text IS NULL OR counted.part = $5)
       AND ($6::uuid IS NULL OR counted.id > $6)
     ORDER BY counted.id LIMIT $7`,
    [filter.agencies, filter.from, filter.until, filter.asAt, filter.part, filter.after, filter.limit],
  )
}

/** How many open dossiers become late between `from` (exclusive) and `until`, by agency: the running day that no cell may claim. */
export async function countLateBetween(
  db: Db,
  agencies: readonly string[],
  from: Date,
  until: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.rows<{ agency: string; n: number }>(
    `SELECT competent_agency_id AS agency, count(*) AS n FROM dossier
     WHERE state IN ('processing', 'awaiting-supplement') AND late_from >= $2 AND late_from < $3
       AND competent_agency_id = ANY($1::uuid[])
     GROUP BY competent_agency_id`,
    [agencies, from, until],
  )
  return new Map(rows.map((row) => [row.agency, row.n]))
}
