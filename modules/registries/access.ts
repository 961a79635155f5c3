import type { Field, RegisterAct, Right } from './contract/declaration.ts'

/** Who asks: the roles held today. */
export interface Official {
  readonly roles: readonly { readonly agencyId: string; readonly role: string }[]
}

/** Who answers for a register: its owner, and the agencies under it. */
export interface Keeper {
  readonly ownerId: string
  readonly below: ReadonlySet<string>
}

/** What a right comes to for one officer: the agencies whose records it covers (null: all), the fields (null: all) and the purposes. */
export interface Grant {
  readonly agencies: readonly string[] | null
  readonly fields: readonly string[] | null
  /** For personal fields; null: none may be read. */
  readonly purposes: readonly string[] | null
}

/** The rights of an officer to one act, each by itself: what one covers is not joined to the fields of another. */
export function grantsOf(
  { roles }: Official,
  rights: readonly Right[],
  act: RegisterAct,
  keeper: Keeper,
): readonly Grant[] {
  return rights.flatMap(({ role, at, may, records, fields, purposes }): Grant[] => {
    if (!may.includes(act)) return []
    const held = roles.filter((one) => one.role === role && isAt(one.agencyId, at, keeper))
    if (held.length === 0) return []
    return [
      {
        agencies: records === 'all' ? null : held.map(({ agencyId }) => agencyId),
        fields: fields ?? null,
        purposes: purposes ?? null,
      },
    ]
  })
}

function isAt(agencyId: string, at: Right['at'], { ownerId, below }: Keeper): boolean {
  if (at === 'anywhere') return true
  return agencyId === ownerId || (at === 'below-owner' && below.has(agencyId))
}

/** The agencies whose records the grants cover; null: of every agency, and those that are nobody's. */
export function scopeOf(grants: readonly Grant[]): readonly string[] | null {
  if (grants.some(({ agencies }) => agencies === null)) return null
  return [...new Set(grants.flatMap(({ agencies }) => agencies ?? []))]
}

export function covers({ agencies }: Grant, agencyId: string | null): boolean {
  return agencies === null || (agencyId !== null && agencies.includes(agencyId))
}

/** What may be seen of a field of one record: as it is, masked, or not at all. */
export type Sight = 'clear' | 'masked' | 'none'

/** Personal fields are clear only for a purpose that a right names; whoever has a right to the field sees it masked. */
export function sightOf(
  grants: readonly Grant[],
  agencyId: string | null,
  name: string,
  field: Field,
  purpose: string | null,
): Sight {
  const own = grants.filter(
    (grant) => covers(grant, agencyId) && (grant.fields === null || grant.fields.includes(name)),
  )
  if (own.length === 0) return 'none'
  if (!isPersonal(field)) return 'clear'
  return purpose !== null && own.some(({ purposes }) => purposes?.includes(purpose) === true)
    ? 'clear'
    : 'masked'
}

export function isPersonal(field: Field): boolean {
  return (field['x-personal'] ?? 'none') !== 'none'
}

/** A register is declared and changed by whoever runs the system, and by the administrators of the agency that keeps it. */
export function mayPublish({ roles }: Official, { ownerId }: Pick<Keeper, 'ownerId'>): boolean {
  return roles.some(
    ({ role, agencyId }) => role === 'operator' || (role === 'administrator' && agencyId === ownerId),
  )
}

/** The purposes for which an officer may read personal fields of a register's records. */
export function purposesOf(grants: readonly Grant[]): readonly string[] {
  return [...new Set(grants.flatMap(({ purposes }) => purposes ?? []))]
}
