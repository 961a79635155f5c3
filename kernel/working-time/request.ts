import type { LocalTime } from '../dates.ts'
import { Problem } from '../problem.ts'
import type { WorkCalendar } from './calendar.ts'

/**
 * How long the law gives. 0 working or calendar days means within the day of receipt. `none`: the law sets no limit;
 * `unknown`: there is one and nobody has stated it in a form that can be counted, so no due date is made up.
 */
export type TimeLimit =
  | { readonly unit: 'working-hour' | 'working-day' | 'calendar-day'; readonly amount: number }
  | { readonly unit: 'none' }
  | { readonly unit: 'unknown'; readonly reason: string }

export type CountedLimit = Extract<TimeLimit, { readonly amount: number }>

/** `pause`: the wait is not counted. `restart`: the limit is counted from zero once the wait is over. */
export type SuspensionMode = 'pause' | 'restart'

/** A wait in which the clock stands; `to` is null while it lasts. */
export interface Suspension {
  readonly from: Date
  readonly to: Date | null
  readonly mode: SuspensionMode
  readonly reason: string
  readonly by?: string
}

/**
 * Where N working days end. `clock` (the default): at the same position in the working time of the Nth next working
 * day, Monday 10:00 and 3 days is Thursday 10:00, as the one-stop systems in use count (8 hours = 1 day).
 * `whole-days`: the day of receipt is not counted and the limit ends with the closing of the Nth working day after it
 * (Civil Code 2015, Art. 147.2, 148.1). Which of the two the decree means is not settled: docs/law/deadlines.md.
 */
export type DayRule = 'clock' | 'whole-days'

/** A new due date promised to the applicant (form 04), and on what ground. */
export interface Extension {
  readonly until: Date
  readonly basis: string
}

/** `cutOff`: what is received after this time of day counts from the next working day; null where no such hour is set. */
export interface DueRequest {
  readonly calendar: WorkCalendar
  readonly limit: TimeLimit
  readonly receivedAt: Date
  readonly cutOff: LocalTime | null
  readonly suspensions?: readonly Suspension[]
  readonly extensions?: readonly Extension[]
  readonly dayRule?: DayRule
}

/** A limit in hours as whole minutes: a share of a limit, as a step of a process has, need not be a round one. */
export function minutesOf(hours: number): number {
  return Math.round(hours * 60)
}

/** Problem 'calendars.limit-invalid' unless the amount is at least a minute of hours, or a whole number of days from 0. */
export function checkLimit({ unit, amount }: CountedLimit): void {
  const valid =
    unit === 'working-hour'
      ? Number.isSafeInteger(minutesOf(amount)) && minutesOf(amount) > 0
      : Number.isSafeInteger(amount) && amount >= 0
  if (!valid) throw new Problem('invalid', 'calendars.limit-invalid', { meta: { unit, amount } })
}
