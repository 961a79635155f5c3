import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Dated } from './dated.ts'
import { faultOf, isInForce, overlapping, reconcile } from './dated.ts'
import { addDays } from './dates.ts'

interface Name extends Dated {
  readonly name: string
}
const name = (text: string, validFrom: string, validTo: string | null = null): Name => ({
  name: text,
  validFrom,
  validTo,
})
const isSame = (a: Name, b: Name) => a.name === b.name

describe('a dated version', () => {
  test('holds on its first day and no more on the day it ends', () => {
    const version = name('Long An', '1976-02-24', '2025-07-01')
    expect(isInForce(version, '2025-06-30')).toBe(true)
    expect(isInForce(version, '2025-07-01')).toBe(false)
    expect(isInForce(name('Tây Ninh', '2025-07-01'), '2025-07-01')).toBe(true)
  })

  test('cannot end before it begins nor on a day that does not exist', () => {
    expect(faultOf(name('a', '2026-02-30'))).toBe('not-a-day')
    expect(faultOf(name('a', '2026-02-02', '2026-02-02'))).toBe('ends-before-it-begins')
    expect(faultOf(name('a', '2026-02-02', '2026-02-03'))).toBeUndefined()
  })

  test('overlaps exactly when some day has two of them', () => {
    const day = fc.integer({ min: 0, max: 12 }).map((days) => addDays('2026-01-01', days))
    const version = fc
      .tuple(day, fc.integer({ min: 1, max: 4 }), fc.boolean())
      .map(([from, days, isOpen]) => name('a', from, isOpen ? null : addDays(from, days)))
    fc.assert(
      fc.property(fc.array(version, { maxLength: 4 }), (versions) => {
        const days = Array.from({ length: 40 }, (_, n) => addDays('2026-01-01', n))
        const isDouble = days.some((on) => versions.filter((one) => isInForce(one, on)).length > 1)
        expect(overlapping(versions).length > 0).toBe(isDouble)
      }),
    )
  })
})

describe('reconciling what is known with what is told', () => {
  test('the same telling changes nothing', () => {
    const versions = [name('Xã A', '2025-07-01', '2026-09-01'), name('Phường A', '2026-09-01')]
    expect(reconcile(versions, versions, isSame)).toEqual({ added: [], corrected: [], ended: [] })
  })

  test('a later version ends the one before it, whether that is told again or not', () => {
    const old = name('Xã A', '2025-07-01')
    const next = name('Phường A', '2026-09-01')
    const ended = { ...old, validTo: '2026-09-01' }
    expect(reconcile([old], [next], isSame)).toEqual({
      added: [next],
      corrected: [],
      ended: [{ known: old, validTo: '2026-09-01' }],
    })
    expect(reconcile([old], [ended, next], isSame)).toEqual({
      added: [next],
      corrected: [{ known: old, wanted: ended }],
      ended: [],
    })
  })

  test('a known version that is told no more stays', () => {
    const past = name('Xã A', '2020-01-01', '2025-07-01')
    const now = name('Xã B', '2025-07-01')
    expect(reconcile([past, now], [now], isSame)).toEqual({ added: [], corrected: [], ended: [] })
  })
})
