import { useId, type ReactNode } from 'react'

export interface Point {
  readonly label: string
  /** Null where nothing is known: a gap, never a zero. */
  readonly value: number | null
}

const width = 320
const height = 72
const edge = 4

interface Scale {
  readonly x: (index: number) => number
  readonly y: (value: number) => number
}

function scaleOf(
  points: readonly Point[],
  range: readonly [number, number],
  top: number,
  tall: number,
): Scale {
  const step = points.length < 2 ? 0 : (width - 2 * edge) / (points.length - 1)
  const [low, high] = range
  const spread = high - low || 1
  return {
    x: (index) => edge + index * step,
    y: (value) => top + (1 - (value - low) / spread) * tall,
  }
}

/** Runs of known neighbours; a lone one is drawn as a dot. */
function runsOf(points: readonly Point[]): (readonly { index: number; value: number }[])[] {
  const runs: { index: number; value: number }[][] = [[]]
  points.forEach(({ value }, index) => {
    if (value === null) runs.push([])
    else runs.at(-1)?.push({ index, value })
  })
  return runs.filter((run) => run.length > 0)
}

const round = (value: number): number => Math.round(value * 10) / 10

/** The range a ratio's line is drawn in: as narrow as it may be without making a ripple look like a wave. */
export function rangeOf(points: readonly Point[]): readonly [number, number] {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]))
  if (values.length === 0) return [0, 100]
  const low = Math.min(...values)
  const high = Math.max(...values)
  const spread = Math.max(10, (high - low) * 1.4)
  const middle = (low + high) / 2
  const bottom = Math.min(Math.max(0, middle - spread / 2), Math.max(0, 100 - spread))
  return [bottom, Math.min(100, bottom + spread)]
}

/** Twelve months in a thumb's width; `summary` says in words what the line shows. */
export function Sparkline({
  points,
  summary,
}: {
  readonly points: readonly Point[]
  readonly summary: string
}): ReactNode {
  const { x, y } = scaleOf(points, rangeOf(points), 8, height - 16)
  const runs = runsOf(points)
  const last = runs.at(-1)?.at(-1)
  return (
    <svg className="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={summary}>
      <line className="axis" x1="0" x2={width} y1={height - 1} y2={height - 1} />
      {runs.map((run) => (
        <polyline
          key={run[0]?.index}
          className="line"
          points={run.map(({ index, value }) => `${round(x(index))},${round(y(value))}`).join(' ')}
        />
      ))}
      {runs
        .filter((run) => run.length === 1)
        .map(([only]) =>
          only ? (
            <circle key={only.index} className="dot" cx={x(only.index)} cy={y(only.value)} r="3" />
          ) : null,
        )}
      {last ? (
        <circle className="dot last" cx={round(x(last.index))} cy={round(y(last.value))} r="4.5" />
      ) : null}
    </svg>
  )
}

export interface DatedPoint {
  /** Where on the line it stands, from 0 (first) to points - 1. */
  readonly at: number
  readonly value: number
}

const tall = 200
const percent = (share: number): string => `${round(share * 100)}%`

/**
 * One measure over time, with its scale written on it; published figures stand beside as rings, not on the line. It is
 * drawn to the width that it has: heights in pixels, widths in shares.
 */
export function LineChart({
  points,
  published,
  summary,
  tick,
}: {
  readonly points: readonly Point[]
  readonly published: readonly DatedPoint[]
  readonly summary: string
  readonly tick: (value: number) => string
}): ReactNode {
  const all = [...points, ...published.map(({ value }) => ({ label: '', value }))]
  const [low, high] = rangeOf(all)
  const x = (index: number): string => percent(points.length < 2 ? 0.5 : index / (points.length - 1))
  const y = (value: number): number => round(12 + (1 - (value - low) / (high - low)) * (tall - 48))
  const ticks = [low, (low + high) / 2, high]
  return (
    <figure className="line-chart" aria-label={summary}>
      <svg className="scale" aria-hidden="true">
        {ticks.map((value) => (
          <text key={value} x="100%" y={y(value) + 4} textAnchor="end">
            {tick(value)}
          </text>
        ))}
      </svg>
      <svg className="plot" aria-hidden="true">
        {ticks.map((value) => (
          <line key={value} className="axis" x1="0" x2="100%" y1={y(value)} y2={y(value)} />
        ))}
        {points.map((point, index) => (
          <text
            key={point.label}
            className={labelClass(points.length - 1 - index)}
            x={x(index)}
            y={tall - 8}
            textAnchor="middle"
          >
            {point.label}
          </text>
        ))}
        {runsOf(points).flatMap((run) =>
          run
            .slice(1)
            .map(({ index, value }, before) => (
              <line
                key={index}
                className="line"
                x1={x(index - 1)}
                y1={y(run[before]?.value ?? value)}
                x2={x(index)}
                y2={y(value)}
              />
            )),
        )}
        {points.map(({ label, value }, index) =>
          value === null ? null : (
            <circle
              key={label}
              className={index === points.length - 1 ? 'dot last' : 'dot'}
              cx={x(index)}
              cy={y(value)}
              r={index === points.length - 1 ? 5 : 3}
            />
          ),
        )}
        {published.map((point) => (
          <circle
            key={`${point.at} ${point.value}`}
            className="published"
            cx={x(point.at)}
            cy={y(point.value)}
            r="5"
          />
        ))}
      </svg>
    </figure>
  )
}

/** Every second label where there is room, every third where there is little, counted from the newest. */
function labelClass(back: number): string {
  return ['label', back % 2 === 0 ? 'second' : '', back % 3 === 0 ? 'third' : ''].filter(Boolean).join(' ')
}

/** What is not known is hatched, never drawn as nought. */
export function Hatched({ label }: { readonly label: string }): ReactNode {
  const id = useId()
  return (
    <svg className="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <defs>
        <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line className="hatch-line" x1="0" x2="0" y1="0" y2="8" />
        </pattern>
      </defs>
      <rect x="0.5" y="0.5" width={width - 1} height={height - 1} fill={`url(#${id})`} opacity="0.45" />
      <line className="axis" x1="0" x2={width} y1={height - 1} y2={height - 1} />
    </svg>
  )
}
