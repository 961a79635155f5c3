import type { LoaderFunctionArgs } from 'react-router'
import type { AgencyKind, PublicAgency } from '../../../modules/agencies/contract.ts'
import { get, withQuery } from '../api.ts'

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
