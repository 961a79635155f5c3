import { afterEach, beforeEach, expect, test } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkSettings } from './settings.ts'
import { createStandIn } from './stand-in/stand-in.ts'
import { initFields, signed, VERSION, type Init } from './wire/v106/messages.ts'
import { readWireTime, wireTime } from './wire/v106/time.ts'

const partner = { code: 'H53', secret: 'thu-nghiem' }
const endpoint = (baseUrl: string) => ({
  baseUrl,
  initPath: '/init',
  queryPath: '/query',
  statementPath: '/statement',
  partner,
  beneficiary: { account: '1', bank: 'NH', name: 'Kho bạc' },
})

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ts-stand-in-'))
})
afterEach(() => rm(folder, { recursive: true }))

test.each([['https://payment.dichvucong.gov.vn'], ['http://10.0.0.1'], ['http://127.0.0.1.example.vn']])(
  'a demonstration takes no money through %s',
  (url) => {
    expect(() => checkSettings({ provinceMode: 'demo' }, endpoint(url))).toThrow(
      'payment-platform.endpoint-not-loopback',
    )
    expect(() => checkSettings({ provinceMode: 'real' }, endpoint(url))).not.toThrow()
  },
)

const standInOf = (provinceMode: 'demo' | 'real') =>
  createStandIn({
    provinceMode,
    partner,
    clock: () => new Date('2026-11-24T02:00:00Z'),
    publicUrl: 'http://localhost:8080',
    confirmAt: () => 'http://127.0.0.1:1',
    returnTo: () => '/',
    report: () => undefined,
    keepIn: join(folder, 'kept.jsonl'),
  })

test('a real province has no stand-in', () => {
  expect(() => standInOf('real')).toThrow('payment-platform.stand-in-in-real-province')
})

test('the stand-in takes only what its partner signed, and knows after a restart what was paid', () => {
  const { desk } = standInOf('demo')
  const init = signed<Omit<Init, 'MaXacThuc'>>(
    {
      LoaiBanTin: 'INIT',
      PhienBan: VERSION,
      MaDoiTac: 'H53',
      MaThamChieu: 'R1',
      SoTien: '6000',
      LoaiHinhThanhToan: 'PAY',
      MaKenhThanhToan: '1',
      MaThietBi: '1',
      NgonNgu: 'vi-VN',
      MaTienTe: 'VND',
      MaNganHang: 'PAYMENT',
      ThongTinGiaoDich: 'Ho so',
      ThoiGianGD: '20261124090000',
      Ip: '127.0.0.1',
      ThongTinBienLai: {
        MaDichVu: '2',
        MaTTHC: '2.000815',
        TenTTHC: 'Chứng thực bản sao',
        TenDonVi: 'UBND xã',
        MaHoSo: 'H53-261124-0001',
        TKThuHuong: '1',
        MaNHThuHuong: 'NH',
        TenTKThuHuong: 'Kho bạc',
        DSKhoanNop: [{ NoiDung: 'Phí', SoTien: '6000' }],
      },
    },
    initFields,
    partner,
  )
  const open = (body: unknown) => desk.open(body, (reference) => `/pay/${reference}`).error_code
  expect(open({ ...init, SoTien: '1' })).toBe('2')
  expect(open(init)).toBe('0')
  expect(open(init)).toBe('0')
  desk.end('R1', 'paid')
  expect(open(init)).toBe('4')
  expect(standInOf('demo').desk.find('R1')).toMatchObject({ state: 'paid', taken: 6000 })
})

test('the wire has local time to the second', () => {
  const at = new Date('2026-12-31T17:00:01Z')
  expect(wireTime(at)).toBe('20270101000001')
  expect(readWireTime('20270101000001')).toEqual(at)
  expect(readWireTime('20270230000001')).toBeUndefined()
  expect(readWireTime('2027-01-01')).toBeUndefined()
})
