import { addDays, minuteOfDay, timeOfMinute, weekdayOf, type LocalDate } from '../dates.ts'
import { Problem } from '../problem.ts'
import type { CalendarException, CalendarVersion, Span, WorkCalendar } from './calendar.ts'
import { DAY, dateOf, minuteAt, type Minute } from './minute.ts'

/** Minutes `from` ≤ m < `to`. */
export interface Interval {
  readonly from: Minute
  readonly to: Minute
}

/** A day as the calendar has it: worked in `intervals`, or a rest day when there are none. */
export interface CalendarDay {
  readonly date: LocalDate
  readonly midnight: Minute
  readonly intervals: readonly Interval[]
  readonly minutes: number
  readonly version: CalendarVersion
  readonly exception: CalendarException | null
  readonly makesUp: boolean
}

/** A day that is worked. */
export interface WorkingDay extends CalendarDay {
  readonly opening: Minute
  readonly closing: Minute
}

/** What the calendar says of a day. Problem 'calendars.not-covered' {calendar, date} when it says nothing. */
export function dayOn(calendar: WorkCalendar, date: LocalDate): CalendarDay {
  const { days } = indexOf(calendar)
  let day = days.get(date)
  if (day === undefined) {
    day = read(calendar, date)
    days.set(date, day)
  }
  return day
}

/** The day after. */
export function dayAfter(calendar: WorkCalendar, { date }: CalendarDay): CalendarDay {
  return dayOn(calendar, addDays(date, 1))
}

/** The day as a working day, or undefined when it is a rest day. */
export function asWorkingDay(day: CalendarDay): WorkingDay | undefined {
  const first = day.intervals[0]
  const last = day.intervals.at(-1)
  return first && last && { ...day, opening: first.from, closing: last.to }
}

/** The first working day after the given one. */
export function workingDayAfter(calendar: WorkCalendar, day: CalendarDay): WorkingDay {
  for (let next = dayAfter(calendar, day); ; next = dayAfter(calendar, next)) {
    const working = asWorkingDay(next)
    if (working) return working
  }
}

/** The parts of the intervals that lie from `from` until before `to`. */
export function clip(intervals: readonly Interval[], from: Minute, to: Minute): Interval[] {
  return intervals
    .map((interval) => ({ from: Math.max(interval.from, from), to: Math.min(interval.to, to) }))
    .filter((interval) => interval.from < interval.to)
}

export function lengthOf(intervals: readonly Interval[]): number {
  return intervals.reduce((minutes, { from, to }) => minutes + to - from, 0)
}

/** The intervals of one day as times of that day. */
export function spansIn(day: CalendarDay, intervals: readonly Interval[]): Span[] {
  return intervals.map(({ from, to }) => ({
    from: timeOfMinute(from - day.midnight),
    to: timeOfMinute(to - day.midnight),
  }))
}

/** Working minutes from `from` until before `to`; nothing when `to` does not come after `from`. */
export function minutesBetween(calendar: WorkCalendar, from: Minute, to: Minute): number {
  if (to <= from) return 0
  let minutes = 0
  for (let day = dayOn(calendar, dateOf(from)); ; day = dayAfter(calendar, day)) {
    minutes += lengthOf(clip(day.intervals, from, to))
    if (day.midnight + DAY >= to) return minutes
  }
}

function read(calendar: WorkCalendar, date: LocalDate): CalendarDay {
  const version = versionOn(calendar, date)
  const exception = indexOf(calendar).exceptions.get(date) ?? null
  const usual = version.hours[weekdayOf(date)]
  const midnight = minuteAt(date, '00:00')
  const intervals = spansOf(version, exception, usual).map((span) => ({
    from: midnight + minuteOfDay(span.from),
    to: midnight + minuteOfDay(span.to),
  }))
  const makesUp = exception?.kind === 'work' && usual.length === 0
  return { date, midnight, intervals, minutes: lengthOf(intervals), version, exception, makesUp }
}

function versionOn(calendar: WorkCalendar, date: LocalDate): CalendarVersion {
  const covered = calendar.coveredFrom <= date && date < calendar.coveredTo
  const version = calendar.versions.find(
    ({ validFrom, validTo }) => validFrom <= date && (validTo === null || date < validTo),
  )
  if (covered && version) return version
  throw new Problem('invalid', 'calendars.not-covered', { meta: { calendar: calendar.key, date } })
}

function spansOf(
  version: CalendarVersion,
  exception: CalendarException | null,
  usual: readonly Span[],
): readonly Span[] {
  if (exception === null) return usual
  if (exception.kind === 'rest') return []
  if (exception.hours) return exception.hours
  return exception.insteadOf ? version.hours[weekdayOf(exception.insteadOf)] : usual
}

interface Index {
  readonly exceptions: ReadonlyMap<LocalDate, CalendarException>
  readonly days: Map<LocalDate, CalendarDay>
}

// A calendar is a value that never changes, so what was once read of it holds; it goes with the calendar.
const indexes = new WeakMap<WorkCalendar, Index>()

function indexOf(calendar: WorkCalendar): Index {
  let index = indexes.get(calendar)
  if (index === undefined) {
    const exceptions = new Map(calendar.exceptions.map((exception) => [exception.date, exception]))
    index = { exceptions, days: new Map() }
    indexes.set(calendar, index)
  }
  return index
}
