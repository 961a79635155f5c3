import { afterAll, beforeAll, expect, test } from 'vitest'
import fc from 'fast-check'
import { newId } from '../../kernel/ids.ts'
import { historyOf } from '../../platform/ledger/index.ts'
import { loadedProvince, type LoadedProvince } from '../../tests/province.ts'
import {
  accountOf,
  accountsOf,
  beginOnline,
  chargeFees,
  drawReceiptNumber,
  failOnline,
  listUnmatched,
  receiveCash,
  replaceFees,
  settleOnline,
  type Confirmation,
  type FeeLine,
} from './index.ts'

const at = new Date('2026-11-24T02:00:00Z')
const later = new Date('2026-11-24T03:00:00Z')
const officer = { kind: 'officer', id: newId() } as const
const applicant = { kind: 'person', id: newId() } as const

let province: LoadedProvince
let agencyId: string

beforeAll(async () => {
  province = await loadedProvince(at)
  agencyId = await province.agencyId('ubnd-tinh')
})
afterAll(() => province?.drop())

const registration: FeeLine = {
  key: 'registration',
  kind: 'charge',
  name: 'Lệ phí đăng ký hộ kinh doanh',
  amount: 100_000,
  clause: 'Nghị quyết của Hội đồng nhân dân tỉnh, Đ3',
}
const copies: FeeLine = {
  key: 'copies',
  kind: 'fee',
  name: 'Phí chứng thực bản sao',
  amount: 6_000,
  clause: 'Thông tư 226/2016/TT-BTC, Đ4',
}

const transact = <T>(work: Parameters<LoadedProvince['database']['transact']>[0]) =>
  province.database.transact(work) as Promise<T>

async function charged(...lines: readonly FeeLine[]): Promise<string> {
  const caseId = newId()
  await transact((tx) => chargeFees(tx, at, { caseId, agencyId, lines, actor: officer }))
  return caseId
}

async function cash(caseId: string, amount: number) {
  const receiptNumber = await drawReceiptNumber(province.database, agencyId, at)
  return province.database.transact((tx) =>
    receiveCash(tx, at, { caseId, amount, actor: officer, receiptNumber }),
  )
}

const begin = (caseId: string) =>
  province.database.transact((tx) => beginOnline(tx, at, { caseId, actor: applicant }))

const settle = (confirmation: Confirmation) =>
  province.database.transact((tx) => settleOnline(tx, later, confirmation))

const kindsOf = async (caseId: string) => (await historyOf(province.database, caseId)).map(({ kind }) => kind)

test('what a case costs is known line by line, each with its clause, and is owed until it is paid', async () => {
  const caseId = await charged(registration, copies)
  expect(await accountOf(province.database, caseId)).toEqual({
    caseId,
    agencyId,
    payerId: null,
    lines: [
      { ...registration, exemption: null },
      { ...copies, exemption: null },
    ],
    due: 106_000,
    paid: 0,
    outstanding: 106_000,
    payments: [],
    refunds: [],
    state: 'due',
    isPaidOnline: false,
  })
})

test('a case whose fees nobody fixed has no account, and one that costs nothing has one', async () => {
  const free = await charged()
  const accounts = await accountsOf(province.database, [free, newId()])
  expect([...accounts.keys()]).toEqual([free])
  expect(accounts.get(free)).toMatchObject({ due: 0, state: 'nothing-due', isPaidOnline: false })
  await expect(begin(free)).rejects.toMatchObject({ code: 'payments.nothing-due' })
  await expect(cash(newId(), 1)).rejects.toMatchObject({ code: 'payments.not-charged' })
})

test('fees are fixed once; a line stands on a clause, a reduction on its own, and takes off no more than there is', async () => {
  const caseId = await charged(registration)
  const charge = (lines: readonly FeeLine[], id = newId()) =>
    transact((tx) => chargeFees(tx, at, { caseId: id, agencyId, lines, actor: officer }))
  await expect(charge([copies], caseId)).rejects.toMatchObject({ code: 'payments.already-charged' })
  await expect(charge([{ ...copies, clause: ' ' }])).rejects.toMatchObject({
    code: 'payments.clause-missing',
    fields: [{ path: '/lines/0/clause' }],
  })
  await expect(charge([copies, copies])).rejects.toMatchObject({ code: 'payments.line-twice' })
  await expect(charge([{ ...copies, amount: 0.5 }])).rejects.toMatchObject({ code: 'money.not-an-amount' })
  const exempt = (amount: number, clause: string) =>
    charge([{ ...copies, exemption: { amount, reason: 'Đủ năm loại giấy tờ trên VNeID', clause } }])
  await expect(exempt(6_001, 'NQ 66.22/2026/NQ-CP')).rejects.toMatchObject({
    code: 'payments.exemption-too-large',
  })
  await expect(exempt(6_000, '')).rejects.toMatchObject({ code: 'payments.clause-missing' })
  expect(await exempt(2_000, 'NQ 66.22/2026/NQ-CP')).toMatchObject({ due: 4_000, state: 'due' })
  expect(await exempt(6_000, 'NQ 66.22/2026/NQ-CP')).toMatchObject({ due: 0, state: 'nothing-due' })
})

