import { describe, expect, it } from 'vitest'
import {
  office,
  MONDAY,
  TUESDAY,
  WEDNESDAY,
  THURSDAY,
  FRIDAY,
  SATURDAY,
  at,
  hours,
  workingDays,
  calendarDays,
  derive,
  due,
  wait,
} from '../../tests/office.ts'
import { Problem } from '../problem.ts'
import { dueDate, isWorkingTime, workingMinutesBetween } from './index.ts'

describe('a limit in working hours', () => {
  it('received on Saturday at 09:00, 2 hours start on Monday at the opening', () => {
    expect(due(SATURDAY, '09:00', hours(2))).toBe(`${MONDAY} 09:00`)
  })

  it('received on Saturday, 8 hours are Monday’s whole day', () => {
    expect(due(SATURDAY, '09:00', hours(8))).toBe(`${MONDAY} 17:00`)
  })

  it('received on Monday at 11:30, when the morning closes, 1 hour ends at 14:30', () => {
    expect(due(MONDAY, '11:30', hours(1))).toBe(`${MONDAY} 14:30`)
  })

  it('received on Monday at 16:00, 7 hours end on Tuesday at 15:00, lunch left out', () => {
    expect(due(MONDAY, '16:00', hours(7))).toBe(`${TUESDAY} 15:00`)
  })

  it('received before opening starts at the opening', () => {
    expect(due(MONDAY, '05:10', hours(1))).toBe(`${MONDAY} 08:00`)
  })

  it('received exactly at closing starts on the next working day', () => {
    expect(due(MONDAY, '17:00', hours(1))).toBe(`${TUESDAY} 08:00`)
    expect(due(FRIDAY, '17:00', hours(1))).toBe('2026-11-30 08:00')
    expect(due(MONDAY, '16:59', hours(1))).toBe(`${TUESDAY} 07:59`)
  })

  it('a limit that is used up at a closing is due at that closing, not at the next opening', () => {
    expect(due(MONDAY, '10:30', hours(1))).toBe(`${MONDAY} 11:30`)
    expect(due(MONDAY, '16:00', hours(1))).toBe(`${MONDAY} 17:00`)
  })

  it('Tết is not counted', () => {
    expect(due('2026-02-13', '16:00', hours(2))).toBe('2026-02-23 08:00')
  })

  it('a make-up Saturday is counted like any working day', () => {
    expect(due('2026-08-21', '16:00', hours(9))).toBe('2026-08-22 17:00')
    expect(due('2026-08-22', '09:00', hours(1))).toBe('2026-08-22 10:00')
  })

  it('a day with shortened hours counts what was worked', () => {
    expect(due('2026-10-30', '11:00', hours(1))).toBe('2026-11-02 07:30')
  })

  it('new hours of the office apply from their day on', () => {
    expect(due('2026-11-28', '08:00', hours(1))).toBe('2026-11-30 08:00')
    expect(due('2026-12-05', '08:00', hours(1))).toBe('2026-12-05 09:00')
  })

  it('seconds are dropped', () => {
    const receivedAt = new Date(at(MONDAY, '10:00').getTime() + 59_999)
    const { dueAt } = dueDate({ calendar: office, limit: hours(1), receivedAt, cutOff: null })
    expect(dueAt).toEqual(at(MONDAY, '11:00'))
  })
})

describe('the cut-off hour', () => {
  it('received after 15:00 counts from the next working day’s opening', () => {
    expect(due(MONDAY, '15:01', hours(2), { cutOff: '15:00' })).toBe(`${TUESDAY} 09:00`)
    expect(due(FRIDAY, '15:30', workingDays(1), { cutOff: '15:00' })).toBe('2026-11-30 17:00')
  })

  it('received at 15:00 is not after 15:00', () => {
    expect(due(MONDAY, '15:00', hours(2), { cutOff: '15:00' })).toBe(`${MONDAY} 17:00`)
  })

  it('another procedure’s cut-off is 16:00', () => {
    expect(due(MONDAY, '15:30', hours(1), { cutOff: '16:00' })).toBe(`${MONDAY} 16:30`)
    expect(due(MONDAY, '16:30', hours(1), { cutOff: '16:00' })).toBe(`${TUESDAY} 08:00`)
  })

  it.each([
    [MONDAY, '06:00', 'before-opening'],
    [MONDAY, '12:00', 'break'],
    [MONDAY, '15:30', 'after-cut-off'],
    [MONDAY, '17:00', 'after-closing'],
    [SATURDAY, '09:00', 'rest-day'],
    ['2026-02-17', '09:00', 'holiday'],
  ])('received on %s at %s the derivation says %s', (date, time, reason) => {
    const { lines } = derive(date, time, hours(1), { cutOff: '15:00' })
    expect(lines[1]).toEqual({ kind: 'moved', date, time, reason, cutOff: '15:00' })
  })
})

