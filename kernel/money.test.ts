import { describe, expect, it } from 'vitest'
import { dong, sumDong, timesDong } from './money.ts'
import { Problem } from './problem.ts'

describe('đồng', () => {
  it.each([1.5, -1, Number.NaN, 2 ** 53])('%d is no amount', (value) => {
    expect(() => dong(value)).toThrow(Problem)
  })

  it('a fee for three copies of a page and a charge are summed exactly', () => {
    expect(sumDong([timesDong(2000, 3), 50_000])).toBe(56_000)
    expect(sumDong([])).toBe(0)
  })

  it('a sum that can no longer be exact is refused', () => {
    expect(() => sumDong([Number.MAX_SAFE_INTEGER, 1])).toThrow(Problem)
    expect(() => timesDong(Number.MAX_SAFE_INTEGER, 2)).toThrow(Problem)
    expect(() => timesDong(1000, 1.5)).toThrow(Problem)
  })
})
