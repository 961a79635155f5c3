/** Who asks: the roles held or carried today. */
export interface Administrator {
  readonly roles: readonly { readonly agencyId: string; readonly role: string }[]
}

/** The agencies that somebody administers: all, or those named. */
export type AdministeredAgencies =
  | { readonly kind: 'everything' }
  | { readonly kind: 'agencies'; readonly ids: ReadonlySet<string> }

interface Placed {
  readonly id: string
  readonly parentId: string | null
}

/** An operator administers every agency; an administrator the own agency and all that stand under it. */
export function administeredBy({ roles }: Administrator, agencies: readonly Placed[]): AdministeredAgencies {
  if (roles.some(({ role }) => role === 'operator')) return { kind: 'everything' }
  return { kind: 'agencies', ids: withThoseUnder(heldAs(roles, 'administrator'), agencies) }
}

/** These kinds direct the province: whoever leads one of them leads all of it. */
const DIRECTING: readonly string[] = ['provincial-committee', 'provincial-office']

/**
 * What somebody leads: the whole province (null) with the committee of the province or its office; else the own agency and all that
 * stand under it, the own first.
 */
export function ledBy(
  { roles }: Administrator,
  agencies: readonly (Placed & { readonly kind: string })[],
): readonly string[] | null {
  const own = heldAs(roles, 'leader')
  const directs = agencies.some(({ id, kind }) => own.includes(id) && DIRECTING.includes(kind))
  return directs ? null : [...withThoseUnder(own, agencies)]
}

const heldAs = (roles: Administrator['roles'], wanted: string) =>
  roles.filter(({ role }) => role === wanted).map(({ agencyId }) => agencyId)

function withThoseUnder(own: readonly string[], agencies: readonly Placed[]): ReadonlySet<string> {
  const ids = new Set(own)
  const below = Map.groupBy(agencies, ({ parentId }) => parentId)
  const queue = [...ids]
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    for (const { id } of below.get(one) ?? []) {
      if (ids.has(id)) continue
      ids.add(id)
      queue.push(id)
    }
  }
  return ids
}

export function administers(administered: AdministeredAgencies, agencyId: string): boolean {
  return administered.kind === 'everything' || administered.ids.has(agencyId)
}

/**
 * Whether somebody may make an agency of a kind or change one: an operator every kind; an administrator the units within the
 * agencies administered, for what bodies the state has is not theirs to say.
 */
export function mayShape({ roles }: Administrator, kind: string, isParentAdministered: boolean): boolean {
  if (roles.some(({ role }) => role === 'operator')) return true
  return kind === 'unit' && isParentAdministered
}
