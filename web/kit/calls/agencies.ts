import type { LoaderFunctionArgs } from 'react-router'
import type { AgencyKind, PublicAgency } from '../../../modules/agencies/contract.ts'
import type { Declaration } from '../../../modules/procedures/contract.ts'
import { call, get, withQuery } from '../api.ts'
import type { Visitor } from '../visitor.ts'

type Routed = Pick<LoaderFunctionArgs, 'context'>

/** The agencies of some kinds, by name in Vietnamese order. */
export async function listAgencies(
  routed: Routed,
  kinds: readonly AgencyKind[],
): Promise<readonly PublicAgency[]> {
  const lists = await Promise.all(
    kinds.map((kind) => get<readonly PublicAgency[]>(routed, withQuery('/api/v1/agencies', { kind }))),
  )
  const order = new Intl.Collator('vi')
  return lists.flat().toSorted((a, b) => order.compare(a.name, b.name))
}

/** The names of the agencies at which an officer serves; where they cannot be told, none. */
export async function officesOf(routed: Routed, visitor: Visitor): Promise<readonly string[]> {
  if (visitor.kind !== 'officer') return []
  const served = new Set(visitor.roles.map(({ agencyId }) => agencyId))
  const agencies = await call<readonly PublicAgency[]>(routed, 'GET', '/api/v1/agencies')
  return agencies.ok ? agencies.value.filter(({ id }) => served.has(id)).map(({ name }) => name) : []
}

/**
 * Where an applicant may hand a dossier in online: the offices that decide themselves, or, where the procedure names the one
 * that does, those that receive for it.
 */
export function listOffices(
  routed: Routed,
  { agencies: { competent, receiving, only } }: Pick<Declaration, 'agencies'>,
): Promise<readonly PublicAgency[]> {
  const kinds = only?.length === 1 ? receiving : receiving.filter((kind) => competent.includes(kind))
  return listAgencies(routed, kinds)
}
