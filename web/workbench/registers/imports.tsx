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
import type {
  Imports,
  ImportTrial,
  ImportUndone,
  RegisterPage,
} from '../../../modules/registries/contract.ts'
import { call, forward, get, visitContext, type ApiProblem } from '../../kit/api.ts'
import { Button, ButtonLink, ButtonRow } from '../../kit/buttons.tsx'
import { ErrorSummary } from '../../kit/error-summary.tsx'
import { FileField } from '../../kit/fields.tsx'
import { spokenIn } from '../../kit/form/definition.ts'
import { useFormat } from '../../kit/format.ts'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { Notice } from '../../kit/marks.tsx'
import { placedWords } from '../../kit/problems.ts'
import { Table } from '../../kit/table.tsx'
import { useLanguage, useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'
import { api, importsApi, registerPath, textOf } from './calls.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const key = routed.params['key'] ?? ''
  const asked = new URL(routed.request.url).searchParams
  const base = `${api}/${encodeURIComponent(key)}`
  const [register, imports] = await Promise.all([
    get<RegisterPage>(routed, base),
    get<Imports>(routed, `${base}/imports`),
  ])
  return { register, imports, done: asked.get('done'), isUndone: asked.has('undone') }
}

export async function action(routed: ActionFunctionArgs) {
  const key = routed.params['key'] ?? ''
  const words = wordsIn(routed.context.get(visitContext).language)
  const here = registerPath(key, 'nhap-tep')
  const refused = (problem: ApiProblem, name: string | null) =>
    data({ errors: [{ name, text: placedWords(problem, words) }] }, { status: problem.status })
  if (routed.request.headers.get('content-type')?.startsWith('multipart/form-data') === true) {
    const brought = await forward<ImportTrial>(routed, `${api}/${encodeURIComponent(key)}/imports`)
    return brought.ok ? redirect(`${here}/${brought.value.id}`) : refused(brought.problem, 'workbook')
  }
  const id = textOf(await routed.request.formData(), 'undo')
  const undone = await call<ImportUndone>(routed, 'POST', `${importsApi}/${encodeURIComponent(id)}/undo`)
  return undone.ok ? redirect(`${here}?undone`) : refused(undone.problem, null)
}

export default function ImportsScreen(): ReactNode {
  const { register, imports, done, isUndone } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const language = useLanguage()
  const say = useWords().registers
  const errors = refused?.errors ?? []
  return (
    <>
      <Back to={registerPath(register.key)} text={spokenIn(language, register.name)} />
      <ErrorSummary errors={errors} />
      {done === null && !isUndone ? null : (
        <Notice tone="on-time">
          <output>{isUndone ? say.undone : say.imported(done ?? '')}</output>
        </Notice>
      )}
      <PageTitle title={say.importTitle} lead={say.importLead} />
      <div className="narrow">
        <ButtonRow>
          <ButtonLink to={`${api}/${register.key}/template`} weight="second">
            {say.template}
          </ButtonLink>
        </ButtonRow>
        <p className="soft">{say.templateHint}</p>
        <Form method="post" encType="multipart/form-data" reloadDocument noValidate>
          <FileField
            id="workbook"
            name="file"
            label={say.file}
            hint={say.fileHint}
            accept=".xlsx"
            error={errors.find(({ name }) => name === 'workbook')?.text}
          />
          <ButtonRow>
            <Button>{say.tryIt}</Button>
          </ButtonRow>
        </Form>
      </div>
      <h2>{say.importsDone}</h2>
      {imports.items.length === 0 ? <p className="soft">{say.noImports}</p> : <Done />}
    </>
  )
}

function Done(): ReactNode {
  const { imports } = useLoaderData<typeof loader>()
  const format = useFormat()
  const say = useWords().registers
  const counts = ['new', 'changed', 'wrong'] as const
  return (
    <Table
      caption={say.importsDone}
      captionHidden
      rows={imports.items}
      rowKey={({ id }) => id}
      columns={[
        { key: 'file', title: say.file, cell: ({ fileName }) => fileName },
        { key: 'at', title: say.at, cell: ({ appliedAt }) => format.dateTime(appliedAt) },
        { key: 'by', title: say.by, cell: ({ by }) => by },
        ...counts.map((key) => ({
          key,
          title: say.counts[key],
          number: true,
          cell: (one: Imports['items'][number]) => format.number(one.counts[key]),
        })),
        { key: 'state', title: say.state, cell: ({ state }) => say.states[state] },
        {
          key: 'undo',
          title: say.undo,
          titleHidden: true,
          cell: ({ id, state }) =>
            state === 'applied' ? (
              <Form method="post">
                <Button weight="second" name="undo" value={id}>
                  {say.undo}
                </Button>
              </Form>
            ) : null,
        },
      ]}
    />
  )
}
