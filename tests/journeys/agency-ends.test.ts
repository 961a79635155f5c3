import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getDossierTruth } from '../../modules/dossiers/index.ts'
import { vi } from '../../web/kit/words/vi.ts'
import { live } from '../dossier-lives.ts'
import { inhabitantsOf } from '../living-province.ts'
import { serveProvince, type ServedProvince } from '../served-province.ts'
import { openChromium } from './chromium.ts'
import { desktop, lookAt } from './look.ts'

const LONG = 60_000
const { administration, dossier } = vi
const say = administration.bodies

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

async function comesIn(account: string, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: desktop, locale: 'vi-VN' })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  await page.goto(served.home + path)
  await page.getByRole('link', { name: vi.errorPage.signInOfficer }).click()
  await page.getByRole('button', { name: account }).click()
  await page.waitForURL(served.home + path)
  return page
}

test(
  'an agency is merged into another on screen, and the next day the other’s counter has its open dossiers',
  async () => {
    const { database, dossiers } = served.province
    const dossierId = await live(dossiers, 'ubnd-27694', 'accepted')
    const { code } = await getDossierTruth(database, dossierId)
    const id = await inhabitantsOf(dossiers).agency('ubnd-27694')
    const operator = await comesIn('Tô Thanh Phong', `/workbench/quan-tri/co-quan/${id}`)
    await operator.getByText(say.end, { exact: true }).click()
    await operator.getByText(say.endCount(dossier.states.processing, '1')).waitFor()
    await lookAt(operator, 'agency-to-end')
    await operator.getByLabel(say.endOn).fill('2026-11-24')
    await operator.getByLabel(administration.basis).last().fill('Nghị quyết về sắp xếp đơn vị hành chính')
    await operator.getByRole('button', { name: say.endDo }).click()
    await operator.getByRole('alert').waitFor()
    await operator.getByLabel(say.endSuccessor).selectOption({ label: 'UBND phường Tân Ninh' })
    await operator.getByRole('button', { name: say.endDo }).click()
    await operator.getByText(say.endDone).waitFor()
    await operator.getByText(say.succeededBy, { exact: true }).waitFor()
    await lookAt(operator, 'agency-ended')

    served.at('2026-11-24T02:00:00Z')
    const reception = await comesIn('Lê Thị Mỹ Hạnh', `/workbench/ho-so/${dossierId}`)
    await reception.getByText(code).first().waitFor()
    expect(await reception.getByText(dossier.moments['dossier.agency-succeeded']).count()).toBeGreaterThan(0)
  },
  LONG,
)
