import { cpu, median, type Sample } from './measure.ts'
import { isReached, isSound, type Goal, type Result } from './result.ts'

type Column = readonly [title: string, figure: (sample: Sample) => number | null, digits: number]

const columns: readonly Column[] = [
  ['per second', ({ perSecond }) => perSecond, 0],
  ['p50 ms', ({ p50Ms }) => p50Ms, 1],
  ['p95 ms', ({ p95Ms }) => p95Ms ?? null, 1],
  ['p99 ms', ({ p99Ms }) => p99Ms, 1],
  ['CPU µs', cpu, 0],
  ['of it process', ({ processMicros }) => processMicros, 0],
  ['database', ({ databaseMicros }) => databaseMicros, 0],
]

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows
    .map((row) =>
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))),
    )
    .map((cells) => `  ${cells.join('  ').trimEnd()}`)
    .join('\n')
}

function medianOf(samples: readonly Sample[], [, figure, digits]: Column): string {
  const values = samples.map(figure).filter((value) => value !== null)
  return values.length === 0 ? 'unknown' : median(values).toFixed(digits)
}

function wordsOf(goal: Goal): string {
  if (goal === null) return ''
  return 'atLeast' in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`
}

const reachedWords = new Map<boolean | null, string>([
  [true, 'reached'],
  [false, 'missed'],
  [null, ''],
])

/** Tables for people. */
export function asText(result: Result): string {
  const { name, about, ratios, judgements, rounds, agreements } = result
  const names = Object.keys(rounds[0] ?? {})
  const figures = names.map((target) => {
    const samples = rounds.flatMap((round) => round[target] ?? [])
    return [target, ...columns.map((column) => medianOf(samples, column))]
  })
  const ratioRows = Object.entries(judgements).map(([key, { title, goal }]) => {
    const ratio = ratios[key] ?? null
    const reached = reachedWords.get(isReached(goal, ratio)) ?? ''
    return [title, ratio === null ? 'unknown' : ratio.toFixed(2), wordsOf(goal), reached]
  })
  const agreed = agreements.map(({ what, counts, holds }) => {
    const told = Object.entries(counts).map(([title, count]) => `${title} ${count}`)
    return `  ${holds ? '✓' : '✗'} ${what}: ${told.join(', ')}`
  })
  return [
    `${name}: ${about}`,
    table([['median of the rounds', ...columns.map(([title]) => title)], ...figures]),
    '',
    table([['ratio', '', 'goal', ''], ...ratioRows]),
    '',
    ...agreed,
  ].join('\n')
}

/** The same for machines. */
export function asJson(results: readonly Result[]): string {
  const workloads = results.map((result) => {
    const { name, ratios, judgements, rounds, agreements } = result
    const reached = Object.entries(judgements).map(([key, { goal }]) => [
      key,
      isReached(goal, ratios[key] ?? null),
    ])
    return { name, ratios, reached: Object.fromEntries(reached), rounds, agreements }
  })
  return JSON.stringify({ workloads, ok: results.every(isSound) })
}
