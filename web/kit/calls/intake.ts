import type { LoaderFunctionArgs } from 'react-router'
import type { IntakeInput, PersonFound, ReusablePapers, TakenIn } from '../../../modules/dossiers/contract.ts'
import { call, type Answer } from '../api.ts'

type Routed = Pick<LoaderFunctionArgs, 'context'>

/** Takes a dossier in once, however often the button is pressed: `once` names the act. */
export function takeIn(routed: Routed, input: IntakeInput, once: string): Promise<Answer<TakenIn>> {
  return call(routed, 'POST', '/api/v1/intake', input, { 'idempotency-key': once })
}

/** Whether somebody is known by the national id; the look is recorded. */
export function findApplicant(routed: Routed, nationalId: string): Promise<Answer<PersonFound>> {
  return call(routed, 'POST', '/api/v1/intake/applicants', { nationalId })
}

/** What an applicant's earlier dossiers hold; the look is recorded. */
export function listApplicantPapers(routed: Routed, personId: string): Promise<Answer<ReusablePapers>> {
  return call(routed, 'GET', `/api/v1/intake/applicants/${encodeURIComponent(personId)}/papers`)
}
