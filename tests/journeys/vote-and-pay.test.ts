import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi as testing } from 'vitest'
import { getDossierTruth } from '../../modules/dossiers/index.ts'
import { accountOf, beginOnline, chargeFees } from '../../modules/payments/index.ts'
import { findVoteToken } from '../../modules/surveys/index.ts'
import { vi } from '../../web/kit/words/vi.ts'
import { live } from '../dossier-lives.ts'
import { serveProvince, type ServedProvince } from '../served-province.ts'
import { openChromium } from './chromium.ts'
import { lookAt, phone } from './look.ts'

const LONG = 60_000

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

async function comes(javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ viewport: phone, locale: 'vi-VN', javaScriptEnabled })
  context.setDefaultTimeout(15_000)
  return context.newPage()
}

test(
  'whoever has the link votes without JavaScript, and changes the vote by the same link',
  async () => {
    const { database, dossiers } = served.province
    const dossierId = await live(dossiers, 'ubnd-27694', 'released')
    const token = await testing.waitFor(
      async () => {
        const found = await findVoteToken(database, dossierId)
        if (found === undefined) throw new Error('no vote was opened')
        return found
      },
      { timeout: 10_000 },
    )
    const address = `${served.home}/danh-gia/${token}`
    const page = await comes(false)
    await page.goto(address)
    await page.getByRole('button', { name: vi.vote.send }).click()
    await page.getByRole('alert').getByRole('link').waitFor()
    await page.getByLabel(vi.vote.choices.disliked).check()
    await page.getByLabel(vi.vote.reasons.trips).check()
    await page.getByLabel(vi.vote.comment).fill('Phải đi lại ba lần.')
    await page.getByRole('button', { name: vi.vote.send }).click()
    await page.getByRole('heading', { name: vi.vote.kept }).waitFor()
    expect(await page.getByText('08/12/2026').count()).toBe(1)
    await page.getByLabel(vi.vote.choices.liked, { exact: true }).check()
    await page.getByLabel(vi.vote.reasons.trips).uncheck()
    await page.getByLabel(vi.vote.comment).fill('')
    await page.getByRole('button', { name: vi.vote.change }).click()
    await page.getByRole('heading', { name: vi.vote.kept }).waitFor()
    expect(await page.getByLabel(vi.vote.choices.liked, { exact: true }).isChecked()).toBe(true)
    const seen = await comes(true)
    await seen.goto(address)
    await seen.getByRole('heading', { name: vi.vote.votedTitle }).waitFor()
    await lookAt(seen, 'vote')
    const { code } = await getDossierTruth(database, dossierId)
    await seen.goto(`${served.home}/ho-so/${code}`)
    await seen.getByText(vi.vote.forOwner).waitFor()
    expect(await seen.content(), 'a code can be guessed, and opens no vote').not.toContain(token)
    served.at('2026-12-09T02:00:00Z')
    await seen.goto(address)
    await seen.getByRole('heading', { name: vi.vote.closedTitle }).waitFor()
    await lookAt(seen, 'vote-closed')
  },
  LONG,
)

test(
  'a fee is paid at the platform without JavaScript, and the payer is back at the dossier',
  async () => {
    const { database, dossiers } = served.province
    const caseId = await live(dossiers, 'ubnd-27694', 'accepted')
    const { code, competentAgency } = await getDossierTruth(database, caseId)
    const actor = { kind: 'system', id: 'journey' } as const
    const line = {
      key: 'copies',
      kind: 'fee',
      name: 'Phí',
      amount: 6000,
      clause: 'TT 226/2016/TT-BTC',
    } as const
    const charge = { caseId, agencyId: competentAgency.id, lines: [line], actor }
    const { intent } = await database.transact(async (tx) => {
      await chargeFees(tx, served.now(), charge)
      return beginOnline(tx, served.now(), { caseId, actor })
    })
    const page = await comes(false)
    await page.goto(`${served.home}/thanh-toan/${intent.reference}`)
    await page.getByRole('heading', { name: 'Trả 6.000 đồng' }).waitFor()
    const seen = await comes(true)
    await seen.goto(page.url())
    await lookAt(seen, 'pay-stand-in')
    await page.getByRole('button', { name: 'Trả tiền thử' }).click()
    await page.waitForURL(`${served.home}/ho-so/${code}`)
    expect(await accountOf(database, caseId)).toMatchObject({ state: 'paid', isPaidOnline: true })
  },
  LONG,
)
