import type { LocalDate } from '../../../kernel/dates.ts'
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

const AFTER = `(party.due_at, party.dossier_id) > (
    coalesce($3::timestamptz, '-infinity'), coalesce($4::uuid, '00000000-0000-0000-0000-000000000000'))`

/** A place, an agency's dossiers in one state, is an index range by deadline. */
const OF_PLACE = `FROM dossier_party AS party
  WHERE party.agency_id = place.agency_id AND party.state = place.state AND ${AFTER}`

// A place reaches the page only if its first dossier is among the firsts that come earliest: however many agencies there are, few
// ranges are read on, and none beyond the last of those firsts, for as many dossiers come before it as the page has.
const ALL = `
WITH first AS (
  SELECT place.*, found.*, dense_rank() OVER (ORDER BY found.due_at, found.dossier_id) AS nth
  FROM (SELECT * FROM unnest($1::uuid[]) AS agency_id, unnest($2::text[]) AS state) AS place,
    LATERAL (SELECT due_at, dossier_id ${OF_PLACE} ORDER BY due_at, dossier_id LIMIT 1) AS found
), cut AS (
  SELECT due_at, dossier_id FROM first WHERE nth = $5 LIMIT 1
), listed AS (
  SELECT DISTINCT found.due_at, found.dossier_id
  FROM first AS place,
    LATERAL (
      SELECT DISTINCT due_at, dossier_id ${OF_PLACE} AND (party.due_at, party.dossier_id) <= (
        coalesce((SELECT due_at FROM cut), 'infinity'),
        coalesce((SELECT dossier_id FROM cut), 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      ORDER BY due_at, dossier_id LIMIT $5
    ) AS found
  WHERE place.nth <= $5
  ORDER BY 1, 2 LIMIT $5
)`

/** Whether a dossier is of an agency in scope. */
type InScope = (dossierId: string) => string

const inFewAgencies: InScope = (dossierId) =>
  `EXISTS (SELECT FROM dossier_party AS seen WHERE seen.agency_id = ANY($1::uuid[]) AND seen.dossier_id = ${dossierId})`

// Aggregated, lest each of many agencies be sought in the index: a dossier's few parties are compared with them instead.
const inManyAgencies: InScope = (dossierId) =>
  `(SELECT bool_or(seen.agency_id = ANY($1::uuid[])) FROM dossier_party AS seen WHERE seen.dossier_id = ${dossierId})`

const MANY = 8

// What waits for an officer is little beside what her agencies have, so it is looked for from her roles.
const mineWhere = (inScope: InScope): string => `
WITH received AS (
  SELECT found.*
  FROM (SELECT * FROM unnest($6::uuid[]) AS agency_id, unnest($2::text[]) AS state) AS place,
    LATERAL (
      SELECT due_at, dossier_id ${OF_PLACE} AND party.role = 'receiving'
        AND (party.agency_id = ANY($1::uuid[]) OR ${inScope('party.dossier_id')})
      ORDER BY due_at, dossier_id LIMIT $5
    ) AS found
  WHERE place.state IN ('submitted', 'finished')
), waiting AS (
  SELECT DISTINCT party.due_at, party.dossier_id
  FROM unnest($7::uuid[], $8::text[]) AS held (agency_id, role)
  JOIN dossier_step AS step ON step.agency_id = held.agency_id AND step.role = held.role AND step.closed_at IS NULL
  JOIN dossier_party AS party ON party.dossier_id = step.dossier_id AND party.role = 'receiving' AND party.state = 'processing'
  WHERE 'processing' = ANY($2::text[]) AND ${AFTER}
    AND ${inScope('step.dossier_id')}
    AND NOT EXISTS (
      SELECT FROM dossier_step AS before
      WHERE before.dossier_id = step.dossier_id AND before.closed_at IS NULL AND before.ordinal < step.ordinal
    )
), listed AS (
  SELECT * FROM received UNION SELECT * FROM waiting ORDER BY 1, 2 LIMIT $5
)`

const SHOWN = `
SELECT dossier.id, dossier.code, dossier.procedure_version_id AS "procedureVersionId",
  dossier.applicant_id AS "applicantId", dossier.competent_agency_id AS "agencyId",
  dossier.receiving_agency_id AS "receivingAgencyId", dossier.state, dossier.channel,
  dossier.submitted_at AS "submittedAt", dossier.accepted_at AS "acceptedAt", dossier.due_at AS "dueAt",
  dossier.due_basis AS "dueBasis", step.name AS "stepName", step.role AS "stepRole",
  step.agency_id AS "stepAgencyId", listed.due_at::text AS "listedAt"
FROM listed
JOIN dossier ON dossier.id = listed.dossier_id
LEFT JOIN LATERAL (
  SELECT name, role, agency_id FROM dossier_step
  WHERE dossier_id = dossier.id AND closed_at IS NULL ORDER BY ordinal LIMIT 1
) AS step ON true
ORDER BY listed.due_at, listed.dossier_id`

/** The dossiers of the agencies in scope, earliest due first; those without a date come last. */
export async function listWork(db: Db, filter: WorkFilter): Promise<readonly WorkRow[]> {
  const { agencies, states, after, limit, rolesAt } = filter
  const asked = [agencies, states, after?.listedAt ?? null, after?.id ?? null, limit]
  if (!filter.mineOnly) return db.rows<WorkRow>(ALL + SHOWN, asked)
  const receptions = rolesAt.filter(({ role }) => role === 'reception')
  const mine = mineWhere(agencies.length > MANY ? inManyAgencies : inFewAgencies)
  return db.rows<WorkRow>(mine + SHOWN, [
    ...asked,
    receptions.map(({ agencyId }) => agencyId),
    rolesAt.map(({ agencyId }) => agencyId),
    rolesAt.map(({ role }) => role),
  ])
}

/** Notes that an officer's list showed these dossiers; gives those that it had not shown that officer that day. */
export async function noteListed(
  db: Db,
  officerId: string,
  dossierIds: readonly string[],
  on: LocalDate,
): Promise<ReadonlySet<string>> {
  // In the order of the keys, lest two lists of the same officer wait for each other.
  const rows = await db.rows<{ id: string }>(
    `INSERT INTO dossier_listed (officer_id, dossier_id, listed_on)
     SELECT $1, id, $3 FROM unnest($2::uuid[]) AS shown (id) ORDER BY id
     ON CONFLICT (officer_id, dossier_id) DO UPDATE SET listed_on = excluded.listed_on
       WHERE dossier_listed.listed_on < excluded.listed_on
     RETURNING dossier_id AS id`,
    [officerId, dossierIds, on],
  )
  return new Set(rows.map(({ id }) => id))
}
