import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { vi } from '../../web/kit/words/vi.ts'
import { aPdf, birthAnswers } from '../living-province.ts'
import { pdfText, squeezed } from '../pdf-text.ts'
import { serveProvince, type ServedProvince } from '../served-province.ts'
import { openChromium } from './chromium.ts'
import type { Look } from './citizen.ts'
import { desktop, lookAt } from './look.ts'
import * as officers from './officer.ts'

const LONG = 60_000
const COPIES = 'Chứng thực bản sao từ bản chính'
const { intake: say, dossier, desk, counter, money } = vi

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

async function comes(account: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: desktop,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  await officers.signsIn({ page, look: lookAt, home: served.home }, '/workbench', account)
  return page
}

/** What has the focus, by its labels and its own words; nothing where nothing has it. */
const focused = `(() => {
  const one = document.activeElement
  if (one === document.body) return ''
  const labels = [...(one.labels ?? [])].map((label) => label.innerText)
  return [...labels, one.innerText].join(' ').replaceAll(/\\s+/g, ' ')
})()`

/** Somebody who works by keyboard alone. */
interface Keyboard {
  readonly press: (key: string) => Promise<void>
  readonly type: (text: string) => Promise<void>
  /** Goes on by Tab until what has the focus says so. */
  readonly to: (label: string) => Promise<void>
}

function keyboardOf(page: Page): Keyboard {
  const press = (key: string) => page.keyboard.press(key)
  return {
    press,
    type: (text) => page.keyboard.type(text),
    to: async (label) => {
      const seen: string[] = []
      for (let steps = 0; steps < 80; steps += 1) {
        const here = await page.evaluate<string>(focused)
        if (here.includes(label)) return
        seen.push(here)
        await press('Tab')
      }
      throw new Error(`Tab never came to "${label}", only to: ${seen.join(' | ')}`)
    },
  }
}

/** From the list of work to the form of a procedure, found by everyday words. */
async function finds(page: Page, words: string, name: string, look?: Look): Promise<void> {
  const { press, type } = keyboardOf(page)
  // The keys work once the page's script runs; the sheet that tells them shows that it does.
  const sheet = page.getByRole('dialog')
  await expect
    .poll(async () => (await sheet.isVisible()) || (await press('?'), await sheet.isVisible()), {
      timeout: 15_000,
    })
    .toBe(true)
  await press('Escape')
  await press('n')
  await page.getByRole('heading', { level: 1, name: say.title }).waitFor()
  await type(words)
  await page.waitForURL(/q=/)
  await page.getByRole('list', { name: say.results }).getByRole('link', { name }).first().waitFor()
  await look?.(page, 'intake-find')
  const chosen = page.locator('a:focus').filter({ hasText: name })
  for (let down = 0; down < 10 && (await chosen.count()) === 0; down += 1) await press('ArrowDown')
  await press('Enter')
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

/** What the form for certified copies asks, on the keyboard. */
async function declaresCopies(page: Page): Promise<void> {
  const { press, type, to } = keyboardOf(page)
  await to('Giấy tờ do cơ quan Việt Nam cấp')
  await press('Space')
  await to('Tên giấy tờ cần sao')
  await type('Bằng tốt nghiệp đại học')
  await press('Enter')
  await press('Enter')
  await press('Space')
  await press('Enter')
  await type('3')
  await press('Enter')
  await type('2')
  await to('Tôi chịu trách nhiệm')
  await press('Space')
}

/** A day as it is written at the counter. */
const written = (value: string) => value.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3/$2/$1')

/** Answers to the questions that the form shows, in its order. */
async function declares(page: Page, answers: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(answers)) {
    const choice = page.locator(`input[type="radio"][name="${name}"][value="${value}"]`)
    if ((await choice.count()) === 1) await choice.check()
    else await page.locator(`[name="${name}"]`).fill(written(value))
  }
}

