import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Once } from '../../../platform/http/index.ts'
import type { LivingProvince } from '../../../tests/living-province.ts'
import { openCounter, type Counter } from './counter.fixture.ts'
import { acceptDossier, receiveSupplement, requestSupplement } from './decisions.ts'
import { confirmPayment, payOnline, settleFees, takeCash } from './paying.ts'
import { compareFacts } from './recount.ts'
import { noteVote } from './voting.ts'

let counter: Counter
let province: LivingProvince
beforeAll(async () => {
  counter = await openCounter('2026-11-23T02:00:00Z')
  province = counter.province
})
afterAll(() => province.drop())

describe('fees', () => {
  test('that the declaration fixes are charged at acceptance, each line with its clause', async () => {
    const { id } = await counter.takeIn(counter.aBusiness())
    expect((await counter.page(id)).account).toMatchObject({ due: 50_000, outstanding: 50_000, state: 'due' })
    expect(await counter.fact(id)).toMatchObject({ fees: 'due' })
    await takeCash(province.parts, counter.reception, id, { amount: 50_000 })
    const { account } = await counter.page(id)
    expect(account?.payments).toMatchObject([{ channel: 'cash', amount: 50_000, number: '2026-000001' }])
    expect(await counter.fact(id)).toMatchObject({ fees: 'paid-otherwise' })
    expect(await counter.inexactSeries()).toEqual([])
  })

  test('whose condition nobody judged are not known; judged to come to nothing, they put the dossier outside the figure', async () => {
    const unjudged = await counter.takeIn(counter.birth())
    expect((await counter.page(unjudged.id)).account).toBeNull()
    expect(await counter.fact(unjudged.id)).toMatchObject({ fees: null })
    await expect(
      takeCash(province.parts, counter.reception, unjudged.id, { amount: 8000 }),
    ).rejects.toMatchObject({
      code: 'payments.not-charged',
    })
    await expect(
      settleFees(province.parts, counter.reception, unjudged.id, { fees: {} }),
    ).rejects.toMatchObject({
      code: 'dossiers.fees-unknown',
    })
    const applies = { registration: true, 'late-registration': false, 'extract-copy': false }
    const { id } = await counter.takeIn(counter.birth({ fees: { applies } }))
    expect((await counter.page(id)).account).toMatchObject({ state: 'nothing-due' })
    expect(await counter.fact(id)).toMatchObject({ fees: 'none' })
  })

  test('by the page follow from what the form says; other lines come only on a basis, and before anything is paid', async () => {
    const { id } = await counter.takeIn(counter.copies())
    // 2.000 đ for each of the first two pages, 1.000 đ from the third on, for each of two copies.
    expect((await counter.page(id)).account).toMatchObject({ due: 10_000 })
    const fees = { pages: 4, copies: 2 }
    await expect(settleFees(province.parts, counter.reception, id, { fees })).rejects.toMatchObject({
      code: 'payments.basis-missing',
    })
    await settleFees(province.parts, counter.reception, id, { fees, basis: 'Đếm lại số trang của bản chính' })
    expect((await counter.page(id)).account).toMatchObject({ due: 12_000 })
    await takeCash(province.parts, counter.reception, id, { amount: 2_000 })
    await expect(
      settleFees(province.parts, counter.reception, id, { fees, basis: 'Đếm lại lần nữa' }),
    ).rejects.toMatchObject({ code: 'payments.already-paid' })
    await expect(takeCash(province.parts, counter.reception, id, { amount: 10_001 })).rejects.toMatchObject({
      code: 'payments.more-than-outstanding',
    })
  })

  test('are not fixed before acceptance, also while a supplement is awaited, and acceptance fixes them', async () => {
    const { id } = await counter.takeIn(counter.aBusiness({ accept: false }))
    const wrong = [{ path: '/answers/ownerName', reason: 'Chưa khớp giấy tờ' }]
    await requestSupplement(province.parts, counter.reception, id, { message: 'Xin xem lại họ tên', wrong })
    await expect(
      settleFees(province.parts, counter.reception, id, { fees: {}, basis: 'Theo biểu phí' }),
    ).rejects.toMatchObject({ code: 'dossiers.forbidden' })
    expect((await counter.page(id)).sideActions).toEqual(['receive-supplement', 'handle-papers'])
    await receiveSupplement(province.parts, counter.reception, id, { answers: {}, papers: [] })
    await acceptDossier(province.parts, counter.reception, id)
    expect((await counter.page(id)).account).toMatchObject({ due: 50_000 })
    expect(await counter.fact(id)).toMatchObject({ fees: 'due' })
  })

  test('taken in cash are taken once, however often the same request comes', async () => {
    const { id } = await counter.takeIn(counter.aBusiness())
    const once: Once = {
      visitor: `officer:${counter.reception.officerId}`,
      key: 'mot-lan-thu-tien-mat-01',
      route: 'POST /api/v1/dossiers/:id/receive-cash',
      requestHash: Buffer.alloc(32, 1),
      status: 200,
    }
    const take = () => takeCash(province.parts, counter.reception, id, { amount: 20_000 }, once)
    await Promise.all([take(), take()])
    await take()
    expect((await counter.page(id)).account).toMatchObject({ paid: 20_000, outstanding: 30_000 })
  })

  test('paid online count as such, once the platform has confirmed', async () => {
    const { id } = await counter.takeIn(
      counter.aBusiness({ applicant: { personId: (await province.citizen('nguyen-van-an')).personId } }),
    )
    await expect(
      payOnline(province.parts, await province.citizen('nguyen-van-an'), id),
    ).rejects.toMatchObject({
      code: 'dossiers.pays-elsewhere',
    })
    const parts = { ...province.parts, payAt: (reference: string) => `/thanh-toan/${reference}` }
    await expect(payOnline(parts, await province.citizen('tran-thi-ngoc-bich'), id)).rejects.toMatchObject({
      code: 'dossiers.missing',
    })
    const { payAt } = await payOnline(parts, await province.citizen('nguyen-van-an'), id)
    const confirmation = {
      reference: payAt.slice('/thanh-toan/'.length),
      providerId: 'GD-1',
      amount: 50_000,
      paidAt: new Date('2026-11-23T02:05:00Z'),
    }
    expect(await confirmPayment(parts, confirmation)).toMatchObject({ reason: null, isRepeated: false })
    expect(await confirmPayment(parts, confirmation)).toMatchObject({ isRepeated: true })
    expect(await counter.fact(id)).toMatchObject({ fees: 'paid-online' })
    expect(
      await confirmPayment(parts, { ...confirmation, reference: 'F'.repeat(32), providerId: 'GD-2' }),
    ).toMatchObject({ reason: 'unknown-reference' })
    expect(await counter.inexactSeries()).toEqual([])
  })
})

describe('a vote', () => {
  test('that dislikes takes a dossier out of the satisfied ones, however prompt it was', async () => {
    const { id } = await counter.takeIn(counter.birth())
    await counter.finish(id, true)
    expect(await counter.fact(id)).toMatchObject({ vote: null, electronic_result: true })
    await province.database.transact((tx) => noteVote(province.parts, tx, id, 'disliked'))
    expect(await counter.fact(id)).toMatchObject({ vote: 'disliked' })
    expect(await counter.inexactSeries()).toEqual([])
  })
})

test('a fact that was changed behind the program’s back is named', async () => {
  const { id } = await counter.takeIn(counter.birth())
  await province.owner.run("UPDATE dossier_fact SET fees = 'paid-online' WHERE dossier_id = $1", [id])
  const report = await province.database.snapshot((db) => compareFacts(db))
  expect(report).toMatchObject({ mismatchCount: 1, mismatches: [id] })
  await province.owner.run('UPDATE dossier_fact SET fees = NULL WHERE dossier_id = $1', [id])
  expect(await counter.inexactSeries()).toEqual([])
})
