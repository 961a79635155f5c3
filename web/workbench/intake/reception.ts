import type { LoaderFunctionArgs } from 'react-router'
import type { PublicAgency } from '../../../modules/agencies/contract.ts'
import { call, failure, get } from '../../kit/api.ts'
import { anonymous, type Visitor } from '../../kit/visitor.ts'

type Routed = Pick<LoaderFunctionArgs, 'context'>

/** A dossier that is brought comes one of these ways; it keeps the one it was taken in by. */
export const channels = ['counter', 'post'] as const
export type IntakeChannel = (typeof channels)[number]

/** The agencies at whose counter the officer serves, by name; 401 and 403 for whoever serves at none. */
export async function countersOf(routed: Routed): Promise<readonly PublicAgency[]> {
  const session = await call<Visitor>(routed, 'GET', '/api/v1/session')
  const visitor = session.ok ? session.value : anonymous
  const roles = visitor.kind === 'officer' ? visitor.roles : []
  const served = new Set(roles.filter(({ role }) => role === 'reception').map(({ agencyId }) => agencyId))
  if (served.size === 0) {
    const status = visitor.kind === 'anonymous' ? 401 : 403
    throw failure({ status, code: 'dossiers.forbidden', fields: [], meta: {} })
  }
  const agencies = await get<readonly PublicAgency[]>(routed, '/api/v1/agencies')
  const order = new Intl.Collator('vi')
  return agencies.filter(({ id }) => served.has(id)).toSorted((a, b) => order.compare(a.name, b.name))
}

export interface Choice {
  readonly channel: IntakeChannel
  readonly agencyId: string | null
}

/** Channel and agency as the address says them; the counter and the first agency where it does not. */
export function choiceIn(url: string, agencies: readonly PublicAgency[]): Choice {
  const asked = new URL(url).searchParams
  const agency = agencies.find(({ id }) => id === asked.get('co-quan')) ?? agencies[0]
  return { channel: asked.get('kenh') === 'post' ? 'post' : 'counter', agencyId: agency?.id ?? null }
}

export function queryOf({ channel, agencyId }: Choice): Readonly<Record<string, string | null>> {
  return { kenh: channel, 'co-quan': agencyId }
}
