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
import type { RowOutcome, WorkbookTrial } from '../../../modules/administration/contract.ts'
import type { CalendarList } from '../../../modules/calendars/contract.ts'
import { call, forward, get, visitContext, type ApiProblem } from '../../kit/api.ts'
import { Button, ButtonLink, ButtonRow } from '../../kit/buttons.tsx'
import { ErrorSummary } from '../../kit/error-summary.tsx'
import { FileField } from '../../kit/fields.tsx'
import { useFormat } from '../../kit/format.ts'
import { PageTitle } from '../../kit/frame.tsx'
import { Notice, Tag, type Tone } from '../../kit/marks.tsx'
import { placedWords, problemWords } from '../../kit/problems.ts'
import { Table } from '../../kit/table.tsx'
import { useWords } from '../../kit/words/use.ts'
import { wordsIn } from '../../kit/words/words.ts'
import { api } from './calls.ts'

const here = '/workbench/quan-tri/bang-tinh'
const outcomes = ['new', 'changed', 'same', 'wrong'] as const
const tones: Readonly<Record<RowOutcome['outcome'], Tone>> = {
  new: 'on-time',
  changed: 'indigo',
  same: 'unknown',
  wrong: 'overdue',
}

export async function loader(routed: LoaderFunctionArgs) {
  const asked = new URL(routed.request.url).searchParams
  const file = asked.get('file')
  const isDone = asked.get('done') !== null
  if (file === null || isDone) {
    // Whoever administers nothing is turned away here as well.
    await get<CalendarList>(routed, `${api}/calendars`)
    return { trial: null, done: isDone ? asked.get('done') : null }
  }
  const trial = await get<WorkbookTrial>(routed, `${api}/workbook/${encodeURIComponent(file)}`)
  return { trial, done: null }
}

export async function action(routed: ActionFunctionArgs) {
  const words = wordsIn(routed.context.get(visitContext).language)
  const refused = (problem: ApiProblem, name: string | null) =>
    data({ errors: [{ name, text: placedWords(problem, words) }] }, { status: problem.status })
  if (routed.request.headers.get('content-type')?.startsWith('multipart/form-data') === true) {
    const brought = await forward<WorkbookTrial>(routed, `${api}/workbook`)
    return brought.ok ? redirect(`${here}?file=${brought.value.file}`) : refused(brought.problem, 'workbook')
  }
  const post = await routed.request.formData()
  const text = (name: string) => {
    const value = post.get(name)
    return typeof value === 'string' ? value : ''
  }
  const path = `${api}/workbook/${encodeURIComponent(text('file'))}/apply`
  const body = { plan: text('plan'), take: text('take') }
  const applied = await call<WorkbookTrial>(routed, 'POST', path, body)
  if (!applied.ok) return refused(applied.problem, null)
  const { counts } = applied.value
  return redirect(`${here}?done=${counts.new + counts.changed}`)
}

export default function Workbook(): ReactNode {
  const { trial, done } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const words = useWords()
  const say = words.administration.workbook
  const errors = refused?.errors ?? []
  return (
    <>
      <ErrorSummary errors={errors} />
      {done === null ? null : (
        <Notice tone="on-time">
          <output>
            {say.doneTitle}: {done}
          </output>
        </Notice>
      )}
      <PageTitle title={say.title} lead={say.lead} />
      {trial === null ? <Bring error={errors[0]?.text} /> : <Trial trial={trial} />}
    </>
  )
}

function Bring({ error }: { readonly error: string | undefined }): ReactNode {
  const say = useWords().administration.workbook
  return (
    <div className="narrow">
      <ButtonRow>
        <ButtonLink to={`${api}/workbook`} weight="second">
          {say.download}
        </ButtonLink>
      </ButtonRow>
      <p className="soft">{say.downloadHint}</p>
      <Form method="post" encType="multipart/form-data" reloadDocument noValidate>
        <FileField
          id="workbook"
          name="file"
          label={say.file}
          hint={say.fileHint}
          accept=".xlsx"
          error={error}
        />
        <ButtonRow>
          <Button>{say.tryIt}</Button>
        </ButtonRow>
      </Form>
    </div>
  )
}

function Trial({ trial }: { readonly trial: WorkbookTrial }): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.administration.workbook
  const { counts, rows, file, plan } = trial
  const good = counts.new + counts.changed
  return (
    <>
      <h2>{say.trialTitle}</h2>
      <dl className="standing">
        {outcomes.map((outcome) => (
          <div key={outcome}>
            <dt>{say.counts[outcome]}</dt>
            <dd className="numbers">{format.number(counts[outcome])}</dd>
          </div>
        ))}
      </dl>
      {good === 0 ? <p>{say.nothing}</p> : null}
      {rows.length === 0 ? null : <Rows rows={rows} />}
      {good === 0 ? null : (
        <Form method="post" className="narrow">
          <input type="hidden" name="file" value={file} />
          <input type="hidden" name="plan" value={plan} />
          <p className="consequence">
            <strong>{words.administration.consequence}:</strong> {say.applyConsequence}
          </p>
          <ButtonRow>
            <Button name="take" value={counts.wrong === 0 ? 'all-or-none' : 'good-rows'}>
              {counts.wrong === 0 ? say.applyAll : say.applyGood(format.number(good))}
            </Button>
            <a href={here}>{say.another}</a>
          </ButtonRow>
        </Form>
      )}
      {good === 0 ? <a href={here}>{say.another}</a> : null}
    </>
  )
}

function Rows({ rows }: { readonly rows: readonly RowOutcome[] }): ReactNode {
  const words = useWords()
  const say = words.administration.workbook
  return (
    <Table
      caption={say.trialTitle}
      captionHidden
      rows={rows}
      rowKey={({ sheet, row }) => `${sheet}${row}`}
      columns={[
        { key: 'row', title: say.row, cell: ({ sheet, row }) => `${sheet}!${row}` },
        {
          key: 'outcome',
          title: say.outcome,
          cell: ({ outcome }) => <Tag tone={tones[outcome]}>{say.counts[outcome]}</Tag>,
        },
        { key: 'what', title: say.what, cell: ({ what }) => what },
        {
          key: 'problems',
          title: say.problems,
          cell: ({ problems }) => (
            <ul className="lines">
              {problems.map(({ cell, code }) => (
                <li key={`${cell}${code}`}>{say.at(cell, problemWords({ code }, words))}</li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  )
}
