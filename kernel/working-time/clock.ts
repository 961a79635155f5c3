import type { WorkCalendar } from './calendar.ts'
import { calendarDays, wholeWorkingDays } from './day-clock.ts'
import { workingDays, workingHours } from './minute-clock.ts'
import type { Minute } from './minute.ts'
import type { CountedLimit, DayRule } from './request.ts'
import type { Trail } from './trail.ts'

/** How far a clock got: to `at`, where the limit was used up (`finished`) or the clock was stopped, and what it counted. */
export interface Stretch {
  readonly at: Minute
  readonly finished: boolean
  readonly counted: number
}

/** Uses up a limit in one measure, working minutes or days, and writes each day it counts. */
export interface LimitClock {
  readonly measure: 'minute' | 'day'
  /** The limit in the clock's measure, when it starts at this minute. */
  limit(start: Minute): number
  /** Counts from `from` on until `left` is used up or the clock is stopped; `total` is what was counted before. */
  run(from: Minute, stoppedAt: Minute, left: number, total: number, trail: Trail): Stretch
  /** What the clock would count from one minute to another. */
  between(from: Minute, to: Minute): number
}

/** The clock that a limit is counted by. 'Within the day' (0 days) can only end with the day, whatever the rule. */
export function clockFor(calendar: WorkCalendar, { unit, amount }: CountedLimit, rule: DayRule): LimitClock {
  if (unit === 'working-hour') return workingHours(calendar, amount)
  if (unit === 'calendar-day') return calendarDays(calendar, amount)
  return rule === 'clock' && amount > 0 ? workingDays(calendar, amount) : wholeWorkingDays(calendar, amount)
}
