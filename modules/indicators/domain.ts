import {
  firstDayOf,
  lastDayOf,
  monthOf,
  nextMonth,
  type LocalDate,
  type LocalMonth,
} from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Ratio } from './contract.ts'

/** The month that is asked for, and the day up to which it is counted: its last, or today's while it runs. */
export interface Period {
  readonly month: LocalMonth
  readonly from: LocalDate
  readonly to: LocalDate
  readonly running: boolean
}

/** Problem 'indicators.month-to-come' for a month that has not begun. */
export function periodOf(month: LocalMonth, today: LocalDate): Period {
  if (month > monthOf(today)) throw new Problem('invalid', 'indicators.month-to-come', { meta: { month } })
  const running = month === monthOf(today)
  return { month, from: firstDayOf(month), to: running ? today : lastDayOf(month), running }
}

/** The `count` months that end with `month`, oldest first. */
export function monthsUpTo(month: LocalMonth, count: number): readonly LocalMonth[] {
  return Array.from({ length: count }, (_, i) => nextMonth(month, i - count + 1))
}

export interface Sum {
  readonly num: number
  readonly den: number
}

/** Sums of one series: by event month, and within it by a dimension's value ('' where the series is not divided). */
export type Sums = ReadonlyMap<LocalMonth, ReadonlyMap<string, Sum>>

/** What a flow brought in one month. */
export function flow(sums: Sums, month: LocalMonth, value: string): Sum {
  return sums.get(month)?.get(value) ?? { num: 0, den: 0 }
}

/** What a stock held at the end of a month: all that came in until then less all that went out. */
export function stock(sums: Sums, month: LocalMonth, value: string): number {
  let held = 0
  for (const [at, values] of sums) if (at <= month) held += values.get(value)?.den ?? 0
  return held
}

/** `value` in per cent, null where nothing is counted: no data is not 0. */
export function ratioOf(numerator: number, denominator: number, unknown: number): Ratio {
  return {
    numerator,
    denominator,
    unknown,
    value: denominator === 0 ? null : (numerator / denominator) * 100,
  }
}

/**
 * On time (QĐ 766/QĐ-TTg, 2.1): of the dossiers finished in the month and those still open at its end, how many were
 * finished by their due date or are not late yet. `lateToCome` are open ones whose due date falls later on the running
 * day; cells count by day, so these are taken off. Dossiers without a known due date prove nothing and are told apart.
 */
export function onTime(
  finished: Sums,
  open: Sums,
  overdue: Sums,
  month: LocalMonth,
  lateToCome: number,
): Ratio {
  const done = flow(finished, month, 'known')
  const openKnown = stock(open, month, 'known')
  const late = stock(overdue, month, '') - lateToCome
  const unknown = flow(finished, month, 'unknown').den + stock(open, month, 'unknown')
  return ratioOf(done.num + openKnown - late, done.den + openKnown, unknown)
}

/** Submitted online (QĐ 766/QĐ-TTg, 3.3): of the dossiers accepted in the month, those that count as online. */
export function submittedOnline(accepted: Sums, month: LocalMonth): Ratio {
  const { num, den } = flow(accepted, month, '')
  return ratioOf(num, den, 0)
}

/** A flow that tells apart what can be proven (`proof`) from what cannot: of the former, those that count. */
export function judged(sums: Sums, month: LocalMonth): Ratio {
  const { num, den } = flow(sums, month, 'full')
  return ratioOf(num, den, flow(sums, month, 'none').den)
}

/** Provided online (QĐ 766/QĐ-TTg, 3.1): in part, from end to end, or one of the two. */
export function isProvidedOnline({ level }: { readonly level: string }): boolean {
  return level === 'partial' || level === 'end-to-end' || level === 'online'
}

export function addRatios(ratios: readonly Ratio[]): Ratio {
  const sum = (pick: (ratio: Ratio) => number) => ratios.reduce((total, ratio) => total + pick(ratio), 0)
  return ratioOf(
    sum((r) => r.numerator),
    sum((r) => r.denominator),
    sum((r) => r.unknown),
  )
}

/** Competition ranks, highest value first; equal values share a rank, no value has none. */
export function ranksOf(values: readonly (number | null)[]): readonly (number | null)[] {
  return values.map((value) =>
    value === null ? null : 1 + values.filter((other) => other !== null && other > value).length,
  )
}
