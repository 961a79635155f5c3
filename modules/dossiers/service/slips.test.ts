import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listReadingsOf } from '../../../platform/ledger/index.ts'
import { live, type Stage } from '../../../tests/dossier-lives.ts'
import { contentFolder, livingProvince, type LivingProvince } from '../../../tests/living-province.ts'
import { pdfText, squeezed } from '../../../tests/pdf-text.ts'
import { openSlips, type Slips } from '../../documents/index.ts'
import type { ApplicantSlip, OfficeSlip } from '../contract.ts'
import { readDossierPage } from './reading.ts'
import { printForApplicant, printForOfficer, type SlipParts } from './slips.ts'

let province: LivingProvince
let slips: Slips
let parts: SlipParts
beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
  slips = await openSlips(contentFolder)
  const { database, clock } = province.parts
  parts = { database, clock, slips, publicUrl: new URL('https://dichvucong.example.vn'), isDemo: true }
})
afterAll(async () => {
  await slips.close()
  await province.drop()
})

/** Each stage on a working hour of its own: Monday 09:00, 09:10 and so on. */
const hours: Readonly<Partial<Record<Stage, string>>> = {
  submitted: '2026-11-23T02:00:00Z',
  accepted: '2026-11-23T02:10:00Z',
  asked: '2026-11-23T03:00:00Z',
  refused: '2026-11-23T03:30:00Z',
  proposed: '2026-11-23T03:00:00Z',
  finished: '2026-11-24T03:00:00Z',
  released: '2026-11-24T08:00:00Z',
}
async function dossierAt(stage: Stage) {
  const before = (next: Stage) => province.at(hours[next] ?? '')
  const id = await live(province.parts, 'ubnd-27694', stage, { before })
  const reception = await province.officer('nguyen-thi-lan')
  const { code } = await readDossierPage(province.parts, reception, id)
  const officer = async (kind: OfficeSlip) =>
    squeezed(pdfText((await printForOfficer(parts, reception, id, kind)).pdf).join(''))
  const citizen = await province.citizen('nguyen-van-an')
  const applicant = async (kind: ApplicantSlip) =>
    squeezed(pdfText((await printForApplicant(parts, citizen, code, kind)).pdf).join(''))
  return { id, code, reception, officer, applicant }
}

function expectAll(text: string, said: readonly string[]) {
  for (const one of said) expect(text).toContain(squeezed(one))
}

describe('form 01', () => {
  test('tells the applicant what was handed in, when, until when the result is due, and who took it in', async () => {
    const { code, applicant, officer } = await dossierAt('accepted')
    const text = await applicant('01')
    expectAll(text, [
      `Mã hồ sơ: ${code}`,
      'TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG PHƯỜNG LONG AN',
      'Long An, ngày 23 tháng 11 năm 2026',
      'đã tiếp nhận hồ sơ của: Nguyễn Văn An',
      '1. Tờ khai điện tử 2. Giấy chứng sinh',
      'Thời gian nhận hồ sơ: 09 giờ 10 phút, ngày 23 tháng 11 năm 2026',
      'kết quả giải quyết hồ sơ: 09 giờ 10 phút, ngày 24 tháng 11 năm 2026 (thứ Ba)',
      'Thời hạn 1 ngày làm việc, tính từ 09:10 ngày 23/11/2026.',
      'Nguyễn Thị Lan',
      `https://dichvucong.example.vn/ho-so/${code}`,
    ])
    expect(await officer('01')).toBe(text)
  })

  test('goes on saying what was promised, when the clock has stood since', async () => {
    const { applicant } = await dossierAt('asked')
    expectAll(await applicant('01'), ['09 giờ 10 phút, ngày 24 tháng 11 năm 2026 (thứ Ba)'])
  })
})

