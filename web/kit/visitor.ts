/** Who looks at the page, as the session says. */
export type Visitor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'citizen'; readonly name: string }
  | {
      readonly kind: 'officer'
      readonly name: string
      readonly roles: readonly { readonly agencyId: string; readonly role: string }[]
    }

export const anonymous: Visitor = { kind: 'anonymous' }

export function holds(visitor: Visitor, role: string): boolean {
  return visitor.kind === 'officer' && visitor.roles.some((held) => held.role === role)
}

export const signInPaths = {
  citizen: (next: string) => `/auth/citizen/sign-in?next=${encodeURIComponent(next)}`,
  officer: (next: string) => `/auth/officer/sign-in?next=${encodeURIComponent(next)}`,
  out: '/auth/sign-out',
} as const
