import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { takeInAtOffice } from '../../modules/dossiers/service/intake.ts'
import { confirmPayment } from '../../modules/dossiers/service/paying.ts'
import { accountOf } from '../../modules/payments/index.ts'
import { vi } from '../../web/kit/words/vi.ts'
import { businessAnswers, inhabitantsOf } from '../living-province.ts'
import { serveProvince, type ServedProvince } from '../served-province.ts'
import { openChromium } from './chromium.ts'
import { desktop, lookAt, phone } from './look.ts'

const LONG = 60_000
const { counter, money, moneyOpen } = vi

let served: ServedProvince
let browser: Browser

beforeAll(async () => {
  browser = await openChromium()
  served = await serveProvince('2026-11-23T02:00:00Z')
}, LONG)
afterAll(async () => {
  await browser?.close()
  await served?.close()
})

async function comesIn(account: string, viewport = desktop): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'vi-VN' })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  await page.goto(`${served.home}/workbench/khoan-thu`)
  await page.getByRole('link', { name: vi.errorPage.signInOfficer }).click()
  await page.getByRole('button', { name: account }).click()
  await page.waitForURL(`${served.home}/workbench/khoan-thu`)
  return page
}

test(
  'a payment that fits no dossier is matched at the counter; what was too much, and fees that were wrongly taken, go back',
  async () => {
    const { dossiers, database } = served.province
    const people = inhabitantsOf(dossiers)
    const { personId } = await people.citizen('nguyen-van-an')
    const { id, code } = await takeInAtOffice(
      dossiers,
      await people.officer('nguyen-thi-lan'),
      {
        procedure: '1.001612',
        caseKey: 'one-person',
        agencyId: await people.agency('ubnd-27694'),
        channel: 'counter',
        applicant: { personId },
        answers: businessAnswers,
        papers: [],
        delivery: 'counter',
        accept: true,
      },
      undefined,
    )
    const paid = { reference: 'A'.repeat(32), providerId: 'GD-77', amount: 60_000, paidAt: served.now() }
    await confirmPayment(dossiers, paid)

    const reception = await comesIn('Nguyễn Thị Lan')
    await reception.getByText(moneyOpen.reasons['unknown-reference']).waitFor()
    await lookAt(reception, 'money-open')
    await reception.getByText(moneyOpen.matched.name, { exact: true }).click()
    const form = reception.locator('form', { has: reception.getByLabel(moneyOpen.dossierCode) })
    await form.getByLabel(moneyOpen.dossierCode).fill(code)
    await form.getByRole('button', { name: moneyOpen.matched.do }).click()
    await reception.getByRole('alert').waitFor()
    await reception.getByLabel(moneyOpen.reason).first().fill('Nộp nhiều hơn khoản phải nộp')
    await reception.getByLabel(moneyOpen.clause).first().fill('Luật 97/2015/QH13, Đ12')
    await form.getByRole('button', { name: moneyOpen.matched.do }).click()
    await reception.getByText(moneyOpen.done, { exact: true }).waitFor()
    await reception.getByText(moneyOpen.none).waitFor()
    await lookAt(reception, 'money-to-return')
    await reception.getByText(moneyOpen.give.name, { exact: true }).first().click()
    await reception.getByRole('button', { name: moneyOpen.give.do }).click()
    await reception.getByText(moneyOpen.refundsNone).waitFor()

    const approver = await comesIn('Võ Hồng Sơn')
    await approver.goto(`${served.home}/workbench/ho-so/${id}`)
    await approver.getByText(counter.refund.name, { exact: true }).first().click()
    await approver.getByLabel(counter.refundReason).fill('Người nộp được miễn lệ phí')
    await approver.getByLabel(counter.refundClause).fill('Luật 97/2015/QH13, Đ10')
    await approver.getByRole('button', { name: counter.refund.do }).click()
    await approver.getByText(counter.refund.done).waitFor()
    await lookAt(approver, 'refund-decided')
    expect(await accountOf(database, id)).toMatchObject({
      paid: 50_000,
      isPaidOnline: true,
      refunds: [
        { amount: 10_000, returned: { way: 'cash', number: 'C2026-000001' } },
        { amount: 50_000, returned: null },
      ],
    })

    const context = await browser.newContext({ viewport: phone, locale: 'vi-VN' })
    const citizen = await context.newPage()
    await citizen.goto(`${served.home}/dang-nhap?next=/ho-so/${code}`)
    await citizen.getByRole('link', { name: vi.signIn.citizenGo }).click()
    await citizen.getByRole('button', { name: 'Nguyễn Văn An' }).click()
    await citizen.waitForURL(`${served.home}/ho-so/${code}`)
    await citizen.getByRole('heading', { name: money.refunds }).waitFor()
    await lookAt(citizen, 'refund-seen-by-the-payer')
  },
  LONG,
)
