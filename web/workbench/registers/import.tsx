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
  ImportDone,
  ImportOutcome,
  ImportRow,
  ImportTrial,
  RegisterPage,
} from '../../../modules/registries/contract.ts'
import { call, get, visitContext } from '../../kit/api.ts'
import { Button, ButtonLink, ButtonRow } from '../../kit/buttons.tsx'
import { ErrorSummary } from '../../kit/error-summary.tsx'
import { Select } from '../../kit/fields.tsx'
import { labelOf, spokenIn, type FieldSchema } from '../../kit/form/definition.ts'
import { AnswerText } from '../../kit/form/form-answers.tsx'
import { useFormat } from '../../kit/format.ts'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { Notice, Tag, type Tone } from '../../kit/marks.tsx'
import { fieldWords, problemWords } from '../../kit/problems.ts'
import { Table } from '../../kit/table.tsx'
import { useLanguage, useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'
import { api, importsApi, registerPath, textOf } from './calls.ts'

const outcomes = ['new', 'changed', 'same', 'wrong'] as const
const tones: Readonly<Record<ImportOutcome, Tone>> = {
  new: 'on-time',
  changed: 'indigo',
  same: 'unknown',
  wrong: 'overdue',
}

export async function loader(routed: LoaderFunctionArgs) {
  const { key = '', id = '' } = routed.params
  const trial = await get<ImportTrial>(routed, `${importsApi}/${encodeURIComponent(id)}`)
  const register = await get<RegisterPage>(routed, `${api}/${encodeURIComponent(key)}`)
  return { trial, register }
}

export async function action(routed: ActionFunctionArgs) {
  const { key = '', id = '' } = routed.params
  const words = wordsIn(routed.context.get(visitContext).language)
  const post = await routed.request.formData()
  const path = `${importsApi}/${encodeURIComponent(id)}`
  const here = registerPath(key, 'nhap-tep')
  if (post.has('plan')) {
    const body = { plan: textOf(post, 'plan'), take: textOf(post, 'take') }
    const applied = await call<ImportDone>(routed, 'POST', `${path}/apply`, body)
    if (applied.ok) {
      const { counts } = applied.value
      return redirect(`${here}?done=${counts.new + counts.changed}`)
    }
    const errors = [{ name: null, text: problemWords(applied.problem, words) }]
    return data({ errors }, { status: applied.problem.status })
  }
  const mapping = Object.fromEntries(
    [...post].flatMap(([name, value]) =>
      name.startsWith('column-') && typeof value === 'string' && value !== ''
        ? [[name.slice('column-'.length), value] as const]
        : [],
    ),
  )
  const mapped = await call<ImportTrial>(routed, 'PUT', `${path}/mapping`, { mapping })
  if (mapped.ok) return redirect(`${here}/${id}`)
  const errors = [{ name: null, text: problemWords(mapped.problem, words) }]
  return data({ errors }, { status: mapped.problem.status })
}

export default function ImportScreen(): ReactNode {
  const { trial, register } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const words = useWords()
  const format = useFormat()
  const say = words.registers
  const { counts, rows, plan, state } = trial
  const good = counts.new + counts.changed
  const isOpen = state === 'brought'
  return (
    <>
      <Back to={registerPath(register.key, 'nhap-tep')} text={say.importTitle} />
      <ErrorSummary errors={refused?.errors ?? []} />
      <PageTitle title={isOpen ? say.trialTitle : say.isDone} lead={trial.fileName} />
      <dl className="standing">
        {outcomes.map((outcome) => (
          <div key={outcome}>
            <dt>{say.counts[outcome]}</dt>
            <dd className="numbers">{format.number(counts[outcome])}</dd>
          </div>
        ))}
      </dl>
      {isOpen ? <Columns /> : null}
      {isOpen && good > 0 ? (
        <Form method="post" className="narrow">
          <input type="hidden" name="plan" value={plan} />
          <ButtonRow>
            <Button name="take" value={counts.wrong === 0 ? 'all-or-none' : 'good-rows'}>
              {counts.wrong === 0 ? say.takeAll : say.takeGood(format.number(good))}
            </Button>
            <a href={registerPath(register.key, 'nhap-tep')}>{say.another}</a>
          </ButtonRow>
        </Form>
      ) : null}
      {isOpen && good === 0 && counts.wrong === 0 ? <p>{say.nothingToDo}</p> : null}
      {counts.wrong === 0 ? null : (
        <>
          <ButtonRow>
            <ButtonLink to={`${importsApi}/${trial.id}/wrong-rows`} weight="second">
              {say.wrongRows}
            </ButtonLink>
          </ButtonRow>
          <p className="soft">{say.wrongRowsHint}</p>
        </>
      )}
      {rows.length === 0 ? null : <Rows />}
    </>
  )
}

function Columns(): ReactNode {
  const { trial, register } = useLoaderData<typeof loader>()
  const language = useLanguage()
  const say = useWords().registers
  const { properties } = register.declaration.schema
  const nameOf = (name: string) => {
    const field: FieldSchema | undefined = properties[name]
    return field === undefined ? name : labelOf(field, language, name)
  }
  const choices = Object.keys(properties).map((name) => ({ value: name, label: nameOf(name) }))
  const isClear = trial.missing.length === 0 && trial.columns.every(({ field }) => field !== null)
  return (
    <>
      {trial.missing.length === 0 ? null : (
        <Notice tone="overdue">{say.missing(trial.missing.map(nameOf).join(', '))}</Notice>
      )}
      <details className="panel" open={!isClear}>
        <summary>{say.columns}</summary>
        <p className="soft">{say.columnsHint}</p>
        <Form method="post" className="narrow">
          {trial.columns.map(({ letter, header, field }) => (
            <Select
              key={letter}
              name={`column-${letter}`}
              label={say.column(letter, header)}
              placeholder={say.skip}
              choices={choices}
              value={field}
            />
          ))}
          <ButtonRow>
            <Button weight="second">{say.remap}</Button>
          </ButtonRow>
        </Form>
      </details>
    </>
  )
}

function Rows(): ReactNode {
  const { trial } = useLoaderData<typeof loader>()
  const words = useWords()
  const say = words.registers
  return (
    <>
      <p className="soft">{say.firstRows}</p>
      <Table<ImportRow>
        caption={say.trialTitle}
        captionHidden
        rows={trial.rows}
        rowKey={({ row }) => row}
        columns={[
          { key: 'row', title: say.row, number: true, cell: ({ row }) => row },
          {
            key: 'outcome',
            title: say.outcome,
            cell: ({ outcome }) => <Tag tone={tones[outcome]}>{say.counts[outcome]}</Tag>,
          },
          { key: 'what', title: say.what, cell: ({ what }) => what },
          { key: 'details', title: say.details, cell: (row) => <Details row={row} /> },
        ]}
      />
    </>
  )
}

function Details({ row }: { readonly row: ImportRow }): ReactNode {
  const { register } = useLoaderData<typeof loader>()
  const language = useLanguage()
  const words = useWords()
  const say = words.registers
  const { properties } = register.declaration.schema
  return (
    <ul className="lines">
      {row.problems.map((problem) => (
        <li key={`${problem.cell}${problem.code}`}>
          {say.cellProblem(problem.cell, fieldWords(problem, words))}
        </li>
      ))}
      {row.changes.map(({ field: name, before, after }) => {
        const field: FieldSchema | undefined = properties[name]
        if (field === undefined) return null
        const told = (value: unknown) =>
          value === null ? say.nothing : <AnswerText schema={field} value={value} />
        return (
          <li key={name}>
            {spokenIn(language, field['x-label'] ?? { vi: name })}: {told(before)} → {told(after)}
          </li>
        )
      })}
    </ul>
  )
}