test('cash is taken for what is owed and no more, under a receipt number of the agency and the year', async () => {
  const caseId = await charged(registration)
  await expect(cash(caseId, 100_001)).rejects.toMatchObject({
    code: 'payments.more-than-outstanding',
    meta: { outstanding: 100_000 },
  })
  await expect(cash(caseId, 0)).rejects.toMatchObject({ code: 'payments.more-than-outstanding' })
  expect(await cash(caseId, 40_000)).toMatchObject({ state: 'due', outstanding: 60_000 })
  const paid = await cash(caseId, 60_000)
  expect(paid).toMatchObject({ state: 'paid', outstanding: 0, isPaidOnline: false })
  expect(paid.payments.map(({ number }) => /^2026-\d{6}$/.test(number))).toEqual([true, true])
  await expect(cash(caseId, 1)).rejects.toMatchObject({ code: 'payments.nothing-due' })
  expect(await accountOf(province.database, caseId)).toEqual(paid)
  expect(await kindsOf(caseId)).toEqual([
    'payment.fees-charged',
    'payment.cash-received',
    'payment.cash-received',
  ])
})

test('no receipt number is given twice, and the year is the local one', async () => {
  const drawn = await Promise.all(
    Array.from({ length: 40 }, () => drawReceiptNumber(province.database, agencyId, at)),
  )
  expect(new Set(drawn).size).toBe(40)
  const newYear = new Date('2026-12-31T17:00:00Z')
  expect(await drawReceiptNumber(province.database, agencyId, newYear)).toBe('2027-000001')
})

test('fees change on a basis and before anything was paid; what they were stays in the ledger', async () => {
  const caseId = await charged(registration)
  const replace = (basis: string) =>
    province.database.transact((tx) =>
      replaceFees(tx, later, { caseId, lines: [copies], actor: officer, basis }),
    )
  await expect(replace('')).rejects.toMatchObject({ code: 'payments.basis-missing' })
  expect(await replace('Biên bản kiểm đếm số trang')).toMatchObject({ due: 6_000 })
  const [, replaced] = await historyOf(province.database, caseId)
  expect(replaced).toMatchObject({
    kind: 'payment.fees-replaced',
    basis: null,
    payload: {
      basis: 'Biên bản kiểm đếm số trang',
      before: [{ key: 'registration', amount: 100_000 }],
      lines: [{ key: 'copies' }],
      due: 6_000,
    },
  })
  await cash(caseId, 6_000)
  await expect(replace('Nhầm')).rejects.toMatchObject({ code: 'payments.already-paid' })
})

test('an online payment is for exactly what is outstanding, and confirmed twice it is one payment', async () => {
  const caseId = await charged(registration)
  const { intent } = await begin(caseId)
  expect(intent).toMatchObject({ amount: 100_000, state: 'open' })
  expect(intent.reference).toMatch(/^[0-9A-F]{32}$/)
  const confirmation = { reference: intent.reference, providerId: 'GD1', amount: 100_000, paidAt: at }
  expect(await settle(confirmation)).toMatchObject({
    reason: null,
    isRepeated: false,
    caseId,
    account: { state: 'paid', isPaidOnline: true },
  })
  const again = await settle(confirmation)
  expect(again).toMatchObject({ reason: null, isRepeated: true, account: { paid: 100_000 } })
  expect(again.account?.payments).toEqual([{ channel: 'online', amount: 100_000, at, number: 'GD1' }])
  expect(await kindsOf(caseId)).toEqual([
    'payment.fees-charged',
    'payment.online-begun',
    'payment.online-settled',
  ])
})

test('whoever begins again while the first attempt is open pays under the same reference; after a failure under a new one', async () => {
  const caseId = await charged(registration)
  const first = await begin(caseId)
  expect(await begin(caseId)).toMatchObject({
    isResumed: true,
    intent: { reference: first.intent.reference },
  })
  const failed = { reference: first.intent.reference, why: '24' }
  await province.database.transact((tx) => failOnline(tx, later, failed))
  await province.database.transact((tx) => failOnline(tx, later, failed))
  const second = await begin(caseId)
  expect(second.intent.reference).not.toBe(first.intent.reference)
  const paid = { reference: first.intent.reference, providerId: 'GD-late', amount: 100_000, paidAt: later }
  expect(await settle(paid), 'what was paid after all is received').toMatchObject({ reason: null })
})

