/**
 * The payment platform's messages, version 1.0.6 as systems in use have them (DOMAIN A11). PROVISIONAL: the order of the fields
 * under the checksum, the codes of QUERY and the whole of DOI_SOAT are not published and were chosen here.
 */
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { isChecksumOf, checksum } from './checksum.ts'
import { readWireTime } from './time.ts'

export const VERSION = '1.0.6'

const Text = Type.String({ maxLength: 4000 })

export const Init = Type.Object({
  LoaiBanTin: Type.Literal('INIT'),
  PhienBan: Text,
  MaDoiTac: Text,
  MaThamChieu: Text,
  SoTien: Text,
  LoaiHinhThanhToan: Text,
  MaKenhThanhToan: Text,
  MaThietBi: Text,
  NgonNgu: Text,
  MaTienTe: Text,
  MaNganHang: Text,
  ThongTinGiaoDich: Text,
  ThoiGianGD: Text,
  Ip: Text,
  ThongTinBienLai: Type.Object({
    MaDichVu: Text,
    MaTTHC: Text,
    TenTTHC: Text,
    MaDonVi: Type.Optional(Text),
    TenDonVi: Text,
    MaHoSo: Text,
    TKThuHuong: Text,
    MaNHThuHuong: Text,
    TenTKThuHuong: Text,
    HoTenNguoiNop: Type.Optional(Text),
    SoCMNDNguoiNop: Type.Optional(Text),
    PhiLePhi: Type.Optional(
      Type.Array(Type.Object({ LoaiPhiLePhi: Text, MaPhiLePhi: Text, TenPhiLePhi: Text, SoTien: Text })),
    ),
    DSKhoanNop: Type.Array(Type.Object({ NoiDung: Text, SoTien: Text })),
  }),
  MaXacThuc: Text,
})
export type Init = Static<typeof Init>

export const initFields = (init: Omit<Init, 'MaXacThuc'>): readonly string[] => [
  init.LoaiBanTin,
  init.PhienBan,
  init.MaDoiTac,
  init.MaThamChieu,
  init.SoTien,
  init.LoaiHinhThanhToan,
  init.MaKenhThanhToan,
  init.MaThietBi,
  init.NgonNgu,
  init.MaTienTe,
  init.MaNganHang,
  init.ThongTinGiaoDich,
  init.ThoiGianGD,
  init.Ip,
]

export const InitAnswer = Type.Object({
  error_code: Type.String(),
  message: Type.Optional(Type.String()),
  UrlThanhToan: Type.Optional(Type.String()),
})
export type InitAnswer = Static<typeof InitAnswer>

/** CONFIRM is called back by the platform; the answer to QUERY has the same fields. */
export const Transaction = Type.Object({
  LoaiBanTin: Type.Enum(['CONFIRM', 'QUERY']),
  MaLoi: Text,
  MaDoiTac: Text,
  MaThamChieu: Text,
  SoTien: Text,
  MaTienTe: Text,
  MaGiaoDich: Text,
  MaNganHang: Text,
  ThoiGianGD: Text,
  ThongTinGiaoDich: Text,
  MaXacThuc: Text,
})
export type Transaction = Static<typeof Transaction>

export const transactionFields = (one: Omit<Transaction, 'MaXacThuc'>): readonly string[] => [
  one.LoaiBanTin,
  one.MaLoi,
  one.MaDoiTac,
  one.MaThamChieu,
  one.SoTien,
  one.MaTienTe,
  one.MaGiaoDich,
  one.MaNganHang,
  one.ThoiGianGD,
  one.ThongTinGiaoDich,
]

export const ConfirmAnswer = Type.Object({ MaLoi: Type.Enum(['00', '99']), MoTaLoi: Type.String() })
export type ConfirmAnswer = Static<typeof ConfirmAnswer>

export const Query = Type.Object({
  LoaiBanTin: Type.Literal('QUERY'),
  PhienBan: Text,
  MaDoiTac: Text,
  MaThamChieu: Text,
  MaXacThuc: Text,
})
export type Query = Static<typeof Query>

export const queryFields = (query: Omit<Query, 'MaXacThuc'>): readonly string[] => [
  query.LoaiBanTin,
  query.PhienBan,
  query.MaDoiTac,
  query.MaThamChieu,
]

/** MaLoi: paid; to CONFIRM anything else is a failure. To QUERY these are what else there is. */
export const codes = { paid: '00', waiting: '01', failed: '02', unknown: '03' } as const

