import type { LocalDate } from '../../kernel/dates.ts'

/** What a case contributes to one indicator definition: a numerator and a denominator on a local day, at an agency. */
export interface Count {
  /** 'key@version'. */
  readonly definition: string
  /** The agency at the time of the event. */
  readonly agency: string
  /** By name; 'agency', 'month' and 'day' are taken. */
  readonly dimensions: Readonly<Record<string, string>>
  /** The day of the event; may lie in the future, as a due date does. */
  readonly on: LocalDate
  readonly num: number
  readonly den: number
}

/** One text for equal dimensions, whatever their order. */
export function dimensionsKey(dimensions: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** The changes that lead from one set of counts to another: signed, one a key, none that changes nothing. */
export function difference(before: readonly Count[], after: readonly Count[]): readonly Count[] {
  const changes = new Map<string, Count>()
  function add(count: Count, sign: 1 | -1): void {
    const key = JSON.stringify([count.definition, count.agency, dimensionsKey(count.dimensions), count.on])
    const { num, den } = changes.get(key) ?? { num: 0, den: 0 }
    changes.set(key, { ...count, num: num + sign * count.num, den: den + sign * count.den })
  }
  for (const count of before) add(count, -1)
  for (const count of after) add(count, 1)
  return [...changes.values()].filter(({ num, den }) => num !== 0 || den !== 0)
}
