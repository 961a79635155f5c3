import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, instantOf, minuteOfDay, type Weekday } from '../dates.ts'
import {
  checkCalendar,
  dueDate,
  isWorkingTime,
  workingMinutesBetween,
  type CalendarException,
  type Derivation,
  type DueRequest,
  type Span,
  type Suspension,
  type TimeLimit,
  type WorkCalendar,
} from './index.ts'

const MINUTE = 60_000
const FIRST_DAY = '2026-01-01'
const RUNS = { numRuns: 300 }

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

const calendar: fc.Arbitrary<WorkCalendar> = fc
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
const evenCalendar: fc.Arbitrary<WorkCalendar> = fc
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

const instant = fc.integer({ min: 0, max: 120 * 24 * 60 }).map((m) => later(instantOf(FIRST_DAY, '00:00'), m))
const hourLimit = fc.integer({ min: 1, max: 120 * 60 }).map((m): TimeLimit => ({
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
const request = fc.record({ calendar, limit, receivedAt: instant, cutOff, dayRule })

function later(from: Date, minutes: number): Date {
  return new Date(from.getTime() + minutes * MINUTE)
}

const waits = (mode: fc.Arbitrary<Suspension['mode']>) =>
  fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 30_000 }),
      lasts: fc.integer({ min: 0, max: 15_000 }),
      mode,
    }),
    { maxLength: 4 },
  )

function suspended(
  asked: DueRequest,
  between: readonly { after: number; lasts: number; mode: Suspension['mode'] }[],
): Suspension[] {
  return between.map(({ after, lasts, mode }) => {
    const from = later(asked.receivedAt, after)
    return { from, to: later(from, lasts), mode, reason: 'chờ' }
  })
}

function dueOf(asked: DueRequest): Date {
  const { dueAt } = dueDate(asked)
  if (dueAt === null) throw new Error('a counted limit without an open wait has a due date')
  return dueAt
}

/** Adds the lines up by themselves, and checks what they say of each other on the way. */
function addUp({ lines }: Derivation): { limit: number; counted: number; added: number } {
  let sum = { limit: Number.NaN, counted: 0, added: 0 }
  for (const line of lines) {
    if (line.kind === 'started') sum = { limit: line.limit, counted: 0, added: 0 }
    if (line.kind === 'worked') {
      sum.counted += line.minutes
      const minutes = line.spans.map(({ from, to }) => minuteOfDay(to) - minuteOfDay(from))
      expect(line).toMatchObject({ minutes: minutes.reduce((a, b) => a + b), total: sum.counted })
    }
    if (line.kind === 'counted') expect(line.total).toBe((sum.counted += 1))
    if (line.kind === 'extended') sum.added += line.added
    if (line.kind === 'restarted') {
      expect(line.dropped).toBe(sum.counted)
      sum.counted = 0
    }
  }
  return sum
}

describe('whatever the calendar, the limit and the moment of receipt', () => {
  it('the calendars tried here are sound', () => {
    fc.assert(
      fc.property(calendar, (any) => {
        expect(checkCalendar(any)).toEqual([])
      }),
    )
  })

  it('a later receipt is never due earlier', () => {
    fc.assert(
      fc.property(request, fc.integer({ min: 0, max: 20_000 }), (asked, minutes) => {
        const after = { ...asked, receivedAt: later(asked.receivedAt, minutes) }
        expect(dueOf(after).getTime()).toBeGreaterThanOrEqual(dueOf(asked).getTime())
      }),
      RUNS,
    )
  })

  it('a longer limit is never due earlier', () => {
    fc.assert(
      fc.property(request, fc.integer({ min: 1, max: 20 }), (asked, more) => {
        if (!('amount' in asked.limit)) return
        const longer = { ...asked, limit: { ...asked.limit, amount: asked.limit.amount + more } }
        expect(dueOf(longer).getTime()).toBeGreaterThanOrEqual(dueOf(asked).getTime())
      }),
      RUNS,
    )
  })

  it('a result is due within working time, at the latest at a closing', () => {
    fc.assert(
      fc.property(request, waits(fc.constantFrom('pause', 'restart')), (asked, between) => {
        const dueAt = dueOf({ ...asked, suspensions: suspended(asked, between) })
        expect(isWorkingTime(asked.calendar, later(dueAt, -1))).toBe(true)
      }),
      RUNS,
    )
  })

  it('between start and due lie exactly the working hours of the limit', () => {
    fc.assert(
      fc.property(request, hourLimit, (asked, inHours) => {
        const { startAt, dueAt } = dueDate({ ...asked, limit: inHours })
        const minutes = 'amount' in inHours ? Math.round(inHours.amount * 60) : NaN
        expect(startAt && dueAt && workingMinutesBetween(asked.calendar, startAt, dueAt)).toBe(minutes)
      }),
      RUNS,
    )
  })

  it('the lines sum to the limit, through pauses, restarts and extensions', () => {
    const extension = fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined })
    fc.assert(
      fc.property(
        request,
        waits(fc.constantFrom('pause', 'restart')),
        extension,
        (asked, between, minutes) => {
          const derivation = dueDate({
            ...asked,
            suspensions: suspended(asked, between),
            extensions:
              minutes === undefined ? [] : [{ until: later(asked.receivedAt, minutes), basis: 'mẫu 04' }],
          })
          const { limit: stated, counted, added } = addUp(derivation)
          expect(counted).toBe(stated + added)
        },
      ),
      RUNS,
    )
  })

  it('the lines stand in time order', () => {
    fc.assert(
      fc.property(request, waits(fc.constantFrom('pause', 'restart')), (asked, between) => {
        const { lines } = dueDate({ ...asked, suspensions: suspended(asked, between) })
        const moments = lines.map((line) => ({
          date: line.date,
          time: 'time' in line ? line.time : undefined,
        }))
        const dates = moments.map(({ date }) => date)
        const timed = moments.flatMap((moment) => (moment.time ? [`${moment.date} ${moment.time}`] : []))
        expect(dates).toEqual(dates.toSorted())
        expect(timed).toEqual(timed.toSorted())
      }),
      RUNS,
    )
  })
})

