import type { ReactNode } from 'react'
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { Figure } from '../../modules/indicators/contract.ts'
import { failure, visitContext } from '../kit/api.ts'
import { listAgencies } from '../kit/calls/agencies.ts'
import { listEventLogs } from '../kit/calls/event-logs.ts'
import { readFigures } from '../kit/calls/indicators.ts'
import { Hatched, Sparkline } from '../kit/charts.tsx'
import { useFormat } from '../kit/format.ts'
import { PageTitle } from '../kit/frame.tsx'
import { Tag } from '../kit/marks.tsx'
import { Original } from '../kit/original.tsx'
import { useWords } from '../kit/words/use.ts'
import { choiceIn, choiceQuery } from './choice.ts'
import { Choose } from './choose.tsx'
import { EventLogBlocks } from './event-logs.tsx'
import { countsOf, differenceOf, pointsOf, publishedWords, trendWords } from './figure-words.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const choice = choiceIn(new URL(routed.request.url))
  const [figures, own, outside, logs] = await Promise.all([
    readFigures(routed, choice),
    listAgencies(routed, ['service-centre', 'department', 'commune-committee']),
    listAgencies(routed, ['external']),
    listEventLogs(routed),
  ])
  if (!figures.ok) throw failure(figures.problem)
  const named = (agencies: typeof own) => agencies.map(({ id, name }) => ({ id, name }))
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
          <PageTitle title={`${figures.agency?.name ?? say.wholeProvince}, ${format.month(figures.month)}`} />
          <p className="soft" aria-live="off">
            {words.format.asOf(`${format.timeWithSeconds(figures.asOf)} ${format.date(figures.asOf)}`)}
            {choice.asRecordedOn === null ? ` · ${say.live}` : null}
          </p>
        </div>
        <Choose choice={choice} now={now} month={figures.month} agencies={[...agencies, ...outside]} />
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

function Tile({
  figure,
  month,
  query,
}: {
  readonly figure: Figure
  readonly month: string
  readonly query: string
}): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.ioc
  const { definition, ratio } = figure
  const isComputed = definition.state === 'computed'
  const difference = differenceOf(figure, words, format)
  const hasNone = definition.key === 'provided-online' ? say.noProcedure : say.noDenominator
  return (
    <article className={isComputed ? 'tile' : 'tile without'}>
      <h2>
        <Link to={`/ioc/${definition.key}${query}`}>
          <Original>{definition.name}</Original>
        </Link>
      </h2>
      {isComputed ? (
        <>
          <p className="figure numbers">
            {ratio === null || ratio.value === null ? (
              <span className="unknown">{say.noData}</span>
            ) : (
              format.percent(ratio.value)
            )}
          </p>
          <p className="soft">
            {ratio === null || ratio.value === null ? hasNone : countsOf(ratio, words, format)}
          </p>
          <Sparkline points={pointsOf(figure, month)} summary={trendWords(figure, month, words, format)} />
          <p className="small">
            <Tag tone={difference.tone}>{difference.text}</Tag>
          </p>
        </>
      ) : (
        <>
          <p className="figure unknown">{say.noData}</p>
          <Hatched label={`${definition.name}: ${say.noData}`} />
          <p className="small soft">
            {say.missing}: <Original>{definition.missing}</Original>
          </p>
        </>
      )}
      {definition.published.map((point) => (
        <p className="small soft" key={`${point.on}${point.source}`}>
          {say.published}: {publishedWords(definition, point, words, format)}
        </p>
      ))}
    </article>
  )
}