describe('a limit in working days, by the clock', () => {
  it('received on Monday at 10:00, 3 days end on Thursday at 10:00', () => {
    expect(due(MONDAY, '10:00', workingDays(3))).toBe(`${THURSDAY} 10:00`)
  })

  it('a weekend is not counted', () => {
    expect(due(THURSDAY, '10:00', workingDays(2))).toBe('2026-11-30 10:00')
  })

  it('counted from an opening, days are whole: they end at a closing', () => {
    expect(due(SATURDAY, '09:00', workingDays(1))).toBe(`${MONDAY} 17:00`)
    expect(due(SATURDAY, '09:00', workingDays(5))).toBe(`${FRIDAY} 17:00`)
  })

  it('across Tết', () => {
    expect(due('2026-02-12', '10:00', workingDays(3))).toBe('2026-02-24 10:00')
  })

  it('across National Day with its exchanged Monday and its make-up Saturday', () => {
    expect(due('2026-08-20', '14:00', workingDays(7))).toBe('2026-08-28 14:00')
    expect(due('2026-08-20', '14:00', workingDays(8))).toBe('2026-09-03 14:00')
    expect(due('2026-08-28', '14:00', workingDays(1))).toBe('2026-09-03 14:00')
  })

  it('the position in a shorter day keeps its share of the day', () => {
    // 15:00 is 6 of 8 hours; of a morning of 4.5 hours that is 3 h 22.5 min, rounded up.
    expect(due('2026-10-29', '15:00', workingDays(1))).toBe('2026-10-30 10:23')
    expect(due('2026-10-29', '15:00', workingDays(2))).toBe('2026-11-02 15:00')
  })
})

describe('a limit in whole working days', () => {
  const dayRule = 'whole-days'

  it('the day of receipt is not counted, and the limit ends with the last day', () => {
    expect(due(MONDAY, '10:00', workingDays(3), { dayRule })).toBe(`${THURSDAY} 17:00`)
    expect(due(THURSDAY, '10:00', workingDays(2), { dayRule })).toBe('2026-11-30 17:00')
  })

  it('what counts from the next working day is received on that day', () => {
    expect(due(MONDAY, '15:30', workingDays(1), { dayRule, cutOff: '15:00' })).toBe(`${WEDNESDAY} 17:00`)
  })

  it('a wait moves the due date by the working days from its first day to its last', () => {
    const suspensions = [wait('pause', [TUESDAY, '10:00'], [THURSDAY, '09:00'])]
    expect(due(MONDAY, '10:00', workingDays(3), { dayRule, suspensions })).toBe('2026-11-30 17:00')
  })

  it('a wait that begins on the last day leaves that day unfinished', () => {
    const untilFriday = [wait('pause', [THURSDAY, '10:00'], [FRIDAY, '09:00'])]
    expect(due(MONDAY, '10:00', workingDays(3), { dayRule, suspensions: untilFriday })).toBe(
      `${FRIDAY} 17:00`,
    )
    const withinTheDay = [wait('pause', [THURSDAY, '10:00'], [THURSDAY, '11:00'])]
    expect(due(MONDAY, '10:00', workingDays(3), { dayRule, suspensions: withinTheDay })).toBe(
      `${THURSDAY} 17:00`,
    )
    const pastClosing = [wait('pause', [THURSDAY, '10:00'], [THURSDAY, '18:00'])]
    expect(due(MONDAY, '10:00', workingDays(3), { dayRule, suspensions: pastClosing })).toBe(
      `${FRIDAY} 17:00`,
    )
  })
})

