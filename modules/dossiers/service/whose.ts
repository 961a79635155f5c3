import type { DossierPage } from '../contract.ts'
import { maskName } from './masking.ts'

/** The course of a dossier without whose it is: nothing declared or brought, and no free text that could name somebody. */
export function withoutWhose(page: DossierPage): DossierPage {
  const { applicant, refusal, result } = page
  const name = applicant === null ? null : maskName(applicant.name)
  return {
    ...page,
    isWhole: false,
    applicant:
      applicant === null || name === null ? null : { id: applicant.id, name, nationalId: null, phone: null },
    refusal: refusal === null ? null : { ground: '', clause: null },
    answers: {},
    parts: [],
    steps: page.steps.map((step) => ({ ...step, note: null })),
    supplements: page.supplements.map((one) => ({ ...one, message: '', wrong: [] })),
    result: result === null ? null : { ...result, file: null },
    timeline: page.timeline.map((moment) => ({
      ...moment,
      actor: moment.actor === applicant?.name ? name : moment.actor,
      basis: null,
    })),
  }
}