export const StatementRequest = Type.Object({
  LoaiBanTin: Type.Literal('DOI_SOAT'),
  PhienBan: Text,
  MaDoiTac: Text,
  Ngay: Text,
  MaXacThuc: Text,
})
export type StatementRequest = Static<typeof StatementRequest>

export const statementRequestFields = (one: Omit<StatementRequest, 'MaXacThuc'>): readonly string[] => [
  one.LoaiBanTin,
  one.PhienBan,
  one.MaDoiTac,
  one.Ngay,
]

export const StatementAnswer = Type.Object({
  LoaiBanTin: Type.Literal('DOI_SOAT'),
  MaLoi: Text,
  MaDoiTac: Text,
  Ngay: Text,
  GiaoDich: Type.Array(Type.Object({ MaThamChieu: Text, SoTien: Text, MaGiaoDich: Text, ThoiGianGD: Text })),
  MaXacThuc: Text,
})
export type StatementAnswer = Static<typeof StatementAnswer>

export const statementFields = (one: Omit<StatementAnswer, 'MaXacThuc'>): readonly string[] => [
  one.LoaiBanTin,
  one.MaLoi,
  one.MaDoiTac,
  one.Ngay,
  ...one.GiaoDich.flatMap(({ MaThamChieu, SoTien, MaGiaoDich, ThoiGianGD }) => [
    MaThamChieu,
    SoTien,
    MaGiaoDich,
    ThoiGianGD,
  ]),
]

export interface Partner {
  readonly code: string
  readonly secret: string
}

/** The message with its checksum. */
export function signed<M extends object>(
  message: M,
  fields: (message: M) => readonly string[],
  { secret }: Partner,
): M & { readonly MaXacThuc: string } {
  return { ...message, MaXacThuc: checksum(fields(message), secret) }
}

/** Paid, as a message says: its number, its amount in đồng, its instant. */
export interface Paid {
  readonly reference: string
  readonly providerId: string
  readonly amount: number
  readonly paidAt: Date
}

/** What a message turned out to be; `unbelievable` when it is not the platform's or makes no sense. */
export type Said =
  | { readonly kind: 'paid'; readonly paid: Paid }
  | { readonly kind: 'not-paid'; readonly reference: string; readonly code: string }
  | { readonly kind: 'unbelievable'; readonly why: 'malformed' | 'partner' | 'checksum' | 'currency' }

/** Reads a CONFIRM or the answer to a QUERY: shape, partner, checksum and currency first, then what it says. */
export function readTransaction(body: unknown, type: Transaction['LoaiBanTin'], partner: Partner): Said {
  if (!Value.Check(Transaction, body) || body.LoaiBanTin !== type) return unbelievable('malformed')
  if (body.MaDoiTac !== partner.code) return unbelievable('partner')
  if (!isChecksumOf(body.MaXacThuc, transactionFields(body), partner.secret)) return unbelievable('checksum')
  if (body.MaLoi !== codes.paid) return { kind: 'not-paid', reference: body.MaThamChieu, code: body.MaLoi }
  if (body.MaTienTe !== 'VND') return unbelievable('currency')
  const paid = readPaid(body)
  return paid === undefined ? unbelievable('malformed') : { kind: 'paid', paid }
}

/** Everything paid on a day, or why the statement is not to be believed. */
export function readStatement(
  body: unknown,
  day: string,
  partner: Partner,
): readonly Paid[] | { readonly why: 'malformed' | 'partner' | 'checksum' } {
  if (!Value.Check(StatementAnswer, body) || body.Ngay !== day || body.MaLoi !== codes.paid)
    return { why: 'malformed' }
  if (body.MaDoiTac !== partner.code) return { why: 'partner' }
  if (!isChecksumOf(body.MaXacThuc, statementFields(body), partner.secret)) return { why: 'checksum' }
  const all = body.GiaoDich.map(readPaid)
  return all.every((one) => one !== undefined) ? all : { why: 'malformed' }
}

function readPaid(
  one: Pick<Transaction, 'MaThamChieu' | 'SoTien' | 'MaGiaoDich' | 'ThoiGianGD'>,
): Paid | undefined {
  const paidAt = readWireTime(one.ThoiGianGD)
  const amount = /^\d{1,15}$/.test(one.SoTien) ? Number(one.SoTien) : undefined
  if (paidAt === undefined || amount === undefined || one.MaGiaoDich === '' || one.MaThamChieu === '')
    return undefined
  return { reference: one.MaThamChieu, providerId: one.MaGiaoDich, amount, paidAt }
}

function unbelievable(why: 'malformed' | 'partner' | 'checksum' | 'currency'): Said {
  return { kind: 'unbelievable', why }
}
