import { randomBytes } from 'node:crypto'
import { Value } from 'typebox/value'
import type { Clock } from '../../../kernel/clock.ts'
import { isChecksumOf } from '../wire/v106/checksum.ts'
import {
  codes,
  Init,
  initFields,
  Query,
  queryFields,
  signed,
  statementFields,
  StatementRequest,
  statementRequestFields,
  transactionFields,
  type InitAnswer,
  type Partner,
  type StatementAnswer,
  type Transaction,
} from '../wire/v106/messages.ts'
import { wireTime } from '../wire/v106/time.ts'

/** A payment as the platform knows it. */
export interface KnownPayment {
  readonly reference: string
  readonly amount: number
  readonly about: string
  readonly receiver: string
  readonly state: 'waiting' | 'paid' | 'failed'
  /** What was really taken. */
  readonly taken: number | null
  readonly providerId: string | null
  /** yyyyMMddHHmmss, local. */
  readonly endedAt: string | null
}

export interface DeskSettings {
  readonly partner: Partner
  readonly clock: Clock
}

const refused = (error_code: string, message: string): InitAnswer => ({ error_code, message })

/** The platform's books: what it was told of, and what became of it. */
export function openDesk(
  { partner, clock }: DeskSettings,
  keep: (payment: KnownPayment) => void = () => undefined,
) {
  const payments = new Map<string, KnownPayment>()
  const save = (payment: KnownPayment) => {
    payments.set(payment.reference, payment)
    keep(payment)
  }

  function transaction(
    LoaiBanTin: Transaction['LoaiBanTin'],
    reference: string,
    payment: KnownPayment | undefined,
  ): Transaction {
    const code =
      payment === undefined
        ? codes.unknown
        : { waiting: codes.waiting, paid: codes.paid, failed: codes.failed }[payment.state]
    return signed<Omit<Transaction, 'MaXacThuc'>>(
      {
        LoaiBanTin,
        MaLoi: code,
        MaDoiTac: partner.code,
        MaThamChieu: reference,
        SoTien: payment?.taken === undefined || payment.taken === null ? '' : String(payment.taken),
        MaTienTe: 'VND',
        MaGiaoDich: payment?.providerId ?? '',
        MaNganHang: 'TRIAL',
        ThoiGianGD: payment?.endedAt ?? '',
        ThongTinGiaoDich: payment?.about ?? '',
      },
      transactionFields,
      partner,
    )
  }

  const isOurs = (said: { MaDoiTac: string; MaXacThuc: string }, fields: readonly string[]) =>
    said.MaDoiTac === partner.code && isChecksumOf(said.MaXacThuc, fields, partner.secret)

  return {
    /** Takes in an INIT; the same reference again for the same amount is the same payment. `pageOf` is where it is paid. */
    open(body: unknown, pageOf: (reference: string) => string): InitAnswer {
      if (!Value.Check(Init, body)) return refused('1', 'Bản tin không hợp lệ')
      if (!isOurs(body, initFields(body))) return refused('2', 'Sai mã xác thực')
      const { MaThamChieu: reference, SoTien, ThongTinGiaoDich: about, ThongTinBienLai } = body
      if (!/^[1-9]\d{0,14}$/.test(SoTien)) return refused('3', 'Số tiền không hợp lệ')
      const known = payments.get(reference)
      if (known !== undefined && known.state !== 'waiting') return refused('4', 'Mã tham chiếu đã kết thúc')
      if (known !== undefined && known.amount !== Number(SoTien)) return refused('5', 'Mã tham chiếu đã dùng')
      const receiver = ThongTinBienLai.TenDonVi
      const ended = { state: 'waiting', taken: null, providerId: null, endedAt: null } as const
      if (known === undefined) save({ reference, amount: Number(SoTien), about, receiver, ...ended })
      return { error_code: '0', message: '', UrlThanhToan: pageOf(reference) }
    },
    /** The answer to a QUERY; nothing to whom it is not for. */
    ask(body: unknown): Transaction | undefined {
      if (!Value.Check(Query, body) || !isOurs(body, queryFields(body))) return undefined
      return transaction('QUERY', body.MaThamChieu, payments.get(body.MaThamChieu))
    },
    statement(body: unknown): StatementAnswer | undefined {
      if (!Value.Check(StatementRequest, body) || !isOurs(body, statementRequestFields(body)))
        return undefined
      const paid = [...payments.values()].filter(
        ({ state, endedAt }) => state === 'paid' && endedAt?.startsWith(body.Ngay) === true,
      )
      return signed<Omit<StatementAnswer, 'MaXacThuc'>>(
        {
          LoaiBanTin: 'DOI_SOAT',
          MaLoi: codes.paid,
          MaDoiTac: partner.code,
          Ngay: body.Ngay,
          GiaoDich: paid.map(({ reference, taken, providerId, endedAt }) => ({
            MaThamChieu: reference,
            SoTien: String(taken),
            MaGiaoDich: providerId ?? '',
            ThoiGianGD: endedAt ?? '',
          })),
        },
        statementFields,
        partner,
      )
    },
    /** The payer pays, or gives up; without effect once it has ended. The CONFIRM to send, if any. */
    end(reference: string, outcome: 'paid' | 'cancelled', less = 0): Transaction | undefined {
      const payment = payments.get(reference)
      if (payment === undefined || payment.state !== 'waiting') return undefined
      const endedAt = wireTime(clock())
      const providerId = `TT${endedAt}${randomBytes(4).toString('hex').toUpperCase()}`
      const ended: KnownPayment =
        outcome === 'paid'
          ? { ...payment, state: 'paid', taken: payment.amount - less, providerId, endedAt }
          : { ...payment, state: 'failed', endedAt }
      save(ended)
      return transaction('CONFIRM', reference, ended)
    },
    resume: (payment: KnownPayment) => void payments.set(payment.reference, payment),
    find: (reference: string) => payments.get(reference),
    payments: (): readonly KnownPayment[] => [...payments.values()],
  }
}

export type Desk = ReturnType<typeof openDesk>
