import {
  addDays,
  daysBetween,
  instantOf,
  localDateOf,
  localTimeOf,
  minuteOfDay,
  timeOfMinute,
  type LocalDate,
  type LocalTime,
} from '../dates.ts'

/** A minute of local time, counted from the local midnight of 1 January 1970: the unit in which work is counted. */
export type Minute = number

/** A minute as a person reads it. */
export interface LocalMoment {
  readonly date: LocalDate
  readonly time: LocalTime
}

/** Minutes in a day, every day: the zone has no summer time. */
export const DAY = 24 * 60

const EPOCH = '1970-01-01'

/** The minute an instant falls in; seconds are dropped, so a dossier received at 10:00:59 is counted from 10:00. */
export function minuteOf(instant: Date): Minute {
  return minuteAt(localDateOf(instant), localTimeOf(instant))
}

export function minuteAt(date: LocalDate, time: LocalTime): Minute {
  return daysBetween(EPOCH, date) * DAY + minuteOfDay(time)
}

export function momentOf(minute: Minute): LocalMoment {
  const day = Math.floor(minute / DAY)
  return { date: addDays(EPOCH, day), time: timeOfMinute(minute - day * DAY) }
}

export function dateOf(minute: Minute): LocalDate {
  return momentOf(minute).date
}

export function instantAt(minute: Minute): Date {
  const { date, time } = momentOf(minute)
  return instantOf(date, time)
}
