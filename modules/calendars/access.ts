/** Who asks: the roles held or carried today. */
export interface Administrator {
  readonly roles: readonly { readonly agencyId: string; readonly role: string }[]
}

/** An operator enters exceptions for everybody; an administrator for the agencies administered, one by one. */
export function mayEnter(
  { roles }: Administrator,
  agencyId: string | null,
  isAdministered: boolean,
): boolean {
  if (roles.some(({ role }) => role === 'operator')) return true
  return agencyId !== null && isAdministered
}
