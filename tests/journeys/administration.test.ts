import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { vi } from '../../web/kit/words/vi.ts'
import { unitWorkbook } from '../rights/administration.ts'
import { serveProvince, type ServedProvince } from '../served-province.ts'
import * as administrators from './administrator.ts'
import { openChromium } from './chromium.ts'
import { desktop, lookAt } from './look.ts'
import * as officers from './officer.ts'

const LONG = 60_000
const { administration: say } = vi
const OFFICER = 'Nguyễn Thị Lan'
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

async function comes(account: string, path: string): Promise<administrators.Administrator> {
  const context = await browser.newContext({
    viewport: desktop,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
  })
  context.setDefaultTimeout(15_000)
  const officer = { page: await context.newPage(), look: lookAt, home: served.home }
  await officers.signsIn(officer, path, account)
  return officer
}

/** Where somebody who signs in now has a role. */
async function agenciesOf(account: string): Promise<readonly string[]> {
  const { page } = await comes(account, '/workbench')
  return page.evaluate(async () => {
    const answer = await fetch('/api/v1/session')
    const { roles } = (await answer.json()) as { roles: { agencyId: string }[] }
    return roles.map(({ agencyId }) => agencyId)
  })
}

describe('an officer changes places', { timeout: LONG }, () => {
  test('an administrator moves her from one commune to another: her rights change on the day, and she sees it', async () => {
    const administrator = await comes('Trương Công Thành', '/workbench/quan-tri')
    await administrators.finds(administrator, 'nguyen thi lan', OFFICER)
    await administrators.movesByKeyboard(
      administrator,
      'UBND phường Tân Ninh',
      '2026-11-24',
      'QĐ 812/QĐ-UBND ngày 20/11/2026',
    )
    await administrators.seesRightsOn(administrator, '2026-11-23', /cán bộ một cửa, UBND phường Long An/)
    await administrators.seesRightsOn(administrator, '2026-11-24', /cán bộ một cửa, UBND phường Tân Ninh/)

    const before = await agenciesOf(OFFICER)
    served.at('2026-11-24T02:00:00Z')
    const after = await agenciesOf(OFFICER)
    expect(before).toHaveLength(1)
    expect(after).toHaveLength(1)
    expect(after).not.toEqual(before)
  })

  test('whoever administers nothing is shown no way in, and is turned away at the address', async () => {
    const { page, home } = await comes('Trần Quốc Bảo', '/workbench')
    expect(await page.getByRole('link', { name: say.title, exact: true }).count()).toBe(0)
    await page.goto(`${home}/workbench/quan-tri`)
    await page.getByRole('heading', { level: 1, name: vi.errorPage.forbiddenTitle }).waitFor()
  })
})

describe('agencies on screen', { timeout: LONG }, () => {
  test('an administrator of a ward adds a unit within it, and sees who holds which role', async () => {
    const { page, look, home } = await comes('Ngô Thị Kim Ngân', '/workbench/quan-tri/co-quan')
    await look(page, 'administration-agencies')
    await page.getByRole('link', { name: 'UBND phường Long An', exact: true }).click()
    await page.getByText('Võ Hồng Sơn').waitFor()
    await look(page, 'administration-agency')
    await page.getByRole('link', { name: say.bodies.addUnit }).click()
    await page.getByRole('button', { name: say.bodies.addDo }).click()
    await page.getByRole('alert').waitFor()
    await look(page, 'administration-unit-error')
    await page.getByLabel(say.bodies.bodyName).fill('Phòng Văn hóa – Xã hội')
    await page.getByLabel(say.basis).fill('QĐ 5/QĐ-UBND')
    await page.getByRole('button', { name: say.bodies.addDo }).click()
    await page.getByText(say.bodies.addDone).waitFor()
    await look(page, 'administration-unit')
    await page.goto(`${home}/workbench/quan-tri/can-bo-moi`)
    await page.getByRole('heading', { level: 1, name: say.intents.enter.name }).waitFor()
    await look(page, 'administration-new-officer')
  })
})

describe('the calendar on screen', { timeout: LONG }, () => {
  test('an operator enters a rest day that is a rest day already, is told so, and enters another', async () => {
    const { page, look } = await comes('Tô Thanh Phong', '/workbench/quan-tri/lich')
    await look(page, 'administration-calendars')
    await page.getByRole('link', { name: /Lịch làm việc của công chức/ }).click()
    await page.getByText(say.calendar.enter).click()
    const form = page.locator('details[open] form')
    await form.getByLabel(say.calendar.day, { exact: true }).fill('2026-11-29')
    await form.getByLabel(say.calendar.why).fill('Ngày hội đại đoàn kết')
    await form.getByLabel(say.basis).fill('TB 77/TB-UBND')
    await form.getByRole('button', { name: say.calendar.enterDo }).click()
    await page.getByRole('alert').waitFor()
    await look(page, 'administration-calendar-error')
    await form.getByLabel(say.calendar.day, { exact: true }).fill('2026-11-30')
    await form.getByRole('button', { name: say.calendar.enterDo }).click()
    await page.getByText(say.calendar.enterDone).waitFor()
    await page.getByRole('row').filter({ hasText: '30/11/2026' }).getByText('TB 77/TB-UBND').waitFor()
    await look(page, 'administration-calendar')
  })
})

describe('who may do what', { timeout: LONG }, () => {
  test('every officer reads it in sentences', async () => {
    const { page, look } = await comes('Võ Hồng Sơn', '/workbench/quan-tri/quyen')
    const reception = page.getByRole('region', { name: /cán bộ một cửa/ })
    await reception.getByText(`${say.matrix.acts.accept}, ${say.matrix.within}`).waitFor()
    await look(page, 'administration-rights')
  })
})

describe('the workbook', { timeout: LONG }, () => {
  test('is refused with the reason, previewed row by row, and carried out', async () => {
    const { page, look } = await comes('Tô Thanh Phong', '/workbench/quan-tri/bang-tinh')
    const bring = async (buffer: Buffer) => {
      await page
        .getByLabel(say.workbook.file)
        .setInputFiles({ name: 'quan-tri.xlsx', mimeType: xlsx, buffer })
      await page.getByRole('button', { name: say.workbook.tryIt }).click()
    }
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: say.workbook.download }).click()
    const taken = await download
    expect(taken.suggestedFilename()).toBe('quan-tri.xlsx')
    expect(await taken.failure()).toBeNull()
    await bring(Buffer.from('không phải bảng tính'))
    await page.getByRole('alert').waitFor()
    await look(page, 'administration-workbook-error')
    await bring(await unitWorkbook('ubnd-27694'))
    await page.getByRole('heading', { name: say.workbook.trialTitle }).waitFor()
    await look(page, 'administration-workbook-trial')
    await page.getByRole('button', { name: say.workbook.applyAll }).click()
    await page.getByText(say.workbook.doneTitle).waitFor()
    await look(page, 'administration-workbook-done')
  })
})
