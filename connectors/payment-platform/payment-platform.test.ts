import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { localDateOf } from '../../kernel/dates.ts'
import { historyOf, place, listReadingsOf, readLedger } from '../../platform/ledger/index.ts'
import { standInBase } from './stand-in/stand-in.ts'
import { givenWorld, partner, type World } from './world.fixture.ts'
import { codes, signed, transactionFields, type Transaction } from './wire/v106/messages.ts'
import { wireTime } from './wire/v106/time.ts'

const DAY = 24 * 3_600_000
const returnTo = '/ho-so/H53-261124-0001'

let world: World

beforeAll(async () => {
  world = await givenWorld()
})
beforeEach(() => world.beginAnew())
afterAll(() => world?.end())

/** A CONFIRM as the platform would send it. */
function confirmation(reference: string, change: Partial<Transaction> = {}): Transaction {
  return signed<Omit<Transaction, 'MaXacThuc'>>(
    {
      LoaiBanTin: 'CONFIRM',
      MaLoi: codes.paid,
      MaDoiTac: partner.code,
      MaThamChieu: reference,
      SoTien: '100000',
      MaTienTe: 'VND',
      MaGiaoDich: 'GD1',
      MaNganHang: 'NH',
      ThoiGianGD: wireTime(world.clock()),
      ThongTinGiaoDich: 'Ho so',
      ...change,
    },
    transactionFields,
    partner,
  )
}

async function broughtToPlatform() {
  const caseId = await world.charged()
  const reference = await world.begun(caseId)
  await world.go(reference)
  return { caseId, reference }
}

test('a citizen is sent to the platform, pays there and comes back to a dossier that is paid', async () => {
  const caseId = await world.charged()
  const reference = await world.begun(caseId)
  const gone = await world.go(reference)
  expect(gone).toMatchObject({ status: 303, to: `${standInBase}/pay/${reference}` })
  const page = await world.follow(gone.to ?? '')
  expect(page.text).toContain('BẢN DÙNG THỬ')
  expect(page.text).toContain('100.000 đồng')
  expect(page.text, 'who pays is not shown').not.toContain('Nguyễn Văn An')
  expect(page.text, 'works without JavaScript').not.toContain('<script')
  const back = await world.press(reference, 'paid')
  expect(back).toBe(`/thanh-toan/${reference}/tro-ve`)
  expect(await world.back(reference)).toMatchObject({ status: 303, to: returnTo })
  expect(await world.account(caseId)).toMatchObject({ state: 'paid', isPaidOnline: true })
  expect(await world.status()).toMatchObject({ connected: true, open: 0, lastError: null, unmatched: [] })
  expect(await world.go(reference), 'nobody pays twice').toMatchObject({ to: returnTo })
  const again = await world.follow(`${standInBase}/pay/${reference}`)
  expect(again.text).not.toContain('<button')
})

test('that the payer’s name went to the platform is written down', async () => {
  const { database } = world.province
  const { reference } = await broughtToPlatform()
  expect(world.standIn.desk.find(reference)).toMatchObject({ amount: 100_000, receiver: 'UBND xã' })
  const { payload } = await world.province.owner.one<{ payload: { personId: string } }>(
    'SELECT payload FROM reading_entry JOIN reading_payload ON entry_id = id ORDER BY recorded_at DESC LIMIT 1',
  )
  const [reading] = await listReadingsOf(database, payload.personId)
  expect(reading).toMatchObject({ purpose: 'payment-platform.payment-begun', fields: ['name'] })
})

test('whoever gives up comes back unpaid and may begin anew under another reference', async () => {
  const { caseId, reference } = await broughtToPlatform()
  await world.press(reference, 'cancelled')
  expect(await world.account(caseId)).toMatchObject({ state: 'due', paid: 0 })
  const next = await world.begun(caseId)
  expect(next).not.toBe(reference)
  expect((await world.go(next)).to).toBe(`${standInBase}/pay/${next}`)
  await world.press(next, 'paid')
  expect(await world.account(caseId)).toMatchObject({ state: 'paid' })
})

test('a reference that nobody has leads nowhere', async () => {
  expect((await world.go('NOBODY')).status).toBe(404)
  expect((await world.back('NOBODY')).status).toBe(404)
})

