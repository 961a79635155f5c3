import { afterAll, beforeAll, expect, test } from 'vitest'
import { localDateOf } from '../../kernel/dates.ts'
import type { SubmitInput } from '../../modules/dossiers/contract.ts'
import { getDossierTruth, takeInDossier } from '../../modules/dossiers/index.ts'
import { acceptDossier, completeTask, releaseResult } from '../../modules/dossiers/service/decisions.ts'
import { readDossierPage } from '../../modules/dossiers/service/reading.ts'
import { submitDossier } from '../../modules/dossiers/service/submission.ts'
import { currentVersion } from '../../modules/procedures/index.ts'
import type { CitizenVisitor, OfficerVisitor } from '../../platform/http/index.ts'
import { follow, listReadingsOf, type Following } from '../../platform/ledger/index.ts'
import { aPdf, livingProvince, type LivingProvince } from '../../tests/living-province.ts'
import type { Message, Messages, Status } from './contract.ts'
import { connectNationalPortal, type NationalPortal } from './index.ts'
import type { StandInServer } from './stand-in/server.ts'
import { base, officer, report, served, settingsFor, startPortal } from './world.fixture.ts'

let province: LivingProvince
let portal: StandInServer
let connected: NationalPortal
let following: Following

beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
  portal = await startPortal()
  connected = connectNationalPortal({
    database: province.database,
    clock: province.now,
    settings: settingsFor(portal.url),
    truthOf: getDossierTruth,
    files: province.parts.files,
    report,
  })
  following = follow(province.database, [connected.follower], { report, clock: province.now })
  connected.sender.start()
})
afterAll(async () => {
  await following.stop()
  await connected.sender.stop()
  await portal.stop()
  await province.drop()
})

async function settled(): Promise<void> {
  await following.settle()
  await connected.sender.settle()
}

const received = (code: string) => portal.standIn.desk.find(code)

async function read<T>(path: string): Promise<T> {
  const app = await served(connected, officer('operator'))
  return (await app.inject(base + path)).json<T>()
}

async function messagesAbout(dossierId: string, state: Message['state']): Promise<Messages['items']> {
  const { items } = await read<Messages>(`/messages?state=${state}`)
  return items.filter((one) => one.dossierId === dossierId)
}

async function completeOpenTask(
  visitor: OfficerVisitor,
  id: string,
  done: { outcome: string; number?: string },
) {
  const page = await readDossierPage(province.parts, visitor, id)
  const taskId = page.actions.find(({ action }) => action === 'complete-task')?.taskId ?? ''
  const { outcome, number } = done
  const result = number === undefined ? {} : { result: { number, file: await province.file(visitor) } }
  await completeTask(province.parts, visitor, id, { taskId, outcome, ...result })
}

test('a birth registration is told from acceptance to release, over an outage, each step once', async () => {
  const { parts } = province
  const [citizen, reception, caseOfficer, approver] = await Promise.all([
    province.citizen('nguyen-van-an'),
    province.officer('nguyen-thi-lan'),
    province.officer('tran-quoc-bao'),
    province.officer('vo-hong-son'),
  ])
  const { id, code } = await submitDossier(
    parts,
    citizen,
    await province.birth(citizen, 'ubnd-27694'),
    undefined,
  )
  await settled()
  expect(received(code)).toBeUndefined()

  province.at('2026-11-23T02:10:00Z')
  await acceptDossier(parts, reception, id)
  await settled()
  expect(received(code)).toMatchObject({
    body: {
      MaTTHC: '1.001193',
      KenhThucHien: '2',
      SoGiayToChuHoSo: '072085990001',
      NgayNopHoSo: '20261123090000',
      NgayTiepNhan: '20261123091000',
      NgayHenTra: '20261124091000',
      TrangThaiHoSo: '4',
      TaiKhoanDuocXacThucVoiVNeID: '1',
      TaiLieuNop: [{ MaThanhPhanHoSo: '000.00.00.G15-KQ004389' }],
    },
    steps: [{ TrangThai: '2', NguoiXuLy: 'Nguyễn Thị Lan' }],
  })

  await portal.stop()
  province.at('2026-11-23T03:00:00Z')
  await completeOpenTask(caseOfficer, id, { outcome: 'propose-grant' })
  await settled()
  province.at('2026-11-23T08:00:00Z')
  await completeOpenTask(approver, id, { outcome: 'approve', number: '15/2026' })
  await settled()
  expect(await messagesAbout(id, 'waiting')).toMatchObject([{ dossierCode: code, reasons: [] }])
  expect(received(code)?.body.TrangThaiHoSo).toBe('4')
  await portal.start()

  province.at('2026-11-24T01:00:00Z')
  await releaseResult(parts, reception, id, { delivery: 'counter' })
  await settled()
  const there = received(code)
  expect(there?.body).toMatchObject({
    TrangThaiHoSo: '10',
    NgayKetThucXuLy: '20261123150000',
    NgayTra: '20261124080000',
  })
  expect(there?.steps.map((step) => [step.TrangThai, step.ThoiDiemXuLy, step.NguoiXuLy])).toEqual([
    ['2', '20261123091000', 'Nguyễn Thị Lan'],
    ['4', '20261123100000', 'Trần Quốc Bảo'],
    ['9', '20261123150000', 'Võ Hồng Sơn'],
    ['10', '20261124080000', 'Nguyễn Thị Lan'],
  ])
  expect(await messagesAbout(id, 'waiting')).toEqual([])
  expect(await messagesAbout(id, 'sent')).toMatchObject([{ dossierCode: code, error: null }])
  expect(await read<Status>('/status')).toMatchObject({
    dossiersTold: 1,
    counts: { waiting: 0, held: 0 },
    lag: 0,
  })
})

