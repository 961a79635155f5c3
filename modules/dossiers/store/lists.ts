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
