import { instantOf, isLocalDate, isLocalTime, type LocalDate } from '../../../../kernel/dates.ts'

const ZONE_MS = 7 * 3_600_000

/** yyyyMMddHHmmss, local. */
export function wireTime(at: Date): string {
  return new Date(at.getTime() + ZONE_MS).toISOString().replaceAll(/\D/g, '').slice(0, 14)
}

/** The instant of a yyyyMMddHHmmss, or undefined if it is none. */
export function readWireTime(text: string): Date | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)([0-5]\d)$/.exec(text) ?? []
  const [date, time] = [`${year}-${month}-${day}`, `${hour}:${minute}`]
  if (!isLocalDate(date) || !isLocalTime(time)) return undefined
  return new Date(instantOf(date, time).getTime() + Number(second) * 1000)
}

/** yyyyMMdd. */
export function wireDay(day: LocalDate): string {
  return day.replaceAll('-', '')
}
