import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  calendar,
  dueOf,
  evenCalendar,
  hourLimit,
  instant,
  later,
  request,
  suspended,
  waits,
} from '../../tests/any-due-request.ts'
import { minuteOfDay } from '../dates.ts'
import {
  checkCalendar,
  dueDate,
  isWorkingTime,
  workingMinutesBetween,
  type Derivation,
  type DueRequest,
  type Suspension,
} from './index.ts'

const RUNS = { numRuns: 200 }

/** A pause that begins `after` minutes from the start and `lasts` minutes moves the due time by the working time in it. */
function expectMovedByPause(asked: DueRequest, after: number, lasts: number): void {
  const { startAt, dueAt } = dueDate(asked)
  if (startAt === null || dueAt === null) throw new Error('counted')
  const from = later(startAt, after)
  if (from >= dueAt) return
  const to = later(from, lasts)
  const moved = dueOf({ ...asked, suspensions: [{ from, to, mode: 'pause', reason: 'chờ' }] })
  const worked = (since: Date, until: Date) => workingMinutesBetween(asked.calendar, since, until)
  expect(worked(dueAt, moved)).toBe(worked(from, to))
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

  it('days by the clock are never due later than whole days', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const byClock = dueOf({ ...asked, dayRule: 'clock' })
        expect(byClock.getTime()).toBeLessThanOrEqual(dueOf({ ...asked, dayRule: 'whole-days' }).getTime())
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
        expectMovedByPause(asked, after, lasts)
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
          expectMovedByPause(asked, after, lasts)
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
