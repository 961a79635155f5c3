import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  daysBetween,
  firstDayOf,
  instantOf,
  isLocalDate,
  isLocalTime,
  lastDayOf,
  localDateOf,
  localMonthOf,
  localTimeOf,
  minuteOfDay,
  nextMonth,
  weekdayOf,
} from './dates.ts'
import { Problem } from './problem.ts'

const anyDay = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1990-01-01', n))

describe('local days and times', () => {
  it('an instant late in the UTC evening is the next day in the province', () => {
    const instant = new Date('2026-08-31T17:30:00Z')
    expect(localDateOf(instant)).toBe('2026-09-01')
    expect(localTimeOf(instant)).toBe('00:30')
    expect(localMonthOf(instant)).toBe('2026-09')
  })

  it('a local day and time is one instant', () => {
    expect(instantOf('2026-11-23', '07:15').toISOString()).toBe('2026-11-23T00:15:00.000Z')
    expect(instantOf('2026-12-31', '24:00')).toEqual(instantOf('2027-01-01', '00:00'))
  })

  it('day and time of an instant lead back to its minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000_000 }), (minutes) => {
        const instant = new Date(minutes * 60_000)
        expect(instantOf(localDateOf(instant), localTimeOf(instant))).toEqual(instant)
      }),
    )
  })

  it('Monday is 1 and Sunday is 7', () => {
    expect(weekdayOf('2026-11-23')).toBe(1)
    expect(weekdayOf('2026-11-29')).toBe(7)
  })

  it('adding days and counting them are one another’s opposite', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -1000, max: 1000 }), (day, n) => {
        expect(daysBetween(day, addDays(day, n))).toBe(n)
      }),
    )
  })

  it('months end where the calendar says', () => {
    expect(lastDayOf('2028-02')).toBe('2028-02-29')
    expect(lastDayOf('2026-12')).toBe('2026-12-31')
    expect(firstDayOf('2026-02')).toBe('2026-02-01')
    expect(nextMonth('2026-12')).toBe('2027-01')
    expect(nextMonth('2026-01', -13)).toBe('2024-12')
  })

  it.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', ''])('%j is not a day', (text) => {
    expect(isLocalDate(text)).toBe(false)
    expect(() => addDays(text, 1)).toThrow(Problem)
  })

  it.each(['7:30', '24:01', '12:60', ''])('%j is not a time of day', (text) => {
    expect(isLocalTime(text)).toBe(false)
    expect(() => minuteOfDay(text)).toThrow(Problem)
  })
})
