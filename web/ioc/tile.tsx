import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Figure } from '../../modules/indicators/contract.ts'
import { Hatched, Sparkline } from '../kit/charts.tsx'
import { useFormat } from '../kit/format.ts'
import { Tag } from '../kit/marks.tsx'
import { Original } from '../kit/original.tsx'
import { useWords } from '../kit/words/use.ts'
import { countsOf, differenceOf, noneWords, pointsOf, publishedWords, trendWords } from './figure-words.ts'

/** A figure with its count, its year and how it differs; what cannot be computed says why. */
export function Tile({
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
  const none = noneWords(figure, words, format)
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
            {ratio === null || ratio.value === null ? none : countsOf(ratio, words, format)}
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
        <p className="small soft published-figure" key={`${point.on}${point.source}`}>
          {say.published}: {publishedWords(definition, point, words, format)}
        </p>
      ))}
    </article>
  )
}