/** The form of birth registration, for somebody known, through a channel. */
async function opensBirth(page: Page, channel: 'counter' | 'post'): Promise<void> {
  await page.goto(`${served.home}/workbench/tiep-nhan`)
  await page.getByRole('radio', { name: say.channels[channel] }).check()
  await page.getByLabel(say.find).fill('khai sinh cho con')
  await page.waitForURL(/q=khai/)
  await page.getByRole('list', { name: say.results }).getByRole('link', { name: '1.001193' }).click()
  await page.getByLabel(say.nationalId).fill('072085990001')
  await page.getByText(say.known('Nguyễn Văn An')).waitFor()
  await page.getByRole('radio', { name: 'Trẻ có giấy chứng sinh' }).check()
  await declares(page, birthAnswers)
}

async function counted(): Promise<number> {
  const { n } = await served.province.database.one<{ n: number }>('SELECT count(*) AS n FROM dossier')
  return n
}

const receipt = (page: Page) =>
  page.getByRole('link', { name: dossier.slipFile(dossier.slipNames['01']), exact: true })
const openDossier = /\/workbench\/ho-so\//

describe('a morning at the counter', { timeout: 2 * LONG }, () => {
  test('by keyboard alone somebody known is found, and the dossier accepted once, however often it is pressed', async () => {
    const page = await comes('Nguyễn Thị Lan')
    const { press, type, to } = keyboardOf(page)
    await finds(page, 'sao y', COPIES, lookAt)
    await type('072085990001')
    await page.getByText(say.known('Nguyễn Văn An')).waitFor()
    await lookAt(page, 'intake-known')
    await press('Control+Enter')
    await page.getByRole('alert').waitFor()
    await lookAt(page, 'intake-errors')
    await declaresCopies(page)
    await to('Bản sao cần chứng thực')
    await press('Space')
    await page.getByText(say.total('10.000\u00a0đ')).waitFor()
    expect(await page.locator('.field.wrong').count()).toBe(0)
    await lookAt(page, 'intake-full')
    const before = await counted()
    await press('Control+Enter')
    await press('Control+Enter')
    await page.waitForURL(openDossier)
    await page.getByText(desk.accept.done).waitFor()
    await receipt(page).waitFor()
    expect(await counted()).toBe(before + 1)

    await to(counter['receive-cash'].name)
    await press('Enter')
    await to(counter.cash)
    await to(counter['receive-cash'].do)
    await press('Enter')
    await page.getByText(counter['receive-cash'].done).waitFor()
    await page.getByText(money.states.paid).waitFor()
    await to(dossier.slipFile(dossier.slipNames['01']))
    const slip = await page.request.get(served.home + ((await receipt(page).getAttribute('href')) ?? ''))
    expect(slip.headers()['content-type']).toBe('application/pdf')
    expect(squeezed(pdfText(await slip.body()).join(''))).toContain(squeezed('Nguyễn Văn An'))
  })

  test('by keyboard alone one without its paper is kept, and refused with a ground and its slip', async () => {
    const page = await comes('Nguyễn Thị Lan')
    const { press, type, to } = keyboardOf(page)
    await finds(page, 'sao y', COPIES)
    await type('072085990001')
    await page.getByText(say.known('Nguyễn Văn An')).waitFor()
    await declaresCopies(page)
    await to(say.keep)
    await press('Enter')
    await page.waitForURL(openDossier)
    await page.locator('#actions').waitFor()
    await press('a')
    await page.locator('#actions:focus').waitFor()
    await press('Tab')
    await to(desk.refuse.name)
    await press('Enter')
    await to(desk.ground)
    await type('Không mang theo bản chính')
    await to(desk.refuse.do)
    await press('Enter')
    await page.getByText(desk.refuse.done).waitFor()
    await to(dossier.slipFile(dossier.slipNames['03']))
  })

  test('by keyboard alone somebody new is entered, and what they said of themselves is typed once', async () => {
    const page = await comes('Nguyễn Thị Lan')
    const { press, type, to } = keyboardOf(page)
    await finds(page, 'sao y', COPIES)
    await type('072090990098')
    await page.getByText(say.notKnown).waitFor()
    await to(say.name.citizen)
    await type('Công Tằng Tôn Nữ Hoàng Diễm Phúc')
    await to(say.phone)
    await type('0909123456')
    await declaresCopies(page)
    expect(await page.getByLabel('Họ, chữ đệm, tên người yêu cầu').inputValue()).toBe(
      'Công Tằng Tôn Nữ Hoàng Diễm Phúc',
    )
    await to(say.accept)
    await press('Enter')
    await page.waitForURL(openDossier)
    await page.getByText('Công Tằng Tôn Nữ Hoàng Diễm Phúc').first().waitFor()
    await receipt(page).waitFor()
  })

  test('one that is not complete is not accepted; it is recorded, and refused with a ground', async () => {
    const page = await comes('Nguyễn Thị Lan')
    await opensBirth(page, 'counter')
    await page.getByText(say.missing('Giấy chứng sinh')).waitFor()
    await page.getByRole('button', { name: say.accept, exact: true }).click()
    await page.getByRole('alert').getByText('Giấy chứng sinh').waitFor()
    await lookAt(page, 'intake-missing')
    expect(await page.getByLabel('Họ, chữ đệm, tên của trẻ').inputValue()).toBe(birthAnswers.childName)
    await page.getByRole('button', { name: say.keep }).click()
    await page.waitForURL(openDossier)
    await page.locator('#actions').getByText(desk.refuse.name, { exact: true }).click()
    await page.getByLabel(desk.ground).fill('Không có giấy chứng sinh, không có người làm chứng')
    await page.getByRole('button', { name: desk.refuse.do }).click()
    await page.getByText(desk.refuse.done).waitFor()
    await page.getByRole('link', { name: dossier.slipFile(dossier.slipNames['03']) }).waitFor()
  })
})

