import { Fragment, type ReactNode } from 'react'
import {
  data,
  redirect,
  useActionData,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { PartInput, ReusablePaper, ReusablePapers } from '../../../modules/dossiers/contract.ts'
import { failure, visitContext } from '../../kit/api.ts'
import { Button, ButtonRow } from '../../kit/buttons.tsx'
import { listMyPapers, sendSupplement, track, uploadOne } from '../../kit/calls/dossiers.ts'
import { getProcedureVersion } from '../../kit/calls/procedures.ts'
import { besideFields, ErrorSummary, type FieldError } from '../../kit/error-summary.tsx'
import { FileField } from '../../kit/fields.tsx'
import { answerErrors } from '../../kit/form/answer-errors.ts'
import { askedIn } from '../../kit/form/asked.ts'
import { formOf } from '../../kit/form/definition.ts'
import { FormFields } from '../../kit/form/form-fields.tsx'
import { readFields } from '../../kit/form/read.ts'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { Notice } from '../../kit/marks.tsx'
import { problemWords } from '../../kit/problems.ts'
import { useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'
import { EarlierPapers, placeOf } from '../earlier-papers.tsx'

async function open(routed: LoaderFunctionArgs) {
  const found = await track(routed, routed.params['code'] ?? '')
  if (!found.ok) throw failure(found.problem)
  const { supplement, dossierId, code } = found.value
  if (supplement === null || dossierId === null) throw redirect(`/ho-so/${encodeURIComponent(code)}`)
  const procedure = await getProcedureVersion(routed, found.value.procedureVersionId)
  return { tracking: found.value, supplement, dossierId, procedure }
}

export async function loader(routed: LoaderFunctionArgs) {
  const { tracking, supplement, procedure } = await open(routed)
  const asked = askedIn(supplement, formOf(procedure.form), procedure)
  return {
    code: tracking.code,
    procedureName: tracking.procedureName,
    supplement,
    asked,
    earlier: asked.papers.length === 0 ? [] : others(await listMyPapers(routed), tracking.code),
    stated: tracking.answers ?? {},
  }
}

/** A paper of this very dossier is the one that was found wrong. */
function others({ papers }: ReusablePapers, code: string): readonly ReusablePaper[] {
  return papers.filter((paper) => paper.code !== code)
}

export async function action(routed: ActionFunctionArgs) {
  const { tracking, supplement, dossierId, procedure } = await open(routed)
  const { language } = routed.context.get(visitContext)
  const words = wordsIn(language)
  const asked = askedIn(supplement, formOf(procedure.form), procedure)
  const post = await routed.request.formData()
  const fields = asked.fields.map(({ field }) => field)
  const answers = readFields(fields, post)
  const parts: PartInput[] = []
  const errors: FieldError[] = []
  const { papers: earlier } = await listMyPapers(routed)
  for (const { key, name } of asked.papers) {
    const file = post.get(`part-${key}`)
    const again = earlier.find((paper) => placeOf(paper) === post.get(`reuse-${key}`))
    if (again !== undefined && !(file instanceof File && file.size > 0)) {
      const { sha256, name: fileName, dossierId: from, partId } = again
      parts.push({ requirement: key, sha256, name: fileName, reusedFrom: { dossierId: from, partId } })
      continue
    }
    if (!(file instanceof File) || file.size === 0) {
      errors.push({ name: `part-${key}`, text: `${name}: ${words.problems.rules['no-file']}` })
      continue
    }
    const stored = await uploadOne(routed, file)
    if (stored.ok) parts.push({ requirement: key, sha256: stored.value.sha256, name: stored.value.name })
    else errors.push({ name: `part-${key}`, text: `${name}: ${problemWords(stored.problem, words)}` })
  }
  if (errors.length > 0) return data({ errors, answers }, { status: 422 })
  const sent = await sendSupplement(routed, dossierId, { answers, parts })
  if (sent.ok) return redirect(`/ho-so/${encodeURIComponent(tracking.code)}`)
  const { problem } = sent
  const told =
    problem.fields.length === 0
      ? [{ name: null, text: problemWords(problem, words) }]
      : answerErrors(problem.fields, formOf(procedure.form), language, words)
  return data({ errors: told, answers }, { status: problem.status })
}

export default function SupplementScreen(): ReactNode {
  const { code, procedureName, supplement, asked, earlier, stated } = useLoaderData<typeof loader>()
  const told = useActionData<typeof action>()
  const words = useWords()
  const say = words.tracking
  const errors = told?.errors ?? []
  const page = {
    key: 'supplement',
    title: { vi: '' },
    help: null,
    fields: asked.fields.map(({ field }) => field),
  }
  const reasons = new Map(asked.fields.map(({ field, reason }) => [field.name, reason]))
  const marked = besideFields(errors)
  return (
    <>
      <Back to={`/ho-so/${encodeURIComponent(code)}`} />
      <ErrorSummary errors={errors} />
      <PageTitle
        title={say.supplementPageTitle}
        tab={`${say.supplementPageTitle} ${code}`}
        lead={say.supplementPageLead}
      />
      <p className="soft">
        {procedureName} · <span className="code">{code}</span>
      </p>
      <Notice tone="due-soon">
        <p className="answer">{supplement.message}</p>
      </Notice>
      <form method="post" encType="multipart/form-data" noValidate>
        <FormFields
          form={{ pages: [page] }}
          page={page}
          answers={told?.answers ?? stated}
          errors={new Map([...reasons, ...marked])}
          extraRows={{}}
        />
        {asked.papers.map(({ key, name, reason }) => (
          <Fragment key={key}>
            <FileField
              name={`part-${key}`}
              id={`part-${key}`}
              label={say.supplementPaper(name)}
              hint={words.wizard.fileHint}
              accept=".pdf,.jpg,.jpeg,.png,.docx,.xlsx"
              error={marked.get(`part-${key}`) ?? reason}
            />
            {earlier.length === 0 ? null : (
              <details>
                <summary>{words.wizard.reuse}</summary>
                <EarlierPapers name={`reuse-${key}`} id={`reuse-${key}`} papers={earlier} wanted={name} />
              </details>
            )}
          </Fragment>
        ))}
        <p>
          {say.supplementConsequence} {say.supplementModes[supplement.mode]}
        </p>
        <ButtonRow>
          <Button>{say.supplementSend}</Button>
        </ButtonRow>
      </form>
    </>
  )
}
