import type { Span, WorkCalendar } from './calendar.ts'
import type { LocalDate } from '../dates.ts'
import { clip, dayOn, minutesBetween, spansIn } from './day.ts'
import { dateOf, minuteOf } from './minute.ts'

export type { CalendarException, CalendarVersion, Confidence, Span, WorkCalendar } from './calendar.ts'
export { checkCalendar } from './check.ts'
export type { Derivation, DerivationLine, MoveReason } from './derivation.ts'
export { dueDate } from './due-date.ts'
export type { DayRule, DueRequest, Extension, Suspension, SuspensionMode, TimeLimit } from './request.ts'

/** Whether the office works at the instant; at the minute of closing it no longer does. Problem 'calendars.not-covered'. */
export function isWorkingTime(calendar: WorkCalendar, instant: Date): boolean {
  const minute = minuteOf(instant)
  return clip(dayOn(calendar, dateOf(minute)).intervals, minute, minute + 1).length > 0
}

/** Whole working minutes from one instant to another, negative when `to` comes first. Problem 'calendars.not-covered'. */
export function workingMinutesBetween(calendar: WorkCalendar, from: Date, to: Date): number {
  const [first, last] = [minuteOf(from), minuteOf(to)]
  return first <= last ? minutesBetween(calendar, first, last) : 0 - minutesBetween(calendar, last, first)
}

/** The hours worked on a day; none on a rest day. Problem 'calendars.not-covered'. */
export function spansOn(calendar: WorkCalendar, date: LocalDate): readonly Span[] {
  const day = dayOn(calendar, date)
  return spansIn(day, day.intervals)
}