test('down: nothing is owed less, the payer is told, and pays when it is back', async () => {
  world.standIn.behave('down')
  const { caseId, reference } = await broughtToPlatform()
  expect(await world.go(reference)).toMatchObject({ status: 303, to: `${returnTo}?payment=unavailable` })
  expect(await world.back(reference)).toMatchObject({ to: `${returnTo}?payment=unavailable` })
  expect(await world.status()).toMatchObject({ open: 1, lastError: 'status 503' })
  world.standIn.behave('working')
  expect((await world.go(reference)).to).toBe(`${standInBase}/pay/${reference}`)
  await world.press(reference, 'paid')
  expect(await world.account(caseId)).toMatchObject({ state: 'paid' })
})

test('slow: an INIT without an answer is asked about and not begun twice', async () => {
  world.standIn.behave('slow')
  const { caseId, reference } = await broughtToPlatform()
  expect(world.standIn.desk.find(reference)?.state).toBe('waiting')
  expect((await world.status()).lastError).toBe('TimeoutError')
  world.standIn.behave('silent')
  expect((await world.go(reference)).to).toBe(`${standInBase}/pay/${reference}`)
  expect(world.standIn.desk.payments().filter((one) => one.reference === reference)).toHaveLength(1)
  await world.standIn.end(reference, 'paid')
  expect(await world.back(reference)).toMatchObject({ to: returnTo })
  expect(await world.account(caseId)).toMatchObject({ state: 'paid' })
})

test('a confirmation twice at the same time is one payment', async () => {
  const { caseId, reference } = await broughtToPlatform()
  world.standIn.behave('double')
  const answers = await world.standIn.end(reference, 'paid')
  expect(answers).toEqual([
    { MaLoi: '00', MoTaLoi: '' },
    { MaLoi: '00', MoTaLoi: '' },
  ])
  const account = await world.account(caseId)
  expect(account?.payments).toHaveLength(1)
  expect(await historyOf(world.province.database, caseId)).toHaveLength(3)
})

test('a lost confirmation is asked for, and silence is never taken for an answer', async () => {
  const { caseId, reference } = await broughtToPlatform()
  world.standIn.behave('silent')
  await world.standIn.end(reference, 'paid')
  await world.platform.ask()
  expect(await world.account(caseId), 'it may be on its way still').toMatchObject({ state: 'due' })
  world.standIn.behave('down')
  world.pushOn(3 * DAY)
  await world.platform.ask()
  expect(await world.account(caseId)).toMatchObject({ state: 'due' })
  expect(await world.status()).toMatchObject({ open: 1, lastError: 'status 503' })
  world.standIn.behave('working')
  world.pushOn(DAY)
  await world.platform.ask()
  expect(await world.account(caseId)).toMatchObject({ state: 'paid' })
  expect(await world.status()).toMatchObject({ open: 0, lastError: null })
})

test('what nobody paid is given up after a day and no sooner', async () => {
  const { caseId, reference } = await broughtToPlatform()
  world.pushOn(DAY / 2)
  await world.platform.ask()
  expect(await world.begun(caseId)).toBe(reference)
  world.pushOn(DAY)
  await world.platform.ask()
  expect(await world.begun(caseId)).not.toBe(reference)
  await world.standIn.end(reference, 'paid')
  expect(await world.account(caseId), 'and is received should it be paid after all').toMatchObject({
    state: 'paid',
  })
})

test('only what bears the platform’s checksum is believed', async () => {
  const { caseId, reference } = await broughtToPlatform()
  const right = confirmation(reference)
  const answers = await Promise.all(
    [
      { ...right, SoTien: '1000000' },
      { ...right, MaXacThuc: '' },
      { ...right, MaDoiTac: 'H01' },
      confirmation(reference, { MaTienTe: 'USD' }),
      confirmation(reference, { SoTien: '100000.5' }),
      confirmation(reference, { SoTien: '-100000' }),
      confirmation(reference, { ThoiGianGD: '20261332000000' }),
      confirmation(reference, { ThongTinGiaoDich: 'a|b' }),
      confirmation(reference, { MaGiaoDich: '' }),
      { ...right, LoaiBanTin: 'QUERY' },
      'GD1',
      null,
    ].map((body) => world.confirm(body)),
  )
  expect(answers.map((answer) => (answer as { MoTaLoi: string }).MoTaLoi)).toEqual([
    'checksum',
    'checksum',
    'partner',
    'currency',
    'malformed',
    'malformed',
    'malformed',
    'checksum',
    'malformed',
    'malformed',
    'malformed',
    'malformed',
  ])
  expect(await world.account(caseId)).toMatchObject({ paid: 0 })
  expect((await world.status()).unmatched).toEqual([])
  world.standIn.behave('wrong-signature')
  expect(await world.standIn.end(reference, 'paid')).toEqual([{ MaLoi: '99', MoTaLoi: 'checksum' }])
  expect(await world.account(caseId)).toMatchObject({ paid: 0 })
  world.pushOn(DAY)
  await world.platform.ask()
  expect(await world.account(caseId), 'asked, it says the truth').toMatchObject({ state: 'paid' })
})

