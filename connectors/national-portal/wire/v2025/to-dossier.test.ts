import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import type { DossierTruth } from '../../../../modules/dossiers/index.ts'
import { aPart, aResult, aSupplement, aTruth, SHA } from '../../truth.fixture.ts'
import { DossierMessage } from './dossier-message.ts'
import { isTellable, toDossierMessage, type NamedFile } from './to-dossier.ts'

const mapping = {
  provinceCode: 'H53',
  linkTo: ({ sha256 }: NamedFile) => `https://dvc.example.vn/f/${sha256}`,
}

function told(overrides: Partial<DossierTruth> = {}) {
  const mapped = toDossierMessage(aTruth(overrides), mapping)
  if (!mapped.ok) throw new Error(`held: ${mapped.reasons.map(({ code }) => code).join(', ')}`)
  expect(Value.Errors(DossierMessage, mapped.body)).toEqual([])
  return mapped
}

function reasonsOf(overrides: Partial<DossierTruth>) {
  const mapped = toDossierMessage(aTruth(overrides), mapping)
  return mapped.ok ? [] : mapped.reasons.map(({ path, code }) => `${path} ${code}`)
}

const applicant = (change: Partial<NonNullable<DossierTruth['applicant']>>) => {
  const known = aTruth().applicant
  if (known === null) throw new Error('the fixture has an applicant')
  return { applicant: { ...known, ...change } }
}

describe('an accepted dossier', () => {
  test('is told whole, in texts, with local times', () => {
    const part = aPart()
    expect(told({ parts: [part] }).body).toEqual({
      MaHoSo: 'H53.25459-261123-0007',
      MaTTHC: '2.000815',
      TenTTHC: 'Chứng thực bản sao từ bản chính',
      MaLinhVuc: 'G15-TP03',
      TenLinhVuc: 'Chứng thực',
      KenhThucHien: '2',
      SoGiayToChuHoSo: '080190000001',
      ChuHoSo: 'Nguyễn Thị Thử',
      LoaiDoiTuong: '1',
      MaDoiTuong: null,
      NgayNopHoSo: '20261123061500',
      NgayTiepNhan: '20261123080000',
      NgayHenTra: '20261124170000',
      TrangThaiHoSo: '4',
      NgayTra: '',
      HinhThuc: '0',
      NgayKetThucXuLy: '',
      NgayTuChoi: '',
      DonViXuLy: 'UBND phường Tân Ninh',
      NoiNopHoSo: '2',
      HoSoCoThanhPhanSoHoa: '1',
      TaiKhoanDuocXacThucVoiVNeID: '1',
      DuocThanhToanTrucTuyen: '0',
      DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: '080190000001' }],
      DSKetNoiCSDL: [],
      TaiLieuNop: [
        {
          TepDinhKemId: part.id,
          TenTepDinhKem: 'bang-tot-nghiep.pdf',
          IsDeleted: 'False',
          MaThanhPhanHoSo: '000.00.00.G15-KQ0001',
          DuongDanTaiTepTin: `https://dvc.example.vn/f/${SHA}`,
          DuocSoHoa: '1',
          DuocTaiSuDung: '0',
          DuocLayTuKhoDMQG: '0',
          MaKetQuaThayThe: '',
        },
      ],
      DanhSachHoSoBoSung: [],
      DanhSachGiayToKetQua: [],
    })
  })

  test.each([
    ['counter', '1'],
    ['online', '2'],
    ['post', '3'],
  ] as const)('submitted %s has channel code %s', (channel, code) => {
    expect(told({ channel }).body.KenhThucHien).toBe(code)
  })

  test.each([
    ['counter', '0', []],
    ['post', '1', []],
    ['online', '0', ['national-portal.delivery-without-code']],
  ] as const)('whose result goes %s has delivery code %s', (delivery, code, omissions) => {
    const { body, omissions: named } = told({ delivery })
    expect(body.HinhThuc).toBe(code)
    expect(named.map((one) => one.code)).toEqual(omissions)
  })

  test.each([
    ['processing', '4'],
    ['awaiting-supplement', '5'],
    ['finished', '9'],
    ['released', '10'],
    ['refused', '3'],
  ] as const)('%s has state code %s', (state, code) => {
    expect(told({ state }).body.TrangThaiHoSo).toBe(code)
  })

  test('tells of the end of processing and of the delivery as two instants', () => {
    const finishedAt = new Date('2026-11-24T02:00:00Z')
    const releasedAt = new Date('2026-11-25T16:59:59Z')
    const { body } = told({ state: 'released', finishedAt, releasedAt })
    expect([body.NgayKetThucXuLy, body.NgayTra]).toEqual(['20261124090000', '20261125235959'])
  })

  test('gives phone and e-mail only when they are known', () => {
    const { body } = told(applicant({ phone: '0900000001', email: 'thu@example.vn' }))
    expect([body.SoDienThoai, body.Email]).toEqual(['0900000001', 'thu@example.vn'])
    expect(told().body).not.toHaveProperty('SoDienThoai')
  })

  test('one that was never accepted has no words on the wire', () => {
    expect(isTellable({ ...aTruth(), state: 'refused', acceptedAt: null })).toBe(false)
    expect(isTellable(aTruth())).toBe(true)
  })
})

