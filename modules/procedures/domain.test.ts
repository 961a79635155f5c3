import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readProcedure } from './content.ts'
import type { Declaration } from './contract.ts'
import {
  feeDong,
  findResult,
  isComplete,
  isEligibleForEndToEnd,
  levelsOf,
  papersFor,
  planPublication,
  requirementsOf,
  takesOnline,
  termFor,
} from './domain.ts'

let birth: Declaration
let copy: Declaration
let business: Declaration
beforeAll(async () => {
  const read = async (code: string) =>
    (await readProcedure(join('content/tay-ninh/procedures', code))).declaration.value
  birth = await read('1.001193')
  copy = await read('2.000815')
  business = await read('1.001612')
})

describe('limit and fees hang on case and channel', () => {
  test('a birth is registered in one working day, counted from the next one after 15:00', () => {
    expect(termFor(birth, 'with-birth-notice', 'online').limit).toMatchObject({
      unit: 'working-day',
      amount: 1,
      cutOff: '15:00',
    })
  })

  test('a household business pays another charge online than at the counter', () => {
    const dong = (channel: 'online' | 'counter' | 'post') =>
      termFor(business, 'one-person', channel).fees.map(({ amount }) => feeDong(amount, 1, 1))
    expect([dong('counter'), dong('online'), dong('post')]).toEqual([[50_000], [150_000], [150_000]])
  })

  test('a certified copy is made at the counter only', () => {
    expect(() => termFor(copy, 'original-of-vietnam', 'online')).toThrow('procedures.channel-not-offered')
    expect(() => termFor(copy, 'no-such-case', 'counter')).toThrow('procedures.case-missing')
  })

  test('where a source does not say through which channel, the limit is that of the case', () => {
    expect(termFor(business, 'one-person', null).limit).toMatchObject({ amount: 3 })
  })

  test.each([
    [1, 1, 2_000],
    [2, 1, 4_000],
    [3, 1, 5_000],
    [10, 1, 12_000],
    [198, 1, 200_000],
    [500, 1, 200_000],
    [3, 4, 20_000],
  ])('certifying an original of %i pages in %i copies costs %i đồng', (pages, copies, dong) => {
    const [fee] = termFor(copy, 'original-of-vietnam', 'counter').fees
    expect(fee && feeDong(fee.amount, pages, copies)).toBe(dong)
  })

  test('a charge that nobody has found is unknown, not nothing', () => {
    const late = termFor(birth, 'with-birth-notice', 'online').fees.find(
      ({ key }) => key === 'late-registration',
    )
    expect(late && feeDong(late.amount, 1, 1)).toBeNull()
  })
})

describe('papers of a case', () => {
  const day = '2026-11-23'
  const keys = (papers: readonly { requirement: { key: string }; isNeeded: boolean }[]) =>
    papers.map(({ requirement, isNeeded }) => (isNeeded ? `${requirement.key}!` : requirement.key))

  test('a mother with a birth notice brings that alone; her identity is only shown, her marriage looked up', () => {
    const papers = papersFor(birth, 'with-birth-notice', 'online', { declarantRelation: 'mother' }, day)
    expect(keys(papers)).toEqual(['birth-notice!', 'identity', 'residence'])
    expect(requirementsOf(birth, 'with-birth-notice').map(({ key }) => key)).toContain('marriage')
  })

  test('a delegate brings the authorisation as well', () => {
    const papers = papersFor(birth, 'with-birth-notice', 'online', { declarantRelation: 'delegate' }, day)
    expect(keys(papers)).toContain('authorisation!')
  })

  test('without a birth notice it is the witness or the own statement that is needed, as the form says', () => {
    const of = (birthProof: string) =>
      keys(papersFor(birth, 'without-birth-notice', 'counter', { birthProof }, day))
    expect(of('witness')).toContain('witness-statement!')
    expect(of('witness')).not.toContain('own-statement')
    expect(of('statement')).toContain('own-statement!')
  })

  test('a paper of one channel is not asked for through another', () => {
    const papers = (channel: 'online' | 'post') =>
      keys(papersFor(business, 'household-members', channel, { submittedBy: 'public-post' }, day))
    expect(papers('post')).toEqual(['members-authorisation!', 'postal-slip!', 'principal-identity'])
    expect(papers('online')).toEqual(['members-authorisation!', 'principal-identity'])
  })

  test('what data have replaced is not asked for from that day on, the day before it still is', () => {
    const replaced = (asks: 'never' | 'if-not-found'): Declaration => ({
      ...birth,
      requirements: birth.requirements.map((one) =>
        one.key === 'birth-notice' && one.replacedBy
          ? { ...one, replacedBy: { ...one.replacedBy, from: '2026-12-01', asks } }
          : one,
      ),
    })
    const asked = (asks: 'never' | 'if-not-found', on: string) =>
      keys(papersFor(replaced(asks), 'with-birth-notice', 'online', {}, on)).includes('birth-notice!')
    expect([asked('never', '2026-11-30'), asked('never', '2026-12-01')]).toEqual([true, false])
    expect(asked('if-not-found', '2026-12-01')).toBe(true)
  })

  test('every end of a process yields what is handed out', () => {
    expect(findResult(birth, 'granted')?.name).toBe('Giấy khai sinh')
    expect(findResult(birth, 'nowhere')).toBeUndefined()
  })
})

