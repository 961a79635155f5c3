import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { EventLogs } from '../../connectors/event-log/contract.ts'
import { useFormat } from '../kit/format.ts'
import { Table } from '../kit/table.tsx'
import { useWords } from '../kit/words/use.ts'
import { choiceQuery } from './choice.ts'

type Log = EventLogs['logs'][number]

interface Row {
  readonly channel: string
  readonly closed: number
  readonly onTime: number
}

/** Logs taken in from elsewhere, counted by their own names for the channels and apart from the province's figures. */
export function EventLogBlocks({ logs }: { readonly logs: readonly Log[] }): ReactNode {
  const say = useWords().ioc
  if (logs.length === 0) return null
  return (
    <section className="receipt">
      <h2>{say.receipt}</h2>
      <p className="soft">{say.receiptNote}</p>
      {logs.map((log) => (
        <EventLogBlock key={log.key} log={log} />
      ))}
    </section>
  )
}

function EventLogBlock({ log }: { readonly log: Log }): ReactNode {
  const say = useWords().ioc
  const format = useFormat()
  const { summary, setApart, lastMonth, agencyId } = log
  const rows: readonly Row[] = Object.entries(summary.byChannel).map(([channel, counts]) => ({
    channel,
    ...counts,
  }))
  const percent = ({ closed, onTime }: Omit<Row, 'channel'>) =>
    closed === 0 ? say.noData : format.percent((onTime / closed) * 100)
  return (
    <article>
      <h3>{log.title}</h3>
      <p className="numbers">
        {say.logCounts({
          cases: format.number(summary.cases),
          events: format.number(summary.events),
          open: format.number(summary.open),
          closed: format.number(summary.closed),
          onTime: format.number(summary.onTime),
          late: format.number(summary.late),
        })}
      </p>
      <Table
        caption={say.logByChannel}
        rows={rows}
        rowKey={({ channel }) => channel}
        columns={[
          { key: 'channel', title: say.logChannel, cell: ({ channel }) => channel || say.logNoChannel },
          { key: 'closed', title: say.logClosed, number: true, cell: ({ closed }) => format.number(closed) },
          { key: 'onTime', title: say.logOnTime, number: true, cell: ({ onTime }) => format.number(onTime) },
          { key: 'share', title: '%', number: true, cell: percent },
        ]}
      />
      {setApart.length === 0 ? null : (
        <details>
          <summary>{say.logSetApart(format.number(summary.heldBack))}</summary>
          <ul>
            {setApart.map(({ caseKey, reason }) => (
              <li key={caseKey}>
                {caseKey}: {say.heldBack[reason]}
              </li>
            ))}
          </ul>
        </details>
      )}
      {lastMonth === null ? null : (
        <p>
          <Link
            to={`/ioc${choiceQuery({ month: lastMonth, agencyId, procedure: null, channel: null, asRecordedOn: null })}`}
          >
            {say.logFigures(format.month(lastMonth))}
          </Link>
        </p>
      )}
      <p className="small soft">{log.source}</p>
    </article>
  )
}
