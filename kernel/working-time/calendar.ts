import type { LocalDate, LocalTime, Weekday } from '../dates.ts'

/** A stretch of one day's work, from its opening to its closing; the closing minute itself is no longer worked. */
export interface Span {
  readonly from: LocalTime
  readonly to: LocalTime
}

/** How sure the source is: `high` build on it, `medium` likely, `low` assumed until somebody confirms it. */
export type Confidence = 'high' | 'medium' | 'low'

/** The hours of an ordinary week, from `validFrom` until the day before `validTo`. */
export interface CalendarVersion {
  readonly validFrom: LocalDate
  readonly validTo: LocalDate | null
  readonly hours: Readonly<Record<Weekday, readonly Span[]>>
  readonly source: string
  readonly confidence?: Confidence
}

/**
 * A day that is not as its weekday says: a `rest` day that would be worked, or a day worked (`work`) by other hours.
 * A worked day has its own `hours`, or those of the weekday of the day it makes up for (`insteadOf`).
 */
export interface CalendarException {
  readonly date: LocalDate
  readonly kind: 'rest' | 'work'
  readonly hours?: readonly Span[]
  readonly insteadOf?: LocalDate
  readonly name: string
  readonly source: string
  readonly confidence: Confidence
}

/** When an office works. It speaks for the days from `coveredFrom` until the day before `coveredTo`, and for no other. */
export interface WorkCalendar {
  readonly key: string
  readonly name: string
  readonly revision?: number
  readonly coveredFrom: LocalDate
  readonly coveredTo: LocalDate
  readonly versions: readonly CalendarVersion[]
  readonly exceptions: readonly CalendarException[]
}
