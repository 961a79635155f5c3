import { Type, type Static } from 'typebox'

/**
 * THE FORMAT IS PROVISIONAL. No specification of the monitor's fields is published (docs/decisions/0016): names and codes are
 * those of the national portal's DongBoHoSoMC, of which the monitor is said to take channel, state and dates. Every message
 * says so itself, in PhienBan.
 */
export const FORMAT = 'tam-thoi-2026-11'

const closed = <T extends Record<string, Type.TSchema>>(properties: T) =>
  Type.Object(properties, { additionalProperties: false })
const Text = Type.String({ minLength: 1 })
const Time = Type.String({ pattern: '^\\d{14}$' })
const TimeOrEmpty = Type.String({ pattern: '^(\\d{14})?$' })
/** yyyyMMdd. */
const Day = Type.String({ pattern: '^\\d{8}$' })
const Format = Type.Literal(FORMAT)

/** KenhThucHien: 1 counter, 2 online, 3 post; null says that it is not known. */
export const Channel = Type.Union([Type.Enum(['1', '2', '3']), Type.Null()])
/** TrangThaiHoSo, with the portal's numbers. */
export const State = Type.Enum(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
export type State = Static<typeof State>

/** One dossier as it is, whole: a later one takes the place of an earlier one. Whose it is, is not in it. */
export const HoSo = closed({
  MaHoSo: Text,
  MaTTHC: Text,
  MaDonVi: Text,
  DonViXuLy: Text,
  KenhThucHien: Channel,
  TrangThaiHoSo: State,
  NgayNopHoSo: Time,
  NgayTiepNhan: Time,
  NgayHenTra: TimeOrEmpty,
  /** 1 there is a time limit, 0 there is none, null it is not known when the dossier is due. */
  CoThoiHan: Type.Union([Type.Enum(['0', '1']), Type.Null()]),
  NgayKetThucXuLy: TimeOrEmpty,
  NgayTra: TimeOrEmpty,
  NgayTuChoi: TimeOrEmpty,
})
export type HoSo = Static<typeof HoSo>

export const DossierRequest = closed({ PhienBan: Format, MaTinh: Text, HoSo })
export type DossierRequest = Static<typeof DossierRequest>

/** Asks for counts of the dossiers accepted on these days. */
export const CountsRequest = closed({ PhienBan: Format, MaTinh: Text, TuNgay: Day, DenNgay: Day })
export type CountsRequest = Static<typeof CountsRequest>

export const CountRow = Type.Object({
  NgayTiepNhan: Day,
  MaDonVi: Type.String(),
  TrangThaiHoSo: State,
  KenhThucHien: Channel,
  SoLuong: Type.Integer({ minimum: 0 }),
})
export type CountRow = Static<typeof CountRow>

/** Asks which dossiers of one agency, accepted on one day, the monitor has. */
export const ListRequest = closed({ PhienBan: Format, MaTinh: Text, NgayTiepNhan: Day, MaDonVi: Text })
export type ListRequest = Static<typeof ListRequest>

export const ListRow = Type.Object({ MaHoSo: Text, TrangThaiHoSo: State, KenhThucHien: Channel })
export type ListRow = Static<typeof ListRow>

export const Answer = Type.Object({ MaLoi: Type.String(), MoTaLoi: Type.String() })
export const CountsAnswer = Type.Object({ MaLoi: Type.Literal('0'), SoLieu: Type.Array(CountRow) })
export const ListAnswer = Type.Object({ MaLoi: Type.Literal('0'), DanhSach: Type.Array(ListRow) })

/** Below the monitor's address. */
export const paths = { dossier: '/ho-so', counts: '/so-lieu', list: '/danh-sach' } as const
