import type { ReactNode } from 'react'
import {
  Form,
  useActionData,
  useLoaderData,
  useSearchParams,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from 'react-router'
import type { CalendarYear, ExceptionKind } from '../../../modules/calendars/contract.ts'
import { get, withQuery } from '../../kit/api.ts'
import { Button, ButtonRow } from '../../kit/buttons.tsx'
import { besideFields, ErrorSummary } from '../../kit/error-summary.tsx'
import { useFormat } from '../../kit/format.ts'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { Notice } from '../../kit/marks.tsx'
import { Table } from '../../kit/table.tsx'
import { useWords } from '../../kit/words/use.ts'
import type { Words } from '../../kit/words/words.ts'
import { agencyChoices, api } from './calls.ts'
import { Months } from './months.tsx'
import { Basis, Choose, Day, Text } from './officer-fields.tsx'
import { inputOf, send } from './sending.ts'
import { today } from './today.ts'

const intent = 'enter'
const kinds: readonly ExceptionKind[] = ['rest', 'work', 'morning', 'afternoon', 'ordinary']

export async function loader(routed: LoaderFunctionArgs) {
  const year = new URL(routed.request.url).searchParams.get('year')
  const key = encodeURIComponent(routed.params['key'] ?? '')
  const [shown, agencies] = await Promise.all([
    get<CalendarYear>(routed, withQuery(`${api}/calendars/${key}`, { year })),
    agencyChoices(routed),
  ])
  return { shown, agencies, today: today(routed) }
}

export async function action(routed: ActionFunctionArgs) {
  const key = encodeURIComponent(routed.params['key'] ?? '')
  const post = await routed.request.formData()
  return send<CalendarYear>(
    routed,
    post,
    { intent, method: 'POST', path: `${api}/calendars/${key}/exceptions`, body: inputOf(post, intent) },
    {
      labelOf,
      next: ({ calendar, year }) => `/workbench/quan-tri/lich/${calendar.key}?year=${year}&done=${intent}`,
    },
  )
}

function labelOf({ administration: say }: Words, _intent: string, name: string): string | undefined {
  const labels: Readonly<Record<string, string>> = {
    agencyId: say.calendar.forWhom,
    date: say.calendar.day,
    kind: say.calendar.kindLabel,
    insteadOf: say.calendar.insteadOf,
    name: say.calendar.why,
    basis: say.basis,
  }
  return labels[name]
}

export default function Calendar(): ReactNode {
  const { shown } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const say = useWords().administration.calendar
  const [search] = useSearchParams()
  const { calendar, year, days } = shown
  const yearLink = (other: number) => `?year=${other}`
  return (
    <>
      <Back to="/workbench/quan-tri/lich" text={say.back} />
      <ErrorSummary errors={refused?.errors ?? []} />
      {search.get('done') === null || refused !== undefined ? null : (
        <Notice tone="on-time">
          <output>{say.enterDone}</output>
        </Notice>
      )}
      <PageTitle title={say.yearTitle(calendar.name, year.toString())} />
      <p className="pages">
        <a href={yearLink(year - 1)}>{say.previous((year - 1).toString())}</a>
        <a href={yearLink(year + 1)}>{say.previous((year + 1).toString())}</a>
      </p>
      <Enter />
      <Months days={days} />
      <Exceptions />
    </>
  )
}

function Enter(): ReactNode {
  const { shown, agencies, today: startOn } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const words = useWords()
  const say = words.administration.calendar
  const form = { intent, sent: refused?.sent ?? [], errors: besideFields(refused?.errors ?? []) }
  const users = new Set(shown.calendar.users.flatMap(({ agency }) => agency?.id ?? []))
  const isShared = shown.calendar.users.some(({ agency }) => agency === null)
  const choices = agencies.filter(({ value }) => isShared || users.has(value))
  return (
    <section className="panel actions">
      <details open={refused !== undefined}>
        <summary>{say.enter}</summary>
        <Form method="post" className="narrow" noValidate key={shown.calendar.revision}>
          <input type="hidden" name="revision" value={shown.calendar.revision} />
          <Choose
            {...form}
            name="agencyId"
            label={say.forWhom}
            choices={choices}
            {...(shown.mayEnterForAll ? { placeholder: say.everybody } : {})}
            value={shown.mayEnterForAll ? '' : (choices[0]?.value ?? '')}
          />
          <Day {...form} name="date" label={say.day} value={startOn} />
          <Choose
            {...form}
            name="kind"
            label={say.kindLabel}
            choices={kinds.map((kind) => ({ value: kind, label: say.enterKinds[kind] }))}
            value="rest"
          />
          <Day {...form} name="insteadOf" label={say.insteadOf} optional />
          <Text {...form} name="name" label={say.why} />
          <Basis {...form} />
          <p className="consequence">
            <strong>{words.administration.consequence}:</strong> {say.enterConsequence}
          </p>
          <ButtonRow>
            <Button>{say.enterDo}</Button>
          </ButtonRow>
        </Form>
      </details>
    </section>
  )
}

function Exceptions(): ReactNode {
  const { shown } = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const say = words.administration.calendar
  const days = shown.days.flatMap(({ exception, ...day }) =>
    exception === null ? [] : [{ ...day, exception }],
  )
  if (days.length === 0) return <p className="soft">{say.noExceptions}</p>
  return (
    <>
      <h2>{say.exceptions}</h2>
      <Table
        caption={say.exceptions}
        captionHidden
        rows={days}
        rowKey={({ date }) => date}
        columns={[
          { key: 'day', title: say.day, cell: ({ date }) => format.dayWithWeekday(date) },
          {
            key: 'what',
            title: say.what,
            cell: ({ kind, hours }) => (
              <>
                {say.kinds[kind]}
                {hours.length === 0 ? null : <span className="soft"> {hours.join(', ')}</span>}
              </>
            ),
          },
          { key: 'why', title: say.why, cell: ({ exception }) => exception.name },
          {
            key: 'source',
            title: words.administration.basis,
            cell: ({ exception }) => (
              <>
                {exception.source}
                {exception.confidence === 'high' ? null : (
                  <p className="soft small">{say.confidence[exception.confidence]}</p>
                )}
                {exception.byHand ? <p className="soft small">{say.byHand}</p> : null}
              </>
            ),
          },
        ]}
      />
    </>
  )
}