describe('within the day', () => {
  it('0 days end with the closing of the day of receipt, by either rule', () => {
    expect(due(MONDAY, '10:00', workingDays(0), { cutOff: '15:00' })).toBe(`${MONDAY} 17:00`)
    expect(due(MONDAY, '10:00', workingDays(0), { dayRule: 'whole-days' })).toBe(`${MONDAY} 17:00`)
  })

  it('received after the cut-off hour it is the next working day', () => {
    expect(due(MONDAY, '15:01', workingDays(0), { cutOff: '15:00' })).toBe(`${TUESDAY} 17:00`)
  })
})

describe('a limit in calendar days', () => {
  it('every day is counted, the day of receipt is not', () => {
    expect(due(MONDAY, '10:00', calendarDays(3))).toBe(`${THURSDAY} 17:00`)
    expect(due(MONDAY, '10:00', calendarDays(7))).toBe('2026-11-30 17:00')
  })

  it('a limit that ends on a rest day ends with the next working day', () => {
    expect(due('2026-11-17', '10:00', calendarDays(4))).toBe(`${MONDAY} 17:00`)
    expect(due('2026-02-10', '10:00', calendarDays(7))).toBe('2026-02-23 17:00')
  })

  it('a wait is counted by date', () => {
    const suspensions = [wait('pause', [TUESDAY, '10:00'], [FRIDAY, '09:00'])]
    expect(due(MONDAY, '10:00', calendarDays(10), { suspensions })).toBe('2026-12-07 17:00')
    expect(due(MONDAY, '10:00', calendarDays(10))).toBe('2026-12-03 17:00')
  })
})

describe('no limit to count', () => {
  it('a procedure without a limit has no due date', () => {
    const { dueAt, startAt, lines } = derive(MONDAY, '10:00', { unit: 'none' })
    expect([dueAt, startAt]).toEqual([null, null])
    expect(lines.map(({ kind }) => kind)).toEqual(['received', 'no-limit'])
  })

  it('an unknown limit has no due date, and says why', () => {
    const { dueAt, lines } = derive(MONDAY, '10:00', { unit: 'unknown', reason: 'một kênh ghi "110 HOUR"' })
    expect(dueAt).toBeNull()
    expect(lines.at(-1)).toMatchObject({ kind: 'unknown-limit', reason: 'một kênh ghi "110 HOUR"' })
  })

  it.each([
    hours(0),
    hours(-1),
    hours(Number.NaN),
    workingDays(0.5),
    workingDays(-1),
    calendarDays(Infinity),
  ])('%j is no limit', (limit) => {
    expect(() => due(MONDAY, '10:00', limit)).toThrow('calendars.limit-invalid')
  })
})

describe('a day the calendar does not cover', () => {
  it('is refused and named, never guessed', () => {
    expect(() => due('2026-12-31', '16:00', hours(2))).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        code: 'calendars.not-covered',
        meta: { calendar: 'office', date: '2027-01-01' },
      }),
    )
    expect(() => due('2025-12-31', '16:00', hours(2))).toThrow(Problem)
  })

  it('does not matter when it is not needed', () => {
    expect(due('2026-12-31', '15:00', hours(2))).toBe('2026-12-31 17:00')
    expect(due('2026-12-30', '17:00', workingDays(1))).toBe('2026-12-31 17:00')
  })
})

describe('working time between two instants', () => {
  it('leaves out lunch, nights, weekends and holidays', () => {
    expect(workingMinutesBetween(office, at(MONDAY, '11:00'), at(MONDAY, '14:00'))).toBe(60)
    expect(workingMinutesBetween(office, at('2026-02-13', '16:00'), at('2026-02-23', '08:00'))).toBe(120)
    expect(workingMinutesBetween(office, at(SATURDAY, '08:00'), at(SATURDAY, '20:00'))).toBe(0)
  })

  it('is negative when the end comes first, as it does in real logs', () => {
    expect(workingMinutesBetween(office, at(MONDAY, '09:00'), at(MONDAY, '08:00'))).toBe(-60)
    expect(workingMinutesBetween(office, at(SATURDAY, '09:00'), at(SATURDAY, '08:00'))).toBe(0)
  })

  it('an office works from its opening to before its closing', () => {
    const worked = ['06:59', '07:00', '11:29', '11:30', '13:30', '17:00'].map((time) =>
      isWorkingTime(office, at(MONDAY, time)),
    )
    expect(worked).toEqual([false, true, true, false, true, false])
    expect(isWorkingTime(office, at('2026-08-22', '09:00'))).toBe(true)
  })
})
