import { isLocalDate } from '../../kernel/dates.ts'

/** A day that exists, of a year that anything here can be about: days are added to it, and years have four digits. */
export function isPlausibleDay(text: string): boolean {
  return isLocalDate(text) && text >= '1000' && text < '9000'
}

/** An instant after RFC 3339, of such a day; a leap second has no place on the clocks of ours. */
export function isInstant(text: string): boolean {
  const [, day = '', second = ''] =
    /^(\d{4}-\d\d-\d\d)[Tt]\d\d:\d\d:(\d\d)(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.exec(text) ?? []
  return isPlausibleDay(day) && second < '60' && !Number.isNaN(Date.parse(text))
}
