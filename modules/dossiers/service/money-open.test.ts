import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Once, OfficerVisitor } from '../../../platform/http/index.ts'
import { historyOf } from '../../../platform/ledger/index.ts'
import type { LivingProvince } from '../../../tests/living-province.ts'
import { accountOf, settleOnline } from '../../payments/index.ts'
import { openCounter, type Counter } from './counter.fixture.ts'
import { closeUnmatched, readMoneyOpen, refundFees, returnMoney } from './money-open.ts'
import { confirmPayment, payOnline, takeCash } from './paying.ts'

let counter: Counter
let province: LivingProvince
let approver: OfficerVisitor
let elsewhere: OfficerVisitor
let paid = 0

beforeAll(async () => {
  counter = await openCounter('2026-11-23T02:00:00Z')
  province = counter.province
  approver = await province.officer('vo-hong-son')
  elsewhere = await province.officer('le-thi-my-hanh')
})
beforeEach(() => {
  paid += 1
})
afterAll(() => province.drop())

const grounds = { reason: 'Nộp hai lần', clause: 'Luật Phí và lệ phí 97/2015/QH13, Đ12' }
const parts = () => ({ ...province.parts, payAt: (reference: string) => `/thanh-toan/${reference}` })

/** A dossier of a citizen who owes 50.000 đồng. */
async function owing(): Promise<{ readonly id: string; readonly code: string }> {
  const { personId } = await province.citizen('nguyen-van-an')
  return counter.takeIn(counter.aBusiness({ applicant: { personId } }))
}

/** What the platform says: of this amount, under the reference of a payment that was begun for the dossier. */
async function said(id: string | null, amount: number, providerId = `GD-${paid}`) {
  const reference =
    id === null
      ? 'F'.repeat(31) + String(paid % 10)
      : (await payOnline(parts(), await province.citizen('nguyen-van-an'), id)).payAt.slice(12)
  const confirmation = { reference, providerId, amount, paidAt: new Date('2026-11-23T02:05:00Z') }
  await confirmPayment(parts(), confirmation)
  return confirmation
}

const open = async (visitor = counter.reception) => readMoneyOpen(province.parts, visitor)
async function unmatchedOf(providerId = `GD-${paid}`, visitor = counter.reception) {
  const found = (await open(visitor)).unmatched.find((one) => one.providerId === providerId)
  if (found === undefined) throw new Error(`${providerId} is not open`)
  return found
}
const account = (id: string) => accountOf(province.database, id)
const kindsOf = async (id: string) => (await historyOf(province.database, id)).map(({ kind }) => kind)

test('what was paid under no known order becomes a payment of the dossier it was for, and counts as paid online', async () => {
  const { id, code } = await owing()
  await said(null, 50_000)
  const unmatched = await unmatchedOf()
  expect(unmatched).toMatchObject({ reason: 'unknown-reference', dossier: null, amount: 50_000 })
  await closeUnmatched(province.parts, counter.reception, unmatched.id, {
    outcome: 'matched',
    dossierCode: code.toLowerCase(),
  })
  expect(await account(id)).toMatchObject({ state: 'paid', isPaidOnline: true, refunds: [] })
  expect(await counter.fact(id)).toMatchObject({ fees: 'paid-online' })
  expect((await kindsOf(id)).at(-1)).toBe('payment.matched')
  await expect(unmatchedOf()).rejects.toThrow('is not open')
  expect(await counter.inexactSeries()).toEqual([])
})

test('a wrong amount is taken as far as the dossier owes it, and what is beyond goes back on a ground', async () => {
  const { id, code } = await owing()
  await said(id, 50_001)
  const { id: unmatchedId, dossier } = await unmatchedOf()
  expect(dossier).toMatchObject({ id, code, outstanding: 50_000 })
  const match = (surplus?: typeof grounds) =>
    closeUnmatched(province.parts, counter.reception, unmatchedId, {
      outcome: 'matched',
      dossierCode: code,
      ...(surplus === undefined ? {} : { surplus }),
    })
  await expect(match()).rejects.toMatchObject({ code: 'payments.reason-missing' })
  expect(await account(id)).toMatchObject({ paid: 0 })
  await match(grounds)
  expect(await account(id)).toMatchObject({
    paid: 50_000,
    outstanding: 0,
    isPaidOnline: true,
    refunds: [{ amount: 1, caseId: id, confirmationId: unmatchedId, returned: null }],
  })
  expect((await counter.page(id)).account?.refunds).toMatchObject([{ amount: 1, surplus: true, ...grounds }])
})

