import { Type, type Static, type TSchema } from 'typebox'

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Instant = Type.String({ format: 'date-time' })
const Dong = Type.Integer()

/** `was-lost`: its confirmation never came, and it was taken in from the statement. `only-ours`: confirmed, and not in the statement. */
export const Difference = Type.Object({
  kind: Type.Enum(['was-lost', 'only-ours', 'unmatched']),
  reference: Type.String(),
  providerId: Type.String(),
  amount: Dong,
  reason: Nullable(Type.String()),
})
export type Difference = Static<typeof Difference>

export const Day = Type.Object({
  day: Type.String({ format: 'date' }),
  comparedAt: Instant,
  theirs: Type.Integer(),
  ours: Type.Integer(),
  differences: Type.Array(Difference),
})
export type Day = Static<typeof Day>

/** What was paid and is no payment of a case: for a person to see to. Nothing in it says who paid. */
export const Unmatched = Type.Object({
  id: Type.String({ format: 'uuid' }),
  reason: Type.String(),
  reference: Type.String(),
  providerId: Type.String(),
  amount: Dong,
  paidAt: Instant,
  recordedAt: Instant,
  caseId: Nullable(Type.String({ format: 'uuid' })),
})
export type Unmatched = Static<typeof Unmatched>

export const PaymentPlatformStatus = Type.Object({
  /** Whether there is a platform to pay at. */
  connected: Type.Boolean(),
  standIn: Type.Boolean(),
  /** Begun, and nobody knows yet what became of them. */
  open: Type.Integer(),
  openSince: Nullable(Instant),
  lastError: Nullable(Type.String()),
  /** The last days that were held against the platform's statement, the newest first. */
  days: Type.Array(Day),
  unmatched: Type.Array(Unmatched),
})
export type PaymentPlatformStatus = Static<typeof PaymentPlatformStatus>

/** What the payer's page is told in its address (`?payment=`) when the way to the platform or back went wrong. */
export const paymentReturns = ['unavailable', 'waiting', 'failed'] as const
export type PaymentReturn = (typeof paymentReturns)[number]

export const paymentPlatformEntries = { compared: 'payment-platform.day-compared' } as const

export const paymentPlatformProblems = [
  'payment-platform.reference-unknown',
  'payment-platform.stand-in-in-real-province',
  'payment-platform.endpoint-not-loopback',
] as const
export type PaymentPlatformProblem = (typeof paymentPlatformProblems)[number]
