import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, type LocalDate } from '../../kernel/dates.ts'
import type { DelegableRole } from './contract.ts'
import {
  coversWhole,
  endedOn,
  isInForce,
  overlap,
  rightsOn,
  type Assignment,
  type Delegated,
} from './domain.ts'

const FIRST = '2026-01-01'
const aDay = fc.integer({ min: 0, max: 40 }).map((days) => addDays(FIRST, days))
const anEnd = fc.option(aDay, { nil: null })
const aRole = fc.constantFrom<DelegableRole>('reception', 'case-officer', 'approver')
const anAgency = fc.constantFrom('long-an', 'tan-ninh')
const anAssignment: fc.Arbitrary<Assignment> = fc.record({
  agencyId: anAgency,
  role: aRole,
  from: aDay,
  to: anEnd,
})
const aDelegation: fc.Arbitrary<Delegated> = fc.record({
  agencyId: anAgency,
  role: aRole,
  from: aDay,
  to: aDay,
  fromOfficerId: fc.constantFrom('son', 'hung'),
  fromOfficerName: fc.constant('Người ủy quyền'),
})
const name = ({ agencyId, role }: { agencyId: string; role: string }) => `${role} ${agencyId}`
const within = ({ from, to }: { from: LocalDate; to: LocalDate | null }, on: LocalDate) =>
  from <= on && (to === null || on < to)

test('the rights of a day are the own of that day and the delegated of that day, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(anAssignment), fc.array(aDelegation), aDay, (assignments, delegated, on) => {
      const rights = rightsOn({ assignments, delegated }, on)
      const union = [...assignments, ...delegated].filter((one) => within(one, on)).map(name)
      expect(new Set(rights.map(name))).toEqual(new Set(union))
    }),
  )
})

test('what is one’s own is not said to be delegated, and what is delegated names who delegated it', () => {
  fc.assert(
    fc.property(fc.array(anAssignment), fc.array(aDelegation), aDay, (assignments, delegated, on) => {
      const own = new Set(assignments.filter((one) => within(one, on)).map(name))
      for (const right of rightsOn({ assignments, delegated }, on)) {
        expect(right.delegatedBy === null).toBe(own.has(name(right)))
      }
    }),
  )
})

test('a delegation is over on its last day without anybody’s doing, and gives nothing before its first', () => {
  fc.assert(
    fc.property(aDelegation, aDay, (delegation, on) => {
      const { length } = rightsOn({ assignments: [], delegated: [delegation] }, on)
      expect(length === 1).toBe(delegation.from <= on && on < delegation.to)
    }),
  )
})

test('two periods overlap when they share a day', () => {
  fc.assert(
    fc.property(anAssignment, anAssignment, (a, b) => {
      const shared = Array.from({ length: 60 }, (_, days) => addDays(FIRST, days)).some(
        (day) => isInForce(a, day) && isInForce(b, day),
      )
      expect(overlap(a, b)).toBe(shared)
    }),
  )
})

test('a period is covered when each of its days is held', () => {
  fc.assert(
    fc.property(fc.array(anAssignment, { maxLength: 5 }), aDay, aDay, (held, from, to) => {
      fc.pre(from < to)
      const days = Array.from({ length: 60 }, (_, index) => addDays(FIRST, index)).filter((day) =>
        within({ from, to }, day),
      )
      const each = days.every((day) => held.some((one) => within(one, day)))
      expect(coversWhole(held, { from, to })).toBe(each)
    }),
  )
})

test('what is ended holds until that day; what has not begun is never held; what is over cannot be ended', () => {
  fc.assert(
    fc.property(anAssignment, aDay, aDay, (period, on, day) => {
      const to = endedOn(period, on)
      if (to === null) expect(period.to !== null && period.to <= on).toBe(true)
      else expect(within({ from: period.from, to }, day)).toBe(within(period, day) && day < on)
    }),
  )
})
