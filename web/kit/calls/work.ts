import type { LoaderFunctionArgs } from 'react-router'
import type { DossierPage, WorkAction, WorkList } from '../../../modules/dossiers/contract.ts'
import { call, get, withQuery, type Answer } from '../api.ts'

type Routed = Pick<LoaderFunctionArgs, 'context'>

export interface WorkFilter {
  readonly mine: boolean
  readonly state: string | null
  readonly agencyId: string | null
  readonly after: string | null
}

export function listWork(routed: Routed, { mine, ...filter }: WorkFilter): Promise<WorkList> {
  return get(routed, withQuery('/api/v1/work', { mine: mine ? 'true' : null, ...filter }))
}

export function getDossier(routed: Routed, id: string): Promise<DossierPage> {
  return get(routed, `/api/v1/dossiers/${encodeURIComponent(id)}`)
}

/** What may be asked to be done to a dossier: its course, and what is done at the counter beside it. */
export type DossierAct =
  | WorkAction
  | 'settle-fees'
  | 'receive-cash'
  | 'refund'
  | 'return-papers'
  | 'digital-copy'
  | 'receive-supplement'

export function act(
  routed: Routed,
  id: string,
  action: DossierAct,
  input: object,
  /** Names the act, so that sending it twice does it once, where the act heeds it. */
  once: string | null = null,
): Promise<Answer<DossierPage>> {
  const headers = once === null ? {} : { 'idempotency-key': once }
  return call(routed, 'POST', `/api/v1/dossiers/${encodeURIComponent(id)}/${action}`, input, headers)
}

export function paperPath(dossierId: string, partId: string): string {
  return `/api/v1/dossiers/${dossierId}/parts/${partId}/file`
}
