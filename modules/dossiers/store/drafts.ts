import { Problem } from '../../../kernel/problem.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { Answers, Delivery } from '../contract.ts'

export interface DraftPart {
  readonly requirement: string
  readonly sha256: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly reusedFrom?: { readonly dossierId: string; readonly partId: string | null; readonly code: string }
}

export interface StoredDraft {
  readonly id: string
  readonly applicantId: string
  readonly procedureVersionId: string
  readonly caseKey: string | null
  readonly agencyId: string | null
  readonly delivery: Delivery | null
  readonly answers: Answers
  readonly parts: readonly DraftPart[]
  readonly updatedAt: Date
}

interface DraftRow {
  id: string
  applicant_id: string
  procedure_version_id: string
  case_key: string | null
  agency_id: string | null
  delivery: Delivery | null
  answers: Answers
  parts: DraftPart[]
  updated_at: Date
}

function read(row: DraftRow): StoredDraft {
  return {
    id: row.id,
    applicantId: row.applicant_id,
    procedureVersionId: row.procedure_version_id,
    caseKey: row.case_key,
    agencyId: row.agency_id,
    delivery: row.delivery,
    answers: row.answers,
    parts: row.parts,
    updatedAt: row.updated_at,
  }
}

/** A draft is its applicant's alone: somebody else's is as absent as none. */
export async function getDraft(db: Db, id: string, applicantId: string): Promise<StoredDraft> {
  const row = await db.maybe<DraftRow>('SELECT * FROM dossier_draft WHERE id = $1 AND applicant_id = $2', [
    id,
    applicantId,
  ])
  if (row === undefined) throw new Problem('missing', 'dossiers.draft-missing')
  return read(row)
}

export async function listDrafts(db: Db, applicantId: string): Promise<readonly StoredDraft[]> {
  const rows = await db.rows<DraftRow>(
    'SELECT * FROM dossier_draft WHERE applicant_id = $1 ORDER BY updated_at DESC LIMIT 50',
    [applicantId],
  )
  return rows.map(read)
}

export async function saveDraft(db: Db, draft: StoredDraft): Promise<void> {
  await db.run(
    `INSERT INTO dossier_draft (id, applicant_id, procedure_version_id, case_key, agency_id, delivery, answers, parts, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9)
     ON CONFLICT (id) DO UPDATE SET procedure_version_id = excluded.procedure_version_id, case_key = excluded.case_key,
       agency_id = excluded.agency_id, delivery = excluded.delivery, answers = excluded.answers, parts = excluded.parts,
       updated_at = excluded.updated_at`,
    [
      draft.id,
      draft.applicantId,
      draft.procedureVersionId,
      draft.caseKey,
      draft.agencyId,
      draft.delivery,
      JSON.stringify(draft.answers),
      JSON.stringify(draft.parts),
      draft.updatedAt,
    ],
  )
}

export async function deleteDraft(db: Db, id: string, applicantId: string): Promise<void> {
  await db.run('DELETE FROM dossier_draft WHERE id = $1 AND applicant_id = $2', [id, applicantId])
}
