import { describe, expect, it } from 'vitest'
import {
  MONDAY,
  TUESDAY,
  WEDNESDAY,
  THURSDAY,
  FRIDAY,
  at,
  hours,
  workingDays,
  calendarDays,
  derive,
  due,
  wait,
} from '../../tests/office.ts'

describe('a wait for the applicant', () => {
  it('in mode pause the working time of the wait is not counted', () => {
    const suspensions = [wait('pause', [TUESDAY, '09:00'], [WEDNESDAY, '14:30'])]
    // Tuesday 6 hours and Wednesday 5.5 are not counted: from Thursday 10:00 on they are made up for.
    expect(due(MONDAY, '10:00', workingDays(3), { suspensions })).toBe(`${FRIDAY} 15:30`)
  })

  it('in mode restart the limit is counted from zero after the wait', () => {
    const suspensions = [wait('restart', [TUESDAY, '09:00'], [WEDNESDAY, '14:30'])]
    expect(due(MONDAY, '10:00', workingDays(3), { suspensions })).toBe('2026-11-30 14:30')
    expect(derive(MONDAY, '10:00', workingDays(3), { suspensions }).startAt).toEqual(at(WEDNESDAY, '14:30'))
  })

  it('a full dossier that comes after the cut-off hour restarts the clock on the next working day', () => {
    const suspensions = [wait('restart', [TUESDAY, '09:00'], [WEDNESDAY, '15:30'])]
    expect(due(MONDAY, '10:00', hours(8), { suspensions, cutOff: '15:00' })).toBe(`${THURSDAY} 17:00`)
  })

  it('while it lasts there is no due date, and the derivation says what is left', () => {
    const suspensions = [wait('pause', [TUESDAY, '09:00'], null)]
    const derivation = derive(MONDAY, '10:00', hours(10), { suspensions })
    expect(derivation.dueAt).toBeNull()
    expect(derivation.lines.at(-1)).toEqual({ kind: 'waiting', date: TUESDAY, time: '09:00', left: 180 })
  })

  it('waits that overlap are one wait', () => {
    const suspensions = [
      wait('pause', [TUESDAY, '09:00'], [TUESDAY, '15:00']),
      wait('pause', [TUESDAY, '10:00'], [WEDNESDAY, '09:00']),
    ]
    const whole = [wait('pause', [TUESDAY, '09:00'], [WEDNESDAY, '09:00'])]
    const limit = workingDays(3)
    expect(due(MONDAY, '10:00', limit, { suspensions })).toBe(
      due(MONDAY, '10:00', limit, { suspensions: whole }),
    )
  })

  it('one that begins before the clock starts delays the start', () => {
    const suspensions = [wait('pause', [MONDAY, '16:00'], [WEDNESDAY, '12:00'])]
    const derivation = derive(MONDAY, '15:30', hours(1), { suspensions, cutOff: '15:00' })
    expect(derivation.dueAt).toEqual(at(WEDNESDAY, '14:30'))
    expect(derivation.lines.map(({ kind }) => kind)).toEqual([
      'received',
      'moved',
      'paused',
      'resumed',
      'started',
      'calendar',
      'worked',
      'due',
    ])
  })

  it('one that begins once the result is due heals no lateness', () => {
    const suspensions = [wait('restart', [FRIDAY, '09:00'], ['2026-12-01', '09:00'])]
    const { dueAt, lines } = derive(MONDAY, '10:00', workingDays(3), { suspensions })
    expect(dueAt).toEqual(at(THURSDAY, '10:00'))
    expect(lines.at(-1)).toMatchObject({ kind: 'suspended-after-due', date: FRIDAY, mode: 'restart' })
  })

  it('cannot begin before receipt, nor end before it begins', () => {
    const before = [wait('pause', [MONDAY, '09:00'], null)]
    const backwards = [wait('pause', [TUESDAY, '09:00'], [TUESDAY, '08:00'])]
    expect(() => due(MONDAY, '10:00', hours(1), { suspensions: before })).toThrow(
      'calendars.suspension-before-receipt',
    )
    expect(() => due(MONDAY, '10:00', hours(9), { suspensions: backwards })).toThrow(
      'calendars.suspension-ends-before-start',
    )
  })
})

describe('an extension', () => {
  const extensions = [{ until: at('2026-11-30', '17:00'), basis: 'Mẫu 04: xin lỗi và gia hạn' }]

  it('moves the due date to the promised one', () => {
    expect(due(MONDAY, '10:00', workingDays(3), { extensions })).toBe('2026-11-30 17:00')
    expect(due(MONDAY, '10:00', calendarDays(3), { extensions })).toBe('2026-11-30 17:00')
    expect(due(MONDAY, '10:00', workingDays(3), { extensions, dayRule: 'whole-days' })).toBe(
      '2026-11-30 17:00',
    )
  })

  it('is never later than what was promised, should that be a moment without work', () => {
    const saturday = [{ until: at('2026-11-28', '12:00'), basis: 'Mẫu 04' }]
    expect(due(MONDAY, '10:00', workingDays(3), { extensions: saturday })).toBe(`${FRIDAY} 17:00`)
  })

  it('to a day before the due date changes nothing', () => {
    const early = [{ until: at(WEDNESDAY, '10:00'), basis: 'Mẫu 04' }]
    expect(derive(MONDAY, '10:00', workingDays(3), { extensions: early })).toEqual(
      derive(MONDAY, '10:00', workingDays(3)),
    )
  })

  it('a wait within the extended time is not counted either', () => {
    const suspensions = [wait('pause', [FRIDAY, '08:00'], [FRIDAY, '10:00'])]
    expect(due(MONDAY, '10:00', workingDays(3), { extensions, suspensions })).toBe('2026-12-01 09:00')
  })
})
