import Type from 'typebox'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Count = Type.Integer({ minimum: 0 })
const Id = Type.String({ format: 'uuid' })
const Day = Type.String({ format: 'date' })

export const CatalogueLevel = Type.Enum(['ministry', 'province', 'commune', 'other'])
export type CatalogueLevel = Type.Static<typeof CatalogueLevel>

export const CatalogueChannel = Type.Enum(['online', 'counter', 'post'])
export type CatalogueChannel = Type.Static<typeof CatalogueChannel>

/** A time limit in the source's words; amount and unit are null unless both are there to be read. */
export const CatalogueLimit = Type.Object({
  channel: CatalogueChannel,
  text: Type.String(),
  amount: Nullable(Count),
  unit: Nullable(Type.Enum(['hour', 'working-day', 'calendar-day', 'month'])),
})
export type CatalogueLimit = Type.Static<typeof CatalogueLimit>

/** `charged`: that there is a fee, and not how much; `unknown`: nothing is said that can be read. */
export const CatalogueFee = Type.Union([
  Type.Object({ rule: Type.Enum(['free', 'charged', 'unknown']) }),
  Type.Object({ rule: Type.Literal('fixed'), dong: Count }),
])
export type CatalogueFee = Type.Static<typeof CatalogueFee>

/** What was understood of a catalogue's row. */
export const CatalogueFacts = Type.Object({
  name: Type.String(),
  field: Type.String(),
  ministry: Type.String(),
  levels: Type.Array(CatalogueLevel),
  kind: Nullable(Type.String()),
  decision: Type.String(),
  applicants: Type.String(),
  channels: Type.Array(CatalogueChannel),
  limits: Type.Array(CatalogueLimit),
  fee: CatalogueFee,
  address: Nullable(Type.String()),
})
export type CatalogueFacts = Type.Static<typeof CatalogueFacts>

/** A procedure of the national catalogue as known on a day; most are not offered here. */
export const CatalogueEntry = Type.Object({
  code: Type.String(),
  validFrom: Day,
  ...CatalogueFacts.properties,
})
export type CatalogueEntry = Type.Static<typeof CatalogueEntry>

export const CatalogueQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 200 })),
    field: Type.Optional(Type.String({ maxLength: 200 })),
    level: Type.Optional(CatalogueLevel),
    on: Type.Optional(Day),
    after: Type.Optional(Type.String({ maxLength: 80 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  { additionalProperties: false },
)
export type CatalogueQuery = Type.Static<typeof CatalogueQuery>

export const CataloguePage = Type.Object({
  entries: Type.Array(CatalogueEntry),
  total: Count,
  next: Nullable(Type.String()),
})
export type CataloguePage = Type.Static<typeof CataloguePage>

/** Why a value is doubtful; the screen has the words. */
export const findingReasons = [
  'name-missing',
  'name-twice',
  'field-missing',
  'level-unknown',
  'kind-missing',
  'decision-unreadable',
  'channel-unknown',
  'channel-without-limit',
  'limit-of-other-channel',
  'limits-contradict',
  'limit-without-unit',
  'limit-missing',
  'limit-zero',
  'limit-unreadable',
  'fee-absurd',
  'fee-amount-missing',
  'fee-missing',
  'fee-unreadable',
  'absent',
] as const
export type FindingReason = (typeof findingReasons)[number]

/** A doubt about one value of one row: `code` is the procedure's, `field` the column's name in the file. */
export const CatalogueFinding = Type.Object({
  code: Type.String(),
  row: Nullable(Count),
  field: Type.String(),
  value: Type.String(),
  reason: Type.Enum([...findingReasons]),
})
export type CatalogueFinding = Type.Static<typeof CatalogueFinding>

export const FindingQuery = Type.Object(
  {
    import: Type.Optional(Id),
    reason: Type.Optional(Type.Enum([...findingReasons])),
    after: Type.Optional(Type.Integer({ minimum: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  { additionalProperties: false },
)
export type FindingQuery = Type.Static<typeof FindingQuery>

export const CatalogueImport = Type.Object({
  id: Id,
  fileName: Type.String(),
  hash: Type.String(),
  asOf: Day,
  importedAt: Type.String({ format: 'date-time' }),
  rows: Count,
  added: Count,
  changed: Count,
  unchanged: Count,
  absent: Count,
})
export type CatalogueImport = Type.Static<typeof CatalogueImport>

/** The findings of an import, the last one unless another is asked for, with all imports to choose from. */
export const Findings = Type.Object({
  imports: Type.Array(CatalogueImport),
  of: Nullable(Id),
  counts: Type.Array(Type.Object({ reason: Type.Enum([...findingReasons]), count: Count })),
  findings: Type.Array(CatalogueFinding),
  next: Nullable(Count),
})
export type Findings = Type.Static<typeof Findings>

export const catalogueEntries = { imported: 'catalogue.imported' } as const

/** Refusals that a screen can meet; those of an import are for its operator. */
export const catalogueProblems = ['catalogue.import-missing'] as const
