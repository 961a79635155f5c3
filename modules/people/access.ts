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
