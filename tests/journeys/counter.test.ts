import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IntakeInput } from '../../modules/dossiers/contract.ts'
import { getDossierTruth } from '../../modules/dossiers/index.ts'
import { beginDraft } from '../../modules/dossiers/service/drafting.ts'
import { requestSupplement } from '../../modules/dossiers/service/decisions.ts'
import { takeInAtOffice } from '../../modules/dossiers/service/intake.ts'
import { readDossierPage } from '../../modules/dossiers/service/reading.ts'
import { vi } from '../../web/kit/words/vi.ts'
import { aPdf, birthAnswers, businessAnswers, inhabitantsOf } from '../living-province.ts'
import { live } from '../dossier-lives.ts'
import { serveProvince, type ServedProvince } from '../served-province.ts'
import { openChromium } from './chromium.ts'
import { desktop, lookAt, phone } from './look.ts'

const LONG = 60_000
const { counter, money, desk } = vi

let served: ServedProvince
let browser: Browser
let officer: Page

beforeAll(async () => {
  browser = await openChromium()
  served = await serveProvince('2026-11-23T02:00:00Z')
  officer = await comes(desktop, true)
  await officer.goto(`${served.home}/workbench`)
  await officer.getByRole('link', { name: vi.errorPage.signInOfficer }).click()
  await officer.getByRole('button', { name: 'Nguyễn Thị Lan' }).click()
  await officer.waitForURL(`${served.home}/workbench`)
}, LONG)
afterAll(async () => {
  await browser?.close()
  await served?.close()
})

async function comes(viewport: typeof phone | typeof desktop, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'vi-VN', javaScriptEnabled })
  context.setDefaultTimeout(15_000)
  return context.newPage()
}

async function signsIn(page: Page, path: string): Promise<void> {
  await page.goto(`${served.home}/dang-nhap?next=${path}`)
  await page.getByRole('link', { name: vi.signIn.citizenGo }).click()
  await page.getByRole('button', { name: 'Nguyễn Văn An' }).click()
  await page.waitForURL(served.home + path)
}

/** A birth of a known applicant, brought to the counter with its notice on paper. */
async function takenIn(change: Partial<IntakeInput> = {}) {
  const { dossiers } = served.province
  const people = inhabitantsOf(dossiers)
  const { personId } = await people.citizen('nguyen-van-an')
  const input: IntakeInput = {
    procedure: '1.001193',
    caseKey: 'with-birth-notice',
    agencyId: await people.agency('ubnd-27694'),
    channel: 'counter',
    applicant: { personId },
    answers: birthAnswers,
    papers: [{ requirement: 'birth-notice', originals: 1, copies: 0 }],
    delivery: 'counter',
    accept: true,
    ...change,
  }
  return takeInAtOffice(dossiers, await people.officer('nguyen-thi-lan'), input, undefined)
}

const aBusiness = { procedure: '1.001612', caseKey: 'one-person', answers: businessAnswers, papers: [] }
const opens = (id: string) => officer.goto(`${served.home}/workbench/ho-so/${id}`)
const presses = (act: 'settle-fees' | 'receive-cash' | 'return-papers' | 'digital-copy') =>
  officer.getByRole('button', { name: counter[act].do }).click()
const summary = (name: string) => officer.locator('summary').filter({ hasText: name }).click()

test(
  'reception says which fees apply, gives the original back and adds its digital copy',
  async () => {
    const { id } = await takenIn()
    await opens(id)
    await officer.getByText(money.missing).waitFor()
    await summary(counter['settle-fees'].name)
    await presses('settle-fees')
    await officer.getByRole('alert').waitFor()
    await lookAt(officer, 'counter-fees-error')
    const answers = [
      ['registration', 'yes'],
      ['late-registration', 'no'],
      ['extract-copy', 'no'],
    ] as const
    for (const [line, answer] of answers) {
      await officer.locator(`[name="fee-applies:${line}"][value="${answer}"]`).check()
    }
    await presses('settle-fees')
    await officer.getByText(counter['settle-fees'].done).waitFor()
    await officer.getByText(money.states['nothing-due']).waitFor()
    await summary(counter['return-papers'].name)
    await officer.locator('[name=returned]').check()
    await presses('return-papers')
    await officer.getByText(counter['return-papers'].done).waitFor()
    await summary(counter['digital-copy'].name)
    const scan = { name: 'giấy chứng sinh.pdf', mimeType: 'application/pdf', buffer: aPdf }
    await officer.locator('input[name="copy"]').setInputFiles(scan)
    await lookAt(officer, 'counter-digital-copy')
    await presses('digital-copy')
    await officer.getByText(counter['digital-copy'].done).waitFor()
    await officer.getByRole('link', { name: scan.name }).waitFor()
    expect(await officer.getByText(counter.title).count()).toBe(1)
  },
  LONG,
)

test(
  'cash is taken under a receipt number, and what is paid is not asked for again',
  async () => {
    const { id } = await takenIn(aBusiness)
    await opens(id)
    await summary(counter['receive-cash'].name)
    expect(await officer.getByLabel(counter.cash).inputValue()).toBe('50.000')
    await officer.getByLabel(counter.cash).fill('không')
    await presses('receive-cash')
    await officer.getByRole('alert').waitFor()
    await officer.getByLabel(counter.cash).fill('50.000')
    await lookAt(officer, 'counter-cash')
    await presses('receive-cash')
    await officer.getByText(money.states.paid).waitFor()
    await officer.getByText(money.receipt('2026-000001')).waitFor()
    await lookAt(officer, 'counter-paid')
    expect(await officer.locator('summary').filter({ hasText: counter['receive-cash'].name }).count()).toBe(0)
  },
  LONG,
)

