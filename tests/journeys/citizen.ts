import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { vi } from '../../web/kit/words/vi.ts'
import { aPdf } from '../living-province.ts'
import { pdfText, squeezed } from '../pdf-text.ts'

export type Look = (page: Page, name: string) => Promise<void>

const { wizard, frame, home, procedures, tracking, signIn } = vi

/** A citizen on the way through the citizens' pages, from a question to the code of a dossier. */
export interface Citizen {
  readonly page: Page
  readonly look: Look
  readonly home: string
  /** Whether what is typed is kept while it is typed, and not only as it is sent. */
  readonly hasScripts: boolean
}

const goOn = (page: Page) => page.getByRole('button', { name: frame.goOn }).click()
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

export async function findsBirthRegistration({ page, look, home: address }: Citizen): Promise<void> {
  await page.goto(address)
  await heading(page, home.title)
  await look(page, 'citizen-home')
  await page.getByRole('searchbox').fill('lam giay khai sinh cho con')
  await page.getByRole('button', { name: home.search, exact: true }).click()
  const first = page.getByRole('main').getByRole('listitem').first().getByRole('link')
  expect(await first.textContent()).toBe('Đăng ký khai sinh')
  await look(page, 'citizen-search')
  await first.click()
  await heading(page, 'Đăng ký khai sinh')
  await look(page, 'citizen-procedure')
}

export async function signsIn({ page, look }: Citizen, account: string): Promise<void> {
  await page.getByRole('link', { name: procedures.apply }).first().click()
  await page.getByText(wizard.signInFirst).waitFor()
  await look(page, 'citizen-begin')
  await page.getByRole('link', { name: signIn.citizenGo }).click()
  await page.getByRole('button', { name: account }).waitFor()
  await look(page, 'citizen-sign-in')
  await page.getByRole('button', { name: account }).click()
  await heading(page, wizard.startTitle)
}

/** Goes on without an answer first: is told what is missing, and loses nothing. */
export async function begins({ page, look }: Citizen, agency: string): Promise<void> {
  await page.getByRole('radio', { name: vi.dossier.deliveries.counter }).check()
  await goOn(page)
  await page.getByRole('alert').waitFor()
  await look(page, 'citizen-start-errors')
  expect(await page.getByRole('radio', { name: vi.dossier.deliveries.counter }).isChecked()).toBe(true)
  await page
    .getByRole('radio', { name: /giấy chứng sinh/i })
    .first()
    .check()
  await page.getByLabel(wizard.agency).selectOption({ label: agency })
  await goOn(page)
  await heading(page, 'Em bé')
}

const child: Readonly<Record<string, string>> = {
  'Họ, chữ đệm, tên của trẻ': 'Nguyễn Thị Ngọc Ánh',
  'Ngày sinh': '2/11/2026',
  'Nơi sinh': 'Bệnh viện Đa khoa Long An, phường Long An',
  'Dân tộc': 'Kinh',
  'Quốc tịch': 'Việt Nam',
}

export async function declaresTheChild({ page, look }: Citizen): Promise<void> {
  const { 'Nơi sinh': birthPlace = '', ...others } = child
  await fills(page, others)
  await page.getByRole('radio', { name: 'Nữ' }).check()
  await page.getByRole('radio', { name: 'Giấy chứng sinh' }).check()
  await goOn(page)
  const alert = page.getByRole('alert')
  await alert.getByRole('link', { name: /^Nơi sinh/ }).waitFor()
  await look(page, 'citizen-form-error')
  expect(await page.getByLabel('Họ, chữ đệm, tên của trẻ').inputValue()).toBe(
    child['Họ, chữ đệm, tên của trẻ'],
  )
  expect(await page.getByLabel('Ngày sinh').inputValue()).toBe('02/11/2026')
  expect(await page.getByRole('radio', { name: 'Nữ' }).isChecked()).toBe(true)
  await alert.getByRole('link', { name: /^Nơi sinh/ }).click()
  await page.getByLabel('Nơi sinh').fill(birthPlace)
  await goOn(page)
  await heading(page, 'Mẹ của trẻ')
}

