import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Breakdown, Dimension } from '../../modules/indicators/contract.ts'
import type { FigureChoice } from '../kit/calls/indicators.ts'
import { wordOf } from '../kit/derivation.tsx'
import { useFormat } from '../kit/format.ts'
import { Table } from '../kit/table.tsx'
import { Bar } from '../kit/time-left.tsx'
import { useWords } from '../kit/words/use.ts'
import { choiceQuery } from './choice.ts'
import { countsOf } from './figure-words.ts'

/** The choice that leads into one part of a figure. */
function into(choice: FigureChoice, by: Dimension, key: string): FigureChoice {
  if (by === 'agency') return { ...choice, agencyId: key }
  return by === 'procedure' ? { ...choice, procedure: key } : { ...choice, channel: key }
}

/** A figure divided: each part opens as a figure of its own, and its records. */
export function BreakdownTable({
  breakdown,
  choice,
}: {
  readonly breakdown: Breakdown
  readonly choice: FigureChoice
}): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.ioc
  const { by, definition, parts } = breakdown
  const counted = parts.filter(({ ratio }) => ratio.denominator + ratio.unknown > 0)
  const silent = parts.length - counted.length
  const title = say.by[by]
  const nameOf = (row: Breakdown['parts'][number]) =>
    by === 'channel' ? wordOf(say.channels, row.key) : row.name
  const query = (key: string) => choiceQuery(into(choice, by, key))
  return (
    <section>
      <h2>{title}</h2>
      <p className="soft">
        {say.ties} {silent === 0 ? null : say.silent(format.number(silent))}
      </p>
      {counted.length === 0 ? null : (
        <Table
          caption={title}
          captionHidden
          rows={counted}
          rowKey={(row) => row.key}
          columns={[
            {
              key: 'name',
              title: say.dimensions[by],
              cell: (row) => <Link to={`/ioc/${definition.key}${query(row.key)}`}>{nameOf(row)}</Link>,
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
                <Link to={`/ioc/${definition.key}/ho-so${query(row.key)}`}>
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

/** What a figure is narrowed to, each with the way out of it. */
export function Narrowed({
  choice,
  path,
  procedureName,
}: {
  readonly choice: FigureChoice
  readonly path: string
  readonly procedureName: string | null
}): ReactNode {
  const say = useWords().ioc
  const narrowed = [
    ...(choice.procedure === null
      ? []
      : [{ name: procedureName ?? choice.procedure, wider: { ...choice, procedure: null } }]),
    ...(choice.channel === null
      ? []
      : [{ name: wordOf(say.channels, choice.channel), wider: { ...choice, channel: null } }]),
  ]
  if (narrowed.length === 0) return null
  return (
    <ul className="bare pages">
      {narrowed.map(({ name, wider }) => (
        <li key={name}>
          {say.only(name)} <Link to={`${path}${choiceQuery(wider)}`}>{say.widen}</Link>
        </li>
      ))}
    </ul>
  )
}
