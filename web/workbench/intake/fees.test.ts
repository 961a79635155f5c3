import { cite } from '../../../kernel/clause.ts'
import { describe, expect, test } from 'vitest'
import type { FeeLine } from '../../../modules/procedures/contract.ts'
import { isCounted, totalOf } from './fees.ts'

const line = (change: Partial<FeeLine>): FeeLine => ({
  key: 'certification',
  name: 'Phí chứng thực',
  kind: 'fee',
  amount: { rule: 'fixed', dong: 5000 },
  due: 'on-submission',
  refundable: false,
  basis: { confidence: 'high', clause: cite('TT 226/2016/TT-BTC') },
  ...change,
})
const tiers = [{ toPage: 2, dong: 2000 }, { dong: 1000 }]
const perPage = line({
  amount: { rule: 'per-page', tiers, mostPerCopy: 200_000, pagesField: '/pages', copiesField: '/copies' },
})

describe('what a dossier costs, before it is taken in', () => {
  test('goes by the pages and copies that the form says, up to the most that a copy may cost', () => {
    expect(totalOf([perPage], { pages: 3, copies: 2 }, {})).toBe(10_000)
    expect(totalOf([perPage], { pages: 1000, copies: 2 }, {})).toBe(400_000)
    expect(totalOf([perPage], { pages: 3 }, {})).toBeNull()
  })

  test('asks for pages and copies only where the form does not', () => {
    const uncounted = line({ amount: { rule: 'per-page', tiers } })
    expect(isCounted(perPage, 'pages')).toBe(false)
    expect(isCounted(uncounted, 'pages')).toBe(true)
    expect(totalOf([uncounted], {}, { pages: 2, copies: 1 })).toBe(4000)
  })

  test('is not known while a condition is not judged, an amount is not known or a line has no clause', () => {
    const late = line({ key: 'late', condition: 'quá 60 ngày' })
    expect(totalOf([late], {}, {})).toBeNull()
    expect(totalOf([late], {}, { applies: { late: true } })).toBe(5000)
    expect(totalOf([late], {}, { applies: { late: false } })).toBe(0)
    expect(totalOf([line({ amount: { rule: 'unknown', reason: 'chưa có nghị quyết' } })], {}, {})).toBeNull()
    expect(totalOf([line({ basis: { confidence: 'unknown', reason: 'chưa rõ' } })], {}, {})).toBeNull()
  })
})
