import type { ReactNode } from 'react'
import {
  data,
  redirect,
  useActionData,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { ProcedurePage } from '../../../modules/procedures/contract.ts'
import { call, failure, visitContext } from '../../kit/api.ts'
import { ButtonLink, ButtonRow } from '../../kit/buttons.tsx'
import { listOffices } from '../../kit/calls/agencies.ts'
import { beginDraft } from '../../kit/calls/dossiers.ts'
import { getProcedure } from '../../kit/calls/procedures.ts'
import { ErrorSummary } from '../../kit/error-summary.tsx'
import { formOf, type Answers } from '../../kit/form/definition.ts'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { signInPaths, type Visitor } from '../../kit/visitor.ts'
import { useLanguage, useRoot, useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'
import { readStart, StartForm, startErrors } from './start-form.tsx'
import { stepsOf } from './steps.ts'

function codeIn(request: Request): string {
  return new URL(request.url).searchParams.get('thu-tuc') ?? ''
}

export async function loader(routed: LoaderFunctionArgs) {
  const procedure = await getProcedure(routed, codeIn(routed.request))
  const agencies = await listOffices(routed, procedure.declaration)
  return { declaration: procedure.declaration, agencies: agencies.filter(({ code }) => code !== null) }
}

export async function action(routed: ActionFunctionArgs) {
  const words = wordsIn(routed.context.get(visitContext).language)
  const procedure = await getProcedure(routed, codeIn(routed.request))
  const start = readStart(await routed.request.formData(), procedure.declaration)
  const errors = startErrors(start, words)
  if (errors.length > 0) return data({ start, errors }, { status: 422 })
  const begun = await beginDraft(routed, {
    procedure: procedure.declaration.code,
    ...start,
    answers: await known(routed, procedure),
    parts: [],
  })
  if (!begun.ok) throw failure(begun.problem)
  return redirect(stepsOf(begun.value, procedure)[1] ?? '/')
}

/** What the form takes over from the account ('x-from'), as far as the session tells it; the applicant can change it. */
async function known(routed: ActionFunctionArgs, { form }: ProcedurePage): Promise<Answers> {
  const session = await call<Visitor>(routed, 'GET', '/api/v1/session')
  if (!session.ok || session.value.kind !== 'citizen') return {}
  const { name } = session.value
  const fields = formOf(form).pages.flatMap((page) => page.fields)
  return Object.fromEntries(
    fields.filter(({ schema }) => schema['x-from'] === 'person.name').map((field) => [field.name, name]),
  )
}

export default function Begin(): ReactNode {
  const { declaration, agencies } = useLoaderData<typeof loader>()
  const told = useActionData<typeof action>()
  const words = useWords()
  const visitor = useRoot()?.visitor
  const english = useLanguage() === 'en'
  const say = words.wizard
  const here = `/nop?thu-tuc=${encodeURIComponent(declaration.code)}`
  const name = english ? declaration.nameEn : declaration.name
  return (
    <>
      <Back to={`/thu-tuc/${declaration.code}`} />
      {told === undefined ? null : <ErrorSummary errors={told.errors} />}
      <PageTitle title={say.startTitle} lead={say.startLead(name)} />
      {visitor?.kind === 'citizen' ? (
        <StartForm
          declaration={declaration}
          agencies={agencies}
          start={told?.start ?? { caseKey: null, agencyId: null, delivery: null }}
          errors={told?.errors ?? []}
        />
      ) : (
        <>
          <p>{say.signInFirst}</p>
          <ButtonRow>
            <ButtonLink to={signInPaths.citizen(here)}>{words.signIn.citizenGo}</ButtonLink>
          </ButtonRow>
        </>
      )}
    </>
  )
}
