import Type from 'typebox'
import { Declaration, RegisterAct, RegisterKey } from './declaration.ts'
import { Words } from './words.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Uuid = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })

export const RegisterHead = Type.Object({
  key: RegisterKey,
  name: Words,
  purpose: Words,
  version: Type.String(),
  owner: Type.Object({ id: Uuid, name: Type.String() }),
  /** What the asker may do with its records; nothing where only the head is seen. */
  may: Type.Array(RegisterAct),
})
export type RegisterHead = Type.Static<typeof RegisterHead>

export const Sectors = Type.Object({
  items: Type.Array(
    Type.Object({
      key: Type.String(),
      name: Words,
      purpose: Words,
      owner: Type.Object({ id: Uuid, name: Type.String() }),
      registers: Type.Array(RegisterHead),
    }),
  ),
})
export type Sectors = Type.Static<typeof Sectors>

export const RegisterPage = Type.Object({
  ...RegisterHead.properties,
  declaration: Declaration,
  /** For which personal fields may be read by the asker. */
  purposes: Type.Array(Type.String()),
  mayPublish: Type.Boolean(),
  versions: Type.Array(Type.Object({ version: Type.String(), publishedAt: Instant })),
})
export type RegisterPage = Type.Static<typeof RegisterPage>

/** What publishing a declaration would do; `plan` stands for all of it, and is named when it is carried out. */
export const PublishingPlan = Type.Object({
  plan: Type.String(),
  /** The version that these differences make; null for a register that is new. */
  before: Nullable(Type.String()),
  version: Type.String(),
  differences: Type.Array(
    Type.Object({ path: Type.String(), code: Type.String(), isBreaking: Type.Boolean() }),
  ),
  /** What would be done to the tables. */
  statements: Type.Array(Type.String()),
})
export type PublishingPlan = Type.Static<typeof PublishingPlan>

/** The declaration as it was written; it is read as strictly as a file of content. */
export const PlanInput = Type.Object({ declaration: Type.Unknown() }, { additionalProperties: false })
export type PlanInput = Type.Static<typeof PlanInput>

export const PublishInput = Type.Object(
  { declaration: Type.Unknown(), plan: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
  { additionalProperties: false },
)
export type PublishInput = Type.Static<typeof PublishInput>

export const registryEntries = {
  published: 'registries.published',
  sectorChanged: 'registries.sector-changed',
  recordEntered: 'registries.record-entered',
  recordCorrected: 'registries.record-corrected',
  recordRemoved: 'registries.record-removed',
  imported: 'registries.imported',
  importUndone: 'registries.import-undone',
} as const
