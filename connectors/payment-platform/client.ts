import { Value } from 'typebox/value'
import type { LocalDate } from '../../kernel/dates.ts'
import type { Order } from './order.ts'
import type { PlatformEndpoint } from './settings.ts'
import {
  codes,
  InitAnswer,
  initFields,
  queryFields,
  readStatement,
  readTransaction,
  signed,
  statementRequestFields,
  VERSION,
  type Init,
  type Paid,
  type Query,
} from './wire/v106/messages.ts'
import { wireDay, wireTime } from './wire/v106/time.ts'

/** No answer that can be believed: nothing is known. */
export interface Silent {
  readonly kind: 'silent'
  readonly error: string
}

export type Opened =
  | { readonly kind: 'opened'; readonly url: string }
  | { readonly kind: 'refused'; readonly code: string }
  | Silent

export type Fate =
  | { readonly kind: 'paid'; readonly paid: Paid }
  | { readonly kind: 'waiting' | 'failed' | 'unknown' }
  | Silent

/** The way to the platform. */
export interface PlatformClient {
  /** Tells it of a payment; repeatable under the same reference. `ip` is the payer's. */
  open(order: Order, at: Date, ip: string): Promise<Opened>
  /** Asks what became of one. */
  ask(reference: string): Promise<Fate>
  /** Everything paid on a local day. */
  statement(day: LocalDate): Promise<{ readonly kind: 'listed'; readonly all: readonly Paid[] } | Silent>
}

export function platformClient(endpoint: PlatformEndpoint, timeoutMs = 6000): PlatformClient {
  const { partner, initPath, queryPath, statementPath } = endpoint
  return {
    async open(order, at, ip) {
      const answer = await post(endpoint, initPath, initOf(order, endpoint, at, ip), timeoutMs)
      if ('error' in answer) return answer
      if (!Value.Check(InitAnswer, answer.body)) return { kind: 'silent', error: 'malformed' }
      const { error_code, UrlThanhToan } = answer.body
      if (error_code !== '0') return { kind: 'refused', code: error_code.slice(0, 40) }
      return UrlThanhToan !== undefined && /^https?:/.test(UrlThanhToan) && URL.canParse(UrlThanhToan)
        ? { kind: 'opened', url: UrlThanhToan }
        : { kind: 'silent', error: 'malformed' }
    },
    async ask(reference) {
      const query = {
        LoaiBanTin: 'QUERY',
        PhienBan: VERSION,
        MaDoiTac: partner.code,
        MaThamChieu: reference,
      } as const
      const answer = await post(
        endpoint,
        queryPath,
        signed<Omit<Query, 'MaXacThuc'>>(query, queryFields, partner),
        timeoutMs,
      )
      if ('error' in answer) return answer
      const said = readTransaction(answer.body, 'QUERY', partner)
      if (said.kind === 'unbelievable') return { kind: 'silent', error: said.why }
      const about = said.kind === 'paid' ? said.paid.reference : said.reference
      if (about !== reference) return { kind: 'silent', error: 'malformed' }
      if (said.kind === 'paid') return said
      if (said.code === codes.waiting) return { kind: 'waiting' }
      if (said.code === codes.failed) return { kind: 'failed' }
      return said.code === codes.unknown ? { kind: 'unknown' } : { kind: 'silent', error: 'malformed' }
    },
    async statement(day) {
      const request = {
        LoaiBanTin: 'DOI_SOAT',
        PhienBan: VERSION,
        MaDoiTac: partner.code,
        Ngay: wireDay(day),
      } as const
      const answer = await post(
        endpoint,
        statementPath,
        signed(request, statementRequestFields, partner),
        timeoutMs,
      )
      if ('error' in answer) return answer
      const read = readStatement(answer.body, wireDay(day), partner)
      return 'why' in read ? { kind: 'silent', error: read.why } : { kind: 'listed', all: read }
    },
  }
}

const LOAI_PHI_LE_PHI = { fee: '1', charge: '2' } as const

/** What is not known is left out; lines are told only where they come to the amount (a part may be paid already). */
function initOf(order: Order, { partner, beneficiary }: PlatformEndpoint, at: Date, ip: string): Init {
  const { agency, payer, procedure } = order
  const amount = String(order.amount)
  const owed = order.lines.filter((line) => line.amount > 0)
  const linesAreAll = owed.reduce((sum, line) => sum + line.amount, 0) === order.amount
  const about = `Ho so ${order.caseCode}`
  return signed<Omit<Init, 'MaXacThuc'>>(
    {
      LoaiBanTin: 'INIT',
      PhienBan: VERSION,
      MaDoiTac: partner.code,
      MaThamChieu: order.reference,
      SoTien: amount,
      LoaiHinhThanhToan: 'PAY',
      MaKenhThanhToan: '1',
      MaThietBi: '1',
      NgonNgu: 'vi-VN',
      MaTienTe: 'VND',
      MaNganHang: 'PAYMENT',
      ThongTinGiaoDich: about,
      ThoiGianGD: wireTime(at),
      Ip: ip,
      ThongTinBienLai: {
        MaDichVu: '2',
        MaTTHC: procedure.code,
        TenTTHC: procedure.name,
        ...(agency.code === null ? {} : { MaDonVi: agency.code }),
        TenDonVi: agency.name,
        MaHoSo: order.caseCode,
        TKThuHuong: beneficiary.account,
        MaNHThuHuong: beneficiary.bank,
        TenTKThuHuong: beneficiary.name,
        ...(payer === null ? {} : { HoTenNguoiNop: payer.name }),
        ...(payer === null || payer.nationalId === null ? {} : { SoCMNDNguoiNop: payer.nationalId }),
        ...(linesAreAll
          ? {
              PhiLePhi: owed.map((line) => ({
                LoaiPhiLePhi: LOAI_PHI_LE_PHI[line.kind],
                MaPhiLePhi: line.key,
                TenPhiLePhi: line.name,
                SoTien: String(line.amount),
              })),
            }
          : {}),
        DSKhoanNop: [{ NoiDung: about, SoTien: amount }],
      },
    },
    initFields,
    partner,
  )
}

async function post(
  { baseUrl }: PlatformEndpoint,
  path: string,
  body: unknown,
  timeoutMs: number,
): Promise<{ readonly body: unknown } | Silent> {
  const address = (typeof baseUrl === 'string' ? baseUrl : baseUrl()).replace(/\/$/, '') + path
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await response.text()
    return response.ok ? { body: parsed(text) } : { kind: 'silent', error: `status ${response.status}` }
  } catch (error) {
    return { kind: 'silent', error: codeOf(error) }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name
}
