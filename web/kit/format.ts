import { useMemo } from 'react'
import { useLanguage, useWords } from './words/use.ts'
import type { Language } from './language.ts'
import type { Words } from './words/words.ts'

const zone = 'Asia/Ho_Chi_Minh'
const dayParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
})
const timeParts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
const secondParts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' })
const weekdayNames = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' })
const weekdayOrder = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

export interface Format {
  /** '26/11/2026' of an instant. */
  date(instant: string): string
  /** '17:00' of an instant, in the province's zone. */
  time(instant: string): string
  timeWithSeconds(instant: string): string
  /** '26/11/2026 17:00' */
  dateTime(instant: string): string
  /** '17:00 thứ Năm 26/11/2026' */
  moment(instant: string): string
  /** '26/11/2026' of a local day 'YYYY-MM-DD'. */
  day(day: string): string
  /** 'thứ Năm 26/11/2026' */
  dayWithWeekday(day: string): string
  /** 'tháng 11/2026' of 'YYYY-MM'. */
  month(month: string): string
  number(value: number, decimals?: number): string
  /** '92,4 %' of 92.4 */
  percent(value: number, decimals?: number): string
  /** '150.000 đ' */
  money(dong: number): string
  /** '1,2 MB' */
  size(bytes: number): string
}

export function formatIn(language: Language, words: Words): Format {
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB'
  const date = (instant: string) => dayParts.format(new Date(instant))
  const time = (instant: string) => timeParts.format(new Date(instant))
  const weekday = (instant: string) =>
    words.format.weekdays[weekdayOrder.indexOf(weekdayNames.format(new Date(instant)))] ?? ''
  const number = (value: number, decimals = 0) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: decimals, minimumFractionDigits: 0 }).format(value)
  return {
    date,
    time,
    timeWithSeconds: (instant) => secondParts.format(new Date(instant)),
    dateTime: (instant) => `${date(instant)} ${time(instant)}`,
    moment: (instant) => words.format.at(time(instant), weekday(instant), date(instant)),
    day: (day) => date(`${day}T00:00:00+07:00`),
    dayWithWeekday: (day) => `${weekday(`${day}T00:00:00+07:00`)} ${date(`${day}T00:00:00+07:00`)}`,
    month: (month) => words.format.month(month.slice(5), month.slice(0, 4)),
    number,
    percent: (value, decimals = 1) => `${number(value, decimals)}\u00a0%`,
    money: (dong) => `${number(dong)}\u00a0đ`,
    size: (bytes) =>
      bytes < 1_000_000
        ? `${number(Math.max(1, Math.round(bytes / 1000)))}\u00a0kB`
        : `${number(bytes / 1_000_000, 1)}\u00a0MB`,
  }
}

export function useFormat(): Format {
  const language = useLanguage()
  const words = useWords()
  return useMemo(() => formatIn(language, words), [language, words])
}
