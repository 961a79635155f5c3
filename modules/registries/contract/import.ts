import Type from 'typebox'
import { FieldName } from './declaration.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Uuid = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })

export const ImportCounts = Type.Object({
  new: Type.Integer(),
  changed: Type.Integer(),
  same: Type.Integer(),
  wrong: Type.Integer(),
})
export type ImportCounts = Type.Static<typeof ImportCounts>

export const ImportOutcome = Type.Enum(['new', 'changed', 'same', 'wrong'])
export type ImportOutcome = Type.Static<typeof ImportOutcome>

/** What a row of the file would do: for a changed record each field before and after, for a wrong one what is wrong with which cell. */
export const ImportRow = Type.Object({
  row: Type.Integer(),
  outcome: ImportOutcome,
  /** The record's key and name, as they stand in the row. */
  what: Type.String(),
  changes: Type.Array(Type.Object({ field: FieldName, before: Type.Unknown(), after: Type.Unknown() })),
  problems: Type.Array(
    Type.Object({
      cell: Type.String({ description: 'e.g. C7' }),
      field: Nullable(FieldName),
      code: Type.String(),
      meta: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    }),
  ),
})
export type ImportRow = Type.Static<typeof ImportRow>

/** The trial of a file: nothing was changed. `plan` stands for its whole outcome, and is named when it is carried out. */
export const ImportTrial = Type.Object({
  id: Uuid,
  register: Type.String(),
  fileName: Type.String(),
  state: Type.Enum(['brought', 'applied', 'undone']),
  columns: Type.Array(
    Type.Object({ letter: Type.String(), header: Type.String(), field: Nullable(FieldName) }),
  ),
  /** Fields that every record must have and no column is. */
  missing: Type.Array(FieldName),
  plan: Hash,
  counts: ImportCounts,
  /** Those that are not the same, the first of each kind. */
  rows: Type.Array(ImportRow),
})
export type ImportTrial = Type.Static<typeof ImportTrial>

export const MappingInput = Type.Object(
  { mapping: Type.Record(Type.String({ pattern: '^[A-Z]{1,3}$' }), FieldName) },
  { additionalProperties: false },
)
export type MappingInput = Type.Static<typeof MappingInput>

/** The good rows alone, or all or none. */
export const ImportInput = Type.Object(
  { plan: Hash, take: Type.Enum(['good-rows', 'all-or-none']) },
  { additionalProperties: false },
)
export type ImportInput = Type.Static<typeof ImportInput>

export const ImportDone = Type.Object({ id: Uuid, counts: ImportCounts })
export type ImportDone = Type.Static<typeof ImportDone>

/** What undoing came to: brought back to what they were, or left because somebody changed them since. */
export const ImportUndone = Type.Object({ id: Uuid, back: Type.Integer(), kept: Type.Integer() })
export type ImportUndone = Type.Static<typeof ImportUndone>

export const Imports = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Uuid,
      fileName: Type.String(),
      state: Type.Enum(['applied', 'undone']),
      counts: ImportCounts,
      by: Type.String(),
      appliedAt: Instant,
      undoneAt: Nullable(Instant),
    }),
  ),
})
export type Imports = Type.Static<typeof Imports>
