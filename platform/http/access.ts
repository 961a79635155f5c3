/** Who may call a route at all; what they may do with a case is decided in the room's access.ts. */
export type Access = 'public' | 'signed-in' | 'citizen' | 'officer' | 'leader' | 'operator' | 'administrator'

export type Role = 'reception' | 'case-officer' | 'approver' | 'leader' | 'operator' | 'administrator'

export interface Anonymous {
  readonly kind: 'anonymous'
}

export interface CitizenVisitor {
  readonly kind: 'citizen'
  readonly personId: string
  readonly name: string
  /** The level of assurance of this sign-in, 1 to 4; null when the issuer stated none. */
  readonly assurance: number | null
}

export interface OfficerVisitor {
  readonly kind: 'officer'
  readonly officerId: string
  readonly name: string
  /** The assignments in force today. */
  readonly roles: readonly { readonly agencyId: string; readonly role: Role }[]
  /** What is led today: agencies, those at which the role is held first, or null for the whole of it; none where it is absent. */
  readonly leads?: readonly string[] | null
}

export type Visitor = Anonymous | CitizenVisitor | OfficerVisitor

/** The visitor that a handler meets behind each access. */
export interface VisitorBehind {
  public: Visitor
  'signed-in': CitizenVisitor | OfficerVisitor
  citizen: CitizenVisitor
  officer: OfficerVisitor
  leader: OfficerVisitor
  operator: OfficerVisitor
  administrator: OfficerVisitor
}

/** Whoever is not signed in. */
export const anonymous: Anonymous = { kind: 'anonymous' }

/** Whether a visitor may call a route of this access at all. */
export function mayCall(access: Access, visitor: Visitor): boolean {
  switch (access) {
    case 'public':
      return true
    case 'signed-in':
      return visitor.kind !== 'anonymous'
    case 'citizen':
    case 'officer':
      return visitor.kind === access
    case 'leader':
    case 'operator':
      return holds(visitor, access)
    // Whoever runs the system administers all of it.
    case 'administrator':
      return holds(visitor, 'administrator') || holds(visitor, 'operator')
  }
}

function holds(visitor: Visitor, role: Role): boolean {
  return visitor.kind === 'officer' && visitor.roles.some((held) => held.role === role)
}

/** The visitor as a key of limits and idempotency: kind and id, nothing else personal. */
export function visitorKey(visitor: Visitor): string {
  switch (visitor.kind) {
    case 'anonymous':
      return 'anonymous'
    case 'citizen':
      return `citizen:${visitor.personId}`
    case 'officer':
      return `officer:${visitor.officerId}`
  }
}
