import Type from 'typebox'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Uuid = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })

/** What a record says, by field. Masked values are texts with dots in them; fields that the asker may not see are left out. */
export const RecordValues = Type.Record(Type.String(), Type.Unknown())

export const RecordLine = Type.Object({
  id: Uuid,
  revision: Type.Integer(),
  agencyId: Nullable(Uuid),
  at: Instant,
  values: RecordValues,
})
export type RecordLine = Type.Static<typeof RecordLine>

export const RecordList = Type.Object({
  items: Type.Array(RecordLine),
  /** Where the next page begins; null: there is none. */
  next: Nullable(Type.String()),
})
export type RecordList = Type.Static<typeof RecordList>

export const RecordsQuery = Type.Object({
  after: Type.Optional(Uuid),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  /** Words, all of which a record has; with or without accents. */
  find: Type.Optional(Type.String({ maxLength: 200 })),
  /** 'field=value' as often as wanted, fields that the register's list is narrowed by. */
  where: Type.Optional(Type.Array(Type.String({ maxLength: 300 }), { maxItems: 12 })),
})
export type RecordsQuery = Type.Static<typeof RecordsQuery>

export const RecordPage = Type.Object({
  ...RecordLine.properties,
  /** What it said before, the newest first. */
  past: Type.Array(
    Type.Object({
      revision: Type.Integer(),
      at: Instant,
      until: Instant,
      isRemoved: Type.Boolean(),
      values: RecordValues,
    }),
  ),
  /** Removed: what is shown is the last that it said. */
  isRemoved: Type.Boolean(),
  mayCorrect: Type.Boolean(),
  mayRemove: Type.Boolean(),
})
export type RecordPage = Type.Static<typeof RecordPage>

export const RecordQuery = Type.Object({
  /** As it was recorded at that instant. */
  asOf: Type.Optional(Instant),
  /** For which the personal fields are read; one of those that the register names. */
  purpose: Type.Optional(Type.String({ maxLength: 200 })),
})
export type RecordQuery = Type.Static<typeof RecordQuery>

export const EnterInput = Type.Object(
  {
    /** Whose record it is; the officer's own agency where none is told. */
    agencyId: Type.Optional(Uuid),
    values: RecordValues,
  },
  { additionalProperties: false },
)
export type EnterInput = Type.Static<typeof EnterInput>

export const CorrectInput = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    values: RecordValues,
    /** Why, or by what document. */
    reason: Type.String({ minLength: 3, maxLength: 500 }),
  },
  { additionalProperties: false },
)
export type CorrectInput = Type.Static<typeof CorrectInput>

export const RemoveInput = Type.Object(
  { revision: Type.Integer({ minimum: 1 }), reason: Type.String({ minLength: 3, maxLength: 500 }) },
  { additionalProperties: false },
)
export type RemoveInput = Type.Static<typeof RemoveInput>
