import { expect, test } from 'vitest'
import { interleave, median, percentile, perSecond, ratioOf, type Sample } from './measure.ts'

const sample = (rate: number): Sample => ({
  operations: rate,
  failures: 0,
  perSecond: rate,
  p50Ms: 1,
  p99Ms: 2,
  processMicros: null,
  databaseMicros: null,
})

test('a median is the middle value, or lies between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(() => median([])).toThrow(RangeError)
})

test('a percentile is reached by that share of the values', () => {
  const values = Float64Array.from({ length: 100 }, (_, at) => at + 1)
  expect(percentile(values, 0.5)).toBe(51)
  expect(percentile(values, 0.99)).toBe(100)
  expect(percentile(new Float64Array(), 0.99)).toBe(0)
})

test('a ratio compares targets of the same round, and is unknown where nothing was measured', () => {
  const rounds = [
    { product: sample(10), floor: sample(20) },
    { product: sample(300), floor: sample(100) },
    { product: sample(8), floor: sample(8) },
  ]
  expect(ratioOf(rounds, perSecond, 'product', 'floor')).toBe(1)
  expect(ratioOf(rounds, ({ processMicros }) => processMicros, 'product', 'floor')).toBeNull()
})

test('every target runs once a round, after warming up, and each round begins with another', async () => {
  const ran: string[] = []
  const target = <N extends string>(name: N) => ({
    name,
    run: (seconds: number) => {
      ran.push(`${name} ${seconds}`)
      return Promise.resolve(sample(1))
    },
  })
  const targets = [target('a'), target('b')] as const
  const rounds = await interleave(targets, { rounds: 2, seconds: 5, warmUpSeconds: 1 }, () => undefined)
  expect(ran).toEqual(['a 1', 'b 1', 'a 5', 'b 5', 'b 5', 'a 5'])
  expect(rounds.map((round) => Object.keys(round).toSorted())).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ])
})
