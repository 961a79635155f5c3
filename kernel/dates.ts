import { Problem } from './problem.ts'

/** A day of the civil calendar, 'YYYY-MM-DD'. */
export type LocalDate = string
/** A time of day, 'HH:MM', '00:00' to '24:00'. */
export type LocalTime = string
/** A month, 'YYYY-MM'. */
export type LocalMonth = string
/** 1 = Monday … 7 = Sunday (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

// Asia/Ho_Chi_Minh is UTC+7 all year and has been since 13 June 1975 (IANA tz): no summer time to ask about.
const ZONE_MS = 7 * 3_600_000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const MINUTES = DAY_MS / MINUTE_MS

/** The local day an instant falls on. */
export function localDateOf(instant: Date): LocalDate {
  return dayText(instant.getTime() + ZONE_MS)
}

/** The local time of day of an instant, seconds dropped. */
export function localTimeOf(instant: Date): LocalTime {
  const minute = Math.floor((instant.getTime() + ZONE_MS) / MINUTE_MS)
  return timeOfMinute(minute - Math.floor(minute / MINUTES) * MINUTES)
}

const times = new Map<number, LocalTime>()

/** The time of day so many minutes after midnight, 0 to 1440. */
export function timeOfMinute(minutes: number): LocalTime {
  const known = times.get(minutes)
  if (known !== undefined) return known
  const hour = Math.floor(minutes / 60)
  const time = `${String(hour).padStart(2, '0')}:${String(minutes - hour * 60).padStart(2, '0')}`
  if (!isLocalTime(time)) throw new RangeError(`${minutes} is no minute of a day`)
  times.set(minutes, time)
  return time
}

/** The local month an instant falls in. */
export function localMonthOf(instant: Date): LocalMonth {
  return monthOf(localDateOf(instant))
}

/** The instant of a local day and time; '24:00' is the midnight that ends the day. */
export function instantOf(date: LocalDate, time: LocalTime): Date {
  return new Date(midnightOf(date) + minuteOfDay(time) * MINUTE_MS - ZONE_MS)
}

/** Whether the text is a day that exists: '2026-02-30' is not. */
export function isLocalDate(text: string): boolean {
  return findMidnight(text) !== undefined
}

/** Whether the text is a time of day, '00:00' to '24:00'. */
export function isLocalTime(text: string): boolean {
  return /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text)
}

const minutesOfDay = new Map<LocalTime, number>()

/** Minutes since the midnight that begins the day. Problem 'dates.not-a-time' for anything else than 'HH:MM'. */
export function minuteOfDay(time: LocalTime): number {
  const known = minutesOfDay.get(time)
  if (known !== undefined) return known
  if (!isLocalTime(time)) throw new Problem('invalid', 'dates.not-a-time', { meta: { value: time } })
  const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  minutesOfDay.set(time, minutes)
  return minutes
}

/** The day `days` later, or earlier when negative. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dayText(midnightOf(date) + days * DAY_MS)
}

/** How many days `to` lies after `from`; negative when it lies before. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (midnightOf(to) - midnightOf(from)) / DAY_MS
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(date: LocalDate): Weekday {
  const sundayIsZero = new Date(midnightOf(date)).getUTCDay()
  return (sundayIsZero === 0 ? 7 : sundayIsZero) as Weekday
}

/** The month of a day. */
export function monthOf(date: LocalDate): LocalMonth {
  return date.slice(0, 7)
}

/** The month's first day. */
export function firstDayOf(month: LocalMonth): LocalDate {
  return `${month}-01`
}

/** The month's last day. */
export function lastDayOf(month: LocalMonth): LocalDate {
  return addDays(firstDayOf(nextMonth(month)), -1)
}

/** The month `n` later, or earlier when negative. */
export function nextMonth(month: LocalMonth, n = 1): LocalMonth {
  const first = new Date(midnightOf(firstDayOf(month)))
  first.setUTCMonth(first.getUTCMonth() + n)
  return first.toISOString().slice(0, 7)
}

// Whoever counts working time asks for the same few thousand days again and again: those from 1970 to 2100 are worked out once.
const DAYS_KEPT = 47_847
const dayTexts: (LocalDate | undefined)[] = Array.from({ length: DAYS_KEPT })
const midnights = new Map<LocalDate, number>()

/** The day in which so many milliseconds after 1970 fall, in UTC. */
function dayText(ms: number): LocalDate {
  const day = Math.floor(ms / DAY_MS)
  const known = dayTexts[day]
  if (known !== undefined) return known
  const text = new Date(ms).toISOString().slice(0, 10)
  if (day >= 0 && day < DAYS_KEPT) dayTexts[day] = text
  return text
}

function midnightOf(date: LocalDate): number {
  const midnight = findMidnight(date)
  if (midnight === undefined) throw new Problem('invalid', 'dates.not-a-day', { meta: { value: date } })
  return midnight
}

/** Midnight of the day in UTC; undefined when there is no such day from the year 100 on (Date.UTC reads 0 to 99 as 19xx). */
function findMidnight(text: string): number | undefined {
  const known = midnights.get(text)
  if (known !== undefined) return known
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))]
  const midnight = Date.UTC(year, month - 1, day)
  const found = new Date(midnight)
  const exists =
    found.getUTCFullYear() === year && found.getUTCMonth() === month - 1 && found.getUTCDate() === day
  if (!exists) return undefined
  if (midnight >= 0 && midnight < DAYS_KEPT * DAY_MS) midnights.set(text, midnight)
  return midnight
}
