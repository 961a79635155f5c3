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
  const ids = new Set(roles.filter(({ role }) => role === 'administrator').map(({ agencyId }) => agencyId))
  const below = Map.groupBy(agencies, ({ parentId }) => parentId)
  const queue = [...ids]
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    for (const { id } of below.get(one) ?? []) {
      if (ids.has(id)) continue
      ids.add(id)
      queue.push(id)
    }
  }
  return { kind: 'agencies', ids }
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