test('the portal pulls the very paper that was submitted, and its applicant can read that it did', async () => {
  const citizen = await province.citizen('nguyen-van-an')
  const birth = await province.birth(citizen, 'ubnd-27694')
  const { id, code } = await submitDossier(province.parts, citizen, birth, undefined)
  await acceptDossier(province.parts, await province.officer('nguyen-thi-lan'), id)
  await settled()
  const app = await served(connected, { kind: 'anonymous' })
  const { pathname } = new URL(received(code)?.body.TaiLieuNop[0]?.DuongDanTaiTepTin ?? '')
  expect((await app.inject(pathname)).rawPayload).toEqual(aPdf)
  expect(await listReadingsOf(province.database, citizen.personId)).toContainEqual(
    expect.objectContaining({
      reader: { kind: 'system', id: 'national-portal' },
      purpose: 'national-portal.file-pulled',
      caseId: id,
      fields: ['parts/birth-notice'],
    }),
  )
})

test('a household business is held back for as long as the code of its field is not known', async () => {
  const citizen = await province.citizen('tran-thi-ngoc-bich')
  const { id, code } = await submitDossier(province.parts, citizen, await aBusiness(citizen), undefined)
  await acceptDossier(province.parts, await province.officer('nguyen-thi-lan'), id)
  await settled()
  expect(received(code)).toBeUndefined()
  expect(await messagesAbout(id, 'held')).toMatchObject([
    {
      dossierCode: code,
      state: 'held',
      reasons: [{ path: '/procedure/field', code: 'national-portal.field-code-missing' }],
      attempts: 0,
    },
  ])
})

async function aBusiness({ name }: CitizenVisitor): Promise<SubmitInput> {
  return {
    procedure: '1.001612',
    caseKey: 'one-person',
    agencyId: await province.agency('ubnd-27694'),
    delivery: 'counter',
    answers: {
      ownerName: name,
      ownerId: '080192990002',
      ownerBornOn: '1992-11-30',
      ownerResidence: 'Phường Long An',
      ownerPhone: '0912345678',
      businessName: 'Hộ kinh doanh Tạp hóa Cô Ba',
      businessAddress: 'Số 1, phường Long An',
      activities: 'Bán lẻ lương thực, thực phẩm',
      capital: 50_000_000,
      workers: 1,
      submittedBy: 'owner',
      truthful: true,
    },
    parts: [],
  }
}

test('a dossier lived in another system is never told', async () => {
  const { database, now } = province
  const { id: procedureVersionId } = await currentVersion(database, '1.001193', localDateOf(now()))
  const code = 'H53.27694-261101-0001'
  const { dossierId } = await takeInDossier(
    { database, clock: now },
    {
      source: 'another-system',
      sourceKey: '1',
      code,
      procedureVersionId,
      caseKey: 'with-birth-notice',
      channel: 'counter',
      agencyId: await province.agency('ubnd-27694'),
      startedAt: new Date('2026-11-02T01:00:00Z'),
      endedAt: new Date('2026-11-03T01:00:00Z'),
      statedDueAt: new Date('2026-11-03T10:00:00Z'),
    },
    [{ key: 'review', name: 'Thẩm tra', at: new Date('2026-11-02T02:00:00Z'), by: 'A', sourceEvent: {} }],
  )
  await settled()
  expect(received(code)).toBeUndefined()
  for (const state of ['held', 'waiting', 'sent'] as const) {
    expect(await messagesAbout(dossierId, state)).toEqual([])
  }
  expect((await read<Status>('/status')).notTold.takenIn).toBe(1)
})
