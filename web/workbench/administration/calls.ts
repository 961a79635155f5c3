import type { LoaderFunctionArgs } from 'react-router'
import type { AdministeredAgencyList } from '../../../modules/agencies/contract.ts'
import { get, withQuery } from '../../kit/api.ts'

export const api = '/api/v1/administration'

export interface AgencyChoice {
  readonly value: string
  readonly label: string
}

/** The agencies administered today, by name in Vietnamese order, to choose one of. */
export async function agencyChoices(
  routed: Pick<LoaderFunctionArgs, 'context'>,
): Promise<readonly AgencyChoice[]> {
  const { items } = await get<AdministeredAgencyList>(routed, withQuery(`${api}/agencies`, {}))
  const order = new Intl.Collator('vi')
  return items
    .map(({ id, state }) => ({
      value: id,
      label:
        state.kind === 'unit' && state.parent !== null ? `${state.parent.name} – ${state.name}` : state.name,
    }))
    .toSorted((a, b) => order.compare(a.label, b.label))
}
