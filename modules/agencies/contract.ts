import Type from 'typebox'
import { AgencyKind, AgencyLevel, CodeStatus } from './contract/kinds.ts'

export { AgencyKind, AgencyLevel, CodeStatus } from './contract/kinds.ts'

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const Text = Type.String({ minLength: 1 })
const Key = Type.String({ pattern: '^[a-z0-9][a-z0-9-]*$' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** An agency as anybody sees it; `counter` is the unit that receives dossiers, null where none are received. */
export const PublicAgency = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  kind: AgencyKind,
  level: AgencyLevel,
  code: Nullable(Type.String()),
  codeStatus: CodeStatus,
  counter: Nullable(Type.String()),
  parentId: Nullable(Type.String({ format: 'uuid' })),
  area: Nullable(Type.Object({ code: Type.String(), name: Type.String() })),
})
export type PublicAgency = Type.Static<typeof PublicAgency>

/** A unit of commune level with the agency that serves it; `place` is a point inside it. */
export const PublicCommune = Type.Object({
  code: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  place: Nullable(Type.Object({ longitude: Type.Number(), latitude: Type.Number() })),
  agencyId: Nullable(Type.String({ format: 'uuid' })),
})
export type PublicCommune = Type.Static<typeof PublicCommune>

export const SuccessionKind = Type.Enum(['merge', 'split', 'rename'])
export type SuccessionKind = Type.Static<typeof SuccessionKind>

/** The file agencies.yaml: agencies in groups of one kind under one superior. */
export const AgenciesContent = Type.Object({
  validFrom: Day,
  groups: Type.Array(
    Type.Object({
      kind: AgencyKind,
      level: AgencyLevel,
      parent: Nullable(Key),
      codes: Type.Object({
        status: CodeStatus,
        source: Type.Optional(Text),
        reason: Type.Optional(Text),
      }),
      source: Text,
      agencies: Type.Array(
        Type.Object({
          key: Key,
          name: Text,
          area: Nullable(Text),
          code: Type.Optional(Type.String({ pattern: '^[0-9A-Z.]{1,35}$' })),
          counter: Type.Optional(Text),
          validFrom: Type.Optional(Day),
          validTo: Type.Optional(Day),
        }),
        { minItems: 1 },
      ),
    }),
  ),
  successions: Type.Array(
    Type.Object({ from: Key, to: Key, effectiveOn: Day, kind: SuccessionKind, source: Text }),
  ),
})
export type AgenciesContent = Type.Static<typeof AgenciesContent>

export const agencyEntries = {
  /** By content. */
  changed: 'agencies.changed',
  added: 'agencies.added',
  versioned: 'agencies.versioned',
  ended: 'agencies.ended',
} as const
export const agencyProblems = [
  'agencies.missing',
  'agencies.agency-changed',
  'agencies.kind-not-yours',
  'agencies.parent-unfit',
  'agencies.code-taken',
  'agencies.day-past',
  'agencies.not-in-force',
  'agencies.area-missing',
  'agencies.later-version',
  'agencies.units-left',
  'agencies.successor-unfit',
] as const

export * from './contract/administration.ts'
