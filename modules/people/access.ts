import type { Role } from './contract.ts'

/** Which rows of a list somebody may see; a store turns it into SQL. */
export type Scope =
  | { readonly kind: 'none' }
  | { readonly kind: 'agencies'; readonly agencies: readonly string[] }
  | { readonly kind: 'person'; readonly personId: string }
  | { readonly kind: 'everything' }

/** Any visitor; only an officer has roles, those in force today. */
export interface RoleHolder {
  readonly kind: string
  readonly roles?: readonly { readonly agencyId: string; readonly role: string }[]
}

/** Whether the visitor holds this role at this agency today. */
export function hasRole({ roles = [] }: RoleHolder, role: Role, agencyId: string): boolean {
  return roles.some((held) => held.role === role && held.agencyId === agencyId)
}

/** The agencies at which the visitor holds any of these roles today, each once. */
export function agenciesWithRole({ roles = [] }: RoleHolder, wanted: readonly Role[]): readonly string[] {
  const held = roles.filter(({ role }) => wanted.some((one) => one === role))
  return [...new Set(held.map(({ agencyId }) => agencyId))]
}

/** The duties of an office: work on dossiers, at one agency. */
export function isOfficeRole(role: Role): boolean {
  return role === 'reception' || role === 'case-officer' || role === 'approver'
}

/**
 * Who may give and take a role: an operator every role; an administrator the duties of an office, at the agencies
 * administered. Leading shows all of an agency and those under it, or the whole province, and running or administering the system is no office's to give.
 */
export function mayGrant(holder: RoleHolder, role: Role, isAdministered: boolean): boolean {
  if (holder.roles?.some((held) => held.role === 'operator') === true) return true
  return isAdministered && isOfficeRole(role)
}

/** Nobody changes the own rights, whoever it is: another administrator does. */
export function mayChange(holder: { readonly officerId: string }, officerId: string): boolean {
  return holder.officerId !== officerId
}
