import type { ReactNode } from 'react'
import { data, Link, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { Breakdown, Dimension } from '../../modules/indicators/contract.ts'
import { failure, visitContext } from '../kit/api.ts'
import { ButtonRow } from '../kit/buttons.tsx'
import { findProcedure } from '../kit/calls/procedures.ts'
import { readBreakdown, readFigures } from '../kit/calls/indicators.ts'
import { LineChart } from '../kit/charts.tsx'
import { useFormat } from '../kit/format.ts'
import { Back, PageTitle } from '../kit/frame.tsx'
import { Fact, Facts, Notice, Tag } from '../kit/marks.tsx'
import { Original } from '../kit/original.tsx'
import { useWords } from '../kit/words/use.ts'
import { BreakdownTable, Narrowed } from './breakdowns.tsx'
import { choiceIn, choiceQuery, yearTo } from './choice.ts'
import { Choose } from './choose.tsx'
import {
  countsOf,
  differenceOf,
  noneWords,
  pointsOf,
  publishedWords,
  trendWords,
  whoseWords,
} from './figure-words.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const key = routed.params['indicator'] ?? ''
  const choice = choiceIn(new URL(routed.request.url))
  const read = await readFigures(routed, choice)
  if (!read.ok) throw failure(read.problem)
  const figure = read.value.figures.find(({ definition }) => definition.key === key)
  if (figure === undefined) throw data(null, { status: 404 })
  const { month, asOf, agency, withThoseUnder } = read.value
  const divisions: readonly Dimension[] =
    figure.definition.state !== 'computed'
      ? []
      : [
          ...(choice.agencyId === null ? (['agency'] as const) : []),
          ...(key === 'provided-online' || choice.procedure !== null ? [] : (['procedure'] as const)),
          ...(key === 'provided-online' || choice.channel !== null ? [] : (['channel'] as const)),
        ]
  const breakdowns = await Promise.all(
    divisions.map(async (by): Promise<readonly Breakdown[]> => {
      const divided = await readBreakdown(routed, key, by, { ...choice, month })
      return divided.ok ? [divided.value] : []
    }),
  )
  const { procedure } = choice
  return {
    choice,
    figure,
    month,
    asOf,
    agency,
    withThoseUnder,
    breakdowns: breakdowns.flat(),
    procedureName: procedure === null ? null : await procedureNameOf(routed, procedure),
    now: routed.context.get(visitContext).now(),
  }
}

async function procedureNameOf(routed: LoaderFunctionArgs, code: string): Promise<string | null> {
  return (await findProcedure(routed, code))?.declaration.name ?? null
}

export default function FigureScreen(): ReactNode {
  const { choice, figure, month, asOf, agency, withThoseUnder, breakdowns, procedureName, now } =
    useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const say = words.ioc
  const { definition, ratio } = figure
  const chosen = { ...choice, month }
  const difference = differenceOf(figure, words, format)
  const isComputed = definition.state === 'computed'
  const isOfProcedures = definition.key === 'provided-online'
  const missed = ratio === null ? 0 : ratio.denominator - ratio.numerator
  const year = yearTo(month)
  const published = definition.published.flatMap(({ on, value }) => {
    const at = year.indexOf(on.slice(0, 7))
    return at === -1 ? [] : [{ at, value }]
  })
  return (
    <>
      <Back to={`/ioc${choiceQuery(chosen)}`} text={say.backToAll} />
      <div className="ioc-head">
        <div>
          <PageTitle title={definition.name} original />
          <p className="soft">
            {whoseWords({ agency, withThoseUnder }, words)} · {format.month(month)} ·{' '}
            {words.format.asOf(`${format.timeWithSeconds(asOf)} ${format.date(asOf)}`)}
          </p>
        </div>
        <Choose choice={choice} now={now} month={month} agencies={null} keeps />
      </div>
      <Narrowed
        choice={chosen}
        path={`/ioc/${definition.key}`}
        procedureName={procedureName}
        agencyName={agency?.name ?? null}
      />
      {isComputed ? (
        <section className="figure-lead">
          <div>
            <p className="figure large numbers">
              {ratio === null || ratio.value === null ? (
                <span className="unknown">{say.noData}</span>
              ) : (
                format.percent(ratio.value, 2)
              )}
            </p>
            <p>
              {ratio === null || ratio.value === null
                ? noneWords(figure, words, format)
                : countsOf(ratio, words, format)}
            </p>
            <p>
              <Tag tone={difference.tone}>{difference.text}</Tag>
            </p>
            {figure.countedFrom === null ? (
              <ButtonRow>
                <Link className="button" to={`/ioc/${definition.key}/ho-so${choiceQuery(chosen)}`}>
                  {isOfProcedures ? say.openProcedures : say.openRecords}
                </Link>
                {missed === 0 ? null : (
                  <Link
                    className="button second"
                    to={`/ioc/${definition.key}/ho-so${choiceQuery(chosen, 'rest')}`}
                  >
                    {(isOfProcedures ? say.openMissedProcedures : say.openMissed)(format.number(missed))}
                  </Link>
                )}
              </ButtonRow>
            ) : null}
          </div>
          <LineChart
            points={pointsOf(figure, month)}
            published={published}
            summary={trendWords(figure, month, words, format)}
            tick={(value) => format.percent(value, 0)}
          />
        </section>
      ) : (
        <Notice tone="unknown" title={say.noDataYet}>
          <p>
            <Original>{definition.missing}</Original>
          </p>
        </Notice>
      )}
      <section>
        <h2>{say.definition}</h2>
        <Facts>
          <Fact name={say.numerator}>
            <Original>{definition.numerator}</Original>
          </Fact>
          <Fact name={say.denominator}>
            <Original>{definition.denominator}</Original>
          </Fact>
          <Fact name={say.clause}>
            <Original>{definition.clause}</Original>
          </Fact>
          {definition.leftOut === null ? null : (
            <Fact name={say.leftOut}>
              <Original>{definition.leftOut}</Original>
            </Fact>
          )}
          {definition.published.length === 0 ? null : (
            <Fact name={say.published}>
              {definition.published.map((point) => (
                <p key={`${point.on}${point.source}`}>
                  {publishedWords(definition, point, words, format)}
                  <span className="soft">
                    {' '}
                    (<Original>{point.source}</Original>)
                  </span>
                </p>
              ))}
              <p className="soft small">{say.publishedNote}</p>
            </Fact>
          )}
          {isComputed ? (
            <Fact name={say.sourceName}>{isOfProcedures ? say.sourceProcedures : say.source}</Fact>
          ) : null}
        </Facts>
      </section>
      {breakdowns.map((breakdown) => (
        <BreakdownTable key={breakdown.by} breakdown={breakdown} choice={chosen} />
      ))}
    </>
  )
}
