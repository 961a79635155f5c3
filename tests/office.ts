import { instantOf, localDateOf, localTimeOf } from '../kernel/dates.ts'
import {
  dueDate,
  type DueRequest,
  type Span,
  type Suspension,
  type TimeLimit,
  type WorkCalendar,
} from '../kernel/working-time/index.ts'

export const day: readonly Span[] = [
  { from: '07:00', to: '11:30' },
  { from: '13:30', to: '17:00' },
]
const morning: readonly Span[] = [{ from: '07:00', to: '11:30' }]
const week = { 1: day, 2: day, 3: day, 4: day, 5: day, 6: [], 7: [] }
export const notice = { source: 'Thông báo 9441/TB-BNV', confidence: 'high' } as const

/** An office of 2026: Tết, National Day with its exchanged Monday and make-up Saturday, new hours from 30 November on. */
export const office: WorkCalendar = {
  key: 'office',
  name: 'Giờ hành chính',
  coveredFrom: '2026-01-01',
  coveredTo: '2027-01-01',
  versions: [
    {
      validFrom: '2026-01-01',
      validTo: '2026-11-30',
      hours: week,
      source: 'QĐ giờ làm việc',
      confidence: 'low',
    },
    {
      validFrom: '2026-11-30',
      validTo: null,
      hours: { ...week, 6: morning },
      source: 'QĐ giờ mới',
      confidence: 'low',
    },
  ],
  exceptions: [
    ...['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20'].map((date) => ({
      date,
      kind: 'rest' as const,
      name: 'Tết Nguyên đán',
      ...notice,
    })),
    { date: '2026-08-22', kind: 'work', insteadOf: '2026-08-31', name: 'Làm bù', ...notice },
    { date: '2026-08-31', kind: 'rest', name: 'Hoán đổi', ...notice },
    { date: '2026-09-01', kind: 'rest', name: 'Quốc khánh', ...notice },
    { date: '2026-09-02', kind: 'rest', name: 'Quốc khánh', ...notice },
    { date: '2026-10-30', kind: 'work', hours: morning, name: 'Họp cơ quan', ...notice },
  ],
}

// 23 November 2026 is a Monday.
export const MONDAY = '2026-11-23'
export const TUESDAY = '2026-11-24'
export const WEDNESDAY = '2026-11-25'
export const THURSDAY = '2026-11-26'
export const FRIDAY = '2026-11-27'
export const SATURDAY = '2026-11-21'

export const at = (date: string, time: string) => instantOf(date, time)
export const hours = (amount: number): TimeLimit => ({ unit: 'working-hour', amount })
export const workingDays = (amount: number): TimeLimit => ({ unit: 'working-day', amount })
export const calendarDays = (amount: number): TimeLimit => ({ unit: 'calendar-day', amount })

export function derive(date: string, time: string, limit: TimeLimit, more: Partial<DueRequest> = {}) {
  return dueDate({ calendar: office, limit, receivedAt: at(date, time), cutOff: null, ...more })
}

/** The due date as 'YYYY-MM-DD HH:MM' of local time. */
export function due(...request: Parameters<typeof derive>): string {
  const { dueAt } = derive(...request)
  return dueAt === null ? 'no due date' : `${localDateOf(dueAt)} ${localTimeOf(dueAt)}`
}

export function wait(
  mode: Suspension['mode'],
  from: [string, string],
  to: [string, string] | null,
): Suspension {
  return { from: at(...from), to: to && at(...to), mode, reason: 'chờ bổ sung hồ sơ', by: 'officer-1' }
}