test('form 02 names each wrong paper as the applicant knows it, and who asks', async () => {
  const { applicant } = await dossierAt('asked')
  expectAll(await applicant('02'), [
    'Kính gửi: Nguyễn Văn An',
    'Giấy chứng sinh',
    'Ảnh mờ, không đọc được số giấy',
    'Hướng dẫn: Xin nộp lại giấy chứng sinh',
    'Trần Quốc Bảo',
  ])
})

test('form 03 tells the ground, and who refused', async () => {
  const { applicant } = await dossierAt('refused')
  expectAll(await applicant('03'), [
    'Lý do: Không thuộc thẩm quyền',
    'Thời điểm từ chối: 10 giờ 30 phút, ngày 23 tháng 11 năm 2026',
    'Nguyễn Thị Lan',
  ])
})

test('form 06 goes with the result: it leads to the vote once the dossier has ended, and nowhere before', async () => {
  const asked: string[] = []
  const withVotes: SlipParts = {
    ...parts,
    findVotePath: async (_db, dossierId) => {
      asked.push(dossierId)
      return '/danh-gia/0123456789abcdef'
    },
  }
  const text = async (id: string, reception: Parameters<typeof printForOfficer>[1]) =>
    squeezed(pdfText((await printForOfficer(withVotes, reception, id, '06')).pdf).join(''))
  const running = await dossierAt('proposed')
  expect(await text(running.id, running.reception)).not.toContain('danh-gia')
  expect(asked).toEqual([])
  const ended = await dossierAt('finished')
  expectAll(await text(ended.id, ended.reception), [
    'mỗi hồ sơ một lần',
    'https://dichvucong.example.vn/danh-gia/0123456789abcdef',
  ])
})

test('form 06 has every hand-over: who gave, who took, until when, and how it came out', async () => {
  const { officer } = await dossierAt('released')
  const text = await officer('06')
  expectAll(text, [
    '1 Nguyễn Thị Lan Trần Quốc Bảo',
    '09:10 23/11/2026',
    '2 Trần Quốc Bảo Võ Hồng Sơn',
    'Xong: 10:00 24/11/2026. Trả kết quả: 15:00 24/11/2026.',
  ])
  // Signed on Tuesday 10:00, due on Tuesday 09:10.
  expectAll(text, ['10:00 24/11/2026 Quá hạn'])
})

test.each([
  ['submitted', '01'],
  ['accepted', '02'],
  ['accepted', '03'],
  ['accepted', '04'],
  ['accepted', '05'],
] as const)('a dossier %s has no form %s, and none is made up', async (stage, kind) => {
  const { applicant, officer } = await dossierAt(stage)
  await expect(applicant(kind)).rejects.toMatchObject({ code: 'dossiers.slip-missing' })
  await expect(officer(kind)).rejects.toMatchObject({ code: 'dossiers.slip-missing' })
})

test('to another citizen with the code there is no such dossier, nor to an officer elsewhere', async () => {
  const { code, id } = await dossierAt('accepted')
  const stranger = await province.citizen('tran-thi-ngoc-bich')
  await expect(printForApplicant(parts, stranger, code, '01')).rejects.toMatchObject({
    code: 'dossiers.missing',
  })
  const elsewhere = await province.officer('le-thi-my-hanh')
  await expect(printForOfficer(parts, elsewhere, id, '01')).rejects.toMatchObject({
    code: 'dossiers.missing',
  })
})

test('an officer’s print is a reading of the applicant’s data; the applicant’s own is not', async () => {
  const { id, reception, applicant } = await dossierAt('accepted')
  const citizen = await province.citizen('nguyen-van-an')
  const readings = async () =>
    (await listReadingsOf(province.database, citizen.personId)).filter(
      ({ caseId, purpose }) => caseId === id && purpose === 'dossier.slip-printed',
    )
  await applicant('01')
  expect(await readings()).toEqual([])
  await printForOfficer(parts, reception, id, '06')
  expect(await readings()).toMatchObject([
    { reader: { kind: 'officer', id: reception.officerId }, fields: ['name', 'phone', 'email', 'slips/06'] },
  ])
})
