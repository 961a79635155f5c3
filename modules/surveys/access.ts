/** Who an officer is here: the roles held today, agency by agency. */
export interface Official {
  readonly roles: readonly { readonly agencyId: string; readonly role: string }[]
}

/**
 * Votes and comments are read by the province's leaders and by whoever heads an agency (its approver), of that agency; not by
 * those whose work they judge. `null`: of every agency; empty: of none.
 */
export function scopeOf({ roles }: Official): readonly string[] | null {
  if (roles.some(({ role }) => role === 'leader')) return null
  return [...new Set(roles.filter(({ role }) => role === 'approver').map(({ agencyId }) => agencyId))]
}
