import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ProcedureContent } from './content.ts'
import { readProcedures } from './content.ts'
import type { Basis, Channel, Declaration } from './contract.ts'
import { feeDong, isComplete, papersFor, requirementsOf, termFor } from './domain.ts'

const day = '2026-11-23'

let all: readonly ProcedureContent[]
beforeAll(async () => {
  all = await readProcedures(join('content', 'tay-ninh'))
})

function declared(code: string): Declaration {
  const found = all.find(({ declaration }) => declaration.value.code === code)
  if (!found) throw new Error(`no procedure ${code}`)
  return found.declaration.value
}

function asked(code: string, caseKey: string, channel: Channel, answers: object = {}): readonly string[] {
  return papersFor(declared(code), caseKey, channel, { ...answers }, day).map(({ requirement, isNeeded }) =>
    isNeeded ? `${requirement.key}!` : requirement.key,
  )
}

function charge(code: string, caseKey: string, channel: Channel, key: string) {
  const fee = termFor(declared(code), caseKey, channel).fees.find((line) => line.key === key)
  if (!fee) throw new Error(`no fee ${key}`)
  return { ...fee, dong: feeDong(fee.amount, 1, 1) }
}

const sureness = (basis: Basis) => [
  basis.confidence,
  basis.confidence === 'unknown' ? basis.reason : (basis.note ?? ''),
]

describe('what the published records get wrong is not taken over', () => {
  test('births: notes with no original and no copy are not papers; whatever is asked for is at least one sheet', () => {
    for (const { declaration } of all) {
      for (const { key, handling, originals, copies } of declaration.value.requirements) {
        if (handling === 'look-up') continue
        expect(originals + copies, `${declaration.value.code} ${key}`).toBeGreaterThan(0)
      }
    }
    expect(declared('1.001193').requirements).toHaveLength(11)
  })

  test('births: a marriage is looked up, the identity only shown, close kin need no certified authorisation', () => {
    const papers = new Map(declared('1.001193').requirements.map((one) => [one.key, one]))
    expect(papers.get('marriage')?.handling).toBe('look-up')
    expect(papers.get('identity')?.handling).toBe('show')
    expect(papers.get('authorisation')?.note).toContain('trừ khi')
    expect(asked('1.001193', 'with-birth-notice', 'online', { declarantRelation: 'relative' })).not.toContain(
      'authorisation!',
    )
  })

  test('births: in time it costs nothing, late it costs what the council has set, which is not known here', () => {
    const fee = (key: string) => charge('1.001193', 'with-birth-notice', 'online', key)
    expect([fee('registration').dong, fee('late-registration').dong]).toEqual([0, null])
  })

  test('certified copies: the consulates’ 10 dollars, entered as 10 đồng, are no fee here; the limit has a unit', () => {
    const { limit, fees } = termFor(declared('2.000815'), 'original-of-vietnam', 'counter')
    expect(limit).toMatchObject({ unit: 'working-day', amount: 0, cutOff: '15:00' })
    expect(fees.map(({ amount }) => feeDong(amount, 1, 1))).toEqual([2000])
    expect(asked('2.000815', 'in-vneid', 'counter')).toEqual([])
  })

  test('no fee of any procedure is a few đồng: what stands for dollars or thousands is unknown', () => {
    for (const { declaration } of all) {
      const { code, terms } = declaration.value
      for (const { amount } of terms.flatMap(({ fees }) => fees)) {
        const dong = feeDong(amount, 1, 1)
        if (dong !== null && dong > 0) expect(dong, code).toBeGreaterThanOrEqual(1000)
      }
    }
  })

  test('household business: the charge differs by channel, is not given back, and online is another system', () => {
    const of = (channel: Channel) => charge('1.001612', 'one-person', channel, 'registration')
    expect([of('counter').dong, of('online').dong]).toEqual([50_000, 150_000])
    expect(of('online').refundable).toBe(false)
    expect(declared('1.001612').onlineSystem?.url).toContain('hokinhdoanh.dkkd.gov.vn')
  })

  test('construction: a house takes 7 working days, works 10; the 20 days of the same record are named, not used', () => {
    const limit = (caseKey: string) => termFor(declared('1.013225'), caseKey, 'online').limit
    expect(limit('house')).toMatchObject({ unit: 'working-day', amount: 7 })
    for (const works of ['works', 'line', 'religious', 'belief', 'monument', 'diplomatic']) {
      expect(limit(works)).toMatchObject({ unit: 'working-day', amount: 10 })
    }
    const house = limit('house')
    expect('basis' in house && sureness(house.basis)).toEqual(['medium', expect.stringContaining('20 ngày')])
  })

  test('construction: 0 đồng "as the council decides" is unknown; the second letter is allowed; two sets of drawings', () => {
    expect(charge('1.013225', 'house', 'online', 'permit').dong).toBeNull()
    expect(declared('1.013225').supplement.maxRequests).toBe(2)
    const drawings = requirementsOf(declared('1.013225'), 'house').find(({ key }) => key === 'drawings')
    expect(drawings?.originals).toBe(2)
  })

  test('construction: land papers give way to the land database; a neighbour’s safety only where there is a neighbour', () => {
    const land = declared('1.013225').requirements.find(({ key }) => key === 'land')
    expect(land?.replacedBy?.database).toContain('đất đai')
    expect(asked('1.013225', 'house', 'online', { adjacent: 'no' })).not.toContain('neighbour-commitment!')
    expect(asked('1.013225', 'house', 'online', { adjacent: 'yes' })).toContain('neighbour-commitment!')
  })

  test('science results: 5 working days, not the 3 that another province has set; the old law is cited with doubt', () => {
    const { limit } = termFor(declared('1.014459'), 'general', 'post')
    expect(limit).toMatchObject({ unit: 'working-day', amount: 5 })
    expect(declared('1.014459').legalBases[0]).toMatchObject({ number: '29/2013/QH13', confidence: 'low' })
    expect(declared('1.014459').conditions.join(' ')).toMatch(/30 ngày.*5 ngày làm việc.*60 ngày/)
  })

  test('science results: the technology sheet and the patent application only where the form says so', () => {
    const plain = asked('1.014459', 'general', 'online', { hasTechnology: 'no', ipFiled: 'no' })
    expect(plain.filter((key) => key.endsWith('!'))).toEqual(['report!', 'summary!', 'acceptance-minutes!'])
    const both = asked('1.014459', 'general', 'online', { hasTechnology: 'yes', ipFiled: 'yes' })
    expect(both).toEqual(expect.arrayContaining(['technology-sheet!', 'ip-application!']))
  })

  test('funding of science tasks: 110 hours beside 110 days is unknown, and says so', () => {
    const limit = (channel: Channel) => termFor(declared('1.014525'), 'general', channel).limit
    expect(limit('counter')).toMatchObject({ unit: 'calendar-day', amount: 110 })
    expect(limit('post')).toMatchObject({ unit: 'unknown', reason: expect.stringContaining('110 giờ') })
  })

  test('numbers without a unit, and two records that disagree, are unknown', () => {
    const reason = (code: string) => {
      const { limit } = termFor(declared(code), 'general', 'online')
      return limit.unit === 'unknown' ? limit.reason : ''
    }
    expect(reason('1.001022')).toBe('Cổng DVCQG ghi số 3 không kèm đơn vị')
    expect(reason('1.013229')).toMatch(/khác nhau: 10 ngày làm việc .* 20 ngày/)
  })
})

