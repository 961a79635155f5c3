import { Type, type Static } from 'typebox'

const Text = Type.String({ minLength: 1 })
const Key = Type.String({ pattern: '^[a-z][a-z0-9-]*$' })

/** The file log.yaml: under which agency and procedure a log's cases are taken in, and which of its attributes mean what. */
export const LogDeclaration = Type.Object({
  key: Key,
  title: Text,
  source: Text,
  agency: Key,
  procedure: Text,
  case: Key,
  attributes: Type.Object({
    case: Text,
    start: Text,
    end: Text,
    deadline: Text,
    channel: Text,
    event: Text,
    time: Text,
    resource: Text,
  }),
})
export type LogDeclaration = Static<typeof LogDeclaration>

/** Why a case is set apart: it contradicts itself, and nothing is counted of it. */
export const HeldBack = Type.Union([
  Type.Literal('ends-before-start'),
  Type.Literal('event-before-start'),
  Type.Literal('no-start'),
  Type.Literal('no-key'),
  Type.Literal('key-twice'),
  Type.Literal('time-unreadable'),
])
export type HeldBack = Static<typeof HeldBack>

export const ChannelCount = Type.Object({ closed: Type.Integer(), onTime: Type.Integer() })

/** What was read of a log and how it stands; `byChannel` under the log's own names. */
export const LogSummary = Type.Object({
  log: Type.String(),
  cases: Type.Integer(),
  events: Type.Integer(),
  open: Type.Integer(),
  closed: Type.Integer(),
  onTime: Type.Integer(),
  late: Type.Integer(),
  heldBack: Type.Integer(),
  byChannel: Type.Record(Type.String(), ChannelCount),
})
export type LogSummary = Static<typeof LogSummary>

export const EventLogs = Type.Object({
  logs: Type.Array(
    Type.Object({
      key: Type.String(),
      title: Type.String(),
      source: Type.String(),
      agencyId: Type.String({ format: 'uuid' }),
      takenInAt: Type.String({ format: 'date-time' }),
      /** The month of its last end: where its figures are to be looked at. */
      lastMonth: Type.Union([Type.String({ pattern: '^\\d{4}-\\d{2}$' }), Type.Null()]),
      summary: LogSummary,
      setApart: Type.Array(Type.Object({ caseKey: Type.String(), reason: HeldBack })),
    }),
  ),
})
export type EventLogs = Static<typeof EventLogs>

export const eventLogProblems = [
  'event-log.unreadable',
  'event-log.not-xml',
  'event-log.not-xes',
  'event-log.cut-short',
  'event-log.not-declared',
  'event-log.case-changed',
  'event-log.missing',
] as const
