import type { Db } from '../../../platform/db/index.ts'
import type { Channel, DueBasis } from '../contract.ts'
import type { CountedDossier, DossierFact, Evidence } from '../domain.ts'

/** What of a dossier its fact is made of, and the fact that is kept of it. */
export interface WalkedDossier {
  readonly id: string
  readonly procedureVersionId: string
  readonly dossier: CountedDossier
  readonly fact: DossierFact | null
}

interface EvidenceRow {
  readonly fees: Evidence['fees']
  readonly digitised: boolean | null
  readonly reused: boolean | null
  readonly paper: boolean | null
  readonly electronic_result: boolean
  readonly vote: Evidence['vote']
}

interface WalkedRow extends EvidenceRow {
  readonly id: string
  readonly procedure_version_id: string
  readonly channel: Channel | null
  readonly competent_agency_id: string
  readonly accepted_at: Date | null
  readonly finished_at: Date | null
  readonly late_from: Date | null
  readonly due_basis: DueBasis
  readonly f_agency_id: string | null
  readonly f_procedure: string
  readonly f_channel: string
  readonly f_provable: boolean
  readonly f_accepted_at: Date
  readonly f_ended_at: Date | null
  readonly f_late_from: Date | null
  readonly f_fees: Evidence['fees']
  readonly f_digitised: boolean | null
  readonly f_reused: boolean | null
  readonly f_paper: boolean | null
  readonly f_electronic_result: boolean
  readonly f_end_to_end: boolean
  readonly f_eligible: boolean | null
  readonly f_vote: Evidence['vote']
}

const WALK = `
DECLARE dossier_walk NO SCROLL CURSOR FOR
SELECT d.id, d.procedure_version_id, d.channel, d.competent_agency_id, d.accepted_at, d.finished_at, d.late_from, d.due_basis,
  d.fees, d.digitised, d.reused, d.paper, d.electronic_result, d.vote, f.agency_id AS f_agency_id, f.procedure AS f_procedure,
  f.channel AS f_channel, f.provable AS f_provable, f.accepted_at AS f_accepted_at, f.ended_at AS f_ended_at,
  f.late_from AS f_late_from, f.fees AS f_fees, f.digitised AS f_digitised, f.reused AS f_reused, f.paper AS f_paper,
  f.electronic_result AS f_electronic_result, f.end_to_end AS f_end_to_end, f.eligible AS f_eligible, f.vote AS f_vote
FROM dossier AS d LEFT JOIN dossier_fact AS f ON f.dossier_id = d.id AND f.replaced_on IS NULL
ORDER BY d.competent_agency_id`

/**
 * Every dossier with the fact known of it today, agency by agency, a page at a time. Only in a transaction, one walk at a time: the
 * next page is read while the one before is dealt with.
 */
export async function* walkDossiers(db: Db, size: number): AsyncGenerator<readonly WalkedDossier[]> {
  await db.run(WALK)
  const next = () => {
    const page = db.rows<WalkedRow>(`FETCH ${size} FROM dossier_walk`)
    page.catch(() => undefined)
    return page
  }
  let coming = next()
  try {
    for (;;) {
      const rows = await coming
      if (rows.length === 0) return
      coming = next()
      yield rows.map(walked)
    }
  } finally {
    await coming
    await db.run('CLOSE dossier_walk')
  }
}

function walked(row: WalkedRow): WalkedDossier {
  return {
    id: row.id,
    procedureVersionId: row.procedure_version_id,
    dossier: {
      channel: row.channel,
      competentAgencyId: row.competent_agency_id,
      acceptedAt: row.accepted_at,
      finishedAt: row.finished_at,
      lateFrom: row.late_from,
      dueBasis: row.due_basis,
      evidence: {
        fees: row.fees,
        digitised: row.digitised,
        reused: row.reused,
        paper: row.paper,
        electronicResult: row.electronic_result,
        vote: row.vote,
      },
    },
    fact:
      row.f_agency_id === null
        ? null
        : {
            agency: row.f_agency_id,
            procedure: row.f_procedure,
            channel: row.f_channel,
            provable: row.f_provable,
            acceptedAt: row.f_accepted_at,
            endedAt: row.f_ended_at,
            lateFrom: row.f_late_from,
            fees: row.f_fees,
            digitised: row.f_digitised,
            reused: row.f_reused,
            paper: row.f_paper,
            electronicResult: row.f_electronic_result,
            offeredEndToEnd: row.f_end_to_end,
            eligibleForEndToEnd: row.f_eligible,
            vote: row.f_vote,
          },
  }
}
