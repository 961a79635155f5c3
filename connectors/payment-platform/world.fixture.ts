import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { newId } from '../../kernel/ids.ts'
import {
  accountOf,
  beginOnline,
  chargeFees,
  drawReceiptNumber,
  failOnline,
  findIntent,
  receiveCash,
  settleOnline,
} from '../../modules/payments/index.ts'
import { createHttp, type Visitor } from '../../platform/http/index.ts'
import { loadedProvince } from '../../tests/province.ts'
import type { PaymentPlatformStatus } from './contract.ts'
import { connectPaymentPlatform, type Order, type PaymentPlatformSettings } from './index.ts'
import { createStandIn } from './stand-in/stand-in.ts'

const clerk: Visitor = { kind: 'officer', officerId: newId(), name: 'Cán bộ', roles: [] }
export const partner = { code: 'H53', secret: 'thu-nghiem' }

/** A province whose cases cost something, the connector on a server, and the platform's stand-in on the same. */
export async function givenWorld() {
  let ahead = 0
  let visitor: Visitor = { kind: 'anonymous' }
  const clock = () => new Date(Date.now() + ahead)
  const province = await loadedProvince(clock())
  const { database } = province
  const agencyId = await province.agencyId('ubnd-tinh')
  const app = await createHttp({
    logger: pino({ level: 'silent' }),
    publicUrl: new URL('http://localhost:8080'),
    api: { title: 'Thử', version: '1', description: '' },
    identify: async () => visitor,
  })
  const home = () => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const report = (error: unknown) => {
    throw error
  }
  const standIn = createStandIn({
    provinceMode: 'demo',
    partner,
    clock,
    report,
    publicUrl: 'http://localhost:8080',
    confirmAt: () => `${home()}/connectors/payment-platform/confirm`,
    returnTo: (reference) => `/thanh-toan/${reference}/tro-ve`,
    slowMs: 1500,
  })
  const settings: PaymentPlatformSettings = {
    provinceMode: 'demo',
    publicUrl: 'http://localhost:8080',
    timeoutMs: 400,
    endpoint: {
      baseUrl: () => `${home()}/stand-in/payment-platform`,
      initPath: '/init',
      queryPath: '/query',
      statementPath: '/statement',
      partner,
      beneficiary: { account: '1', bank: 'NH', name: 'Kho bạc' },
    },
  }
  const orderOf = async (reference: string): Promise<Order | undefined> => {
    const intent = await findIntent(database, reference)
    const account = intent && (await accountOf(database, intent.caseId))
    if (!intent || !account) return undefined
    return {
      reference,
      amount: intent.amount,
      isOpen: intent.state === 'open',
      caseId: intent.caseId,
      caseCode: 'H53-261124-0001',
      procedure: { code: '1.001612', name: 'Đăng ký thành lập hộ kinh doanh' },
      agency: { code: null, name: 'UBND xã' },
      payer: { personId: newId(), name: 'Nguyễn Văn An', nationalId: null },
      lines: account.lines,
      returnTo: '/ho-so/H53-261124-0001',
    }
  }
  const platform = connectPaymentPlatform({
    database,
    clock,
    settings,
    report,
    orderOf,
    confirm: (said) => database.transact((tx) => settleOnline(tx, clock(), said)),
    fail: (failed) => database.transact((tx) => failOnline(tx, clock(), failed)),
  })
  await platform.routes(app)
  await standIn.mount(app)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const actor = { kind: 'person', id: newId() } as const
  const line = { key: 'registration', kind: 'charge', name: 'Lệ phí', amount: 100_000, clause: 'Đ3' } as const
  const follow = async (path: string) => {
    const response = await fetch(home() + path, { redirect: 'manual' })
    return { status: response.status, to: response.headers.get('location'), text: await response.text() }
  }
  const world = {
    province,
    standIn,
    platform,
    home,
    clock,
    /** Other days, on which nothing was begun yet and the stand-in works. */
    async beginAnew() {
      ahead += 10 * 24 * 3_600_000
      standIn.behave('working')
      await province.owner.run(
        `TRUNCATE payment_closing, payment_refund, payment_refund_line, payment_refund_return, payment_account, payment_line, payment_intent, payment, payment_confirmation,
           payment_platform_attempt, payment_platform_day`,
      )
    },
    pushOn(ms: number) {
      ahead += ms
    },
    async charged(amount = 100_000): Promise<string> {
      const caseId = newId()
      const lines = [{ ...line, amount }]
      await database.transact((tx) => chargeFees(tx, clock(), { caseId, agencyId, lines, actor }))
      return caseId
    },
    async begun(caseId: string): Promise<string> {
      const begun = await database.transact((tx) => beginOnline(tx, clock(), { caseId, actor }))
      return begun.intent.reference
    },
    async cash(caseId: string, amount: number) {
      const receiptNumber = await drawReceiptNumber(database, agencyId, clock())
      await database.transact((tx) => receiveCash(tx, clock(), { caseId, amount, actor, receiptNumber }))
    },
    /** A browser goes to an address of this site, and is told where to go on. */
    follow,
    go: (reference: string) => follow(`/thanh-toan/${reference}`),
    back: (reference: string) => follow(`/thanh-toan/${reference}/tro-ve`),
    /** Presses a button of the platform's page. */
    async press(reference: string, outcome: 'paid' | 'cancelled') {
      const path = `/stand-in/payment-platform/pay/${reference}/${outcome}`
      const response = await fetch(home() + path, { method: 'POST', redirect: 'manual' })
      return response.headers.get('location')
    },
    async confirm(body: unknown): Promise<unknown> {
      const response = await fetch(`${home()}/connectors/payment-platform/confirm`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return await response.json()
    },
    account: (caseId: string) => accountOf(database, caseId),
    async status(): Promise<PaymentPlatformStatus> {
      visitor = clerk
      const response = await fetch(`${home()}/api/v1/connectors/payment-platform/status`)
      visitor = { kind: 'anonymous' }
      return (await response.json()) as PaymentPlatformStatus
    },
    async end() {
      await app.close()
      await province.drop()
    },
  }
  return world
}

export type World = Awaited<ReturnType<typeof givenWorld>>