test('too little is a part of what is owed, and the rest is owed still', async () => {
  const { id, code } = await owing()
  await said(id, 20_000)
  const { id: unmatchedId } = await unmatchedOf()
  await closeUnmatched(province.parts, counter.reception, unmatchedId, {
    outcome: 'matched',
    dossierCode: code,
  })
  expect(await account(id)).toMatchObject({ paid: 20_000, outstanding: 30_000, isPaidOnline: false })
  expect(await counter.fact(id)).toMatchObject({ fees: 'due' })
})

test('what was paid after cash had been taken goes back, under a voucher’s number that is drawn once', async () => {
  const { id, code } = await owing()
  const { payAt } = await payOnline(parts(), await province.citizen('nguyen-van-an'), id)
  await takeCash(province.parts, counter.reception, id, { amount: 50_000 })
  const providerId = `GD-${paid}`
  const at = new Date('2026-11-23T02:05:00Z')
  await province.database.transact((tx) =>
    settleOnline(tx, at, { reference: payAt.slice(12), providerId, amount: 50_000, paidAt: at }),
  )
  const { id: unmatchedId, reason } = await unmatchedOf()
  expect(reason).toBe('nothing-due')
  await expect(
    closeUnmatched(province.parts, counter.reception, unmatchedId, { outcome: 'matched', dossierCode: code }),
  ).rejects.toMatchObject({ code: 'payments.nothing-due' })
  await closeUnmatched(province.parts, counter.reception, unmatchedId, { outcome: 'to-refund', ...grounds })
  const owed = (await open()).refunds.find(({ dossier }) => dossier?.id === id)
  expect(owed).toMatchObject({ amount: 50_000, surplus: true, decidedBy: 'Nguyễn Thị Lan', mayReturn: true })
  expect((await open(approver)).refunds.find((one) => one.id === owed?.id)).toMatchObject({
    mayReturn: false,
  })
  const giveBack = (visitor: OfficerVisitor) =>
    returnMoney(province.parts, visitor, owed?.id ?? '', { way: 'cash' })
  await expect(giveBack(approver)).rejects.toMatchObject({ code: 'dossiers.forbidden' })
  await expect(giveBack(elsewhere)).rejects.toMatchObject({ code: 'payments.refund-missing' })
  await giveBack(counter.reception)
  await expect(giveBack(counter.reception)).rejects.toMatchObject({ code: 'payments.returned-already' })
  expect((await counter.page(id)).account?.refunds).toMatchObject([
    { returned: { way: 'cash', number: 'C2026-000001' } },
  ])
  expect(await account(id)).toMatchObject({ paid: 50_000, state: 'paid' })
  expect((await kindsOf(id)).slice(-3)).toEqual([
    'payment.unmatched',
    'payment.refund-decided',
    'payment.refunded',
  ])
})

test('a transaction that the platform told twice is one payment; only such a second telling may be said to have brought nothing', async () => {
  const { id } = await owing()
  const first = await said(id, 50_000)
  await said(null, 50_000, first.providerId)
  const { id: unmatchedId, reason } = await unmatchedOf()
  expect(reason).toBe('contradicts-earlier')
  const other = await owing()
  await expect(
    closeUnmatched(province.parts, counter.reception, unmatchedId, {
      outcome: 'matched',
      dossierCode: other.code,
    }),
  ).rejects.toMatchObject({ code: 'payments.number-counted' })
  const nothing = { outcome: 'not-received', reason: 'Sao kê ngày 23/11 chỉ có một giao dịch' } as const
  await closeUnmatched(province.parts, counter.reception, unmatchedId, nothing)
  await said(other.id, 49_000, 'GD-short')
  const short = await unmatchedOf('GD-short')
  await expect(closeUnmatched(province.parts, counter.reception, short.id, nothing)).rejects.toMatchObject({
    code: 'payments.one-story-only',
  })
})