describe('by post', { timeout: 2 * LONG }, () => {
  test('a letter is entered with the day it came; what it holds is used again at the next', async () => {
    const page = await comes('Nguyễn Thị Lan')
    await opensBirth(page, 'post')
    await page.getByLabel(say.receivedOn).fill('1/10/2026')
    await page.getByRole('checkbox', { name: /^Giấy chứng sinh/ }).check()
    const file = { name: 'giấy-chứng-sinh.pdf', mimeType: 'application/pdf', buffer: aPdf }
    await page.getByLabel(say.file).setInputFiles(file)
    await page.getByRole('button', { name: say.accept, exact: true }).click()
    await page.getByRole('alert').getByText(say.receivedOn).waitFor()
    await page.getByText(say.fileKept('giấy-chứng-sinh.pdf')).waitFor()
    await lookAt(page, 'intake-post')
    await page.getByLabel(say.receivedOn).fill('20/11/2026')
    await page.getByRole('button', { name: say.accept, exact: true }).click()
    await page.waitForURL(openDossier)
    await page.getByText(`20/11/2026 · ${dossier.channels.post}`).waitFor()
    await page.getByRole('link', { name: 'giấy-chứng-sinh.pdf' }).waitFor()

    await opensBirth(page, 'counter')
    await page.getByRole('checkbox', { name: /^Giấy chứng sinh/ }).check()
    await page.getByLabel(say.handedIn).selectOption({ index: 1 })
    await lookAt(page, 'intake-reuse')
    await page.getByRole('button', { name: say.accept, exact: true }).click()
    await page.waitForURL(openDossier)
    await page.getByText(/^Lấy lại từ hồ sơ H53/).waitFor()
  })
})

describe('at the province’s centre', { timeout: 2 * LONG }, () => {
  test('a commune’s dossier is taken in once it is said which commune decides', async () => {
    const page = await comes('Đinh Thị Hoa')
    await opensBirth(page, 'counter')
    await page.getByRole('checkbox', { name: /^Giấy chứng sinh/ }).check()
    await page.getByRole('button', { name: say.accept, exact: true }).click()
    await page.getByRole('alert').getByText(say.decider).waitFor()
    await page.getByLabel(say.decider).selectOption({ label: 'UBND phường Long An' })
    await lookAt(page, 'intake-centre')
    await page.getByRole('button', { name: say.accept, exact: true }).click()
    await page.waitForURL(openDossier)
    await page.getByText('UBND phường Long An').first().waitFor()
  })
})

describe('whoever serves at no counter', { timeout: LONG }, () => {
  test('is shown no way in, and is turned away at the address', async () => {
    const page = await comes('Trần Quốc Bảo')
    expect(await page.getByRole('link', { name: say.nav, exact: true }).count()).toBe(0)
    await page.goto(`${served.home}/workbench/tiep-nhan`)
    await page.getByRole('heading', { level: 1, name: vi.errorPage.forbiddenTitle }).waitFor()
  })
})
