import type { ReactNode } from 'react'
import {
  data,
  redirect,
  useActionData,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { PartInput } from '../../../modules/dossiers/contract.ts'
import { failure, visitContext } from '../../kit/api.ts'
import { Button, ButtonLink, ButtonRow } from '../../kit/buttons.tsx'
import { keepDraft, listMyPapers, partInputs, uploadFile } from '../../kit/calls/dossiers.ts'
import { ErrorSummary } from '../../kit/error-summary.tsx'
import { FileField } from '../../kit/fields.tsx'
import { papersOf } from '../../kit/form/requirements.ts'
import { useFormat } from '../../kit/format.ts'
import { Tag } from '../../kit/marks.tsx'
import { Original } from '../../kit/original.tsx'
import { problemWords } from '../../kit/problems.ts'
import { useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'
import { EarlierPapers, placeOf } from '../earlier-papers.tsx'
import { openDraft } from './draft.ts'
import { StepHead } from './step-head.tsx'

export async function loader(routed: LoaderFunctionArgs) {
  const { draft, procedure, place } = await openDraft(routed)
  const { papers: earlier } = await listMyPapers(routed)
  return { draft, place, earlier, papers: papersOf(procedure.declaration, draft.caseKey, draft.answers) }
}

/** A file comes as the body of a form of its own, named by the address; a paper used again and a removal are plain forms. */
export async function action(routed: ActionFunctionArgs) {
  const { draft } = await openDraft(routed)
  const words = wordsIn(routed.context.get(visitContext).language)
  const asked = new URL(routed.request.url)
  const requirement = asked.searchParams.get('paper')
  if (requirement === null) {
    const post = await routed.request.formData()
    const reused = post.get('requirement')
    return typeof reused === 'string' ? useAgain(reused, post.get('place')) : remove(post.get('remove'))
  }
  const stored = await uploadFile(routed)
  if (!stored.ok) return refused(`file-${requirement}`, problemWords(stored.problem, words))
  const { sha256, name } = stored.value
  return keep([...others({ requirement, sha256 }), { requirement, sha256, name }])

  function others(one: { readonly requirement: string; readonly sha256: string }): PartInput[] {
    return partInputs(
      draft.parts.filter((part) => part.requirement !== one.requirement || part.sha256 !== one.sha256),
    )
  }
  function remove(named: FormDataEntryValue | null) {
    return keep(partInputs(draft.parts.filter((part) => removalOf(part) !== named)))
  }
  async function useAgain(key: string, place: FormDataEntryValue | null) {
    const earlier = (await listMyPapers(routed)).papers.find((paper) => placeOf(paper) === place)
    if (earlier === undefined) return refused(`reuse-${key}`, words.wizard.reuseNone)
    const { sha256, name, dossierId, partId } = earlier
    const part = { requirement: key, sha256, name, reusedFrom: { dossierId, partId } }
    return keep([...others(part), part])
  }
  async function keep(parts: PartInput[]) {
    const kept = await keepDraft(routed, draft, { parts })
    if (!kept.ok) throw failure(kept.problem)
    return redirect(asked.pathname)
  }
}

const refused = (name: string, text: string) => data({ errors: [{ name, text }] }, { status: 422 })

const removalOf = ({ requirement, sha256 }: { readonly requirement: string; readonly sha256: string }) =>
  `${requirement} ${sha256}`

export default function Papers(): ReactNode {
  const { draft, papers, earlier, place } = useLoaderData<typeof loader>()
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
              <Original>{requirement.name}</Original>
              <span className="soft"> ({isNeeded ? say.needed : words.procedures.optionalPaper})</span>
            </h2>
            {requirement.condition === undefined ? null : (
              <p className="soft">
                <Original>{words.procedures.onlyIf(requirement.condition.text)}</Original>
              </p>
            )}
            {requirement.note ? (
              <p className="soft">
                <Original>{requirement.note}</Original>
              </p>
            ) : null}
            {brought.map((part) => (
              <form method="post" key={part.sha256} className="brought">
                <Tag tone="on-time">
                  {part.reusedFrom === undefined
                    ? say.uploaded(part.name, format.size(part.size))
                    : say.reused(part.name, part.reusedFrom.code)}
                </Tag>
                <button type="submit" className="link-button" name="remove" value={removalOf(part)}>
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
            {earlier.length === 0 ? null : (
              <details open={told?.errors.some((error) => error.name === `reuse-${requirement.key}`)}>
                <summary>{say.reuse}</summary>
                <form method="post">
                  <input type="hidden" name="requirement" value={requirement.key} />
                  <EarlierPapers
                    name="place"
                    id={`reuse-${requirement.key}`}
                    papers={earlier}
                    wanted={requirement.name}
                    error={errors.find((error) => error.name === `reuse-${requirement.key}`)?.text}
                  />
                  <Button weight="second">{say.reuseDo}</Button>
                </form>
              </details>
            )}
          </section>
        )
      })}
      <ButtonRow>
        <ButtonLink to={place.after}>{words.frame.goOn}</ButtonLink>
      </ButtonRow>
    </>
  )
}
