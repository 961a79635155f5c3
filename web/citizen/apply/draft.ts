import { redirect, type LoaderFunctionArgs } from 'react-router'
import type { Draft } from '../../../modules/dossiers/contract.ts'
import type { ProcedurePage } from '../../../modules/procedures/contract.ts'
import { getDraft } from '../../kit/calls/dossiers.ts'
import { getProcedure } from '../../kit/calls/procedures.ts'
import { placeOf, stepsOf, type Place } from './steps.ts'

export interface OpenedDraft {
  readonly draft: Draft
  readonly procedure: ProcedurePage
  readonly place: Place
}

/** The draft that the address names, with its procedure and where this page stands in it. */
export async function openDraft(routed: LoaderFunctionArgs): Promise<OpenedDraft> {
  const draft = await getDraft(routed, routed.params['draft'] ?? '')
  const procedure = await getProcedure(routed, draft.procedure)
  const path = new URL(routed.request.url).pathname.replace(/\.data$/, '')
  return { draft, procedure, place: placeOf(stepsOf(draft, procedure), path) }
}

/** '/nop/:draft' goes on at the first page that is not yet answered. */
export async function loader(routed: LoaderFunctionArgs) {
  const { draft, procedure } = await openDraft(routed)
  const steps = stepsOf(draft, procedure)
  const isBegun = draft.caseKey !== null && draft.agencyId !== null && draft.delivery !== null
  const hasAnswers = Object.keys(draft.answers).length > 0
  const papers = steps.at(-2)
  return redirect(
    (isBegun
      ? hasAnswers && draft.parts.length > 0
        ? steps.at(-1)
        : hasAnswers
          ? papers
          : steps[1]
      : steps[0]) ?? '/',
  )
}
