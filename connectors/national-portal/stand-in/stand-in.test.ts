import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aTruth } from '../truth.fixture.ts'
import { toDossierMessage } from '../wire/v2025/to-dossier.ts'
import { startStandIn, type StandInServer } from './server.ts'

const account = { username: 'h53', password: 'thu-nghiem' }
const demo = { provinceMode: 'demo', provinceCode: 'H53', ...account } as const

let portal: StandInServer
let session: string

beforeAll(async () => {
  portal = await startStandIn(demo)
  session = ((await post('login', account)) as { session: string }).session
})
afterAll(() => portal.stop())
beforeEach(() => portal.standIn.behave('working'))

async function post(path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${portal.url}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return await response.json()
}

const push = (data: unknown, change: Record<string, unknown> = {}) =>
  post('integration', {
    session,
    madonvi: 'H53',
    service: 'DongBoHoSoMC',
    isUpdating: 'False',
    data,
    ...change,
  })

let serial = 0
function message(change: Record<string, unknown> = {}) {
  serial += 1
  const truth = aTruth({ code: `H53.25459-261123-${String(serial).padStart(4, '0')}` })
  const mapped = toDossierMessage(truth, {
    provinceCode: 'H53',
    linkTo: ({ sha256 }) => `https://h/${sha256}`,
  })
  if (!mapped.ok) throw new Error('the fixture can be told')
  return { ...mapped.body, ...change }
}

const step = (MaHoSo: string) => ({
  MaHoSo,
  NguoiXuLy: 'Trần Văn Việc',
  ChucDanh: '',
  ThoiDiemXuLy: '20261123103015',
  PhongBanXuLy: '',
  NoiDungXuLy: 'Thẩm định',
  TrangThai: '4',
  NgayBatDau: '',
  NgayKetThucTheoQuyDinh: '',
})

describe('it takes what keeps to the wire', () => {
  test('a dossier, its update and its steps', async () => {
    const dossier = message()
    expect(await push([dossier])).toEqual({ error_code: '0', message: 'Đồng bộ hồ sơ thành công' })
    expect(await push([{ ...dossier, TrangThaiHoSo: '5' }], { isUpdating: 'True' })).toMatchObject({
      error_code: '0',
    })
    const progress = { service: 'CapNhatTienDoHoSoMC', isUpdating: 'False' }
    expect(await push([step(dossier.MaHoSo)], progress)).toMatchObject({ error_code: '0' })
    const found = await post('share', {
      session,
      madonvi: 'H53',
      service: 'TraCuuHoSo',
      mahoso: dossier.MaHoSo,
    })
    expect(found).toMatchObject({ error_code: '0', result: [{ MaHoSo: dossier.MaHoSo, TrangThaiHoSo: '5' }] })
  })
})

describe('it refuses', () => {
  test.each([
    ['a number where a text belongs', { KenhThucHien: 2 }, '/KenhThucHien'],
    ['an unknown code', { KenhThucHien: '4' }, '/KenhThucHien'],
    ['a day that has no time', { NgayTiepNhan: '20261123' }, '/NgayTiepNhan'],
    ['a day that does not exist', { NgayTiepNhan: '20261323080000' }, '/NgayTiepNhan'],
    ['an ISO time', { NgayTiepNhan: '2026-11-23T08:00:00Z' }, '/NgayTiepNhan'],
    ['an identity number of eleven digits', { SoGiayToChuHoSo: '08019000000' }, '/SoGiayToChuHoSo'],
    ['an abstract of 1001 characters', { TrichYeuHoSo: 'x'.repeat(1001) }, '/TrichYeuHoSo'],
    ['a field that nobody knows', { MaTinh: 'H53' }, ''],
    ['a missing field', { DonViXuLy: undefined }, 'DonViXuLy'],
    ['a code without the province', { MaHoSo: 'H54.1-261123-0001' }, 'H53'],
    ['an acceptance before the submission', { NgayNopHoSo: '20261124080000' }, 'NgayNopHoSo'],
    ['a finished dossier without its end', { TrangThaiHoSo: '9' }, 'NgayKetThucXuLy'],
    [
      'a delivered one without its day',
      { TrangThaiHoSo: '10', NgayKetThucXuLy: '20261124080000' },
      'NgayTra',
    ],
  ])('%s', async (_what, change, words) => {
    const answer = await push([message(change)])
    expect(answer).toMatchObject({ error_code: '1', message: expect.stringContaining(words) as unknown })
  })

  test('the same dossier twice, in the words by which that is known', async () => {
    const dossier = message()
    await push([dossier])
    expect(await push([dossier])).toEqual({ error_code: '3', message: `Hồ sơ ${dossier.MaHoSo} đã tồn tại` })
  })

  test('updates and steps of a dossier it does not have', async () => {
    const dossier = message()
    expect(await push([dossier], { isUpdating: 'True' })).toMatchObject({ error_code: '-3' })
    expect(await push([step(dossier.MaHoSo)], { service: 'CapNhatTienDoHoSoMC' })).toMatchObject({
      error_code: '-3',
    })
  })

  test('a batch with one wrong dossier, whole', async () => {
    const dossier = message()
    await push([dossier, message({ KenhThucHien: '9' })])
    expect(portal.standIn.desk.find(dossier.MaHoSo)).toBeUndefined()
  })

  test('whoever has no session, and a wrong password', async () => {
    expect(await push([message()], { session: 'x' })).toMatchObject({ error_code: '-1' })
    expect(await post('login', { ...account, password: 'y' })).toMatchObject({ error_code: 1, session: '' })
  })
})

describe('its page', () => {
  test('says what it is and what arrived, and not whose', async () => {
    const dossier = message()
    await push([dossier])
    const text = await (await fetch(portal.url)).text()
    expect(text).toContain('BẢN DÙNG THỬ')
    expect(text).toContain(dossier.MaHoSo)
    expect(text).not.toContain(dossier.ChuHoSo)
    expect(text).not.toContain(dossier.SoGiayToChuHoSo)
  })

  test('has a switch, for forms and for machines', async () => {
    const machine = await fetch(`${portal.url}/mode/stopped`, { method: 'POST' })
    expect(await machine.json()).toEqual({ mode: 'stopped' })
    expect((await fetch(`${portal.url}/login`, { method: 'POST' })).status).toBe(503)
    const form = await fetch(`${portal.url}/mode/working`, {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
    })
    expect([form.status, form.headers.get('location')]).toEqual([303, '/stand-in/national-portal'])
    expect(portal.standIn.mode()).toBe('working')
    expect((await fetch(`${portal.url}/mode/asleep`, { method: 'POST' })).status).toBe(400)
  })
})

test('it remembers over a restart what it is given a file for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portal-'))
  const keepIn = join(folder, 'stand-ins', 'national-portal.jsonl')
  const first = await startStandIn({ ...demo, keepIn })
  const { desk } = first.standIn
  const given = desk.login(account.username, account.password).session
  const dossier = message()
  desk.push({ session: given, madonvi: 'H53', service: 'DongBoHoSoMC', isUpdating: 'False', data: [dossier] })
  await first.stop()
  const second = await startStandIn({ ...demo, keepIn })
  expect(second.standIn.desk.find(dossier.MaHoSo)?.body).toEqual(dossier)
  await second.stop()
  await rm(folder, { recursive: true })
})
