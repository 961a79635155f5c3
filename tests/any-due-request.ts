import fc from 'fast-check'
import { addDays, instantOf, type Weekday } from '../kernel/dates.ts'
import {
  dueDate,
  type CalendarException,
  type DueRequest,
  type Span,
  type Suspension,
  type TimeLimit,
  type WorkCalendar,
} from '../kernel/working-time/index.ts'

const MINUTE = 60_000
const FIRST_DAY = '2026-01-01'
const time = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** The hours of a day: up to three spans from 06:00 on; whole quarters of an hour, as offices have them. */
const spansOfADay = fc
  .uniqueArray(fc.integer({ min: 24, max: 88 }), { maxLength: 6 })
  .map((quarters): Span[] => {
    const sorted = quarters.toSorted((a, b) => a - b)
    const spans: Span[] = []
    for (let i = 0; i + 1 < sorted.length; i += 2) {
      spans.push({ from: time((sorted[i] ?? 0) * 15), to: time((sorted[i + 1] ?? 0) * 15) })
    }
    return spans
  })

const worked = spansOfADay.filter((spans) => spans.length > 0)

const week = fc.record({
  1: worked,
  2: spansOfADay,
  3: spansOfADay,
  4: spansOfADay,
  5: spansOfADay,
  6: spansOfADay,
  7: fc.constant([]),
} satisfies Record<Weekday, fc.Arbitrary<Span[]>>)

const exception: fc.Arbitrary<CalendarException> = fc
  .tuple(fc.integer({ min: 0, max: 200 }), fc.option(worked, { nil: undefined }))
  .map(([offset, hours]) => ({
    date: addDays(FIRST_DAY, offset),
    name: 'ngày khác thường',
    source: 'thông báo',
    confidence: 'low',
    ...(hours ? { kind: 'work', hours } : { kind: 'rest' }),
  }))

export const calendar: fc.Arbitrary<WorkCalendar> = fc
  .record({
    hours: week,
    later: week,
    changeAfter: fc.integer({ min: 1, max: 150 }),
    exceptions: fc.uniqueArray(exception, { selector: ({ date }) => date, maxLength: 40 }),
  })
  .map(({ hours, later, changeAfter, exceptions }) => {
    const change = addDays(FIRST_DAY, changeAfter)
    return {
      key: 'any',
      name: 'lịch bất kỳ',
      coveredFrom: FIRST_DAY,
      coveredTo: '2031-01-01',
      versions: [
        { validFrom: FIRST_DAY, validTo: change, hours, source: 'trước' },
        { validFrom: change, validTo: null, hours: later, source: 'sau' },
      ],
      exceptions,
    }
  })

/** One week the whole year: then a working day is worth the same minutes wherever it is. */
export const evenCalendar: fc.Arbitrary<WorkCalendar> = fc
  .tuple(worked, fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 40 }))
  .map(([spans, rests]) => ({
    key: 'even',
    name: 'lịch đều',
    coveredFrom: FIRST_DAY,
    coveredTo: '2031-01-01',
    versions: [
      {
        validFrom: FIRST_DAY,
        validTo: null,
        hours: { 1: spans, 2: spans, 3: spans, 4: spans, 5: spans, 6: [], 7: [] },
        source: 'quy định',
      },
    ],
    exceptions: rests.map((offset) => ({
      date: addDays(FIRST_DAY, offset),
      kind: 'rest',
      name: 'nghỉ',
      source: 'thông báo',
      confidence: 'low',
    })),
  }))

export const instant = fc
  .integer({ min: 0, max: 120 * 24 * 60 })
  .map((m) => later(instantOf(FIRST_DAY, '00:00'), m))
export const hourLimit = fc.integer({ min: 1, max: 120 * 60 }).map((m): TimeLimit => ({
  unit: 'working-hour',
  amount: m / 60,
}))
const dayLimit = fc.record({
  unit: fc.constantFrom('working-day' as const, 'calendar-day' as const),
  amount: fc.integer({ min: 0, max: 40 }),
})
const limit: fc.Arbitrary<TimeLimit> = fc.oneof(hourLimit, dayLimit)
const dayRule = fc.constantFrom('clock' as const, 'whole-days' as const)
const cutOff = fc.option(
  fc.integer({ min: 10, max: 17 }).map((hour) => time(hour * 60)),
  { nil: null },
)
export const request = fc.record({ calendar, limit, receivedAt: instant, cutOff, dayRule })

export function later(from: Date, minutes: number): Date {
  return new Date(from.getTime() + minutes * MINUTE)
}

export const waits = (mode: fc.Arbitrary<Suspension['mode']>) =>
  fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 30_000 }),
      lasts: fc.integer({ min: 0, max: 15_000 }),
      mode,
    }),
    { maxLength: 4 },
  )

export function suspended(
  asked: DueRequest,
  between: readonly { after: number; lasts: number; mode: Suspension['mode'] }[],
): Suspension[] {
  return between.map(({ after, lasts, mode }) => {
    const from = later(asked.receivedAt, after)
    return { from, to: later(from, lasts), mode, reason: 'chờ' }
  })
}

export function dueOf(asked: DueRequest): Date {
  const { dueAt } = dueDate(asked)
  if (dueAt === null) throw new Error('a counted limit without an open wait has a due date')
  return dueAt
}
