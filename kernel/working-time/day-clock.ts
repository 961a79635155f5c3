import { addDays } from '../dates.ts'
import type { WorkCalendar } from './calendar.ts'
import type { LimitClock } from './clock.ts'
import { asWorkingDay, dayAfter, dayOn, type CalendarDay } from './day.ts'
import { dateOf, type Minute } from './minute.ts'
import type { Trail } from './trail.ts'

/** Counts working days by date. */
export function wholeWorkingDays(calendar: WorkCalendar, days: number): LimitClock {
  return dayClock(calendar, days, (day) => day.minutes > 0)
}

/** Counts every day by date. */
export function calendarDays(calendar: WorkCalendar, days: number): LimitClock {
  return dayClock(calendar, days, () => true)
}

type Counts = (day: CalendarDay) => boolean

/**
 * The day on which the clock starts, or goes on after a wait, is not counted (Civil Code 2015, Art. 147.2): a wait moves
 * the due date by the days counted from its first day to its last. The limit ends with the closing of the last day
 * counted, or of the next working day when that is a rest day (Art. 148.5); a wait that begins before that closing
 * leaves it unfinished, though no day is left to count.
 */
function dayClock(calendar: WorkCalendar, days: number, counts: Counts): LimitClock {
  return {
    measure: 'day',
    limit: () => days,
    run(from, stoppedAt, left, total, trail) {
      let counted = 0
      let last = dayOn(calendar, dateOf(from))
      trail.source(last)
      while (counted < left) {
        const day = dayAfter(calendar, last)
        if (day.midnight > stoppedAt) return { at: stoppedAt, finished: false, counted }
        if (day.minutes > 0 || !counts(day)) trail.day(day)
        if (counts(day)) {
          counted += 1
          trail.add({ kind: 'counted', date: day.date, total: total + counted })
        }
        last = day
      }
      const closing = closingAfter(calendar, last, from, stoppedAt, trail)
      const finished = closing <= stoppedAt
      return { at: finished ? closing : stoppedAt, finished, counted }
    },
    between(from, to) {
      let between = 0
      for (let date = addDays(dateOf(from), 1); date <= dateOf(to); date = addDays(date, 1)) {
        if (counts(dayOn(calendar, date))) between += 1
      }
      return between
    },
  }
}

/** The closing after `from` of the first working day from `last` on; what lies behind the stop is not told. */
function closingAfter(
  calendar: WorkCalendar,
  last: CalendarDay,
  from: Minute,
  stoppedAt: Minute,
  trail: Trail,
): Minute {
  for (let day = last; ; day = dayAfter(calendar, day)) {
    if (day.midnight <= stoppedAt) trail.day(day)
    const closing = asWorkingDay(day)?.closing
    if (closing !== undefined && closing > from) return closing
  }
}
