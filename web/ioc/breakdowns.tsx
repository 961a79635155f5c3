import { Fragment, type ReactNode } from 'react'
import { Link } from 'react-router'
import type { Breakdown, Dimension } from '../../modules/indicators/contract.ts'
import type { FigureChoice } from '../kit/calls/indicators.ts'
import { wordOf } from '../kit/derivation.tsx'
import { useFormat } from '../kit/format.ts'
import { Original } from '../kit/original.tsx'
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
  const lowest = lowestOf(counted)
  const title = say.by[by]
  const nameOf = (row: Breakdown['parts'][number]) =>
    by === 'channel' ? wordOf(say.channels, row.key) : row.name
  const query = (key: string, part: string | null = null) => choiceQuery(into(choice, by, key), part)
  const missedIn = (row: Breakdown['parts'][number]) => row.ratio.denominator - row.ratio.numerator
  return (
    <section aria-labelledby={`by-${by}`}>
      <h2 id={`by-${by}`}>{title}</h2>
      <p className="soft">
        {say.ties} {silent === 0 || by !== 'agency' ? null : say.silent(format.number(silent))}
      </p>
      {lowest.length === 0 ? null : (
        <p>
          {say.lowest}{' '}
          {lowest.map((row, index) => (
            <Fragment key={row.key}>
              {index === 0 ? null : '; '}
              <Link to={`/ioc/${definition.key}${query(row.key)}`}>
                {say.lowestPart(
                  nameOf(row),
                  format.percent(row.ratio.value ?? 0),
                  format.number(missedIn(row)),
                )}
              </Link>
            </Fragment>
          ))}
          .
        </p>
      )}
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
              cell: (row) => (
                <Link to={`/ioc/${definition.key}${query(row.key)}`}>
                  {by === 'channel' ? nameOf(row) : <Original>{nameOf(row)}</Original>}
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
                <Link to={`/ioc/${definition.key}/ho-so${query(row.key)}`}>
                  {countsOf(row.ratio, words, format)}
                </Link>
              ),
            },
            {
              key: 'missed',
              title: say.missed,
              number: true,
              cell: (row) =>
                missedIn(row) === 0 ? (
                  '0'
                ) : (
                  <Link to={`/ioc/${definition.key}/ho-so${query(row.key, 'rest')}`}>
                    {format.number(missedIn(row))}
                  </Link>
                ),
            },
          ]}
        />
      )}
    </section>
  )
}

const NAMED = 3

/** Those who stand lowest and have missed something, worst first; of equals those with more of it. */
function lowestOf(parts: Breakdown['parts']): Breakdown['parts'] {
  const missed = ({ ratio }: Breakdown['parts'][number]) => ratio.denominator - ratio.numerator
  return parts
    .filter((part) => part.ratio.value !== null && missed(part) > 0)
    .toSorted((a, b) => (a.ratio.value ?? 0) - (b.ratio.value ?? 0) || missed(b) - missed(a))
    .slice(0, NAMED)
}

/** What a figure is narrowed to, each with the way out of it. */
export function Narrowed({
  choice,
  path,
  procedureName,
  agencyName,
}: {
  readonly choice: FigureChoice
  readonly path: string
  readonly procedureName: string | null
  readonly agencyName: string | null
}): ReactNode {
  const say = useWords().ioc
  const narrowed = [
    ...(choice.agencyId === null || agencyName === null
      ? []
      : [{ name: agencyName, wider: { ...choice, agencyId: null } }]),
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
