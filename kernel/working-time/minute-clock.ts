import type { WorkCalendar } from './calendar.ts'
import type { LimitClock, Stretch } from './clock.ts'
import {
  clip,
  dayAfter,
  dayOn,
  lengthOf,
  minutesBetween,
  spansIn,
  workingDayAfter,
  type Interval,
} from './day.ts'
import { dateOf, type Minute } from './minute.ts'
import { minutesOf } from './request.ts'
import type { Trail } from './trail.ts'

/** Counts working hours, minute by minute. */
export function workingHours(calendar: WorkCalendar, hours: number): LimitClock {
  return minuteClock(calendar, () => minutesOf(hours))
}

/** Counts working days as the working minutes they are worth, so that the position within the day is kept. */
export function workingDays(calendar: WorkCalendar, days: number): LimitClock {
  return minuteClock(calendar, (start) => worthOf(calendar, days, start))
}

function minuteClock(calendar: WorkCalendar, limit: (start: Minute) => number): LimitClock {
  return {
    measure: 'minute',
    limit,
    run: (from, stoppedAt, left, total, trail) => run(calendar, from, stoppedAt, left, total, trail),
    between: (from, to) => minutesBetween(calendar, from, to),
  }
}

/**
 * The minutes from `start` to the same position in the Nth next working day. Where that day is shorter or longer than
 * the first, the position keeps its share of the day, rounded up to the minute; an opening is the closing before it.
 */
function worthOf(calendar: WorkCalendar, days: number, start: Minute): number {
  const first = dayOn(calendar, dateOf(start))
  const position = lengthOf(clip(first.intervals, first.midnight, start))
  let last = first
  let minutes = first.minutes - position
  for (let n = 1; n < days; n++) {
    last = workingDayAfter(calendar, last)
    minutes += last.minutes
  }
  if (position === 0) return minutes
  return minutes + Math.ceil((position * workingDayAfter(calendar, last).minutes) / first.minutes)
}

function run(
  calendar: WorkCalendar,
  from: Minute,
  stoppedAt: Minute,
  left: number,
  total: number,
  trail: Trail,
): Stretch {
  let counted = 0
  for (let day = dayOn(calendar, dateOf(from)); day.midnight < stoppedAt; day = dayAfter(calendar, day)) {
    const worked = firstMinutes(clip(day.intervals, from, stoppedAt), left - counted)
    const minutes = lengthOf(worked)
    if (minutes > 0 || day.minutes === 0) trail.day(day)
    const last = worked.at(-1)
    if (!last) continue
    counted += minutes
    trail.add({
      kind: 'worked',
      date: day.date,
      spans: spansIn(day, worked),
      minutes,
      total: total + counted,
    })
    if (counted === left) return { at: last.to, finished: true, counted }
  }
  return { at: stoppedAt, finished: false, counted }
}

/** So many minutes of the intervals, the earliest first. */
function firstMinutes(intervals: readonly Interval[], minutes: number): Interval[] {
  let left = minutes
  return intervals.flatMap(({ from, to }) => {
    const taken = Math.min(to - from, left)
    left -= taken
    return taken > 0 ? [{ from, to: from + taken }] : []
  })
}
