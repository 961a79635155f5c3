import { isLocalDate } from './dates.ts'
import type { LocalDate } from './dates.ts'

/** Something that is so from a day on until, not including, another: half-open; null is without end. */
export interface Dated {
  readonly validFrom: LocalDate
  readonly validTo: LocalDate | null
}

/** Whether it holds on that day. */
export function isInForce(version: Dated, on: LocalDate): boolean {
  return version.validFrom <= on && (version.validTo === null || on < version.validTo)
}

/** Why a version cannot stand: a day that does not exist, or an end that is not after its beginning. */
export function faultOf(version: Dated): 'not-a-day' | 'ends-before-it-begins' | undefined {
  const { validFrom, validTo } = version
  if (!isLocalDate(validFrom) || (validTo !== null && !isLocalDate(validTo))) return 'not-a-day'
  return validTo !== null && validTo <= validFrom ? 'ends-before-it-begins' : undefined
}

/** Those among the versions of one thing that begin before an earlier one ends. */
export function overlapping<T extends Dated>(versions: readonly T[]): readonly T[] {
  const found: T[] = []
  let until: LocalDate | null = ''
  for (const version of versions.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))) {
    if (until === null || version.validFrom < until) found.push(version)
    if (until !== null && (version.validTo === null || version.validTo > until)) until = version.validTo
  }
  return found
}

export interface Reconciled<K extends Dated, W extends Dated> {
  readonly added: readonly W[]
  /** Known under the same first day, and told otherwise now. */
  readonly corrected: readonly { readonly known: K; readonly wanted: W }[]
  /** Known without end, and told no more: ended where the next one that is told begins. */
  readonly ended: readonly { readonly known: K; readonly validTo: LocalDate }[]
}

/**
 * What has to change so that the known versions of one thing say what is wanted of it. Nothing known is ever taken
 * away: a version that is told no more stays, and ends when one that is told begins after it.
 */
export function reconcile<K extends Dated, W extends Dated>(
  known: readonly K[],
  wanted: readonly W[],
  isSame: (known: K, wanted: W) => boolean,
): Reconciled<K, W> {
  const byDay = new Map(known.map((version) => [version.validFrom, version]))
  const told = new Set(wanted.map((version) => version.validFrom))
  const corrected: { known: K; wanted: W }[] = []
  const added: W[] = []
  for (const version of wanted) {
    const match = byDay.get(version.validFrom)
    if (match === undefined) added.push(version)
    else if (match.validTo !== version.validTo || !isSame(match, version)) {
      corrected.push({ known: match, wanted: version })
    }
  }
  const ended = known.flatMap((version) => {
    if (told.has(version.validFrom) || version.validTo !== null) return []
    const [next] = [...told].filter((day) => day > version.validFrom).toSorted()
    return next === undefined ? [] : [{ known: version, validTo: next }]
  })
  return { added, corrected, ended }
}
