import { Type, type Static, type TSchema } from 'typebox'

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Instant = Type.String({ format: 'date-time' })
const Day = Type.String({ format: 'date' })

/** What keeps a dossier from being told truthfully, and what the monitor answered. */
export const emcReasons = [
  'emc.province-code-missing',
  'emc.procedure-code-unknown',
  'emc.agency-code-missing',
  'emc.refused',
] as const
export type EmcReason = (typeof emcReasons)[number]

export const emcProblems = [
  'emc.message-missing',
  'emc.message-not-held',
  'emc.stand-in-in-real-province',
  'emc.endpoint-not-loopback',
  'emc.settings-incomplete',
  'emc.cursor-malformed',
] as const

/** `path` is a JSON pointer into what we know of the dossier. */
export const EmcRemark = Type.Object({
  path: Type.String(),
  code: Type.String(),
  meta: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type EmcRemark = Static<typeof EmcRemark>

export const EmcMessageState = Type.Union([
  Type.Literal('held'),
  Type.Literal('waiting'),
  Type.Literal('sent'),
])
export type EmcMessageState = Static<typeof EmcMessageState>

export const EmcMessagesQuery = Type.Object(
  {
    state: EmcMessageState,
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  { additionalProperties: false },
)
export type EmcMessagesQuery = Static<typeof EmcMessagesQuery>

/** One message about one dossier, shaped as the national portal's, so that one page shows both. */
export const EmcMessage = Type.Object({
  id: Type.String({ format: 'uuid' }),
  dossierId: Type.String({ format: 'uuid' }),
  dossierCode: Nullable(Type.String()),
  state: EmcMessageState,
  /** Sent, and nobody knows yet whether it arrived: it is sent again under the same key. */
  inDoubt: Type.Boolean(),
  reasons: Type.Array(EmcRemark),
  omissions: Type.Array(EmcRemark),
  since: Instant,
  attempts: Type.Integer(),
  sentAt: Nullable(Instant),
  error: Nullable(Type.String()),
})
export type EmcMessage = Static<typeof EmcMessage>

export const EmcMessages = Type.Object({ items: Type.Array(EmcMessage), next: Nullable(Type.String()) })
export type EmcMessages = Static<typeof EmcMessages>

export const EmcRetryRequested = Type.Object({ id: Type.String({ format: 'uuid' }) })

export const emcEntries = {
  retryRequested: 'emc.retry-requested',
  resendRequested: 'emc.resend-requested',
} as const

export const EmcStatus = Type.Object({
  /** Whether there is a monitor to send to. */
  connected: Type.Boolean(),
  /** Whether what is sent goes to the stand-in, and not to the ministry. */
  standIn: Type.Boolean(),
  /** Under which format it is told: no specification is published, so that it is ours until one is. */
  format: Type.String(),
  counts: Type.Object({ waiting: Type.Integer(), held: Type.Integer(), sent: Type.Integer() }),
  dossiersTold: Type.Integer(),
  notTold: Type.Object({ takenIn: Type.Integer(), neverAccepted: Type.Integer() }),
  /** How many ledger entries the connector has not looked at yet. */
  lag: Type.Integer(),
  waitingSince: Nullable(Instant),
  lastSuccessAt: Nullable(Instant),
  lastError: Nullable(Type.String()),
})
export type EmcStatus = Static<typeof EmcStatus>

/** One cell in which the two counts are not the same. */
export const EmcDifference = Type.Object({
  acceptedOn: Day,
  /** Null where the agency's code is not known. */
  agencyCode: Nullable(Type.String()),
  /** TrangThaiHoSo. */
  state: Type.String(),
  /** KenhThucHien; null where the channel is not known. */
  channel: Nullable(Type.String()),
  ours: Type.Integer(),
  /** Of ours, what the monitor has confirmed to have: the rest is held back or on its way. */
  told: Type.Integer(),
  theirs: Type.Integer(),
  foundAt: Instant,
  mendedAt: Nullable(Instant),
})
export type EmcDifference = Static<typeof EmcDifference>

export const EmcReconciliation = Type.Object({
  on: Day,
  from: Day,
  to: Day,
  /** Null while the monitor has not answered. */
  comparedAt: Nullable(Instant),
  ours: Nullable(Type.Integer()),
  theirs: Nullable(Type.Integer()),
  /** How many dossiers were told anew because the monitor lacked them or had them otherwise. */
  resent: Type.Integer(),
  error: Nullable(Type.String()),
  /** At most 200; `differing` counts them all. */
  differences: Type.Array(EmcDifference),
  differing: Type.Integer(),
  /** Of those, the ones that are not mended. */
  open: Type.Integer(),
})
export type EmcReconciliation = Static<typeof EmcReconciliation>

export const EmcReconciliations = Type.Object({ days: Type.Array(EmcReconciliation) })
export type EmcReconciliations = Static<typeof EmcReconciliations>
