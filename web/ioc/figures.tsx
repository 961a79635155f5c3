import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { failure, visitContext } from '../kit/api.ts'
import { listAgencies } from '../kit/calls/agencies.ts'
import { listEventLogs } from '../kit/calls/event-logs.ts'
import { readFigures } from '../kit/calls/indicators.ts'
import { useFormat } from '../kit/format.ts'
import { PageTitle } from '../kit/frame.tsx'
import { useWords } from '../kit/words/use.ts'
import { choiceIn, choiceQuery } from './choice.ts'
import { Choose } from './choose.tsx'
import { EventLogBlocks } from './event-logs.tsx'
import { whoseWords } from './figure-words.ts'
import { Tile } from './tile.tsx'

export async function loader(routed: LoaderFunctionArgs) {
  const choice = choiceIn(new URL(routed.request.url))
  const [figures, own, outside, logs] = await Promise.all([
    readFigures(routed, choice),
    listAgencies(routed, ['service-centre', 'department', 'commune-committee']),
    listAgencies(routed, ['external']),
    listEventLogs(routed),
  ])
  if (!figures.ok) throw failure(figures.problem)
  const { scope } = figures.value
  const named = (agencies: typeof own) =>
    agencies.filter(({ id }) => scope?.includes(id) ?? true).map(({ id, name }) => ({ id, name }))
  return {
    choice,
    figures: figures.value,
    agencies: named(own),
    outside: named(outside),
    logs,
    now: routed.context.get(visitContext).now(),
  }
}

export default function FiguresScreen(): ReactNode {
  const { choice, figures, agencies, outside, logs, now } = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const say = words.ioc
  const query = choiceQuery({ ...choice, month: figures.month })
  return (
    <>
      <div className="ioc-head">
        <div>
          <PageTitle title={`${whoseWords(figures, words)}, ${format.month(figures.month)}`} />
          <p className="soft" aria-live="off">
            {words.format.asOf(`${format.timeWithSeconds(figures.asOf)} ${format.date(figures.asOf)}`)}
            {choice.asRecordedOn === null ? ` · ${say.live}` : null}
          </p>
          <p className="no-print">
            <a href={`/ioc/man-hinh-lon${query}`}>{say.wall}</a>
          </p>
        </div>
        <Choose
          choice={choice}
          now={now}
          month={figures.month}
          agencies={figures.scope?.length === 1 ? null : [...agencies, ...outside]}
          {...(figures.scope === null ? {} : { whole: say.allLed })}
        />
      </div>
      {choice.asRecordedOn === null ? null : <p>{say.asRecordedOn(format.day(choice.asRecordedOn))}</p>}
      <ul className="bare tiles">
        {figures.figures.map((figure) => (
          <li key={figure.definition.key}>
            <Tile figure={figure} month={figures.month} query={query} />
          </li>
        ))}
      </ul>
      <p className="soft">{say.source}</p>
      <EventLogBlocks logs={logs} />
    </>
  )
}
