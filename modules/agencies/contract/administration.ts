import Type from 'typebox'
import { AgencyKind, AgencyLevel, CodeStatus } from './kinds.ts'

const Id = Type.String({ format: 'uuid' })
const LocalDay = Type.String({ format: 'date' })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false } as const

/** What an agency is called, under whom and where, from a day on until, not including, another. */
export const AgencyState = Type.Object({
  name: Type.String(),
  kind: AgencyKind,
  level: AgencyLevel,
  code: Nullable(Type.String()),
  codeStatus: CodeStatus,
  parent: Nullable(Type.Object({ id: Id, name: Type.String() })),
  area: Nullable(Type.Object({ code: Type.String(), name: Type.String() })),
  counter: Nullable(Type.String()),
  source: Type.String(),
  validFrom: LocalDay,
  validTo: Nullable(LocalDay),
})
export type AgencyState = Type.Static<typeof AgencyState>

export const AdministeredAgency = Type.Object({ id: Id, state: AgencyState })
export type AdministeredAgency = Type.Static<typeof AdministeredAgency>

export const AgenciesQuery = Type.Object(
  {
    on: Type.Optional(LocalDay),
    find: Type.Optional(Type.String({ maxLength: 100 })),
    kind: Type.Optional(AgencyKind),
    parentId: Type.Optional(Id),
  },
  closed,
)
export type AgenciesQuery = Type.Static<typeof AgenciesQuery>

export const AdministeredAgencyList = Type.Object({ on: LocalDay, items: Type.Array(AdministeredAgency) })
export type AdministeredAgencyList = Type.Static<typeof AdministeredAgencyList>

export const AgencyPage = Type.Object({
  id: Id,
  revision: Type.Integer(),
  /** In force on the day asked about, or else the last. */
  state: AgencyState,
  versions: Type.Array(AgencyState),
  children: Type.Array(Type.Object({ id: Id, name: Type.String(), kind: AgencyKind })),
  /** Who carries on its duties, and whose duties it carries on, each from a day on. */
  successors: Type.Array(Type.Object({ id: Id, name: Type.String(), on: LocalDay })),
  predecessors: Type.Array(Type.Object({ id: Id, name: Type.String(), on: LocalDay })),
  /** Whether the asker may change it, and put units under it. */
  mayChange: Type.Boolean(),
  mayAddUnit: Type.Boolean(),
})
export type AgencyPage = Type.Static<typeof AgencyPage>

const told = {
  name: Type.String({ format: 'words', minLength: 2, maxLength: 300 }),
  kind: AgencyKind,
  parentId: Type.Optional(Id),
  code: Type.Optional(Type.String({ pattern: '^[0-9A-Z.]{1,35}$' })),
  codeStatus: Type.Optional(CodeStatus),
  areaCode: Type.Optional(Type.String({ maxLength: 10 })),
  counter: Type.Optional(Type.String({ format: 'words', minLength: 2, maxLength: 300 })),
  from: LocalDay,
  basis: Type.String({ format: 'words', minLength: 3, maxLength: 500 }),
}

/** A code that is given is provisional unless it is said to be official; without one it is not published. */
export const NewAgency = Type.Object(told, closed)
export type NewAgency = Type.Static<typeof NewAgency>

/** What it is from a day on; until then it stays what it was. What is left out is not so. */
export const AgencyChange = Type.Object({ revision: Type.Integer({ minimum: 0 }), ...told }, closed)
export type AgencyChange = Type.Static<typeof AgencyChange>