describe('whatever the wait', () => {
  it('a pause without length changes nothing', () => {
    fc.assert(
      fc.property(request, fc.integer({ min: 0, max: 60_000 }), (asked, after) => {
        const from = later(asked.receivedAt, after)
        const suspensions: Suspension[] = [{ from, to: from, mode: 'pause', reason: 'chờ' }]
        expect(dueDate({ ...asked, suspensions })).toEqual(dueDate(asked))
      }),
      RUNS,
    )
  })

  it('a pause moves a limit in hours by exactly the working time paused', () => {
    fc.assert(
      fc.property(request, hourLimit, fc.nat(60_000), fc.nat(15_000), (any, inHours, after, lasts) => {
        const asked = { ...any, limit: inHours }
        const plain = dueDate(asked)
        if (plain.startAt === null || plain.dueAt === null) throw new Error('counted')
        const from = later(plain.startAt, after)
        if (from >= plain.dueAt) return
        const to = later(from, lasts)
        const moved = dueOf({ ...asked, suspensions: [{ from, to, mode: 'pause', reason: 'chờ' }] })
        expect(workingMinutesBetween(asked.calendar, plain.dueAt, moved)).toBe(
          workingMinutesBetween(asked.calendar, from, to),
        )
      }),
      RUNS,
    )
  })

  it('a pause moves a limit in days by clock by exactly the working time paused', () => {
    fc.assert(
      fc.property(
        evenCalendar,
        instant,
        fc.integer({ min: 1, max: 40 }),
        fc.nat(60_000),
        fc.nat(15_000),
        (even, receivedAt, amount, after, lasts) => {
          const asked: DueRequest = {
            calendar: even,
            limit: { unit: 'working-day', amount },
            receivedAt,
            cutOff: null,
          }
          const plain = dueDate(asked)
          if (plain.startAt === null || plain.dueAt === null) throw new Error('counted')
          const from = later(plain.startAt, after)
          if (from >= plain.dueAt) return
          const to = later(from, lasts)
          const moved = dueOf({ ...asked, suspensions: [{ from, to, mode: 'pause', reason: 'chờ' }] })
          expect(workingMinutesBetween(even, plain.dueAt, moved)).toBe(workingMinutesBetween(even, from, to))
        },
      ),
      RUNS,
    )
  })

  it('two pauses that touch are one pause', () => {
    fc.assert(
      fc.property(request, fc.nat(60_000), fc.nat(8_000), fc.nat(8_000), (asked, after, first, second) => {
        const from = later(asked.receivedAt, after)
        const between = later(from, first)
        const to = later(between, second)
        const pause = { mode: 'pause', reason: 'chờ' } as const
        const split = dueOf({
          ...asked,
          suspensions: [
            { ...pause, from: between, to },
            { ...pause, from, to: between },
          ],
        })
        expect(split).toEqual(dueOf({ ...asked, suspensions: [{ ...pause, from, to }] }))
      }),
      RUNS,
    )
  })

  it('a wait never makes a result due earlier, nor within the wait', () => {
    fc.assert(
      fc.property(request, waits(fc.constant('pause')), (asked, between) => {
        const suspensions = suspended(asked, between)
        const dueAt = dueOf({ ...asked, suspensions })
        expect(dueAt.getTime()).toBeGreaterThanOrEqual(dueOf(asked).getTime())
        for (const { from, to } of suspensions) expect(from < dueAt && to !== null && dueAt < to).toBe(false)
      }),
      RUNS,
    )
  })

  it('a restart is a receipt of the full dossier', () => {
    fc.assert(
      fc.property(request, fc.nat(60_000), fc.nat(15_000), (asked, after, lasts) => {
        const from = later(asked.receivedAt, after)
        if (from >= dueOf(asked)) return
        const to = later(from, lasts)
        const suspensions: Suspension[] = [{ from, to, mode: 'restart', reason: 'chờ' }]
        expect(dueOf({ ...asked, suspensions })).toEqual(dueOf({ ...asked, receivedAt: to }))
      }),
      RUNS,
    )
  })

  it('working time adds up, however it is divided', () => {
    fc.assert(
      fc.property(calendar, instant, fc.nat(50_000), fc.nat(50_000), (any, from, first, second) => {
        const middle = later(from, first)
        const to = later(middle, second)
        expect(workingMinutesBetween(any, from, middle) + workingMinutesBetween(any, middle, to)).toBe(
          workingMinutesBetween(any, from, to),
        )
        expect(workingMinutesBetween(any, to, from)).toBe(0 - workingMinutesBetween(any, from, to))
      }),
      RUNS,
    )
  })
})
