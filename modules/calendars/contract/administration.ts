import Type from 'typebox'

const Id = Type.String({ format: 'uuid' })
const LocalDay = Type.String({ format: 'date' })
const Key = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 80 })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false } as const

/** `ordinary` takes back what was entered for the day. */
export const ExceptionKind = Type.Enum(['rest', 'work', 'morning', 'afternoon', 'ordinary'])
export type ExceptionKind = Type.Static<typeof ExceptionKind>

export const CalendarSummary = Type.Object({
  key: Key,
  name: Type.String(),
  revision: Type.Integer(),
  coveredFrom: LocalDay,
  coveredTo: LocalDay,
  basedOn: Nullable(Key),
  /** Null: the whole province. */
  users: Type.Array(
    Type.Object({
      agency: Nullable(Type.Object({ id: Id, name: Type.String() })),
      from: LocalDay,
      to: Nullable(LocalDay),
    }),
  ),
})
export type CalendarSummary = Type.Static<typeof CalendarSummary>

export const CalendarList = Type.Object({ items: Type.Array(CalendarSummary) })
export type CalendarList = Type.Static<typeof CalendarList>

export const CalendarDay = Type.Object({
  date: LocalDay,
  kind: Type.Enum(['work', 'week-end', 'rest', 'make-up', 'part']),
  hours: Type.Array(Type.String()),
  exception: Nullable(
    Type.Object({
      name: Type.String(),
      source: Type.String(),
      confidence: Type.Enum(['high', 'medium', 'low']),
      byHand: Type.Boolean(),
    }),
  ),
})
export type CalendarDay = Type.Static<typeof CalendarDay>

export const CalendarYear = Type.Object({
  calendar: CalendarSummary,
  year: Type.Integer(),
  days: Type.Array(CalendarDay),
  mayEnterForAll: Type.Boolean(),
})
export type CalendarYear = Type.Static<typeof CalendarYear>

/** Without an agency it holds for all who work by the calendar. */
export const ExceptionInput = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    agencyId: Type.Optional(Id),
    date: LocalDay,
    kind: ExceptionKind,
    insteadOf: Type.Optional(LocalDay),
    name: Type.String({ format: 'words', minLength: 2, maxLength: 200 }),
    basis: Type.String({ format: 'words', minLength: 3, maxLength: 500 }),
  },
  closed,
)
export type ExceptionInput = Type.Static<typeof ExceptionInput>
