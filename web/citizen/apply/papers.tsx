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
import { Button, ButtonLink, ButtonRow } from '../../kit/buttons.tsx'
import { keepDraft, uploadFile } from '../../kit/calls/dossiers.ts'
import { ErrorSummary } from '../../kit/error-summary.tsx'
import { FileField } from '../../kit/fields.tsx'
import { papersOf } from '../../kit/form/requirements.ts'
import { useFormat } from '../../kit/format.ts'
import { Tag } from '../../kit/marks.tsx'
import { problemWords } from '../../kit/problems.ts'
import { useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'
import { openDraft } from './draft.ts'
import { StepHead } from './step-head.tsx'

export async function loader(routed: LoaderFunctionArgs) {
  const { draft, procedure, place } = await openDraft(routed)
  return { draft, place, papers: papersOf(procedure.declaration, draft.caseKey, draft.answers) }
}

/** A file comes as the body of a form of its own, named by the address; a removal is a plain form. */
export async function action(routed: ActionFunctionArgs) {
  const { draft } = await openDraft(routed)
  const words = wordsIn(routed.context.get(visitContext).language)
  const asked = new URL(routed.request.url)
  const requirement = asked.searchParams.get('paper')
  if (requirement === null) {
    const sha256 = (await routed.request.formData()).get('remove')
    const kept = await keepDraft(routed, draft, {
      parts: inputs(draft.parts.filter((part) => part.sha256 !== sha256)),
    })
    if (!kept.ok) throw failure(kept.problem)
    return redirect(asked.pathname)
  }
  const stored = await uploadFile(routed)
  if (!stored.ok) {
    const text = problemWords(stored.problem, words)
    return data({ errors: [{ name: `file-${requirement}`, text }] }, { status: 422 })
  }
  const { sha256, name } = stored.value
  const others = draft.parts.filter((part) => part.requirement !== requirement || part.sha256 !== sha256)
  const kept = await keepDraft(routed, draft, { parts: [...inputs(others), { requirement, sha256, name }] })
  if (!kept.ok) throw failure(kept.problem)
  return redirect(asked.pathname)
}

function inputs(parts: readonly { requirement: string; sha256: string; name: string }[]) {
  return parts.map(({ requirement, sha256, name }) => ({ requirement, sha256, name }))
}

export default function Papers(): ReactNode {
  const { draft, papers, place } = useLoaderData<typeof loader>()
  const told = useActionData<typeof action>()
  const words = useWords()
  const format = useFormat()
  const say = words.wizard
  const errors = told?.errors ?? []
  return (
    <>
      <StepHead
        summary={<ErrorSummary errors={errors} />}
        place={place}
        title={say.papersTitle}
        procedureName={draft.procedureName}
        lead={papers.length === 0 ? say.papersNone : say.papersLead}
      />
      {papers.map(({ requirement, isNeeded }) => {
        const brought = draft.parts.filter((part) => part.requirement === requirement.key)
        const name = `file-${requirement.key}`
        return (
          <section key={requirement.key} className="panel" aria-labelledby={`paper-${requirement.key}`}>
            <h2 id={`paper-${requirement.key}`}>
              {requirement.name}
              <span className="soft"> ({isNeeded ? say.needed : words.procedures.optionalPaper})</span>
            </h2>
            {requirement.condition === undefined ? null : (
              <p className="soft">{words.procedures.onlyIf(requirement.condition.text)}</p>
            )}
            {requirement.note ? <p className="soft">{requirement.note}</p> : null}
            {brought.map((part) => (
              <form method="post" key={part.sha256} className="brought">
                <Tag tone="on-time">{say.uploaded(part.name, format.size(part.size))}</Tag>
                <button type="submit" className="link-button" name="remove" value={part.sha256}>
                  {words.frame.remove} <span className="out-of-sight">{part.name}</span>
                </button>
              </form>
            ))}
            <form
              method="post"
              action={`?paper=${encodeURIComponent(requirement.key)}`}
              encType="multipart/form-data"
            >
              <FileField
                name="file"
                id={name}
                label={say.paper}
                hint={say.fileHint}
                accept=".pdf,.jpg,.jpeg,.png,.docx,.xlsx"
                error={errors.find((error) => error.name === name)?.text}
              />
              <Button weight="second">{say.upload}</Button>
            </form>
          </section>
        )
      })}
      <ButtonRow>
        <ButtonLink to={place.after}>{words.frame.goOn}</ButtonLink>
      </ButtonRow>
    </>
  )
}