test('what is no payment of a case is kept with its reason and counts for nothing', async () => {
  const caseId = await charged(registration)
  const { intent } = await begin(caseId)
  const said = (providerId: string, change: Partial<Confirmation> = {}) =>
    settle({ reference: intent.reference, providerId, amount: 100_000, paidAt: at, ...change })
  expect(await said('U1', { amount: 99_999 })).toMatchObject({ reason: 'amount-differs' })
  expect(await said('U2', { amount: 100_001 })).toMatchObject({ reason: 'amount-differs' })
  expect(await said('U3', { reference: 'NOBODY' })).toMatchObject({
    reason: 'unknown-reference',
    caseId: null,
    account: null,
  })
  expect(await said('U1'), 'one number, two stories').toMatchObject({ reason: 'contradicts-earlier' })
  await cash(caseId, 30_000)
  expect(await said('U4')).toMatchObject({ reason: 'outstanding-changed' })
  await cash(caseId, 70_000)
  expect(await said('U5')).toMatchObject({ reason: 'nothing-due', account: { paid: 100_000 } })
  expect(await said('U5')).toMatchObject({ reason: 'nothing-due', isRepeated: true })
  const kept = (await listUnmatched(province.database, null, 100)).filter(({ providerId }) =>
    providerId.startsWith('U'),
  )
  expect(kept.map(({ providerId, reason }) => `${providerId} ${reason}`).toSorted()).toEqual([
    'U1 amount-differs',
    'U1 contradicts-earlier',
    'U2 amount-differs',
    'U3 unknown-reference',
    'U4 outstanding-changed',
    'U5 nothing-due',
  ])
  const first = kept[0]
  const rest = first && (await listUnmatched(province.database, { at: first.recordedAt, id: first.id }, 100))
  expect(rest?.some(({ id }) => id === first?.id)).toBe(false)
})

type Act =
  | { readonly kind: 'cash'; readonly part: number }
  | { readonly kind: 'begin' }
  | { readonly kind: 'replace' }
  | { readonly kind: 'fail' }
  | { readonly kind: 'confirm'; readonly which: number; readonly error: number; readonly provider: number }

const anAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('cash' as const), part: fc.constantFrom(1, 2, 3) }),
  fc.constantFrom<Act>({ kind: 'begin' }, { kind: 'replace' }, { kind: 'fail' }),
  fc.record({
    kind: fc.constant('confirm' as const),
    which: fc.nat(3),
    error: fc.constantFrom(0, 0, 0, -1, 1),
    provider: fc.nat(4),
  }),
)

test('however charges, cash and confirmations interleave, what is paid is the sum of the payments, no more than is due, and nothing received is lost', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(anAct, fc.nat(3)), { minLength: 4, maxLength: 14 }), async (acts) => {
      run += 1
      const caseId = await charged(registration)
      const references = ['NOBODY-AT-ALL']
      const taken: number[] = []
      const said = new Map<string, number>()
      const carryOut = async (act: Act): Promise<void> => {
        if (act.kind === 'cash') {
          const amount = Math.floor(100_000 / act.part)
          await cash(caseId, amount)
          taken.push(amount)
        } else if (act.kind === 'begin') {
          references.push((await begin(caseId)).intent.reference)
        } else if (act.kind === 'replace') {
          const basis = 'Theo thực tế'
          const lines = [{ ...registration, amount: 50_000 }]
          await transact((tx) => replaceFees(tx, later, { caseId, lines, actor: officer, basis }))
        } else if (act.kind === 'fail') {
          const failed = { reference: references.at(-1) ?? '', why: '24' }
          await transact((tx) => failOnline(tx, later, failed))
        } else {
          const reference = references[act.which % references.length] ?? ''
          const amount = 100_000 + act.error
          const providerId = `run-${run}-${act.provider}`
          const { reason } = await settle({ reference, providerId, amount, paidAt: at })
          said.set(`${providerId} ${reference} ${amount}`, reason === null ? amount : 0)
        }
      }
      // Acts with the same draw run at the same time, some of them twice.
      for (let draw = 0; draw <= 3; draw += 1) {
        const together = acts.filter(([, when]) => when === draw).map(([act]) => act)
        const doubled = together.filter(({ kind }) => kind === 'confirm')
        const outcomes = await Promise.allSettled([...together, ...doubled].map(carryOut))
        for (const one of outcomes) {
          if (one.status === 'rejected') expect(String(one.reason), 'refused, not broken').toMatch(refusal)
        }
      }
      const account = await accountOf(province.database, caseId)
      const accepted = [...said.values()].reduce((sum, amount) => sum + amount, 0)
      const received = taken.reduce((sum, amount) => sum + amount, 0)
      expect(account?.payments.reduce((sum, { amount }) => sum + amount, 0)).toBe(account?.paid)
      expect(account?.paid).toBe(received + accepted)
      expect(account?.paid).toBeLessThanOrEqual(account?.due ?? 0)
      const { kept } = await province.owner.one<{ kept: number }>(
        'SELECT count(*) AS kept FROM payment_confirmation WHERE provider_id LIKE $1',
        [`run-${run}-%`],
      )
      expect(kept).toBe(said.size)
    }),
    { numRuns: 60 },
  )
}, 60_000)

// A number of the platform under two references at the same instant meets the unique key, and is told again.
const refusal =
  /payments[.](nothing-due|more-than-outstanding|already-paid|reference-unknown)|payment_online_number/
