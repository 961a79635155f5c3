import fc from 'fast-check'
import { expect, test } from 'vitest'
import { difference } from './index.ts'
import type { Count } from './index.ts'

const one: Count = {
  definition: 'd@1',
  agency: 'a',
  dimensions: { p: 'x', q: 'y' },
  on: '2026-02-01',
  num: 1,
  den: 1,
}

const count: fc.Arbitrary<Count> = fc.record({
  definition: fc.constantFrom('d@1', 'e@1'),
  agency: fc.constantFrom('a', 'b'),
  dimensions: fc.constantFrom<Record<string, string>>({}, { p: 'x' }, { p: 'x', q: 'y' }, { q: 'y', p: 'x' }),
  on: fc.constantFrom('2026-02-01', '2026-02-02'),
  num: fc.integer({ min: -2, max: 2 }),
  den: fc.integer({ min: -2, max: 2 }),
})
const counts = fc.array(count, { maxLength: 6 })

test('nothing changes where a case counts as before, in whatever order its dimensions are said', () => {
  expect(difference([one], [{ ...one, dimensions: { q: 'y', p: 'x' } }])).toEqual([])
})

test('a re-assignment takes from one agency what it gives to the other', () => {
  expect(difference([one], [{ ...one, agency: 'b' }])).toEqual([
    { ...one, num: -1, den: -1 },
    { ...one, agency: 'b' },
  ])
})

test('the difference, added to what was before, is what comes after', () => {
  fc.assert(
    fc.property(counts, counts, (before, after) => {
      const changed = difference(before, after)
      expect(difference([...before, ...changed], after)).toEqual([])
      expect(changed.every(({ num, den }) => num !== 0 || den !== 0)).toBe(true)
    }),
  )
})