describe('what holds of every declaration', () => {
  test('every limit has a unit or is unknown with a reason, and every clause its confidence', () => {
    for (const { declaration } of all) {
      const { code, terms, requirements, results, agencies, supplement, serviceLevel, onlineSystem } =
        declaration.value
      const limits = terms.map(({ limit }) => limit)
      for (const limit of limits) {
        if (limit.unit === 'unknown') expect(limit.reason.length, code).toBeGreaterThan(8)
        else expect(['working-hour', 'working-day', 'calendar-day', 'none']).toContain(limit.unit)
      }
      const bases = [
        ...limits.flatMap((limit) => (limit.unit === 'unknown' ? [] : [limit.basis])),
        ...[...requirements, ...results, ...terms.flatMap(({ fees }) => fees)].map(({ basis }) => basis),
        agencies.basis,
        supplement.basis,
        serviceLevel.basis,
        ...(onlineSystem === undefined ? [] : [onlineSystem.basis]),
      ]
      for (const basis of bases) {
        expect(['high', 'medium', 'low', 'unknown']).toContain(basis.confidence)
        expect(basis.confidence === 'unknown' ? basis.reason : basis.clause).toMatch(/\S{2,} \S/)
      }
    }
  })

  test('police procedures are described, but no agency of the province is competent or takes them', () => {
    const outside = all.filter(({ declaration }) => declaration.value.level === 'outside')
    expect(outside.map(({ declaration }) => declaration.value.code)).toContain('1.014063')
    for (const { declaration } of outside) {
      expect(isComplete(declaration.value)).toBe(false)
      expect([declaration.value.agencies.competent, declaration.value.agencies.receiving]).toEqual([[], []])
    }
  })

  test('what a department decides names that department, and is handed in at the provincial centre', () => {
    const departments = all
      .map(({ declaration }) => declaration.value)
      .filter(({ agencies }) => agencies.competent.includes('department'))
    expect(departments.length).toBeGreaterThan(10)
    for (const { agencies, level } of departments) {
      expect(level).toBe('province')
      expect(agencies.only).toHaveLength(1)
      expect(agencies.receiving).toEqual(['service-centre'])
    }
  })
})
