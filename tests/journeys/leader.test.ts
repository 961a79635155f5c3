import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { vi } from '../../web/kit/words/vi.ts'
import { live, openTask, type Office } from '../dossier-lives.ts'
import { inhabitantsOf } from '../living-province.ts'
import { serveProvince, type ServedProvince } from '../served-province.ts'
import {
  requestSupplement,
  completeTask,
  supplementDossier,
} from '../../modules/dossiers/service/decisions.ts'
import { openChromium } from './chromium.ts'
import * as leaders from './leader.ts'
import { desktop, lookAt, phone } from './look.ts'
import * as officers from './officer.ts'

const LONG = 90_000
const FIGURE = 'Hồ sơ giải quyết đúng hạn'
const WORST = 'UBND phường Tân Ninh'
const APPLICANT = 'Trần Thị Ngọc Bích'

let served: ServedProvince
let browser: Browser
let late: string

beforeAll(async () => {
  browser = await openChromium()
  served = await serveProvince('2026-08-24T02:00:00Z')
  await giveSeptember()
}, LONG)
afterAll(async () => {
  await browser?.close()
  await served?.close()
})

/** Eleven births that ended in September at two communes: ten in time; one at Tân Ninh is late, over National Day and a pause. */
async function giveSeptember(): Promise<void> {
  const { dossiers } = served.province
  const others: readonly Office[] = ['ubnd-27694', 'ubnd-25459']
  const people = inhabitantsOf(dossiers)
  const caseOfficer = await people.officer('huynh-tan-loc')
  const approver = await people.officer('dang-van-hung')
  const citizen = await people.citizen('tran-thi-ngoc-bich')
  served.at('2026-08-28T08:00:00Z')
  late = await live(dossiers, 'ubnd-25459', 'accepted', { applicant: 'tran-thi-ngoc-bich' })
  served.at('2026-09-03T01:00:00Z')
  await requestSupplement(dossiers, caseOfficer, late, {
    message: 'Xin nộp lại giấy chứng sinh',
    wrong: [{ path: '/parts/birth-notice', reason: 'Ảnh mờ' }],
  })
  served.at('2026-09-04T01:00:00Z')
  const paper = { requirement: 'birth-notice', ...(await people.file(citizen)) }
  await supplementDossier(dossiers, citizen, late, { answers: {}, parts: [paper] })
  served.at('2026-09-07T03:00:00Z')
  const review = await openTask(dossiers, caseOfficer, late)
  await completeTask(dossiers, caseOfficer, late, { taskId: review, outcome: 'propose-grant' })
  served.at('2026-09-08T02:00:00Z')
  const signing = await openTask(dossiers, approver, late)
  const result = { number: '16/2026', file: await people.file(approver) }
  await completeTask(dossiers, approver, late, { taskId: signing, outcome: 'approve', result })
  for (const [index, day] of [9, 10, 11, 14, 15, 16, 17, 18, 21, 22].entries()) {
    served.at(new Date(Date.UTC(2026, 8, day, 2)))
    await live(dossiers, others[index % others.length] ?? 'ubnd-27694', 'released')
  }
  served.at('2026-09-25T02:00:00Z')
}

async function comes(on: typeof desktop | typeof phone): Promise<Page> {
  const context = await browser.newContext({ viewport: on, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
  context.setDefaultTimeout(15_000)
  return context.newPage()
}

describe('a leader asks why it is 91 %', { timeout: LONG }, () => {
  test.each([
    ['at the desk', desktop],
    ['on the phone', phone],
  ])('and comes to one dossier’s due date, line by line, %s', async (_name, on) => {
    const leader = { page: await comes(on), look: lookAt, home: served.home }
    const { page } = leader
    await officers.signsIn(leader, '/ioc', 'Lâm Chí Hiếu')
    const whole = await leaders.reads(leader, FIGURE)
    expect(whole).toEqual({ numerator: 10, denominator: 11 })
    await leaders.opensTheFigure(leader, FIGURE, '90,91 %')
    const ofAgency = await leaders.opensTheLowest(leader, WORST)
    expect(ofAgency).toEqual({ numerator: 5, denominator: 6 })
    const [code] = await leaders.opensWhatMissed(leader, FIGURE, ofAgency)
    await page.getByRole('link', { name: code ?? '', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Đăng ký khai sinh' }).waitFor()
    await lookAt(page, 'ioc-record')
    await leaders.readsWhy(leader, [
      /Căn cứ: .*Luật Hộ tịch/,
      /tiếp nhận hồ sơ\./,
      /Thời hạn 1 ngày làm việc, tính từ/,
      /Thứ Bảy 29\/08\/2026: ngày nghỉ hằng tuần, không tính/,
      /Thứ Ba 01\/09\/2026: .*Quốc khánh.*, không tính/,
      /08:00, thứ Năm 03\/09\/2026: đồng hồ dừng, chờ người nộp bổ sung/,
      /08:00, thứ Sáu 04\/09\/2026: đã nhận bổ sung, thời hạn tính lại từ đầu/,
      /Thứ Sáu 04\/09\/2026: 08:00–11:30, 13:00–17:00, tính 7 giờ 30 phút/,
      /Hạn trả kết quả: 08:00, thứ Hai 07\/09\/2026/,
      /09:00 thứ Ba 08\/09\/2026: giải quyết xong, quá hạn 9 giờ làm việc\./,
    ])
    await page
      .getByText(/Lúc hết hạn, hồ sơ đang ở bước “.+” của Huỳnh Tấn Lộc, UBND phường Tân Ninh/)
      .waitFor()
    const shown = (await page.getByRole('main').textContent()) ?? ''
    expect(shown).toContain('T*** T** N*** B***')
    for (const word of [APPLICANT, 'Nguyễn Thị Ngọc Ánh', '072085990001', 'giay-to.pdf']) {
      expect(shown).not.toContain(word)
    }
    await leaders.goesBackToTheWhole(leader, FIGURE, whole)
  })

  test('and the person whose dossier it was reads of that look', async () => {
    const page = await comes(phone)
    await page.goto(`${served.home}/dang-nhap?next=/toi/luot-xem`)
    await page.getByRole('link', { name: vi.signIn.citizenGo }).click()
    await page.getByRole('button', { name: APPLICANT }).click()
    await page.getByRole('heading', { level: 1, name: vi.readings.title }).waitFor()
    const look = page.getByRole('listitem').filter({ hasText: 'UBND tỉnh' }).filter({ hasText: 'Lãnh đạo' })
    await look.getByText(vi.readings.fieldsAre(vi.readings.fields.course)).first().waitFor()
    await lookAt(page, 'citizen-readings-leader')
    expect(await page.getByRole('main').textContent()).not.toContain('Lâm Chí Hiếu')
  })
})
