import type { ReactNode } from 'react'
import {
  data,
  Form,
  redirect,
  useActionData,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { RecordPage, RegisterPage } from '../../../modules/registries/contract.ts'
import { call, get, visitContext, withQuery } from '../../kit/api.ts'
import { Button, ButtonLink, ButtonRow } from '../../kit/buttons.tsx'
import { besideFields, ErrorSummary } from '../../kit/error-summary.tsx'
import { Select, TextField } from '../../kit/fields.tsx'
import { FormAnswers } from '../../kit/form/form-answers.tsx'
import { spokenIn } from '../../kit/form/definition.ts'
import { useFormat } from '../../kit/format.ts'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { Notice } from '../../kit/marks.tsx'
import { errorsOf } from '../../kit/problems.ts'
import { useLanguage, useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'
import { api, recordForm, registerPath, textOf } from './calls.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const { key = '', id = '' } = routed.params
  const asked = new URL(routed.request.url).searchParams
  const purpose = asked.get('purpose') || null
  const base = `${api}/${encodeURIComponent(key)}`
  const [register, record] = await Promise.all([
    get<RegisterPage>(routed, base),
    get<RecordPage>(routed, withQuery(`${base}/records/${id}`, { purpose })),
  ])
  return { register, record, purpose, done: asked.get('done') }
}

export async function action(routed: ActionFunctionArgs) {
  const { key = '', id = '' } = routed.params
  const words = wordsIn(routed.context.get(visitContext).language)
  const post = await routed.request.formData()
  const body = { revision: Number(post.get('revision')), reason: textOf(post, 'reason') }
  const removed = await call(routed, 'POST', `${api}/${encodeURIComponent(key)}/records/${id}/remove`, body)
  if (removed.ok) return redirect(`${registerPath(key)}?done=removed`)
  const errors = errorsOf(removed.problem, words, (name) =>
    name === 'reason' ? words.registers.reason : undefined,
  )
  return data({ errors }, { status: removed.problem.status })
}

export default function RecordScreen(): ReactNode {
  const { register, record, done } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const words = useWords()
  const language = useLanguage()
  const format = useFormat()
  const say = words.registers
  const title = record.values[register.declaration.schema['x-title']]
  return (
    <>
      <Back to={registerPath(register.key)} text={spokenIn(language, register.name)} />
      <ErrorSummary errors={refused?.errors ?? []} />
      {done === null ? null : (
        <Notice tone="on-time">
          <output>{done === 'entered' ? say.entered : say.corrected}</output>
        </Notice>
      )}
      <PageTitle title={typeof title === 'string' ? title : spokenIn(language, register.name)} />
      {record.isRemoved ? <Notice tone="overdue">{say.isRemoved}</Notice> : null}
      <p className="soft">
        {say.revision(record.revision)} · {say.recordedAt(format.dateTime(record.at))}
      </p>
      {record.mayCorrect ? (
        <ButtonRow>
          <ButtonLink to={`${registerPath(register.key, record.id)}/sua`}>{say.correct}</ButtonLink>
        </ButtonRow>
      ) : null}
      <Said values={record.values} />
      <Purposes />
      <Past />
      {record.mayRemove ? <Remove errors={besideFields(refused?.errors ?? [])} /> : null}
    </>
  )
}

function Said({ values }: { readonly values: Readonly<Record<string, unknown>> }): ReactNode {
  const { register } = useLoaderData<typeof loader>()
  const language = useLanguage()
  const form = recordForm(register.declaration)
  return form.pages.map((page) => (
    <section key={page.key}>
      {form.pages.length === 1 ? null : <h2>{spokenIn(language, page.title)}</h2>}
      <FormAnswers form={form} page={page} answers={values} />
    </section>
  ))
}

/** Personal fields are masked until it is said what they are read for. */
function Purposes(): ReactNode {
  const { register, purpose } = useLoaderData<typeof loader>()
  const say = useWords().registers
  const hasPersonal = Object.values(register.declaration.schema.properties).some(
    (field) => (field['x-personal'] ?? 'none') !== 'none',
  )
  if (!hasPersonal || register.purposes.length === 0) return null
  if (purpose !== null) return <p className="soft">{say.readFor(purpose)}</p>
  return (
    <Form className="filters">
      <Select
        name="purpose"
        label={say.purposeOfReading}
        hint={say.purposeHint}
        placeholder={say.choose}
        choices={register.purposes.map((one) => ({ value: one, label: one }))}
        value={null}
      />
      <Button weight="second">{say.showPersonal}</Button>
    </Form>
  )
}

function Past(): ReactNode {
  const { record } = useLoaderData<typeof loader>()
  const format = useFormat()
  const say = useWords().registers
  if (record.past.length === 0) return null
  return (
    <section aria-labelledby="past">
      <h2 id="past">{say.past}</h2>
      {record.past.map(({ revision, at, until, values }) => (
        <details key={revision}>
          <summary>{say.pastLine(revision, format.dateTime(at), format.dateTime(until))}</summary>
          <Said values={values} />
        </details>
      ))}
    </section>
  )
}

function Remove({ errors }: { readonly errors: ReadonlyMap<string, string> }): ReactNode {
  const { record } = useLoaderData<typeof loader>()
  const say = useWords().registers
  return (
    <details className="panel" open={errors.size > 0}>
      <summary>{say.remove}</summary>
      <Form method="post" className="narrow" noValidate>
        <input type="hidden" name="revision" value={record.revision} />
        <TextField name="reason" label={say.reason} hint={say.removeHint} error={errors.get('reason')} />
        <ButtonRow>
          <Button weight="grave">{say.removeDo}</Button>
        </ButtonRow>
      </Form>
    </details>
  )
}