test('it is closed once, however often and by however many the request comes', async () => {
  const { code, id } = await owing()
  await said(null, 50_000)
  const { id: unmatchedId } = await unmatchedOf()
  const once: Once = {
    visitor: `officer:${counter.reception.officerId}`,
    key: 'mot-lan-khop-khoan-thu-01',
    route: 'POST /api/v1/payments/unmatched/:id/close',
    requestHash: Buffer.alloc(32, 7),
    status: 200,
  }
  const match = (key?: Once) =>
    closeUnmatched(
      province.parts,
      counter.reception,
      unmatchedId,
      { outcome: 'matched', dossierCode: code },
      key,
    )
  await Promise.all([match(once), match(once)])
  await match(once)
  expect((await account(id))?.payments).toHaveLength(1)
  await expect(match()).rejects.toMatchObject({ code: 'payments.closed-already' })
  await expect(
    closeUnmatched(province.parts, counter.reception, unmatchedId, { outcome: 'to-refund', ...grounds }),
  ).rejects.toMatchObject({ code: 'payments.closed-already' })
})

test('reception and whoever heads an agency see their own, and those of no known dossier; nobody else sees any', async () => {
  const { id } = await owing()
  await said(id, 1_000)
  const { id: unmatchedId } = await unmatchedOf()
  await expect(unmatchedOf(`GD-${paid}`, elsewhere)).rejects.toThrow('is not open')
  await expect(
    closeUnmatched(province.parts, elsewhere, unmatchedId, { outcome: 'to-refund', ...grounds }),
  ).rejects.toMatchObject({ code: 'payments.unmatched-missing' })
  const other = await owing()
  await said(null, 50_000, 'GD-nobody')
  const nobody = await unmatchedOf('GD-nobody', elsewhere)
  await expect(
    closeUnmatched(province.parts, elsewhere, nobody.id, { outcome: 'matched', dossierCode: other.code }),
    'to a dossier that is not theirs',
  ).rejects.toMatchObject({ code: 'dossiers.missing' })
  await expect(open(await province.officer('tran-quoc-bao'))).rejects.toMatchObject({
    code: 'dossiers.forbidden',
  })
})

test('fees go back by the decision of who heads the agency, line by line or all that is left, and no figure changes', async () => {
  const { id } = await owing()
  await said(id, 50_000)
  const [line] = (await account(id))?.lines ?? []
  const key = line?.key ?? ''
  const refund = (visitor: OfficerVisitor, lines: { key: string; amount: number }[]) =>
    refundFees(province.parts, visitor, id, { ...grounds, lines })
  await expect(refund(counter.reception, [])).rejects.toMatchObject({ code: 'dossiers.forbidden' })
  await expect(refund(approver, [{ key, amount: 50_001 }])).rejects.toMatchObject({
    code: 'payments.refund-too-large',
    meta: { refundable: 50_000 },
  })
  await expect(refund(approver, [{ key: 'no-such-line', amount: 1 }])).rejects.toMatchObject({
    code: 'payments.line-unknown',
  })
  await refund(approver, [{ key, amount: 20_000 }])
  await expect(refund(approver, [{ key, amount: 30_001 }])).rejects.toMatchObject({
    code: 'payments.refund-too-large',
  })
  province.at('2026-11-23T02:10:00Z')
  await refund(approver, [])
  await expect(refund(approver, [])).rejects.toMatchObject({ code: 'payments.refund-too-large' })
  expect(await account(id)).toMatchObject({
    paid: 50_000,
    outstanding: 0,
    isPaidOnline: true,
    refunds: [
      { amount: 20_000, lines: [{ key, amount: 20_000 }] },
      { amount: 30_000, lines: [] },
    ],
  })
  expect(await counter.fact(id)).toMatchObject({ fees: 'paid-online' })
  expect(await counter.inexactSeries()).toEqual([])
  const [decided] = (await historyOf(province.database, id)).filter(
    ({ kind }) => kind === 'payment.refund-decided',
  )
  expect(decided, 'what an officer wrote stands where an erasure reaches it').toMatchObject({
    basis: null,
    payload: grounds,
    actor: { kind: 'officer', id: approver.officerId },
  })
})

test('what was never paid cannot go back', async () => {
  const { id } = await owing()
  await expect(refundFees(province.parts, approver, id, { ...grounds, lines: [] })).rejects.toMatchObject({
    code: 'payments.refund-too-large',
    meta: { refundable: 0 },
  })
})