test('another amount than was asked for is kept for a person and pays nothing', async () => {
  const { caseId, reference } = await broughtToPlatform()
  world.standIn.behave('wrong-amount')
  expect(await world.standIn.end(reference, 'paid')).toEqual([{ MaLoi: '99', MoTaLoi: 'amount-differs' }])
  expect(await world.account(caseId)).toMatchObject({ state: 'due', paid: 0 })
  expect((await world.status()).unmatched).toMatchObject([
    { reason: 'amount-differs', amount: 99_000, caseId, reference },
  ])
  expect(await world.begun(caseId), 'who tries again does so under another reference').not.toBe(reference)
})

test('an old confirmation sent again, and news out of order, change nothing', async () => {
  const { caseId, reference } = await broughtToPlatform()
  const failed = confirmation(reference, { MaLoi: '24', SoTien: '', MaGiaoDich: '', ThoiGianGD: '' })
  const paid = confirmation(reference)
  expect(await world.confirm(failed)).toEqual({ MaLoi: '00', MoTaLoi: '' })
  expect(await world.confirm(paid)).toEqual({ MaLoi: '00', MoTaLoi: '' })
  expect(await world.confirm(failed)).toEqual({ MaLoi: '00', MoTaLoi: '' })
  world.pushOn(30 * DAY)
  expect(await world.confirm(paid)).toEqual({ MaLoi: '00', MoTaLoi: '' })
  const account = await world.account(caseId)
  expect(account).toMatchObject({ state: 'paid' })
  expect(account?.payments).toHaveLength(1)
})

test('cash and an online payment of the same fee: the second is kept for a person', async () => {
  const { caseId, reference } = await broughtToPlatform()
  await world.cash(caseId, 100_000)
  expect(await world.standIn.end(reference, 'paid')).toEqual([{ MaLoi: '99', MoTaLoi: 'nothing-due' }])
  expect(await world.account(caseId)).toMatchObject({ paid: 100_000, isPaidOnline: false })
  expect((await world.status()).unmatched).toMatchObject([{ reason: 'nothing-due', caseId }])
})

test('a day is held against the platform’s statement: what was lost is taken in, what differs is named', async () => {
  const { database } = world.province
  const [lost, right, wrong, forged] = [
    await broughtToPlatform(),
    await broughtToPlatform(),
    await broughtToPlatform(),
    await broughtToPlatform(),
  ]
  await world.standIn.end(right.reference, 'paid')
  world.standIn.behave('silent')
  await world.standIn.end(lost.reference, 'paid')
  world.standIn.behave('wrong-amount')
  await world.standIn.end(wrong.reference, 'paid')
  await world.confirm(confirmation(forged.reference, { MaGiaoDich: 'GD-forged' }))
  const today = localDateOf(world.clock())
  world.standIn.behave('down')
  expect(await world.platform.compare(today), 'silence is no statement').toBe(false)
  world.standIn.behave('working')
  expect(await world.platform.compare(today)).toBe(true)
  expect(await world.account(lost.caseId)).toMatchObject({ state: 'paid' })
  const [day] = (await world.status()).days
  expect(day).toMatchObject({ day: today, theirs: 3, ours: 4 })
  const named = day?.differences.map(({ kind, reference, reason }) => `${kind} ${reference} ${reason}`)
  expect(new Set(named)).toEqual(
    new Set([
      `was-lost ${lost.reference} null`,
      `only-ours ${forged.reference} null`,
      `unmatched ${wrong.reference} amount-differs`,
    ]),
  )
  await place(database)
  const entries = await readLedger(database, 0, 1000)
  expect(entries.filter(({ payload }) => payload?.['day'] === today)).toHaveLength(1)
})

test('in the background every full day since the first payment is compared once, and what is open is asked about', async () => {
  const { caseId, reference } = await broughtToPlatform()
  world.standIn.behave('silent')
  await world.standIn.end(reference, 'paid')
  const day = localDateOf(world.clock())
  world.pushOn(2 * DAY)
  world.platform.start()
  await vi.waitFor(async () => expect((await world.status()).days).toHaveLength(2), { timeout: 5000 })
  await world.platform.stop()
  expect((await world.status()).days.map((one) => one.day)).toContain(day)
  expect(await world.account(caseId)).toMatchObject({ state: 'paid' })
})
