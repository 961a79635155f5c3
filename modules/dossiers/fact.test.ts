import { describe, expect, test } from 'vitest'
import type { DossierFact } from './domain.ts'
import { countsOf } from './fact.ts'

const ended: DossierFact = {
  agency: 'an-office',
  procedure: '1.000001',
  channel: 'online',
  provable: true,
  acceptedAt: new Date('2026-11-03T02:00:00Z'),
  endedAt: new Date('2026-11-05T02:00:00Z'),
  lateFrom: null,
  fees: 'none',
  digitised: true,
  reused: false,
  paper: false,
  electronicResult: true,
  offeredEndToEnd: false,
  eligibleForEndToEnd: true,
  vote: null,
}

const counted = (fact: Partial<DossierFact>, definition = 'dossiers.end-to-end@2') => {
  const [count, ...others] = countsOf({ ...ended, ...fact }).filter((one) => one.definition === definition)
  expect(others).toEqual([])
  return count === undefined ? null : { num: count.num, den: count.den, proof: count.dimensions['proof'] }
}

describe('handled end to end (QĐ 766/QĐ-TTg, 3.2 and 3.4)', () => {
  test('counts the dossiers of procedures that the law lets be handled so, whether they are offered so or not', () => {
    expect(counted({})).toEqual({ num: 1, den: 1, proof: 'full' })
    expect(counted({ offeredEndToEnd: true })).toEqual({ num: 1, den: 1, proof: 'full' })
  })

  test('leaves out those whose law asks for presence or a visit', () => {
    expect(counted({ eligibleForEndToEnd: false, offeredEndToEnd: true })).toBeNull()
  })

  test('tells those apart of which that is not known', () => {
    expect(counted({ eligibleForEndToEnd: null })).toEqual({ num: 0, den: 1, proof: 'none' })
  })

  test('needs no more to be known than refutes it: the counter, or one paper on paper', () => {
    expect(counted({ channel: 'counter', paper: null })).toEqual({ num: 0, den: 1, proof: 'full' })
    expect(counted({ channel: 'unknown', paper: true })).toEqual({ num: 0, den: 1, proof: 'full' })
    expect(counted({ channel: 'unknown', paper: false })).toMatchObject({ proof: 'none' })
    expect(counted({ paper: null })).toMatchObject({ proof: 'none' })
    expect(counted({ electronicResult: false })).toEqual({ num: 0, den: 1, proof: 'full' })
  })

  test('as it was defined before, it counted what was offered so: that stays, for questions as of a day before', () => {
    const before = 'dossiers.end-to-end@1'
    expect(counted({}, before)).toBeNull()
    expect(counted({ offeredEndToEnd: true, eligibleForEndToEnd: null }, before)).toMatchObject({ num: 1 })
    expect(counted({ offeredEndToEnd: true, channel: 'counter', paper: null }, before)).toMatchObject({
      proof: 'none',
    })
  })
})
