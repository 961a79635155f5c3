import { Type, type Static, type TSchema } from 'typebox'

const Text = (maxLength?: number) =>
  Type.String({ minLength: 1, ...(maxLength === undefined ? {} : { maxLength }) })
const closed = <T extends Record<string, TSchema>>(properties: T) =>
  Type.Object(properties, { additionalProperties: false })

const DAY = '\\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])'
const TIME = '([01]\\d|2[0-3])[0-5]\\d[0-5]\\d'

/** yyyyMMddHHmmss, Asia/Ho_Chi_Minh. */
export const WireTime = Type.String({ pattern: `^${DAY}${TIME}$` })
export const WireTimeOrEmpty = Type.String({ pattern: `^(${DAY}${TIME})?$` })
const Flag = Type.Enum(['0', '1'])
const Link = Type.String({ pattern: '^https?://' })

/** TrangThaiHoSo. */
export const StateCode = Type.Enum(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
export type StateCode = Static<typeof StateCode>

/** The longest texts the portal takes, in characters. */
export const limits = {
  TrichYeuHoSo: 1000,
  GhiChu: 2000,
  TenTepDinhKem: 4000,
  TenGiayTo: 2000,
  NguoiXuLy: 50,
} as const

export const SubmittedPaper = closed({
  TepDinhKemId: Text(),
  TenTepDinhKem: Text(limits.TenTepDinhKem),
  IsDeleted: Type.Enum(['True', 'False']),
  MaThanhPhanHoSo: Text(),
  DuongDanTaiTepTin: Link,
  DuocSoHoa: Flag,
  DuocTaiSuDung: Type.Enum(['0', '1', '2']),
  DuocLayTuKhoDMQG: Flag,
  MaKetQuaThayThe: Type.String(),
})
export type SubmittedPaper = Static<typeof SubmittedPaper>

/** The one object of the wire whose values are not all texts: two of them are a number and a boolean. */
export const SupplementRequest = closed({
  HoSoBoSungId: Type.Integer({ minimum: 1 }),
  NguoiYeuCauBoSung: Text(),
  NoiDungBoSung: Text(),
  NgayBoSung: WireTime,
  NgayTiepNhanBoSung: WireTimeOrEmpty,
  TrangThaiBoSung: Type.Boolean(),
  NgayHenTraTruoc: WireTimeOrEmpty,
  NgayHenTraMoi: WireTimeOrEmpty,
})
export type SupplementRequest = Static<typeof SupplementRequest>

export const ResultPaper = closed({
  TenGiayTo: Text(limits.TenGiayTo),
  MaGiayToKetQua: Text(),
  DuongDanTepTinKetQua: Link,
})
export type ResultPaper = Static<typeof ResultPaper>

/** One dossier of DongBoHoSoMC, in the newest form seen (2025). Fields that nothing here can prove are not in it. */
export const DossierMessage = closed({
  MaHoSo: Text(),
  MaTTHC: Type.String({ pattern: '^\\d\\.\\d{6}' }),
  TenTTHC: Text(),
  MaLinhVuc: Text(),
  TenLinhVuc: Text(),
  KenhThucHien: Type.Enum(['1', '2', '3']),
  SoGiayToChuHoSo: Type.String({ pattern: '^(\\d{9}|\\d{12})$' }),
  ChuHoSo: Text(),
  LoaiDoiTuong: Type.Enum(['1', '2', '3', '4']),
  MaDoiTuong: Type.Union([Text(), Type.Null()]),
  Email: Type.Optional(Text()),
  SoDienThoai: Type.Optional(Text()),
  TrichYeuHoSo: Type.Optional(Text(limits.TrichYeuHoSo)),
  NgayNopHoSo: WireTime,
  NgayTiepNhan: WireTime,
  NgayHenTra: WireTimeOrEmpty,
  TrangThaiHoSo: StateCode,
  NgayTra: WireTimeOrEmpty,
  HinhThuc: Flag,
  NgayKetThucXuLy: WireTimeOrEmpty,
  NgayTuChoi: WireTimeOrEmpty,
  DonViXuLy: Text(),
  GhiChu: Type.Optional(Text(limits.GhiChu)),
  NoiNopHoSo: Type.Enum(['1', '2']),
  HoSoCoThanhPhanSoHoa: Flag,
  TaiKhoanDuocXacThucVoiVNeID: Flag,
  DuocThanhToanTrucTuyen: Type.Enum(['0', '1', '2', '3']),
  DinhDanhCHS: Type.Array(
    Type.Union([
      closed({ LoaiDinhDanh: Type.Literal('1'), SoDinhDanh: Type.String({ pattern: '^\\d{12}$' }) }),
      closed({ LoaiDinhDanh: Type.Literal('2'), SoDinhDanh: Type.String({ pattern: '^\\d{9}$' }) }),
    ]),
    { minItems: 1 },
  ),
  DSKetNoiCSDL: Type.Array(closed({ MaCSDL: Text() })),
  TaiLieuNop: Type.Array(SubmittedPaper),
  DanhSachHoSoBoSung: Type.Array(SupplementRequest),
  DanhSachGiayToKetQua: Type.Array(ResultPaper),
})
export type DossierMessage = Static<typeof DossierMessage>

/** One step of CapNhatTienDoHoSoMC. */
export const ProgressStep = closed({
  MaHoSo: Text(),
  NguoiXuLy: Text(limits.NguoiXuLy),
  ChucDanh: Type.String(),
  ThoiDiemXuLy: WireTime,
  PhongBanXuLy: Type.String(),
  NoiDungXuLy: Type.String(),
  TrangThai: StateCode,
  NgayBatDau: WireTimeOrEmpty,
  NgayKetThucTheoQuyDinh: WireTimeOrEmpty,
})
export type ProgressStep = Static<typeof ProgressStep>
