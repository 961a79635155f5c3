import type { ReactNode } from 'react'
import type { LoaderFunctionArgs } from 'react-router'
import type { EmcDifference, EmcReconciliation, EmcReconciliations } from '../../connectors/emc/contract.ts'
import { call, failure } from '../kit/api.ts'
import { useFormat } from '../kit/format.ts'
import { Table } from '../kit/table.tsx'
import { useWords } from '../kit/words/use.ts'

export async function readReconciliations(routed: LoaderFunctionArgs): Promise<EmcReconciliations['days']> {
  const read = await call<EmcReconciliations>(routed, 'GET', '/api/v1/connectors/emc/reconciliations')
  if (!read.ok) throw failure(read.problem)
  return read.value.days
}

/** Both sides' counts day by day, and each cell in which they were not the same. */
export function Reconciliations({ days }: { readonly days: readonly EmcReconciliation[] }): ReactNode {
  const say = useWords().outbox.counting
  const format = useFormat()
  const number = (value: number | null) => (value === null ? '–' : format.number(value))
  return (
    <section>
      <h2>{say.title}</h2>
      <p className="soft">{say.lead}</p>
      {days.length === 0 ? (
        <p className="soft">{say.none}</p>
      ) : (
        <Table
          caption={say.title}
          captionHidden
          rows={days}
          rowKey={({ on }) => on}
          columns={[
            { key: 'on', title: say.on, cell: ({ on }) => format.day(on) },
            { key: 'outcome', title: say.outcome, cell: (day) => <Outcome day={day} /> },
            { key: 'ours', title: say.ours, number: true, cell: ({ ours }) => number(ours) },
            { key: 'theirs', title: say.theirs, number: true, cell: ({ theirs }) => number(theirs) },
            {
              key: 'span',
              title: say.span,
              cell: ({ from, to }) => `${format.day(from)} – ${format.day(to)}`,
            },
          ]}
        />
      )}
      {days
        .filter(({ differing }) => differing > 0)
        .map((day) => (
          <details key={day.on} open={day.open > 0}>
            <summary>{say.differences(format.day(day.on))}</summary>
            <Differences day={day} />
          </details>
        ))}
    </section>
  )
}

function Outcome({ day }: { readonly day: EmcReconciliation }): ReactNode {
  const say = useWords().outbox.counting
  const format = useFormat()
  const { comparedAt, differing, open, resent, error } = day
  const standing =
    comparedAt === null
      ? say.notYet
      : open > 0
        ? say.open(format.number(open))
        : differing > 0
          ? say.mended(format.number(differing))
          : say.equal
  return (
    <>
      {standing}
      {resent > 0 ? <p className="soft small">{say.resent(format.number(resent))}</p> : null}
      {error === null ? null : <p className="soft small">{error}</p>}
    </>
  )
}

function Differences({ day }: { readonly day: EmcReconciliation }): ReactNode {
  const say = useWords().outbox.counting
  const format = useFormat()
  const { differences, differing } = day
  const number = (key: 'ours' | 'told' | 'theirs') => ({
    key,
    title: say[key],
    number: true as const,
    cell: (one: EmcDifference) => format.number(one[key]),
  })
  return (
    <>
      <Table
        caption={say.differences(format.day(day.on))}
        captionHidden
        rows={differences}
        rowKey={(one) => `${one.acceptedOn} ${one.agencyCode} ${one.state} ${one.channel}`}
        columns={[
          { key: 'agency', title: say.agency, cell: ({ agencyCode }) => agencyCode ?? say.unknown },
          { key: 'day', title: say.day, cell: ({ acceptedOn }) => format.day(acceptedOn) },
          { key: 'state', title: say.state, cell: ({ state }) => say.states[state] ?? state },
          {
            key: 'channel',
            title: say.channel,
            cell: ({ channel }) => (channel === null ? say.unknown : (say.channels[channel] ?? channel)),
          },
          number('ours'),
          number('told'),
          number('theirs'),
          {
            key: 'mended',
            title: say.mendedAt,
            cell: ({ mendedAt }) => (mendedAt === null ? '–' : format.dateTime(mendedAt)),
          },
        ]}
      />
      <p className="soft small">{say.untold}</p>
      {differing > differences.length ? (
        <p className="soft">{say.more(format.number(differing - differences.length))}</p>
      ) : null}
    </>
  )
}