describe('from which day a declaration is in force', () => {
  const known = { id: 'v1', hash: 'a', validFrom: '2026-01-01', validTo: null }

  test('the first one from the day it names, even in the past', () => {
    expect(planPublication([], { hash: 'a', validFrom: '2026-01-01' }, '2026-11-23')).toEqual({
      validFrom: '2026-01-01',
      ends: null,
    })
  })

  test('the same one again: nothing', () => {
    expect(planPublication([known], { hash: 'a', validFrom: '2026-01-01' }, '2026-11-23')).toBeUndefined()
  })

  test('a changed one from the later day it names, else from today: the past is not rewritten', () => {
    const plan = (validFrom: string, today: string) =>
      planPublication([known], { hash: 'b', validFrom }, today)
    expect(plan('2027-03-01', '2026-11-23')).toEqual({ validFrom: '2027-03-01', ends: 'v1' })
    expect(plan('2026-01-01', '2026-11-23')).toEqual({ validFrom: '2026-11-23', ends: 'v1' })
    expect(plan('2025-01-01', '2025-06-01')).toEqual({ validFrom: '2026-01-01', ends: 'v1' })
  })
})

describe('what procedures offer online', () => {
  const at = (day: string) => new Date(`${day}T02:00:00Z`)
  const version = (
    level: 'partial' | 'end-to-end',
    validFrom: string,
    validTo: string | null,
    published: string,
  ) => ({
    code: '1.000001',
    name: 'Một thủ tục',
    field: 'Một lĩnh vực',
    level,
    competent: ['commune-committee'],
    only: null,
    validFrom,
    validTo,
    publishedAt: at(published),
  })
  const levels = levelsOf([
    version('partial', '2026-01-01', '2026-06-01', '2025-12-20'),
    version('end-to-end', '2026-06-01', null, '2026-06-10'),
  ])
  const level = (on: string, knownBy: string) => levels(on, at(knownBy)).map((one) => one.level)

  test('is what was in force on the day', () => {
    expect(level('2025-12-31', '2026-07-01')).toEqual([])
    expect(level('2026-05-31', '2026-07-01')).toEqual(['partial'])
    expect(level('2026-06-01', '2026-07-01')).toEqual(['end-to-end'])
  })

  test('is the older version still, for whoever does not know the newer one yet', () => {
    expect(level('2026-06-05', '2026-06-09')).toEqual(['partial'])
    expect(level('2026-06-05', '2026-06-11')).toEqual(['end-to-end'])
  })
})

describe('the depth of a declaration', () => {
  test('what has a shared form or process is not complete, and its online dossiers are taken elsewhere', () => {
    expect([isComplete(birth), takesOnline(birth)]).toEqual([true, true])
    expect([isComplete(copy), takesOnline(copy)]).toEqual([true, false])
    const known = { ...birth, sharedForm: 'applicant', sharedProcess: 'plain' }
    expect([isComplete(known), takesOnline(known)]).toEqual([false, false])
  })

  test('presence or a visit keep a service from being end to end; where no reason is known, so is this', () => {
    expect(isEligibleForEndToEnd(business)).toBe(true)
    expect(isEligibleForEndToEnd(birth)).toBe(false)
    const basis = { confidence: 'unknown' as const, reason: 'chưa công bố' }
    expect(isEligibleForEndToEnd({ ...birth, serviceLevel: { level: 'online', basis } })).toBeNull()
    expect(
      isEligibleForEndToEnd({ ...birth, serviceLevel: { level: 'partial', reason: 'unknown', basis } }),
    ).toBeNull()
  })
})