test(
  'what was asked for is received at the counter, on paper',
  async () => {
    const { dossiers } = served.province
    const people = inhabitantsOf(dossiers)
    const { id } = await takenIn()
    const caseOfficer = await people.officer('tran-quoc-bao')
    await requestSupplement(dossiers, caseOfficer, id, {
      message: 'Xin nộp lại giấy chứng sinh và sửa nơi sinh',
      wrong: [
        { path: '/parts/birth-notice', reason: 'Mờ, không đọc được số giấy' },
        { path: '/answers/childBirthPlace', reason: 'Thiếu tên phường' },
      ],
    })
    await opens(id)
    const send = officer.getByRole('button', { name: counter['receive-supplement'].do })
    const place = officer.getByRole('textbox', { name: 'Nơi sinh' })
    await place.fill('Bệnh viện Đa khoa Long An, phường Long An, tỉnh Tây Ninh')
    await send.click()
    await officer.getByRole('alert').waitFor()
    await lookAt(officer, 'counter-supplement-error')
    expect(await place.inputValue()).toContain('tỉnh Tây Ninh')
    await officer.getByRole('textbox', { name: counter.originalsBrought }).fill('1')
    await send.click()
    await officer.getByText(counter['receive-supplement'].done).waitFor()
    const page = await readDossierPage(dossiers, caseOfficer, id)
    expect(page).toMatchObject({ state: 'processing', parts: [{ originals: 1, file: null }] })
    expect(page.answers['childBirthPlace']).toContain('tỉnh Tây Ninh')
    await officer.getByText(desk.history).waitFor()
  },
  LONG,
)

test(
  'a paper of an earlier dossier is used again without JavaScript, and the review says where it is from',
  async () => {
    const { dossiers, database } = served.province
    const people = inhabitantsOf(dossiers)
    const earlier = await live(dossiers, 'ubnd-27694', 'accepted')
    const { code } = await getDossierTruth(database, earlier)
    const applicant = await people.citizen('nguyen-van-an')
    const birth = await people.birth(applicant, 'ubnd-27694')
    const draft = await beginDraft(dossiers, applicant, { ...birth, parts: [] })
    const page = await comes(phone, false)
    await signsIn(page, `/nop/${draft.id}/giay-to`)
    await page.locator('summary').filter({ hasText: vi.wizard.reuse }).first().click()
    await page.getByRole('button', { name: vi.wizard.reuseDo }).first().click()
    await page.getByRole('alert').waitFor()
    const choice = page.getByLabel(vi.wizard.reuseLabel).first()
    await choice.selectOption(await choice.locator('option', { hasText: code }).getAttribute('value'))
    await page.getByRole('button', { name: vi.wizard.reuseDo }).first().click()
    const said = vi.wizard.reused('giay-to.pdf', code)
    await page.getByText(said).waitFor()
    const seen = await comes(phone, true)
    await seen.context().addCookies(await page.context().cookies())
    await seen.goto(page.url())
    await seen.locator('summary').filter({ hasText: vi.wizard.reuse }).first().click()
    await lookAt(seen, 'citizen-reuse')
    await page.goto(`${served.home}/nop/${draft.id}/xem-lai`)
    await page.getByText(said).waitFor()
  },
  LONG,
)

test(
  'procedures stand by field, and one known only from the national catalogue says where it is declared',
  async () => {
    const page = await comes(phone, true)
    await page.goto(`${served.home}/thu-tuc`)
    await lookAt(page, 'citizen-procedures')
    await page.locator('summary').filter({ hasText: 'Hộ tịch' }).click()
    await page.getByRole('link', { name: 'Đăng ký nhận cha, mẹ, con' }).first().click()
    await page.getByText(vi.procedures.isFormElsewhere('Cổng Dịch vụ công quốc gia')).waitFor()
    await lookAt(page, 'citizen-procedure-catalogue')
    await page.goto(`${served.home}/thu-tuc/1.012812`)
    await lookAt(page, 'citizen-procedure-channels')
  },
  LONG,
)

test(
  'whoever applied pays online from the dossier’s page, without JavaScript, and sees that it is paid',
  async () => {
    const { code } = await takenIn(aBusiness)
    const page = await comes(phone, false)
    const address = `${served.home}/ho-so/${code}`
    await signsIn(page, `/ho-so/${code}`)
    const seen = await comes(phone, true)
    await seen.context().addCookies(await page.context().cookies())
    await seen.goto(`${address}?payment=waiting`)
    await seen.getByText(money.returns.waiting).waitFor()
    await lookAt(seen, 'citizen-to-pay')
    await page.getByRole('button', { name: money.pay }).click()
    await page.getByRole('button', { name: 'Trả tiền thử' }).click()
    await page.waitForURL(address)
    await page.getByText(money.states.paid).waitFor()
    expect(await page.getByRole('button', { name: money.pay }).count()).toBe(0)
    await seen.goto(`${address}?payment=waiting`)
    await lookAt(seen, 'citizen-paid')
    expect(await seen.getByText(money.returns.waiting).count()).toBe(0)
  },
  LONG,
)
