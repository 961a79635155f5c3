import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable } from './values.ts'

const Dong = Type.Integer({ minimum: 0 })
const Reason = Type.String({ minLength: 1, maxLength: 1000 })
const Clause = Type.String({ minLength: 1, maxLength: 400 })
const DossierNamed = Type.Object({ id: Id, code: Type.String() })

/** What was paid and is no payment of a dossier. Nothing in it says who paid. */
export const UnmatchedPayment = Type.Object({
  id: Id,
  reason: Type.Enum([
    'unknown-reference',
    'amount-differs',
    'nothing-due',
    'outstanding-changed',
    'contradicts-earlier',
  ]),
  reference: Type.String(),
  providerId: Type.String(),
  amount: Dong,
  paidAt: Instant,
  recordedAt: Instant,
  /** The dossier it was paid under, with what is outstanding there now; null where no such payment was begun here. */
  dossier: Nullable(Type.Object({ id: Id, code: Type.String(), outstanding: Dong })),
})
export type UnmatchedPayment = Static<typeof UnmatchedPayment>

/** Money that was decided to be given back and is still here. */
export const OwedRefund = Type.Object({
  id: Id,
  amount: Dong,
  surplus: Type.Boolean(),
  reason: Type.String(),
  clause: Type.String(),
  decidedAt: Instant,
  decidedBy: Nullable(Type.String()),
  agencyName: Type.String(),
  dossier: Nullable(DossierNamed),
  /** Whether the officer who asks may write down that it went back. */
  mayReturn: Type.Boolean(),
})
export type OwedRefund = Static<typeof OwedRefund>

/** What is open of the money of the officer's agencies: to be closed, and to be given back. */
export const MoneyOpen = Type.Object({
  unmatched: Type.Array(UnmatchedPayment),
  refunds: Type.Array(OwedRefund),
})
export type MoneyOpen = Static<typeof MoneyOpen>

/**
 * `matched`: it is a payment of this dossier, as far as that is owed there; `surplus` says why the rest goes back. `to-refund`: all
 * of it goes back. `not-received`: of a transaction that was told twice, this telling brought no money.
 */
export const ClosingInput = Type.Union([
  Type.Object(
    {
      outcome: Type.Literal('matched'),
      dossierCode: Type.String({ minLength: 5, maxLength: 60 }),
      surplus: Type.Optional(
        Type.Object({ reason: Reason, clause: Clause }, { additionalProperties: false }),
      ),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { outcome: Type.Literal('to-refund'), reason: Reason, clause: Clause },
    { additionalProperties: false },
  ),
  Type.Object({ outcome: Type.Literal('not-received'), reason: Reason }, { additionalProperties: false }),
])
export type ClosingInput = Static<typeof ClosingInput>

/** Without lines all that was paid and is not given back yet. */
export const RefundInput = Type.Object(
  {
    lines: Type.Array(
      Type.Object(
        {
          key: Type.String({ minLength: 1, maxLength: 80 }),
          amount: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 50 },
    ),
    reason: Reason,
    clause: Clause,
  },
  { additionalProperties: false },
)
export type RefundInput = Static<typeof RefundInput>

/** By cash the voucher's number is drawn here; a transfer is told by its order's. */
export const ReturnInput = Type.Union([
  Type.Object({ way: Type.Literal('cash') }, { additionalProperties: false }),
  Type.Object(
    { way: Type.Literal('transfer'), number: Type.String({ minLength: 1, maxLength: 80 }) },
    { additionalProperties: false },
  ),
])
export type ReturnInput = Static<typeof ReturnInput>