describe('nothing is made up', () => {
  test.each([
    [
      'no identity number',
      applicant({ nationalId: null }),
      '/applicant/nationalId national-portal.owner-id-missing',
    ],
    [
      'a number of eleven digits',
      applicant({ nationalId: '08019000000' }),
      '/applicant/nationalId national-portal.owner-id-malformed',
    ],
    [
      'a passport',
      applicant({ nationalId: 'C1234567' }),
      '/applicant/nationalId national-portal.owner-id-malformed',
    ],
    [
      'a filler number',
      applicant({ nationalId: '000000001' }),
      '/applicant/nationalId national-portal.owner-id-malformed',
    ],
    [
      'an organisation of unknown kind',
      applicant({ kind: 'organisation' }),
      '/applicant/kind national-portal.owner-kind-unknown',
    ],
    ['nobody as its owner', { applicant: null }, '/applicant national-portal.owner-missing'],
    ['an unknown channel', { channel: null }, '/channel national-portal.channel-unknown'],
    ['an unknown delivery', { delivery: null }, '/delivery national-portal.delivery-unknown'],
    [
      'a code without the province',
      { code: 'H54.1-261123-0007' },
      '/code national-portal.province-code-missing',
    ],
    [
      'a code that has it further back',
      { code: '000.00.14-H53-0007' },
      '/code national-portal.province-code-missing',
    ],
    [
      'a code of a longer name',
      { code: 'H531.2-261123-0007' },
      '/code national-portal.province-code-missing',
    ],
    [
      'a procedure of no national code',
      { procedure: { ...aTruth().procedure, code: 'cap-the' } },
      '/procedure/code national-portal.procedure-code-unknown',
    ],
    [
      'a field without code',
      { procedure: { ...aTruth().procedure, field: null } },
      '/procedure/field national-portal.field-code-missing',
    ],
    ['an unknown due date', { dueAt: null, dueBasis: 'unknown' }, '/dueAt national-portal.due-unknown'],
  ] satisfies [string, Partial<DossierTruth>, string][])(
    'with %s it is held back',
    (_what, change, reason) => {
      expect(reasonsOf(change)).toEqual([reason])
    },
  )

  test('all reasons are named at once', () => {
    expect(reasonsOf({ channel: null, delivery: null, applicant: null, dueBasis: 'unknown' })).toHaveLength(4)
  })

  test('an identity card of nine digits is told as what it is', () => {
    expect(told(applicant({ nationalId: '290123456' })).body.DinhDanhCHS).toEqual([
      { LoaiDinhDanh: '2', SoDinhDanh: '290123456' },
    ])
  })

  test('a suspended dossier keeps the date it was given and is not told as finished', () => {
    const { body } = told({
      state: 'awaiting-supplement',
      dueAt: null,
      dueBasis: 'suspended',
      supplements: [aSupplement()],
    })
    expect([body.TrangThaiHoSo, body.NgayHenTra, body.NgayKetThucXuLy]).toEqual(['5', '20261124170000', ''])
  })

  test('only a procedure without a time limit has an empty due date', () => {
    expect(told({ dueAt: null, dueBasis: 'no-limit' }).body.NgayHenTra).toBe('')
  })

  test('no part is told as reused or taken from the national store without evidence', () => {
    const { body } = told({ parts: [aPart(), aPart()] })
    expect(body.TaiLieuNop.map((paper) => [paper.DuocTaiSuDung, paper.DuocLayTuKhoDMQG])).toEqual([
      ['0', '0'],
      ['0', '0'],
    ])
  })

  test('a dossier without papers has no digital part', () => {
    expect(told({ parts: [] }).body.HoSoCoThanhPhanSoHoa).toBe('0')
  })

  test('a paper without a catalogue code is left out by name, and the dossier goes on', () => {
    const { body, omissions } = told({ parts: [aPart(), aPart({ requirementCode: null })] })
    expect(body.TaiLieuNop).toHaveLength(1)
    expect(body.HoSoCoThanhPhanSoHoa).toBe('1')
    expect(omissions).toEqual([
      {
        path: '/parts/1/requirementCode',
        code: 'national-portal.part-code-missing',
        meta: { requirement: 'original' },
      },
    ])
  })

  test('a name beyond 4000 characters is not cut to fit where it is required', () => {
    const { body, omissions } = told({ parts: [aPart({ name: 'đ'.repeat(4001) })] })
    expect(body.TaiLieuNop).toEqual([])
    expect(omissions.map(({ code }) => code)).toEqual(['national-portal.part-name-too-long'])
  })

  test('a result without a file of its own is none: no paper takes its place', () => {
    const state = 'finished' as const
    expect(told({ state, result: aResult({ file: null }) }).body.DanhSachGiayToKetQua).toEqual([])
    expect(told({ state, result: null }).body.DanhSachGiayToKetQua).toEqual([])
  })

  test('a result needs its code and its link', () => {
    expect(told({ state: 'finished', result: aResult() }).body.DanhSachGiayToKetQua).toEqual([
      {
        TenGiayTo: 'Bản sao được chứng thực',
        MaGiayToKetQua: '000.00.00.G15-KQ0009',
        DuongDanTepTinKetQua: `https://dvc.example.vn/f/${'cd'.repeat(32)}`,
      },
    ])
    const without = told({ state: 'finished', result: aResult({ code: null }) })
    expect(without.body.DanhSachGiayToKetQua).toEqual([])
    expect(without.omissions.map(({ code }) => code)).toEqual(['national-portal.result-code-missing'])
  })

  test('what is shortened is named', () => {
    const { body, omissions } = told({ state: 'finished', result: aResult({ name: 'ờ'.repeat(2001) }) })
    expect(body.DanhSachGiayToKetQua[0]?.TenGiayTo).toHaveLength(2000)
    expect(omissions).toEqual([
      { path: '/result/name', code: 'national-portal.shortened', meta: { limit: 2000, length: 2001 } },
    ])
  })

  test('there is no abstract where there is none, and no account that was not looked up', () => {
    const { body } = told()
    expect(body).not.toHaveProperty('TrichYeuHoSo')
    expect(body.MaDoiTuong).toBeNull()
  })

  test('submission and acceptance stay two instants', () => {
    const { body } = told()
    expect(body.NgayNopHoSo).not.toBe(body.NgayTiepNhan)
  })

  test('an account that was not verified is told so', () => {
    expect(told(applicant({ verified: false })).body.TaiKhoanDuocXacThucVoiVNeID).toBe('0')
  })
})

