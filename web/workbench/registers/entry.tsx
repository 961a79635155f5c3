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
import type { RecordLine, RecordPage, RegisterPage } from '../../../modules/registries/contract.ts'
import { call, failure, get, visitContext, withQuery } from '../../kit/api.ts'
import { Button, ButtonRow } from '../../kit/buttons.tsx'
import { besideFields, ErrorSummary, type FieldError } from '../../kit/error-summary.tsx'
import { TextField } from '../../kit/fields.tsx'
import { answerErrors } from '../../kit/form/answer-errors.ts'
import { spokenIn } from '../../kit/form/definition.ts'
import { FormFields } from '../../kit/form/form-fields.tsx'
import { readFields } from '../../kit/form/read.ts'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { errorsOf } from '../../kit/problems.ts'
import { useLanguage, useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'
import { api, recordForm, registerPath, textOf } from './calls.ts'

/** Entering a new record, or correcting one: then its personal fields are read for the first purpose that the register names. */
export async function loader(routed: LoaderFunctionArgs) {
  const { key = '', id } = routed.params
  const base = `${api}/${encodeURIComponent(key)}`
  const register = await get<RegisterPage>(routed, base)
  const purpose = register.purposes[0] ?? null
  const record =
    id === undefined ? null : await get<RecordPage>(routed, withQuery(`${base}/records/${id}`, { purpose }))
  const may = record === null ? register.may.includes('enter') : record.mayCorrect
  if (!may) throw failure({ status: 403, code: 'registries.forbidden', fields: [], meta: {} })
  return { register, record }
}

export async function action(routed: ActionFunctionArgs) {
  const { key = '', id } = routed.params
  const { language } = routed.context.get(visitContext)
  const words = wordsIn(language)
  const base = `${api}/${encodeURIComponent(key)}`
  const register = await get<RegisterPage>(routed, base)
  const post = await routed.request.formData()
  const form = recordForm(register.declaration)
  const values = readFields(
    form.pages.flatMap(({ fields }) => fields),
    post,
  )
  const reason = textOf(post, '_reason')
  const answer =
    id === undefined
      ? await call<RecordLine>(routed, 'POST', `${base}/records`, { values })
      : await call<RecordLine>(routed, 'PUT', `${base}/records/${id}`, {
          revision: Number(post.get('_revision')),
          values,
          reason,
        })
  if (answer.ok) {
    const done = id === undefined ? 'entered' : 'corrected'
    return redirect(withQuery(registerPath(key, answer.value.id), { done }))
  }
  const { problem } = answer
  const errors: readonly FieldError[] =
    problem.code === 'registries.record-wrong'
      ? answerErrors(problem.fields, form, language, words)
      : errorsOf(problem, words, (name) => (name === 'reason' ? words.registers.reason : undefined)).map(
          (error) => (error.name === 'reason' ? { ...error, name: '_reason' } : error),
        )
  return data({ errors, values, reason }, { status: problem.status })
}

export default function EntryScreen(): ReactNode {
  const { register, record } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const language = useLanguage()
  const say = useWords().registers
  const form = recordForm(register.declaration)
  const errors = refused?.errors ?? []
  const beside = besideFields(errors)
  const back = registerPath(register.key, record?.id)
  return (
    <>
      <Back to={back} text={spokenIn(language, register.name)} />
      <ErrorSummary errors={errors} />
      <PageTitle title={record === null ? say.enterTitle : say.correctTitle} lead={say.enterLead} />
      <Form method="post" className="narrow" noValidate>
        {form.pages.map((page) => (
          <section key={page.key}>
            {form.pages.length === 1 ? null : <h2>{spokenIn(language, page.title)}</h2>}
            <FormFields
              form={form}
              page={page}
              answers={refused?.values ?? record?.values ?? {}}
              errors={beside}
              extraRows={{}}
            />
          </section>
        ))}
        {record === null ? null : (
          <>
            <input type="hidden" name="_revision" value={record.revision} />
            <TextField
              name="_reason"
              label={say.reason}
              hint={say.reasonHint}
              value={refused?.reason ?? ''}
              error={beside.get('_reason')}
            />
          </>
        )}
        <ButtonRow>
          <Button>{record === null ? say.enterDo : say.correctDo}</Button>
        </ButtonRow>
      </Form>
    </>
  )
}
