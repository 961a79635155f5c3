import { describe, expect, it } from 'vitest'
import {
  day,
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
  wait,
  notice,
} from '../../tests/office.ts'

describe('the derivation', () => {
  it('names every day: worked, rested, celebrated and made up for', () => {
    const { lines } = derive('2026-08-21', '16:00', hours(66))
    expect(lines).toEqual([
      { kind: 'received', date: '2026-08-21', time: '16:00' },
      {
        kind: 'started',
        date: '2026-08-21',
        time: '16:00',
        unit: 'working-hour',
        amount: 66,
        dayRule: null,
        measure: 'minute',
        limit: 3960,
      },
      {
        kind: 'calendar',
        date: '2026-08-21',
        calendar: 'office',
        name: 'Giờ hành chính',
        revision: null,
        source: 'QĐ giờ làm việc',
        confidence: 'low',
      },
      { kind: 'worked', date: '2026-08-21', spans: [{ from: '16:00', to: '17:00' }], minutes: 60, total: 60 },
      { kind: 'make-up', date: '2026-08-22', insteadOf: '2026-08-31', name: 'Làm bù', ...notice },
      { kind: 'worked', date: '2026-08-22', spans: day, minutes: 480, total: 540 },
      { kind: 'rest', date: '2026-08-23' },
      { kind: 'worked', date: '2026-08-24', spans: day, minutes: 480, total: 1020 },
      { kind: 'worked', date: '2026-08-25', spans: day, minutes: 480, total: 1500 },
      { kind: 'worked', date: '2026-08-26', spans: day, minutes: 480, total: 1980 },
      { kind: 'worked', date: '2026-08-27', spans: day, minutes: 480, total: 2460 },
      { kind: 'worked', date: '2026-08-28', spans: day, minutes: 480, total: 2940 },
      { kind: 'rest', date: '2026-08-29' },
      { kind: 'rest', date: '2026-08-30' },
      { kind: 'holiday', date: '2026-08-31', name: 'Hoán đổi', ...notice },
      { kind: 'holiday', date: '2026-09-01', name: 'Quốc khánh', ...notice },
      { kind: 'holiday', date: '2026-09-02', name: 'Quốc khánh', ...notice },
      { kind: 'worked', date: '2026-09-03', spans: day, minutes: 480, total: 3420 },
      { kind: 'worked', date: '2026-09-04', spans: day, minutes: 480, total: 3900 },
      { kind: 'rest', date: '2026-09-05' },
      { kind: 'rest', date: '2026-09-06' },
      {
        kind: 'worked',
        date: '2026-09-07',
        spans: [{ from: '07:00', to: '08:00' }],
        minutes: 60,
        total: 3960,
      },
      { kind: 'due', date: '2026-09-07', time: '08:00' },
    ])
  })

  it('tells the pause, the restart and the extension where they happen', () => {
    const { lines } = derive(MONDAY, '10:00', hours(8), {
      suspensions: [
        wait('pause', [MONDAY, '14:30'], [TUESDAY, '08:00']),
        wait('restart', [TUESDAY, '09:00'], [WEDNESDAY, '07:00']),
      ],
      extensions: [{ until: at(THURSDAY, '08:00'), basis: 'Mẫu 04' }],
    })
    expect(lines.filter(({ kind }) => kind !== 'calendar')).toEqual([
      { kind: 'received', date: MONDAY, time: '10:00' },
      expect.objectContaining({ kind: 'started', date: MONDAY, time: '10:00', limit: 480 }),
      {
        kind: 'worked',
        date: MONDAY,
        minutes: 150,
        total: 150,
        spans: [
          { from: '10:00', to: '11:30' },
          { from: '13:30', to: '14:30' },
        ],
      },
      {
        kind: 'paused',
        date: MONDAY,
        time: '14:30',
        mode: 'pause',
        reason: 'chờ bổ sung hồ sơ',
        by: 'officer-1',
      },
      { kind: 'resumed', date: TUESDAY, time: '08:00', uncounted: 210 },
      { kind: 'worked', date: TUESDAY, spans: [{ from: '08:00', to: '09:00' }], minutes: 60, total: 210 },
      expect.objectContaining({ kind: 'paused', date: TUESDAY, time: '09:00', mode: 'restart' }),
      { kind: 'restarted', date: WEDNESDAY, time: '07:00', dropped: 210 },
      expect.objectContaining({ kind: 'started', date: WEDNESDAY, time: '07:00', limit: 480 }),
      { kind: 'worked', date: WEDNESDAY, spans: day, minutes: 480, total: 480 },
      {
        kind: 'extended',
        date: WEDNESDAY,
        time: '17:00',
        until: { date: THURSDAY, time: '08:00' },
        basis: 'Mẫu 04',
        added: 60,
      },
      { kind: 'worked', date: THURSDAY, spans: [{ from: '07:00', to: '08:00' }], minutes: 60, total: 540 },
      { kind: 'due', date: THURSDAY, time: '08:00' },
    ])
  })

  it('counts calendar days by their number and tells what moved the last one', () => {
    const { lines } = derive('2026-11-18', '10:00', calendarDays(3))
    expect(lines.filter(({ kind }) => kind !== 'calendar').slice(2)).toEqual([
      { kind: 'counted', date: '2026-11-19', total: 1 },
      { kind: 'counted', date: '2026-11-20', total: 2 },
      { kind: 'counted', date: SATURDAY, total: 3 },
      { kind: 'rest', date: SATURDAY },
      { kind: 'rest', date: '2026-11-22' },
      { kind: 'due', date: MONDAY, time: '17:00' },
    ])
  })

  it('tells the holidays that receipt was moved over', () => {
    const { lines } = derive('2026-02-17', '09:00', hours(1))
    expect(lines.map((line) => `${line.date} ${line.kind}`)).toEqual([
      '2026-02-17 received',
      '2026-02-17 moved',
      '2026-02-17 calendar',
      '2026-02-17 holiday',
      '2026-02-18 holiday',
      '2026-02-19 holiday',
      '2026-02-20 holiday',
      '2026-02-21 rest',
      '2026-02-22 rest',
      '2026-02-23 started',
      '2026-02-23 worked',
      '2026-02-23 due',
    ])
  })

  it('cites the source anew when the hours change on the way', () => {
    const { lines } = derive(FRIDAY, '16:00', hours(2))
    const cited = lines.flatMap((line) => (line.kind === 'calendar' ? [`${line.date} ${line.source}`] : []))
    expect(cited).toEqual([`${FRIDAY} QĐ giờ làm việc`, '2026-11-30 QĐ giờ mới'])
  })

  it('is plain values: it is the same after having been stored as JSON', () => {
    const suspensions = [wait('pause', [TUESDAY, '09:00'], [WEDNESDAY, '14:30'])]
    const { lines } = derive(MONDAY, '10:00', workingDays(9), { suspensions })
    expect(JSON.parse(JSON.stringify(lines))).toEqual(lines)
  })
})
