import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInForce } from '../../kernel/dated.ts'
import { addDays } from '../../kernel/dates.ts'
import type { CalendarContent } from './contract.ts'
import { assign, calendarFaults, calendarOf, type Assignment } from './domain.ts'

const content: CalendarContent = {
  key: 'office',
  name: 'Lịch',
  description: 'Lịch thử',
  coveredFrom: '2026-01-01',
  coveredTo: '2027-01-01',
  versions: [
    {
      validFrom: '2026-01-01',
      hours: [
        { days: ['mon', 'fri'], spans: ['07:30-11:30', '13:00-17:00'] },
        { days: ['sat'], spans: ['08:00-11:00'] },
      ],
      source: 'quy định',
      confidence: 'low',
    },
  ],
  notices: [
    {
      source: 'thông báo 1',
      confidence: 'high',
      days: [{ date: '2026-01-01', kind: 'rest', name: 'Tết Dương lịch' }],
    },
    {
      source: 'thông báo 2',
      confidence: 'medium',
      days: [
        { date: '2026-08-31', kind: 'rest', name: 'Hoán đổi' },
        { date: '2026-08-23', kind: 'work', name: 'Làm bù', insteadOf: '2026-08-31' },
        { date: '2026-12-31', kind: 'work', name: 'Họp', hours: ['07:30-10:00'] },
      ],
    },
  ],
  assignments: [],
}

describe('a declared calendar', () => {
  it('weekdays that are not named are rest days', () => {
    const morning = { from: '07:30', to: '11:30' }
    const afternoon = { from: '13:00', to: '17:00' }
    expect(calendarOf(content).versions[0]?.hours).toEqual({
      1: [morning, afternoon],
      2: [],
      3: [],
      4: [],
      5: [morning, afternoon],
      6: [{ from: '08:00', to: '11:00' }],
      7: [],
    })
  })

  it('an exceptional day has source and confidence of the notice that orders it', () => {
    expect(calendarOf(content).exceptions.slice(1)).toEqual([
      { date: '2026-08-31', kind: 'rest', name: 'Hoán đổi', source: 'thông báo 2', confidence: 'medium' },
      {
        date: '2026-08-23',
        kind: 'work',
        insteadOf: '2026-08-31',
        name: 'Làm bù',
        source: 'thông báo 2',
        confidence: 'medium',
      },
      {
        date: '2026-12-31',
        kind: 'work',
        hours: [{ from: '07:30', to: '10:00' }],
        name: 'Họp',
        source: 'thông báo 2',
        confidence: 'medium',
      },
    ])
    expect(calendarFaults(content)).toEqual([])
  })

  it('a fault is told at its place in the file', () => {
    const [first] = content.notices
    const twice = { ...content, notices: [...content.notices, ...(first ? [first] : [])] }
    expect(calendarFaults(twice)).toEqual([{ path: '/notices/2/days/0/date', code: 'twice' }])

    const [version] = content.versions
    const monday = { days: ['mon' as const], spans: ['09:00-08:00'] }
    const wrong = { ...content, versions: version ? [{ ...version, hours: [...version.hours, monday] }] : [] }
    expect(calendarFaults(wrong)).toEqual([
      { path: '/versions/0/hours', code: 'ends-before-start' },
      { path: '/versions/0/hours', code: 'twice' },
    ])
  })
})

describe('assigning a calendar', () => {
  const assigned = (calendarId: string, validFrom: string, validTo: string | null): Assignment => ({
    agencyId: null,
    calendarId,
    validFrom,
    validTo,
    source: 'quyết định',
  })

  it('what lies before and after the new assignment is kept', () => {
    const old = assigned('a', '2024-01-01', null)
    const wanted = assigned('b', '2026-01-01', '2026-07-01')
    expect(assign([old], wanted)).toEqual({
      superseded: [old],
      added: [assigned('a', '2024-01-01', '2026-01-01'), assigned('a', '2026-07-01', null), wanted],
    })
  })

  it('what is so already changes nothing', () => {
    const old = assigned('a', '2024-01-01', null)
    expect(assign([old], { ...old, source: 'lần nữa' })).toEqual({ superseded: [], added: [] })
  })

  it('on every day one calendar holds: the new one in its days, the old one on all others', () => {
    const day = fc.integer({ min: 0, max: 30 }).map((n) => addDays('2026-01-01', n))
    const span = fc
      .tuple(fc.constantFrom('a', 'b'), day, fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }))
      .map(([id, from, length]) => assigned(id, from, length === null ? null : addDays(from, length)))
    fc.assert(
      fc.property(fc.array(span, { maxLength: 5 }), span, day, (earlier, wanted, on) => {
        let current: readonly Assignment[] = []
        for (const one of [...earlier, wanted]) {
          const held = current.filter((known) => isInForce(known, on)).map(({ calendarId }) => calendarId)
          const { superseded, added } = assign(current, one)
          current = [...current.filter((known) => !superseded.includes(known)), ...added]
          const holds = current.filter((known) => isInForce(known, on)).map(({ calendarId }) => calendarId)
          expect(holds).toEqual(isInForce(one, on) ? [one.calendarId] : held)
        }
      }),
    )
  })
})
