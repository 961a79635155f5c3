import type { ReactNode } from 'react'
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { CountedProcedure, IndicatorRecord } from '../../modules/indicators/contract.ts'
import { failure } from '../kit/api.ts'
import { readRecords } from '../kit/calls/indicators.ts'
import { wordOf } from '../kit/derivation.tsx'
import { useFormat } from '../kit/format.ts'
import { Back, PageTitle } from '../kit/frame.tsx'
import { Tag, type Tone } from '../kit/marks.tsx'
import { Original } from '../kit/original.tsx'
import { Table, type Column } from '../kit/table.tsx'
import { useWords } from '../kit/words/use.ts'
import { Narrowed } from './breakdowns.tsx'
import { choiceIn, choiceQuery } from './choice.ts'
import { whoseWords } from './figure-words.ts'

const parts = ['numerator', 'rest', 'unknown'] as const
const tones: Readonly<Record<(typeof parts)[number], Tone>> = {
  numerator: 'on-time',
  rest: 'overdue',
  unknown: 'unknown',
}

export async function loader(routed: LoaderFunctionArgs) {
  const url = new URL(routed.request.url)
  const choice = choiceIn(url)
  const part = parts.find((one) => one === url.searchParams.get('part')) ?? null
  const after = url.searchParams.get('after')
  const key = routed.params['indicator'] ?? ''
  const read = await readRecords(routed, key, { ...choice, part, after })
  if (!read.ok) throw failure(read.problem)
  return { choice, part, records: read.value }
}

/** The very dossiers behind a figure: as many as it says. */
export default function RecordsScreen(): ReactNode {
  const { choice, part, records } = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const say = words.ioc
  const { definition, ratio } = records
  const isOfProcedures = records.subject === 'procedures'
  const chosen = { ...choice, month: records.month }
  const base = `/ioc/${definition.key}`
  const to = (one: string | null, after?: string): string => {
    const query = new URLSearchParams(choiceQuery(chosen))
    if (one !== null) query.set('part', one)
    if (after !== undefined) query.set('after', after)
    return `${base}/ho-so?${query.toString()}`
  }
  const here = to(part).slice(`${base}/ho-so`.length)
  const recordPath = (id: string): string => `${base}/ho-so/${id}${here}`
  const counts = {
    numerator: ratio.numerator,
    rest: ratio.denominator - ratio.numerator,
    unknown: ratio.unknown,
  }
  const moment = (instant: string | null): string => (instant === null ? '–' : format.dateTime(instant))
  const stateColumns: Column<IndicatorRecord>[] = [
    { key: 'state', title: words.dossier.state, cell: (row) => wordOf(say.states, row.state ?? '') },
  ]
  const dateColumns: Column<IndicatorRecord>[] = [
    { key: 'due', title: words.dossier.due, cell: (row) => moment(row.dueAt) },
    { key: 'ended', title: say.ended, cell: (row) => moment(row.endedAt) },
  ]
  return (
    <>
      <Back to={`${base}${choiceQuery(chosen)}`} text={say.backToFigure} />
      <PageTitle
        title={isOfProcedures ? say.proceduresOf(definition.name) : say.recordsOf(definition.name)}
        lead={(isOfProcedures ? say.provesProcedures : say.proves)(
          format.number(records.listed),
          wordOf(say.parts, part ?? 'all'),
        )}
      />
      <p className="soft">
        {whoseWords(records, words)} · {format.month(records.month)} ·{' '}
        {words.format.asOf(`${format.timeWithSeconds(records.asOf)} ${format.date(records.asOf)}`)}
      </p>
      {choice.asRecordedOn === null ? null : (
        <p>
          {say.asRecordedOn(format.day(choice.asRecordedOn))} {isOfProcedures ? null : say.pastStateUnknown}
        </p>
      )}
      <Narrowed
        choice={chosen}
        path={`${base}/ho-so`}
        procedureName={records.items[0]?.procedureName ?? null}
        agencyName={records.agency?.name ?? null}
      />
      <nav aria-label={say.records}>
        <ul className="bare pages">
          <li>
            <Link to={to(null)} aria-current={part === null ? 'true' : undefined}>
              {say.parts.all} ({format.number(ratio.denominator + ratio.unknown)})
            </Link>
          </li>
          {parts.map((one) => (
            <li key={one}>
              <Link to={to(one)} aria-current={part === one ? 'true' : undefined}>
                {say.parts[one]} ({format.number(counts[one])})
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {isOfProcedures ? (
        <Procedures procedures={records.procedures} />
      ) : records.items.length === 0 ? (
        <p className="soft">{say.none}</p>
      ) : (
        <Table
          caption={say.records}
          captionHidden
          rows={records.items}
          rowKey={(row) => row.dossierId}
          columns={[
            {
              key: 'code',
              title: words.dossier.code,
              cell: (row) => (
                <Link className="code" to={recordPath(row.dossierId)}>
                  {row.code}
                </Link>
              ),
            },
            {
              key: 'procedure',
              title: words.dossier.procedure,
              cell: (row) => <Original>{row.procedureName}</Original>,
            },
            { key: 'agency', title: say.agency, cell: (row) => <Original>{row.agencyName}</Original> },
            {
              key: 'channel',
              title: words.dossier.channel,
              cell: (row) => wordOf(say.channels, row.channel ?? 'unknown'),
            },
            ...(choice.asRecordedOn === null ? stateColumns : []),
            { key: 'accepted', title: words.dossier.acceptedAt, cell: (row) => moment(row.acceptedAt) },
            ...(choice.asRecordedOn === null ? dateColumns : []),
            {
              key: 'part',
              title: say.counted,
              cell: (row) => <Tag tone={tones[row.part]}>{say.parts[row.part]}</Tag>,
            },
          ]}
        />
      )}
      {records.next === null ? null : (
        <p>
          <Link to={to(part, records.next)}>{words.frame.more}</Link>
        </p>
      )}
    </>
  )
}

function Procedures({ procedures }: { readonly procedures: readonly CountedProcedure[] }): ReactNode {
  const words = useWords()
  const say = words.ioc
  if (procedures.length === 0) return <p className="soft">{say.noneOfProcedures}</p>
  return (
    <Table
      caption={say.dimensions.procedure}
      captionHidden
      rows={procedures}
      rowKey={(row) => row.code}
      columns={[
        {
          key: 'name',
          title: words.dossier.procedure,
          cell: (row) => (
            <a href={`/thu-tuc/${row.code}`}>
              <Original>{row.name}</Original>
            </a>
          ),
        },
        { key: 'code', title: say.procedureCode, cell: (row) => <span className="code">{row.code}</span> },
        { key: 'field', title: say.field, cell: (row) => <Original>{row.field}</Original> },
        {
          key: 'level',
          title: say.serviceLevel,
          cell: (row) => wordOf(say.serviceLevels, row.serviceLevel),
        },
        {
          key: 'part',
          title: say.counted,
          cell: (row) => <Tag tone={tones[row.part]}>{say.parts[row.part]}</Tag>,
        },
      ]}
    />
  )
}
