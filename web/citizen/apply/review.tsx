import type { ReactNode } from 'react'
import {
  data,
  redirect,
  useActionData,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { Draft, SubmitInput } from '../../../modules/dossiers/contract.ts'
import { failure, visitContext, type ApiProblem } from '../../kit/api.ts'
import { Button, ButtonRow } from '../../kit/buttons.tsx'
import { listOffices } from '../../kit/calls/agencies.ts'
import { discardDraft, partInputs, submitDossier } from '../../kit/calls/dossiers.ts'
import { ErrorSummary, SummaryBox } from '../../kit/error-summary.tsx'
import { Checkbox, fieldId } from '../../kit/fields.tsx'
import { answerErrors } from '../../kit/form/answer-errors.ts'
import { formOf, shownPages, spokenIn } from '../../kit/form/definition.ts'
import { FormAnswers } from '../../kit/form/form-answers.tsx'
import { papersOf } from '../../kit/form/requirements.ts'
import { useFormat } from '../../kit/format.ts'
import { Fact, Facts, Notice } from '../../kit/marks.tsx'
import { Original } from '../../kit/original.tsx'
import { fieldNameOf, fieldWords, problemWords } from '../../kit/problems.ts'
import { useLanguage, useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'
import { openDraft } from './draft.ts'
import { StepHead } from './step-head.tsx'

export async function loader(routed: LoaderFunctionArgs) {
  const { draft, procedure, place } = await openDraft(routed)
  const agencies = await listOffices(routed, procedure.declaration)
  const { declaration, form } = procedure
  return {
    draft,
    place,
    form,
    caseName: declaration.cases.find(({ key }) => key === draft.caseKey)?.name ?? null,
    agencyName: agencies.find(({ id }) => id === draft.agencyId)?.name ?? null,
    papers: papersOf(declaration, draft.caseKey, draft.answers),
  }
}

export async function action(routed: ActionFunctionArgs) {
  const { draft } = await openDraft(routed)
  const words = wordsIn(routed.context.get(visitContext).language)
  const post = await routed.request.formData()
  if (post.has('discard')) {
    const gone = await discardDraft(routed, draft.id)
    if (!gone.ok) throw failure(gone.problem)
    return redirect('/')
  }
  const untrue = post.get('truth') === 'true' ? null : words.wizard.truthNeeded
  const input = inputOf(draft)
  if (untrue !== null || input === null) return data({ untrue, problem: null }, { status: 422 })
  const submitted = await submitDossier(routed, draft.id, input)
  if (!submitted.ok) return data({ untrue, problem: submitted.problem }, { status: submitted.problem.status })
  return redirect(`/ho-so/${encodeURIComponent(submitted.value.code)}/da-nop`)
}

/** What is submitted; null while the start is not answered. */
function inputOf({ id, procedure, caseKey, agencyId, delivery, answers, parts }: Draft): SubmitInput | null {
  if (caseKey === null || agencyId === null || delivery === null) return null
  return {
    procedure,
    caseKey,
    agencyId,
    delivery,
    answers,
    parts: partInputs(parts),
    draftId: id,
  }
}

export default function Review(): ReactNode {
  const { draft, place, form: definition, caseName, agencyName, papers } = useLoaderData<typeof loader>()
  const told = useActionData<typeof action>()
  const words = useWords()
  const format = useFormat()
  const language = useLanguage()
  const say = words.wizard
  const form = formOf(definition)
  const base = `/nop/${draft.id}`
  const isStarted = draft.caseKey !== null && draft.agencyId !== null && draft.delivery !== null
  return (
    <>
      <StepHead
        summary={
          <>
            {told?.untrue ? <ErrorSummary errors={[{ name: 'truth', text: told.untrue }]} /> : null}
            {told?.problem ? <Refused problem={told.problem} base={base} form={definition} /> : null}
          </>
        }
        place={place}
        title={say.reviewTitle}
        procedureName={draft.procedureName}
        lead={say.reviewLead}
      />
      <ReviewPart title={say.general} to={`${base}/bat-dau`}>
        <Facts>
          <Fact name={say.case}>
            {caseName === null ? words.frame.unknown : <Original>{caseName}</Original>}
          </Fact>
          <Fact name={say.agency}>
            {agencyName === null ? words.frame.unknown : <Original>{agencyName}</Original>}
          </Fact>
          <Fact name={say.delivery}>
            {draft.delivery === null ? words.frame.unknown : words.dossier.deliveries[draft.delivery]}
          </Fact>
        </Facts>
      </ReviewPart>
      {shownPages(form, draft.answers).map((page) => (
        <ReviewPart key={page.key} title={spokenIn(language, page.title)} to={`${base}/to-khai/${page.key}`}>
          <FormAnswers form={form} page={page} answers={draft.answers} />
        </ReviewPart>
      ))}
      <ReviewPart title={say.papersTitle} to={`${base}/giay-to`}>
        {papers.length === 0 ? <p>{say.papersNone}</p> : null}
        <Facts>
          {papers.map(({ requirement, isNeeded }) => {
            const brought = draft.parts.filter((part) => part.requirement === requirement.key)
            return (
              <Fact key={requirement.key} name={requirement.name}>
                {brought.length > 0
                  ? brought
                      .map((part) =>
                        part.reusedFrom === undefined
                          ? say.uploaded(part.name, format.size(part.size))
                          : say.reused(part.name, part.reusedFrom.code),
                      )
                      .join('; ')
                  : isNeeded
                    ? say.paperMissing
                    : words.frame.none}
              </Fact>
            )
          })}
        </Facts>
      </ReviewPart>
      {isStarted ? (
        <form method="post">
          <Checkbox name="truth" label={say.truth} error={told?.untrue ?? undefined} />
          <p>{say.submitConsequence}</p>
          <ButtonRow>
            <Button>{say.submit}</Button>
          </ButtonRow>
        </form>
      ) : (
        <Notice tone="due-soon">
          <p>{say.startFirst}</p>
        </Notice>
      )}
      <details>
        <summary>{say.discard}</summary>
        <p>{say.discardConsequence}</p>
        <form method="post">
          <Button weight="grave" name="discard" value="true">
            {say.discard}
          </Button>
        </form>
      </details>
    </>
  )
}

function ReviewPart({
  title,
  to,
  children,
}: {
  readonly title: string
  readonly to: string
  readonly children: ReactNode
}): ReactNode {
  const words = useWords()
  return (
    <section>
      <div className="heading-row">
        <h2>{title}</h2>
        <a href={to}>
          {words.frame.change}
          <span className="out-of-sight"> {title}</span>
        </a>
      </div>
      {children}
    </section>
  )
}

/** Why it was not submitted, each line a link to the page that has to be mended. */
function Refused({
  problem,
  base,
  form: definition,
}: {
  readonly problem: ApiProblem
  readonly base: string
  readonly form: unknown
}): ReactNode {
  const words = useWords()
  const language = useLanguage()
  const form = formOf(definition)
  const lines = problem.fields.map((field) => {
    const [error] = answerErrors([field], form, language, words)
    const name = fieldNameOf(field.path)
    const page = form.pages.find((one) => one.fields.some((asked) => asked.name === name.split('.')[0]))
    if (page !== undefined && error !== undefined) {
      return { to: `${base}/to-khai/${page.key}#${fieldId(name)}`, text: error.text }
    }
    const text = fieldWords(field, words)
    const isPaper = field.path.startsWith('/parts')
    const paper = typeof field.meta?.['name'] === 'string' ? field.meta['name'] : name
    return {
      to: isPaper ? `${base}/giay-to` : `${base}/bat-dau`,
      text: `${isPaper ? paper : say(name, words)}: ${text}`,
    }
  })
  return (
    <SummaryBox title={problemWords(problem, words)} told={problem}>
      {lines.map((line) => (
        <li key={line.text}>
          <a href={line.to}>{line.text}</a>
        </li>
      ))}
    </SummaryBox>
  )
}

function say(name: string, words: ReturnType<typeof useWords>): string {
  const known: Readonly<Record<string, string>> = {
    caseKey: words.wizard.case,
    agencyId: words.wizard.agency,
    delivery: words.wizard.delivery,
  }
  return known[name] ?? name
}