describe('requests for supplements', () => {
  test('carry both dates, and whether they were answered', () => {
    const answeredAt = new Date('2026-11-25T01:00:00Z')
    const dueAfter = new Date('2026-11-26T03:00:00Z')
    const { body } = told({ supplements: [aSupplement({ answeredAt, dueAfter }), aSupplement()] })
    expect(body.DanhSachHoSoBoSung[0]).toEqual({
      HoSoBoSungId: 1,
      NguoiYeuCauBoSung: 'Trần Văn Việc',
      NoiDungBoSung: 'Bản chụp mờ, đề nghị chụp lại trang 2',
      NgayBoSung: '20261123090000',
      NgayTiepNhanBoSung: '20261125080000',
      TrangThaiBoSung: true,
      NgayHenTraTruoc: '20261124170000',
      NgayHenTraMoi: '20261126100000',
    })
    expect(body.DanhSachHoSoBoSung[1]).toMatchObject({
      HoSoBoSungId: 2,
      TrangThaiBoSung: false,
      NgayHenTraMoi: '',
    })
  })

  test('keep their number when one before them cannot be told', () => {
    const { body, omissions } = told({ supplements: [aSupplement({ requestedBy: null }), aSupplement()] })
    expect(body.DanhSachHoSoBoSung.map((one) => one.HoSoBoSungId)).toEqual([2])
    expect(omissions.map(({ code }) => code)).toEqual(['national-portal.supplement-asker-unknown'])
  })
})
