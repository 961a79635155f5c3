import { redirect, type LoaderFunctionArgs } from 'react-router'
import type { Draft } from '../../../modules/dossiers/contract.ts'
import type { ProcedurePage } from '../../../modules/procedures/contract.ts'
import { getDraft } from '../../kit/calls/dossiers.ts'
import { getProcedure } from '../../kit/calls/procedures.ts'
import { formOf, shownNames, shownPages } from '../../kit/form/definition.ts'
import { papersOf } from '../../kit/form/requirements.ts'
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

/** '/nop/:draft' goes on at the first page that still lacks something. */
export async function loader(routed: LoaderFunctionArgs) {
  const { draft, procedure } = await openDraft(routed)
  const form = formOf(procedure.form)
  const base = `/nop/${draft.id}`
  if (draft.caseKey === null || draft.agencyId === null || draft.delivery === null)
    return redirect(`${base}/bat-dau`)
  const shown = shownNames(form, draft.answers)
  const lacking = shownPages(form, draft.answers).find((page) =>
    page.fields.some(({ name, isRequired }) => isRequired && shown.has(name) && !(name in draft.answers)),
  )
  if (lacking !== undefined) return redirect(`${base}/to-khai/${lacking.key}`)
  const brought = new Set(draft.parts.map(({ requirement }) => requirement))
  const isMissing = papersOf(procedure.declaration, draft.caseKey, draft.answers).some(
    ({ requirement, isNeeded }) => isNeeded && !brought.has(requirement.key),
  )
  return redirect(isMissing ? `${base}/giay-to` : `${base}/xem-lai`)
}
