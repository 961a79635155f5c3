import type { ReactNode } from 'react'
import { data, Link, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import type { AgencyRatios } from '../../modules/indicators/contract.ts'
import { failure, visitContext } from '../kit/api.ts'
import { ButtonRow } from '../kit/buttons.tsx'
import { readAgencyRatios, readFigures, type FigureChoice } from '../kit/calls/indicators.ts'
import { LineChart } from '../kit/charts.tsx'
import { useFormat } from '../kit/format.ts'
import { Back, PageTitle } from '../kit/frame.tsx'
import { Fact, Facts, Notice, Tag } from '../kit/marks.tsx'
import { Table } from '../kit/table.tsx'
import { Bar } from '../kit/time-left.tsx'
import { Original } from '../kit/original.tsx'
import { useWords } from '../kit/words/use.ts'
import { choiceIn, choiceQuery, yearTo } from './choice.ts'
import { Choose } from './choose.tsx'
import { countsOf, differenceOf, pointsOf, publishedWords, trendWords } from './figure-words.ts'

export async function loader(routed: LoaderFunctionArgs) {
  const key = routed.params['indicator'] ?? ''
  const choice = choiceIn(new URL(routed.request.url))
  const read = await readFigures(routed, choice)
  if (!read.ok) throw failure(read.problem)
  const figure = read.value.figures.find(({ definition }) => definition.key === key)
  if (figure === undefined) throw data(null, { status: 404 })
  const { month, asOf, agency } = read.value
  const ratios =
    figure.definition.state === 'computed' && choice.agencyId === null
      ? await readAgencyRatios(routed, key, { ...choice, month })
      : null
  return {
    choice,
    figure,
    month,
    asOf,
    agency,
    ratios: ratios?.ok ? ratios.value : null,
    now: routed.context.get(visitContext).now(),
  }
}

export default function FigureScreen(): ReactNode {
  const { choice, figure, month, asOf, agency, ratios, now } = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const say = words.ioc
  const { definition, ratio } = figure
  const chosen = { ...choice, month }
  const difference = differenceOf(figure, words, format)
  const isComputed = definition.state === 'computed'
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
          <PageTitle title={definition.name} />
          <p className="soft">
            {agency?.name ?? say.wholeProvince} · {format.month(month)} ·{' '}
            {words.format.asOf(`${format.timeWithSeconds(asOf)} ${format.date(asOf)}`)}
          </p>
        </div>
        <Choose choice={choice} now={now} month={month} agencies={null} />
      </div>
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
              {ratio === null || ratio.value === null ? say.noDenominator : countsOf(ratio, words, format)}
            </p>
            <p>
              <Tag tone={difference.tone}>{difference.text}</Tag>
            </p>
            <ButtonRow>
              <Link className="button" to={`/ioc/${definition.key}/ho-so${choiceQuery(chosen)}`}>
                {say.openRecords}
              </Link>
            </ButtonRow>
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
          {definition.published.length === 0 ? null : (
            <Fact name={say.published}>
              {definition.published.map((point) => (
                <p key={`${point.on}${point.source}`}>
                  {publishedWords(point, words, format)}
                  <span className="soft"> ({point.source})</span>
                </p>
              ))}
              <p className="soft small">{say.publishedNote}</p>
            </Fact>
          )}
        </Facts>
      </section>
      {ratios === null ? null : <ByAgency ratios={ratios} choice={chosen} indicator={definition.key} />}
    </>
  )
}

function ByAgency({
  ratios,
  choice,
  indicator,
}: {
  readonly ratios: AgencyRatios
  readonly choice: FigureChoice
  readonly indicator: string
}): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.ioc
  const counted = ratios.agencies.filter(({ ratio }) => ratio.denominator + ratio.unknown > 0)
  const silent = ratios.agencies.length - counted.length
  return (
    <section>
      <h2>{say.byAgency}</h2>
      <p className="soft">
        {say.ties} {silent === 0 ? null : say.silent(format.number(silent))}
      </p>
      {counted.length === 0 ? null : (
        <Table
          caption={say.byAgency}
          captionHidden
          rows={counted}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'agency',
              title: say.agency,
              cell: (row) => (
                <Link to={`/ioc/${indicator}${choiceQuery({ ...choice, agencyId: row.id })}`}>
                  {row.name}
                </Link>
              ),
            },
            { key: 'rank', title: say.rank, number: true, cell: (row) => row.rank ?? '–' },
            {
              key: 'value',
              title: say.value,
              number: true,
              cell: (row) =>
                row.ratio.value === null ? (
                  <span className="unknown">{say.noData}</span>
                ) : (
                  format.percent(row.ratio.value)
                ),
            },
            {
              key: 'bar',
              title: say.value,
              titleHidden: true,
              cell: (row) => (row.ratio.value === null ? null : <Bar share={row.ratio.value / 100} />),
            },
            {
              key: 'counted',
              title: say.counted,
              number: true,
              cell: (row) => (
                <Link to={`/ioc/${indicator}/ho-so${choiceQuery({ ...choice, agencyId: row.id })}`}>
                  {countsOf(row.ratio, words, format)}
                </Link>
              ),
            },
          ]}
        />
      )}
    </section>
  )
}
