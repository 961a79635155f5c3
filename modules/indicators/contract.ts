import { Type, type Static, type TSchema } from 'typebox'

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Instant = Type.String({ format: 'date-time' })
const Id = Type.String({ format: 'uuid' })
const Day = Type.String({ format: 'date' })
const Month = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' })

const Unit = Type.Union([Type.Literal('%'), Type.Literal('rank')])

/** A figure somebody published: kept as a dated point with its source beside ours, never mixed with ours. */
export const PublishedPoint = Type.Object({
  value: Type.Number(),
  qualifier: Nullable(Type.String()),
  on: Type.String(),
  source: Type.String(),
})
export type PublishedPoint = Static<typeof PublishedPoint>

export const IndicatorDefinition = Type.Object({
  key: Type.String(),
  name: Type.String(),
  numerator: Type.String(),
  denominator: Type.String(),
  clause: Type.String(),
  unit: Unit,
  direction: Type.Union([Type.Literal('higher-is-better'), Type.Literal('lower-is-better')]),
  state: Type.Union([Type.Literal('computed'), Type.Literal('no-data-yet')]),
  missing: Nullable(Type.String()),
  /** What its definition asks for and nobody can know yet; the figure is computed without it. */
  leftOut: Nullable(Type.String()),
  published: Type.Array(PublishedPoint),
})
export type IndicatorDefinition = Static<typeof IndicatorDefinition>

/** A ratio: `value` is numerator / denominator × 100, null when there is no denominator; `unknown` counts the dossiers that nothing can be proven of. */
export const Ratio = Type.Object({
  numerator: Type.Integer(),
  denominator: Type.Integer(),
  unknown: Type.Integer(),
  value: Nullable(Type.Number()),
})
export type Ratio = Static<typeof Ratio>

export const Figure = Type.Object({
  definition: IndicatorDefinition,
  ratio: Nullable(Ratio),
  previous: Nullable(Ratio),
  trend: Type.Array(Type.Object({ month: Month, ratio: Ratio })),
  /** The first day as of which it can be asked for, where that lies after the day that is asked about. */
  countedFrom: Nullable(Day),
})
export type Figure = Static<typeof Figure>

/** What a figure is narrowed to, and as it was known at the end of which day. */
const cut = {
  agencyId: Type.Optional(Id),
  procedure: Type.Optional(Type.String({ maxLength: 80 })),
  channel: Type.Optional(
    Type.Union([
      Type.Literal('online'),
      Type.Literal('counter'),
      Type.Literal('post'),
      Type.Literal('unknown'),
    ]),
  ),
  asRecordedOn: Type.Optional(Type.String({ format: 'date' })),
}

export const FiguresQuery = Type.Object(
  {
    month: Type.Optional(Month),
    ...cut,
  },
  { additionalProperties: false },
)
export type FiguresQuery = Static<typeof FiguresQuery>

/**
 * All figures of one month for one agency, with those under it where they are led with it; for the whole province when `agency` is
 * null. `scope`: the only agencies that may be asked about; null for all.
 */
export const Figures = Type.Object({
  month: Month,
  asOf: Instant,
  agency: Nullable(Type.Object({ id: Id, name: Type.String() })),
  withThoseUnder: Type.Boolean(),
  figures: Type.Array(Figure),
  scope: Nullable(Type.Array(Id)),
})
export type Figures = Static<typeof Figures>

export const Dimension = Type.Union([
  Type.Literal('agency'),
  Type.Literal('procedure'),
  Type.Literal('channel'),
])
export type Dimension = Static<typeof Dimension>

/** One figure of one month, divided: best first; equal values share a rank, a part without data has none. */
export const Breakdown = Type.Object({
  definition: IndicatorDefinition,
  month: Month,
  asOf: Instant,
  agency: Nullable(Type.Object({ id: Id, name: Type.String() })),
  withThoseUnder: Type.Boolean(),
  by: Dimension,
  parts: Type.Array(
    Type.Object({ key: Type.String(), name: Type.String(), ratio: Ratio, rank: Nullable(Type.Integer()) }),
  ),
})
export type Breakdown = Static<typeof Breakdown>

export const RecordPart = Type.Union([
  Type.Literal('numerator'),
  Type.Literal('rest'),
  Type.Literal('unknown'),
])
export type RecordPart = Static<typeof RecordPart>

export const RecordsQuery = Type.Object(
  {
    month: Type.Optional(Month),
    ...cut,
    part: Type.Optional(RecordPart),
    after: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  { additionalProperties: false },
)
export type RecordsQuery = Static<typeof RecordsQuery>

export const IndicatorRecord = Type.Object({
  dossierId: Id,
  code: Type.String(),
  procedureName: Type.String(),
  agencyName: Type.String(),
  channel: Nullable(Type.String()),
  /** As it is now, like what follows; null as of a past day, whose state is not kept. */
  state: Nullable(Type.String()),
  acceptedAt: Nullable(Instant),
  dueAt: Nullable(Instant),
  endedAt: Nullable(Instant),
  part: RecordPart,
})
export type IndicatorRecord = Static<typeof IndicatorRecord>

/** A procedure that a figure counts, as it was offered then. */
export const CountedProcedure = Type.Object({
  code: Type.String(),
  name: Type.String(),
  field: Type.String(),
  serviceLevel: Type.String(),
  part: RecordPart,
})
export type CountedProcedure = Static<typeof CountedProcedure>

/** The very dossiers, or procedures, that a figure counts; `ratio` is the figure and `listed` the number of records that `part` selects. */
export const Records = Type.Object({
  definition: IndicatorDefinition,
  month: Month,
  asOf: Instant,
  agency: Nullable(Type.Object({ id: Id, name: Type.String() })),
  withThoseUnder: Type.Boolean(),
  ratio: Ratio,
  listed: Type.Integer(),
  subject: Type.Union([Type.Literal('dossiers'), Type.Literal('procedures')]),
  items: Type.Array(IndicatorRecord),
  procedures: Type.Array(CountedProcedure),
  next: Nullable(Type.String()),
})
export type Records = Static<typeof Records>

export const indicatorProblems = [
  'indicators.missing',
  'indicators.no-data-yet',
  'indicators.month-to-come',
  'indicators.day-not-closed',
  'indicators.not-counted-then',
  'indicators.not-divided-so',
  'indicators.cursor-malformed',
] as const

/** The file indicators.yaml: the figures of the operations page, in its order. */
export const IndicatorsContent = Type.Object(
  {
    indicators: Type.Array(
      Type.Object(
        {
          key: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
          name: Type.String({ minLength: 1 }),
          numerator: Type.String({ minLength: 1 }),
          denominator: Type.String({ minLength: 1 }),
          clause: Type.String({ minLength: 1 }),
          unit: Unit,
          direction: Type.Union([Type.Literal('higher-is-better'), Type.Literal('lower-is-better')]),
          state: Type.Union([Type.Literal('computed'), Type.Literal('no-data-yet')]),
          missing: Type.Optional(Type.String({ minLength: 1 })),
          leftOut: Type.Optional(Type.String({ minLength: 1 })),
          published: Type.Array(
            Type.Object(
              {
                value: Type.Number(),
                qualifier: Type.Optional(Type.String()),
                on: Type.String({ pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' }),
                source: Type.String({ minLength: 1 }),
              },
              { additionalProperties: false },
            ),
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
  },
  { additionalProperties: false },
)
export type IndicatorsContent = Static<typeof IndicatorsContent>

export const indicatorEntries = { changed: 'indicators.changed' } as const