export async function declaresParentsAndSelf({ page, look, hasScripts }: Citizen): Promise<void> {
  await page
    .getByRole('group', { name: /Có khai về mẹ/ })
    .getByRole('radio', { name: 'Có' })
    .check()
  await fills(page, {
    'Họ, chữ đệm, tên của mẹ': 'Trần Thị Ngọc Bích',
    'Quốc tịch của mẹ': 'Việt Nam',
  })
  if (hasScripts) await page.getByText(wizard.saved('')).waitFor()
  await look(page, 'citizen-form')
  await goOn(page)
  await heading(page, 'Cha của trẻ')
  await page
    .getByRole('group', { name: /Có khai về cha/ })
    .getByRole('radio', { name: 'Có' })
    .check()
  await fills(page, { 'Họ, chữ đệm, tên của cha': 'Nguyễn Văn An', 'Quốc tịch của cha': 'Việt Nam' })
  await page.getByRole('radio', { name: 'Đã đăng ký' }).check()
  await goOn(page)
  await heading(page, 'Người khai')
  expect(await page.getByLabel('Họ, chữ đệm, tên người khai').inputValue()).toBe('Nguyễn Văn An')
  await fills(page, { 'Số định danh của người khai': '0720', 'Số điện thoại': '0912345678' })
  await page.getByRole('radio', { name: 'Cha', exact: true }).check()
  await goOn(page)
  const wrong = page.getByRole('alert').getByRole('link', { name: /^Số định danh của người khai: phải đủ/ })
  await wrong.waitFor()
  await look(page, 'citizen-format-error')
  expect(await page.getByLabel('Số định danh của người khai').inputValue()).toBe('0720')
  await page.getByLabel('Số định danh của người khai').fill('072085990001')
  await goOn(page)
  await heading(page, wizard.papersTitle)
}

/** Goes on without it first: what only the whole can show is shown at the end, and leads back to where it is mended. */
export async function bringsThePaper({ page, look }: Citizen): Promise<void> {
  const submit = page.getByRole('button', { name: wizard.submit })
  await page.getByRole('link', { name: frame.goOn }).click()
  await heading(page, wizard.reviewTitle)
  await submit.click()
  await page.getByRole('alert').waitFor()
  await page.getByRole('checkbox', { name: wizard.truth }).check()
  await submit.click()
  const missing = page.getByRole('alert').getByRole('link', { name: /^Giấy chứng sinh/ })
  await missing.waitFor()
  await look(page, 'citizen-review-error')
  await missing.click()
  await heading(page, wizard.papersTitle)
  const paper = page.getByRole('region', { name: 'Giấy chứng sinh' })
  const file = { name: 'giấy-chứng-sinh.pdf', mimeType: 'application/pdf', buffer: aPdf }
  await paper.getByLabel(wizard.paper).setInputFiles(file)
  await paper.getByRole('button', { name: wizard.upload }).click()
  await paper.getByText('giấy-chứng-sinh.pdf').first().waitFor()
  await look(page, 'citizen-papers')
  await page.getByRole('link', { name: frame.goOn }).click()
  await heading(page, wizard.reviewTitle)
}

export async function reviewsAndSubmits({ page, look }: Citizen): Promise<string> {
  const submit = page.getByRole('button', { name: wizard.submit })
  await look(page, 'citizen-review')
  await page.getByRole('checkbox', { name: wizard.truth }).check()
  await submit.click()
  await heading(page, wizard.doneTitle)
  await look(page, 'citizen-done')
  const code = await page.locator('.dossier-code').textContent()
  expect(code).toMatch(/^H53\.27694-\d{6}-\d{4}$/)
  return code ?? ''
}

/** By the code alone, typed as people type it: where it is, and none of these names. */
export async function tracksByCode(
  { page, look, home: address }: Citizen,
  code: string,
  names: readonly string[],
): Promise<void> {
  await page.goto(`${address}/tra-cuu`)
  await look(page, 'citizen-track')
  await page.getByRole('textbox', { name: tracking.label }).fill(code.toLowerCase())
  await page.getByRole('button', { name: tracking.go }).click()
  await page.getByText(code).first().waitFor()
  await look(page, 'citizen-tracking-masked')
  const shown = (await page.getByRole('main').textContent()) ?? ''
  expect(names.filter((name) => shown.includes(name))).toEqual([])
}

