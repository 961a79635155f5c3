import type { ReactNode } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { failure } from '../kit/api.ts'
import { readFigures } from '../kit/calls/indicators.ts'
import { useFormat } from '../kit/format.ts'
import { PageTitle } from '../kit/frame.tsx'
import type { PageHandle } from '../kit/handle.ts'
import { useWords } from '../kit/words/use.ts'
import { choiceIn, choiceQuery } from './choice.ts'
import { whoseWords } from './figure-words.ts'
import { Tile } from './tile.tsx'

export const handle: PageHandle = { wall: true }

export async function loader(routed: LoaderFunctionArgs) {
  const choice = choiceIn(new URL(routed.request.url))
  const figures = await readFigures(routed, choice)
  if (!figures.ok) throw failure(figures.problem)
  return { choice, figures: figures.value }
}

/** Every figure at once, to be read from across a room: nothing to choose, and it follows the ledger by itself. */
export default function Wall(): ReactNode {
  const { choice, figures } = useLoaderData<typeof loader>()
  const words = useWords()
  const format = useFormat()
  const query = choiceQuery({ ...choice, month: figures.month })
  const computed = figures.figures.filter(({ definition }) => definition.state === 'computed')
  const missing = figures.figures.filter(({ definition }) => definition.state !== 'computed')
  return (
    <div className="wall">
      <div className="wall-head">
        <PageTitle title={`${whoseWords(figures, words)}, ${format.month(figures.month)}`} />
        <p className="numbers">
          {words.format.asOf(`${format.timeWithSeconds(figures.asOf)} ${format.date(figures.asOf)}`)}
        </p>
        <p>
          <a href={`/ioc${query}`}>{words.ioc.leaveWall}</a>
        </p>
      </div>
      <ul className="bare tiles">
        {computed.map((figure) => (
          <li key={figure.definition.key}>
            <Tile figure={figure} month={figures.month} query={query} />
          </li>
        ))}
      </ul>
      <p className="soft">
        {words.ioc.source}
        {missing.length === 0
          ? null
          : ` ${words.ioc.noDataYet}: ${missing.map(({ definition }) => definition.name).join('; ')}.`}
      </p>
    </div>
  )
}
