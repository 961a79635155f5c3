import Type from 'typebox'
import { Role } from './role.ts'

const Id = Type.String({ format: 'uuid' })
const Revision = Type.Integer({ minimum: 0 })
const LocalDay = Type.String({ format: 'date' })
const Basis = Type.String({ format: 'words', minLength: 3, maxLength: 500 })
const Name = Type.String({ format: 'words', minLength: 2, maxLength: 200 })
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false } as const

/** What may be delegated: work on dossiers, and neither leading nor running the system. */
export const DelegableRole = Type.Enum(['reception', 'case-officer', 'approver'])
export type DelegableRole = Type.Static<typeof DelegableRole>

export const AgencyName = Type.Object({ id: Id, name: Type.String() })

/** A role at an agency as held on a day; `delegatedBy` is null where it is the officer's own. */
export const Right = Type.Object({
  agency: AgencyName,
  role: Role,
  until: Nullable(LocalDay),
  delegatedBy: Nullable(Type.Object({ id: Id, name: Type.String() })),
})
export type Right = Type.Static<typeof Right>

export const OfficerSummary = Type.Object({
  id: Id,
  subject: Type.String(),
  name: Type.String(),
  positions: Type.Array(Type.Object({ agency: AgencyName, title: Type.String() })),
  rights: Type.Array(Right),
})
export type OfficerSummary = Type.Static<typeof OfficerSummary>

export const OfficersQuery = Type.Object(
  {
    find: Type.Optional(Type.String({ maxLength: 100 })),
    agencyId: Type.Optional(Id),
    on: Type.Optional(LocalDay),
    after: Type.Optional(Type.String({ maxLength: 300 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
)
export type OfficersQuery = Type.Static<typeof OfficersQuery>

export const OfficerList = Type.Object({
  on: LocalDay,
  total: Type.Integer(),
  items: Type.Array(OfficerSummary),
  next: Nullable(Type.String()),
})
export type OfficerList = Type.Static<typeof OfficerList>

/** A change of an officer as the ledger has it. */
export const OfficerMoment = Type.Object({
  kind: Type.String(),
  at: Type.String({ format: 'date-time' }),
  by: Nullable(Type.String()),
  basis: Nullable(Type.String()),
  agency: Nullable(Type.String()),
  role: Nullable(Role),
  from: Nullable(LocalDay),
  to: Nullable(LocalDay),
  other: Nullable(Type.String()),
})
export type OfficerMoment = Type.Static<typeof OfficerMoment>

export const OfficerPage = Type.Object({
  id: Id,
  revision: Revision,
  subject: Type.String(),
  name: Type.String(),
  on: LocalDay,
  rights: Type.Array(Right),
  assignments: Type.Array(
    Type.Object({
      id: Id,
      agency: AgencyName,
      role: Role,
      from: LocalDay,
      to: Nullable(LocalDay),
      basis: Nullable(Type.String()),
      mayEnd: Type.Boolean(),
    }),
  ),
  positions: Type.Array(
    Type.Object({
      id: Id,
      agency: AgencyName,
      title: Type.String(),
      from: LocalDay,
      to: Nullable(LocalDay),
      basis: Type.String(),
    }),
  ),
  delegations: Type.Array(
    Type.Object({
      id: Id,
      given: Type.Boolean(),
      other: Type.Object({ id: Id, name: Type.String() }),
      agency: AgencyName,
      role: DelegableRole,
      from: LocalDay,
      to: LocalDay,
      basis: Type.String(),
      mayEnd: Type.Boolean(),
    }),
  ),
  /** The officer's duties of today: who else holds each, and who else serves there. */
  work: Type.Array(
    Type.Object({
      agency: AgencyName,
      role: Role,
      others: Type.Array(Type.Object({ id: Id, name: Type.String() })),
      colleagues: Type.Array(Type.Object({ id: Id, name: Type.String() })),
    }),
  ),
  history: Type.Array(OfficerMoment),
  mayChange: Type.Boolean(),
  grantable: Type.Array(Role),
})
export type OfficerPage = Type.Static<typeof OfficerPage>

export const NewOfficer = Type.Object(
  {
    subject: Type.String({ pattern: '^[a-zA-Z0-9][a-zA-Z0-9._@-]{1,99}$' }),
    name: Name,
    title: Type.Optional(Name),
    agencyId: Id,
    roles: Type.Array(Role, { minItems: 1, maxItems: 6, uniqueItems: true }),
    from: LocalDay,
    basis: Basis,
  },
  closed,
)
export type NewOfficer = Type.Static<typeof NewOfficer>

export const RenameInput = Type.Object({ revision: Revision, name: Name, basis: Basis }, closed)
export type RenameInput = Type.Static<typeof RenameInput>

export const AssignInput = Type.Object(
  {
    revision: Revision,
    agencyId: Id,
    role: Role,
    from: LocalDay,
    to: Type.Optional(LocalDay),
    basis: Basis,
  },
  closed,
)
export type AssignInput = Type.Static<typeof AssignInput>

/** `on`: the first day on which it is no longer so. */
export const EndInput = Type.Object({ revision: Revision, on: LocalDay, basis: Basis }, closed)
export type EndInput = Type.Static<typeof EndInput>

export const PositionInput = Type.Object(
  { revision: Revision, agencyId: Id, title: Name, from: LocalDay, basis: Basis },
  closed,
)
export type PositionInput = Type.Static<typeof PositionInput>

/** Every role and position at one agency ends, and the roles begin at another on the same day. */
export const MoveInput = Type.Object(
  {
    revision: Revision,
    fromAgencyId: Id,
    toAgencyId: Id,
    on: LocalDay,
    title: Type.Optional(Name),
    basis: Basis,
  },
  closed,
)
export type MoveInput = Type.Static<typeof MoveInput>

/** Without a successor the work stays with whoever else holds the role at the agency. */
export const LeaveInput = Type.Object(
  { revision: Revision, on: LocalDay, successorId: Type.Optional(Id), basis: Basis },
  closed,
)
export type LeaveInput = Type.Static<typeof LeaveInput>

/** `to`: the first day on which it is no longer delegated. */
export const DelegateInput = Type.Object(
  {
    revision: Revision,
    toOfficerId: Id,
    agencyId: Id,
    role: DelegableRole,
    from: LocalDay,
    to: LocalDay,
    basis: Basis,
  },
  closed,
)
export type DelegateInput = Type.Static<typeof DelegateInput>

export const Holders = Type.Object({
  on: LocalDay,
  agency: AgencyName,
  roles: Type.Array(
    Type.Object({
      role: Role,
      officers: Type.Array(
        Type.Object({
          id: Id,
          name: Type.String(),
          until: Nullable(LocalDay),
          delegatedBy: Nullable(Type.String()),
        }),
      ),
    }),
  ),
})
export type Holders = Type.Static<typeof Holders>