/** Home says what waits; nothing brought is told first, then the paper is brought. */
export async function supplements({ page, look, home: address }: Citizen, code: string): Promise<void> {
  await page.goto(address)
  const waiting = page.getByRole('region', { name: home.waiting })
  await look(page, 'citizen-home-waiting')
  await waiting.getByRole('listitem').filter({ hasText: code }).getByRole('link').click()
  await page.getByText(tracking.supplementTitle).waitFor()
  await look(page, 'citizen-tracking-supplement')
  await page.getByRole('link', { name: tracking.supplementGo }).click()
  await heading(page, tracking.supplementPageTitle)
  await look(page, 'citizen-supplement')
  const send = page.getByRole('button', { name: tracking.supplementSend })
  await send.click()
  await page.getByRole('alert').waitFor()
  await look(page, 'citizen-supplement-error')
  const file = { name: 'giấy-chứng-sinh-rõ.pdf', mimeType: 'application/pdf', buffer: aPdf }
  await page.getByLabel(tracking.supplementPaper('Giấy chứng sinh')).setInputFiles(file)
  await send.click()
  await heading(page, 'Đăng ký khai sinh')
  await page.getByText(vi.derivation.open).click()
  await look(page, 'citizen-tracking')
}

export async function seesTheResult({ page, look, home: address }: Citizen, code: string, number: string) {
  await page.goto(`${address}/ho-so`)
  await look(page, 'citizen-mine')
  await page.getByRole('listitem').filter({ hasText: code }).getByRole('link').click()
  await page.getByText(number).first().waitFor()
  await look(page, 'citizen-tracking-released')
  const file = await page.getByRole('link', { name: 'giấy-khai-sinh.pdf' }).getAttribute('href')
  const opened = await page.request.get(`${address}${file ?? ''}`)
  expect(await opened.body()).toEqual(aPdf)
}

async function fills(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(fields))
    await page.getByLabel(label, { exact: false }).fill(value)
}

/** Every duty that opened the dossier stands there, with its office and what for; and no officer's name. */
export async function seesWhoLooked(
  { page, look, home: address }: Citizen,
  code: string,
  duties: readonly string[],
  names: readonly string[],
): Promise<void> {
  await page.goto(`${address}/ho-so/${code}`)
  await page.getByRole('link', { name: vi.readings.link }).click()
  await heading(page, vi.readings.title)
  await look(page, 'citizen-readings')
  const opened = page.getByRole('listitem').filter({ hasText: code })
  for (const duty of duties) {
    const of = opened.filter({ hasText: duty }).filter({ hasText: vi.readings.purposes['dossier.opened'] })
    expect(await of.count(), duty).toBeGreaterThan(0)
  }
  const said = await page.getByRole('main').textContent()
  for (const name of names) expect(said).not.toContain(name)
}

/** Form 01: seen on the screen, and kept as a PDF that says whose it is. */
export async function keepsTheReceipt(
  { page, look, home: address }: Citizen,
  code: string,
  applicant: string,
): Promise<void> {
  await page.goto(`${address}/ho-so/${code}`)
  await page.getByRole('link', { name: vi.receiptForm.link }).click()
  await heading(page, vi.receiptForm.title)
  await look(page, 'citizen-receipt')
  const link = page.getByRole('link', { name: vi.dossier.slipFile(vi.dossier.slipNames['01']) })
  const opened = await page.request.get(`${address}${(await link.getAttribute('href')) ?? ''}`)
  expect(opened.headers()['content-type']).toBe('application/pdf')
  const text = squeezed(pdfText(await opened.body()).join(''))
  for (const said of [code, applicant, vi.dossier.slipNames['01'].toUpperCase()]) {
    expect(text).toContain(squeezed(said))
  }
}

/** On a light machine the choice is kept from page to page; and given back, the machine's own holds again. */
export async function choosesTheDark({ page, home: address }: Citizen): Promise<void> {
  const { themes } = frame
  const ground = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')
  const light = await ground()
  await page.getByRole('button', { name: themes.dark, exact: true }).click()
  await page.getByText(themes.dark, { exact: true }).and(page.locator('strong')).waitFor()
  expect(await ground()).toBe('rgb(12, 17, 22)')
  await page.goto(address)
  expect(await ground()).toBe('rgb(12, 17, 22)')
  await page.getByRole('button', { name: themes.system, exact: true }).click()
  await page.getByText(themes.system, { exact: true }).and(page.locator('strong')).waitFor()
  expect(await ground()).toBe(light)
}
