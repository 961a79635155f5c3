import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { vi } from '../../web/kit/words/vi.ts'
import { serveProvince, type ServedProvince } from '../served-province.ts'
import { openChromium } from './chromium.ts'
import * as citizens from './citizen.ts'
import * as leaders from './leader.ts'
import { desktop, lookAt, phone } from './look.ts'
import * as officers from './officer.ts'
import { givePast } from './past.ts'

const LONG = 60_000
const APPLICANT = 'Nguyễn Văn An'
const OFFICE = 'UBND phường Long An'
const figures = ['Hồ sơ giải quyết đúng hạn', 'Hồ sơ nộp trực tuyến'] as const

let served: ServedProvince
let browser: Browser

beforeAll(async () => {
  browser = await openChromium()
  served = await serveProvince('2026-09-07T01:00:00Z')
  await givePast(served, '2026-11-23T02:00:00Z')
}, LONG)
afterAll(async () => {
  await browser?.close()
  await served?.close()
})

interface Comes {
  readonly on: typeof phone | typeof desktop
  readonly hasScripts?: boolean
}

/** A visitor of their own: a window and cookies shared with nobody. */
async function comes({ on, hasScripts = true }: Comes): Promise<Page> {
  const context = await browser.newContext({
    viewport: on,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    javaScriptEnabled: hasScripts,
  })
  context.setDefaultTimeout(15_000)
  return context.newPage()
}

async function applies(citizen: citizens.Citizen): Promise<string> {
  await citizens.findsBirthRegistration(citizen)
  await citizens.signsIn(citizen, APPLICANT)
  await citizens.begins(citizen, OFFICE)
  await citizens.declaresTheChild(citizen)
  await citizens.declaresParentsAndSelf(citizen)
  await citizens.bringsThePaper(citizen)
  return citizens.reviewsAndSubmits(citizen)
}

describe('a birth is registered', { timeout: LONG }, () => {
  let isCutOff = false
  /** One act of the journey: where one could not be done, those that follow are not tried. */
  const act = (name: string, done: () => Promise<void>) =>
    test(name, async ({ skip }) => {
      skip(isCutOff, 'an act before this one could not be done')
      isCutOff = true
      await done()
      isCutOff = false
    })

  let citizen: citizens.Citizen
  let reception: officers.Officer
  let caseOfficer: officers.Officer
  let leader: leaders.Leader
  let code: string
  const counts = new Map<string, leaders.Count>()

  async function officerAt(path: string, account: string): Promise<officers.Officer> {
    const officer = { page: await comes({ on: desktop }), look: lookAt, home: served.home }
    await officers.signsIn(officer, path, account)
    return officer
  }

  act('its applicant finds the procedure in plain words and submits it', async () => {
    citizen = { page: await comes({ on: phone }), look: lookAt, home: served.home, hasScripts: true }
    code = await applies(citizen)
  })

  act('whoever has its code sees where it is, and nobody’s name', async () => {
    const stranger = { ...citizen, page: await comes({ on: phone }) }
    await citizens.tracksByCode(stranger, code, [APPLICANT])
  })

  act(
    'reception takes it in: due when the law says, line by line, and the leader’s figures follow by themselves',
    async () => {
      leader = await officerAt('/ioc', 'Lâm Chí Hiếu')
      await leader.page.getByRole('heading', { level: 1 }).waitFor()
      await lookAt(leader.page, 'ioc')
      reception = await officerAt('/workbench', 'Nguyễn Thị Lan')
      await officers.opensByKeyboard(reception, code)
      served.at('2026-11-23T02:10:00Z')
      for (const name of figures) counts.set(name, await leaders.reads(leader, name))
      const followed = Promise.all(
        [...counts].map(async ([name, { numerator, denominator }]) => {
          const after = { numerator: numerator + 1, denominator: denominator + 1 }
          counts.set(name, after)
          await leaders.sees(leader, name, after)
        }),
      )
      await officers.accepts(reception)
      await followed
      // Monday 09:10 and one working day.
      expect(await reception.page.locator('.derivation li.due').textContent()).toContain('24/11/2026')
    },
  )

  act('its applicant keeps the receipt with the day it is due', async () => {
    await citizens.keepsTheReceipt(citizen, code, APPLICANT)
  })

  act('the case officer asks for what cannot be read, and the applicant brings it', async () => {
    served.at('2026-11-23T02:20:00Z')
    caseOfficer = await officerAt('/workbench', 'Trần Quốc Bảo')
    await officers.opens(caseOfficer, code)
    await officers.asksForASupplement(caseOfficer, 'Xin ông nộp lại giấy chứng sinh, chụp rõ bốn góc.')
    served.at('2026-11-23T02:40:00Z')
    await citizens.supplements(citizen, code)
  })

  act('it is proposed, approved under a number, and handed over', async () => {
    served.at('2026-11-23T02:50:00Z')
    await officers.opens(caseOfficer, code)
    await officers.proposes(caseOfficer)
    const approver = await officerAt('/workbench', 'Võ Hồng Sơn')
    await officers.opens(approver, code)
    await officers.approves(approver, '216/2026')
    served.at('2026-11-23T03:00:00Z')
    await officers.opens(reception, code)
    await officers.releases(reception, APPLICANT)
    await citizens.seesTheResult(citizen, code, '216/2026')
  })

  act('the applicant reads who looked at the dossier, duty by duty', async () => {
    const duties = ['Cán bộ một cửa', 'Cán bộ thụ lý', 'Lãnh đạo ký duyệt']
    await citizens.seesWhoLooked(citizen, code, duties, ['Nguyễn Thị Lan', 'Trần Quốc Bảo', 'Võ Hồng Sơn'])
  })

  act('each of the leader’s two figures opens the very dossiers that it counts', async () => {
    for (const name of figures) {
      await leader.page.goto(`${served.home}/ioc`)
      const count = await leaders.reads(leader, name)
      expect(count).toEqual(counts.get(name))
      await leaders.opensTheRecords(leader, name, count)
    }
    await leader.page.goto(`${served.home}/ioc`)
    await leaders.hangsOnTheWall(leader, counts)
  })

  act('the national portal has been told how it ended', async () => {
    const { page } = reception
    const row = page.getByRole('row').filter({ hasText: code })
    await expect
      .poll(
        async () => {
          await page.goto(`${served.home}/stand-in/national-portal`)
          return (await row.count()) === 0 ? '' : row.textContent()
        },
        { timeout: 15_000 },
      )
      .toContain('10 Đã trả kết quả')
    await page.goto(`${served.home}/workbench/lien-thong?state=sent`)
    await page.getByRole('link', { name: code }).waitFor()
    await lookAt(page, 'workbench-outbox')
    expect(await page.getByText(vi.outbox.heldNone).count()).toBe(0)
  })
})

test('the same way is open to an applicant without JavaScript', { timeout: LONG }, async () => {
  const page = await comes({ on: phone, hasScripts: false })
  const citizen = { page, look: async () => undefined, home: served.home, hasScripts: false }
  const code = await applies(citizen)
  await citizens.tracksByCode(citizen, code, [])
  await citizens.choosesTheDark(citizen)
})
