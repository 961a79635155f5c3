import exceljs from 'exceljs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeWorkbook } from '../../platform/workbook/index.ts'
import { vi } from '../../web/kit/words/vi.ts'
import { serveProvince, type ServedProvince } from '../served-province.ts'
import { openChromium } from './chromium.ts'
import { desktop, lookAt } from './look.ts'
import * as officers from './officer.ts'

const LONG = 60_000
const { registers: say } = vi
const HOME = '/workbench/du-lieu'
const NAME = 'Tổ chức khoa học và công nghệ'
const INSTITUTE = 'Viện, trung tâm nghiên cứu'
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

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
  const officer = { page: await context.newPage(), look: lookAt, home: served.home }
  await officers.signsIn(officer, HOME, account)
  return officer.page
}

const columns = ['Mã tổ chức *', 'Tên tổ chức *', 'Loại tổ chức *', 'Năm thành lập']

describe('an officer keeps a register', { timeout: LONG }, () => {
  test('enters a record, is told what is wrong, corrects it, and finds what it said before', async () => {
    const page = await comes('Hà Minh Đức')
    await lookAt(page, 'registers')
    await page.getByRole('link', { name: NAME }).click()
    await page.getByText(say.empty).waitFor()
    await page.getByRole('link', { name: say.enter }).click()
    await page.getByLabel('Mã tổ chức').fill('viện 1')
    await page.getByRole('button', { name: say.enterDo, exact: true }).click()
    await page.getByRole('alert').waitFor()
    await lookAt(page, 'register-record-wrong')
    expect(await page.getByLabel('Mã tổ chức').inputValue()).toBe('viện 1')
    await page.getByLabel('Mã tổ chức').fill('VNC-01')
    await page.getByLabel('Tên tổ chức').fill('Viện Nghiên cứu Mía đường')
    await page.getByLabel('Loại tổ chức').selectOption({ label: INSTITUTE })
    await page.getByLabel('Người liên hệ').fill('Lê Văn Tám')
    await page.getByRole('button', { name: say.enterDo, exact: true }).click()
    await page.getByText(say.entered).waitFor()
    await page.getByText('L••• V••• T•••').waitFor()
    await page.getByLabel(say.purposeOfReading).selectOption({ index: 1 })
    await page.getByRole('button', { name: say.showPersonal }).click()
    await page.getByText('Lê Văn Tám').waitFor()
    await page.getByRole('link', { name: say.correct }).click()
    await page.getByLabel('Năm thành lập').fill('1997')
    await page.getByLabel(say.reason).fill('Báo cáo năm 2026')
    await page.getByRole('button', { name: say.correctDo }).click()
    await page.getByText(say.corrected).waitFor()
    await page.getByRole('heading', { name: say.past }).waitFor()
    await lookAt(page, 'register-record')
    await page.getByRole('link', { name: NAME }).click()
    await page.getByLabel(say.find).fill('mia duong')
    await page.getByRole('button', { name: say.show }).click()
    await page.getByRole('link', { name: 'Viện Nghiên cứu Mía đường' }).waitFor()
    await lookAt(page, 'register')
  })

  test('brings a workbook, takes its good rows, mends the wrong ones in the file that comes back, and takes the whole back', async () => {
    const page = await comes('Hà Minh Đức')
    await page.goto(`${served.home}${HOME}/science.organisations`)
    await page.getByRole('link', { name: say.importFile }).click()
    await lookAt(page, 'register-imports')
    const rows = Array.from({ length: 40 }, (_, nth) => [
      `TC-${nth + 1}`,
      `Tổ chức số ${nth + 1}`,
      INSTITUTE,
      nth === 7 ? 'hai nghìn' : '2001',
    ])
    await brings(page, 'to-chuc.xlsx', await workbook(rows))
    await page.getByText('D9: phải là số nguyên').waitFor()
    await lookAt(page, 'register-import-trial')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: say.wrongRows }).click(),
    ])
    await page.getByRole('button', { name: say.takeGood('39') }).click()
    await page.getByText(say.imported('39')).waitFor()

    const returned = new exceljs.Workbook()
    await returned.xlsx.readFile(await download.path())
    const cell = returned.getWorksheet(NAME)?.getCell('D2')
    expect(JSON.stringify(cell?.note)).toContain('số nguyên')
    if (cell !== undefined) cell.value = '2000'
    await brings(page, 'dong-da-sua.xlsx', Buffer.from(await returned.xlsx.writeBuffer()))
    await page.getByRole('button', { name: say.takeAll }).click()
    await page.getByText(say.imported('1')).waitFor()

    const first = page.getByRole('row').filter({ hasText: 'to-chuc.xlsx' })
    await first.getByRole('button', { name: say.undo }).click()
    await page.getByText(say.undone).waitFor()
    await page.goto(`${served.home}${HOME}/science.organisations?find=to+chuc+so`)
    expect(await page.getByRole('row').count()).toBe(2)
  })

  test('a leader reads what there is and is offered nothing else', async () => {
    const page = await comes('Lâm Chí Hiếu')
    await page.getByRole('link', { name: NAME }).click()
    await page.getByRole('heading', { level: 1, name: NAME }).waitFor()
    expect(await page.getByRole('link', { name: say.enter }).count()).toBe(0)
    expect(await page.getByRole('link', { name: say.importFile }).count()).toBe(0)
  })
})

async function brings(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.setInputFiles('input[type=file]', { name, mimeType: xlsx, buffer })
  await page.getByRole('button', { name: say.tryIt }).click()
  await page.getByRole('heading', { level: 1, name: say.trialTitle }).waitFor()
}

function workbook(rows: readonly (readonly string[])[]): Promise<Buffer> {
  const sheet = { name: NAME, columns: columns.map((header) => ({ header, width: 20 })), rows }
  return writeWorkbook([sheet])
}
