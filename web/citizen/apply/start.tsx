import type { ReactNode } from 'react'
import {
  data,
  redirect,
  useActionData,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import { failure, visitContext } from '../../kit/api.ts'
import { listOffices } from '../../kit/calls/agencies.ts'
import { keepDraft } from '../../kit/calls/dossiers.ts'
import { ErrorSummary } from '../../kit/error-summary.tsx'
import { useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'
import { openDraft } from './draft.ts'
import { readStart, StartForm, startErrors } from './start-form.tsx'
import { StepHead } from './step-head.tsx'
import { stepsOf } from './steps.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const { draft, procedure, place } = await openDraft(routed)
  const agencies = await listOffices(routed, procedure.declaration)
  return {
    draft,
    place,
    declaration: procedure.declaration,
    agencies: agencies.filter(({ code }) => code !== null),
  }
}

export async function action(routed: ActionFunctionArgs) {
  const { draft, procedure } = await openDraft(routed)
  const start = readStart(await routed.request.formData(), procedure.declaration)
  const kept = await keepDraft(routed, draft, start)
  if (!kept.ok) throw failure(kept.problem)
  const errors = startErrors(start, wordsIn(routed.context.get(visitContext).language))
  if (errors.length > 0) return data({ errors }, { status: 422 })
  return redirect(stepsOf(kept.value, procedure)[1] ?? '/')
}

export default function Start(): ReactNode {
  const { draft, declaration, agencies, place } = useLoaderData<typeof loader>()
  const told = useActionData<typeof action>()
  const say = useWords().wizard
  return (
    <>
      <StepHead
        summary={told === undefined ? null : <ErrorSummary errors={told.errors} />}
        place={place}
        title={say.startTitle}
        procedureName={draft.procedureName}
      />
      <StartForm declaration={declaration} agencies={agencies} start={draft} errors={told?.errors ?? []} />
    </>
  )
}
