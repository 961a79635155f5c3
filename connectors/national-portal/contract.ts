import { Type, type Static, type TSchema } from 'typebox'

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Instant = Type.String({ format: 'date-time' })

/** What keeps a dossier from being told truthfully, what was left out of a message, and what the portal answered. */
export const nationalPortalReasons = [
  'national-portal.province-code-missing',
  'national-portal.procedure-code-unknown',
  'national-portal.field-code-missing',
  'national-portal.channel-unknown',
  'national-portal.delivery-unknown',
  'national-portal.owner-missing',
  'national-portal.owner-id-missing',
  'national-portal.owner-id-malformed',
  'national-portal.owner-kind-unknown',
  'national-portal.due-unknown',
  'national-portal.too-long',
  'national-portal.refused',
  'national-portal.answer-unreadable',
  'national-portal.steps-in-doubt',
] as const
export type NationalPortalReason = (typeof nationalPortalReasons)[number]

/** What a message does not say although we know of it; the dossier itself stays true without. */
export const nationalPortalOmissions = [
  'national-portal.delivery-without-code',
  'national-portal.part-code-missing',
  'national-portal.part-name-too-long',
  'national-portal.result-code-missing',
  'national-portal.shortened',
  'national-portal.supplement-asker-unknown',
  'national-portal.step-officer-unknown',
  'national-portal.step-officer-too-long',
] as const
export type NationalPortalOmission = (typeof nationalPortalOmissions)[number]

export const nationalPortalProblems = [
  'national-portal.message-missing',
  'national-portal.message-not-held',
  'national-portal.link-invalid',
  'national-portal.link-expired',
  'national-portal.stand-in-in-real-province',
  'national-portal.endpoint-not-loopback',
  'national-portal.link-secret-short',
  'national-portal.cursor-malformed',
] as const
export type NationalPortalProblem = (typeof nationalPortalProblems)[number]

/** `path` is a JSON pointer into what we know of the dossier; `code` one of the reasons or omissions. */
export const Remark = Type.Object({
  path: Type.String(),
  code: Type.String(),
  meta: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type Remark = Static<typeof Remark>

export const MessageState = Type.Union([Type.Literal('held'), Type.Literal('waiting'), Type.Literal('sent')])
export type MessageState = Static<typeof MessageState>

export const MessagesQuery = Type.Object(
  {
    state: MessageState,
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  { additionalProperties: false },
)
export type MessagesQuery = Static<typeof MessagesQuery>

/** One message about one dossier; nothing in it says whose dossier it is. */
export const Message = Type.Object({
  id: Type.String({ format: 'uuid' }),
  dossierId: Type.String({ format: 'uuid' }),
  dossierCode: Nullable(Type.String()),
  state: MessageState,
  /** Sent, and nobody knows yet whether it arrived: the portal will be asked. */
  inDoubt: Type.Boolean(),
  reasons: Type.Array(Remark),
  omissions: Type.Array(Remark),
  since: Instant,
  attempts: Type.Integer(),
  sentAt: Nullable(Instant),
  /** What happened at the last attempt that did not deliver. */
  error: Nullable(Type.String()),
})
export type Message = Static<typeof Message>

export const Messages = Type.Object({ items: Type.Array(Message), next: Nullable(Type.String()) })
export type Messages = Static<typeof Messages>

export const RetryRequested = Type.Object({ id: Type.String({ format: 'uuid' }) })
export type RetryRequested = Static<typeof RetryRequested>

export const nationalPortalEntries = { retryRequested: 'national-portal.retry-requested' } as const

export const Status = Type.Object({
  /** Whether there is a portal to send to. */
  connected: Type.Boolean(),
  /** Whether what is sent goes to the stand-in, and not to the national portal. */
  standIn: Type.Boolean(),
  counts: Type.Object({ waiting: Type.Integer(), held: Type.Integer(), sent: Type.Integer() }),
  /** Dossiers that the portal has confirmed to have, to be held against its own count. */
  dossiersTold: Type.Integer(),
  /** Dossiers that are not told at all, and why. */
  notTold: Type.Object({ takenIn: Type.Integer(), neverAccepted: Type.Integer() }),
  /** How many ledger entries the connector has not looked at yet. */
  lag: Type.Integer(),
  waitingSince: Nullable(Instant),
  lastSuccessAt: Nullable(Instant),
  lastError: Nullable(Type.String()),
})
export type Status = Static<typeof Status>
