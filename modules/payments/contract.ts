import { Type, type Static } from 'typebox'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Dong = Type.Integer({ minimum: 0 })
const Instant = Type.String({ format: 'date-time' })

/** `fee` is a phí (price of a service), `charge` a lệ phí (set by law for an act of the state). */
export const FeeKind = Type.Enum(['fee', 'charge'])
export type FeeKind = Static<typeof FeeKind>

export const PaymentChannel = Type.Enum(['cash', 'online'])
export type PaymentChannel = Static<typeof PaymentChannel>

/** `nothing-due`: the fees are known and come to nothing. */
export const AccountState = Type.Enum(['nothing-due', 'due', 'paid'])
export type AccountState = Static<typeof AccountState>

/** One fee line of a case, in đồng, with its clause; the exemption says what is taken off, why, and on what clause. */
export const ChargedLine = Type.Object({
  key: Type.String(),
  kind: FeeKind,
  name: Type.String(),
  amount: Dong,
  clause: Type.String(),
  exemption: Nullable(Type.Object({ amount: Dong, reason: Type.String(), clause: Type.String() })),
})
export type ChargedLine = Static<typeof ChargedLine>

/** How money went back: cash against a voucher, or an order of the treasury or the bank. */
export const RefundWay = Type.Enum(['cash', 'transfer'])
export type RefundWay = Static<typeof RefundWay>

/** What is given back of the fees (`surplus`: of what was paid beyond them), why, and whether it went back yet. */
export const RefundShown = Type.Object({
  id: Type.String({ format: 'uuid' }),
  amount: Dong,
  surplus: Type.Boolean(),
  lines: Type.Array(Type.Object({ key: Type.String(), amount: Dong })),
  reason: Type.String(),
  clause: Type.String(),
  decidedAt: Instant,
  returned: Nullable(Type.Object({ way: RefundWay, number: Type.String(), at: Instant })),
})
export type RefundShown = Static<typeof RefundShown>

/** What a case costs and what was received for it, as screens are told. */
export const AccountShown = Type.Object({
  lines: Type.Array(ChargedLine),
  due: Dong,
  paid: Dong,
  outstanding: Dong,
  payments: Type.Array(
    Type.Object({ channel: PaymentChannel, amount: Dong, at: Instant, number: Type.String() }),
  ),
  refunds: Type.Array(RefundShown),
  state: AccountState,
})
export type AccountShown = Static<typeof AccountShown>

/** Why something that was paid became no payment of a case. */
export const UnmatchedReason = Type.Enum([
  'unknown-reference',
  'amount-differs',
  'nothing-due',
  'outstanding-changed',
  'contradicts-earlier',
])
export type UnmatchedReason = Static<typeof UnmatchedReason>

export const paymentEntries = {
  charged: 'payment.fees-charged',
  replaced: 'payment.fees-replaced',
  cashReceived: 'payment.cash-received',
  onlineBegun: 'payment.online-begun',
  onlineSettled: 'payment.online-settled',
  onlineFailed: 'payment.online-failed',
  unmatched: 'payment.unmatched',
  matched: 'payment.matched',
  notReceived: 'payment.not-received',
  refundDecided: 'payment.refund-decided',
  refunded: 'payment.refunded',
} as const

export const paymentProblems = [
  'payments.not-charged',
  'payments.already-charged',
  'payments.already-paid',
  'payments.basis-missing',
  'payments.line-twice',
  'payments.clause-missing',
  'payments.exemption-too-large',
  'payments.nothing-due',
  'payments.more-than-outstanding',
  'payments.reference-unknown',
  'payments.unmatched-missing',
  'payments.closed-already',
  'payments.number-counted',
  'payments.one-story-only',
  'payments.reason-missing',
  'payments.line-unknown',
  'payments.refund-too-large',
  'payments.refund-missing',
  'payments.returned-already',
  'payments.voucher-missing',
] as const
export type PaymentProblem = (typeof paymentProblems)[number]
