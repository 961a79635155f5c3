/** Who an officer is here: the roles held today, agency by agency. */
export interface Official {
  readonly roles: readonly { readonly agencyId: string; readonly role: string }[]
  readonly leads?: readonly string[] | null
}

/**
 * Votes and comments are read by who leads the agency or the province, and by whoever heads the agency (its approver); not by those
 * whose work they judge. `null`: of every agency; empty: of none.
 */
export function scopeOf({ roles, leads = [] }: Official): readonly string[] | null {
  if (leads === null) return null
  const headed = roles.filter(({ role }) => role === 'approver').map(({ agencyId }) => agencyId)
  return [...new Set([...leads, ...headed])]
}
