import type { LoaderFunctionArgs } from 'react-router'
import type { ProcedurePage, ProcedureSummary } from '../../../modules/procedures/contract.ts'
import { call, get, withQuery } from '../api.ts'

type Routed = Pick<LoaderFunctionArgs, 'context'>

export function listProcedures(routed: Routed, query: string): Promise<readonly ProcedureSummary[]> {
  return get(routed, withQuery('/api/v1/procedures', { q: query }))
}

export function getProcedure(routed: Routed, code: string): Promise<ProcedurePage> {
  return get(routed, `/api/v1/procedures/${encodeURIComponent(code)}`)
}

/** The version of a procedure in force today; null when there is none. */
export async function findProcedure(routed: Routed, code: string): Promise<ProcedurePage | null> {
  const answer = await call<ProcedurePage>(routed, 'GET', `/api/v1/procedures/${encodeURIComponent(code)}`)
  return answer.ok ? answer.value : null
}

/** The very version that a dossier was handed in under, whichever is in force today. */
export function getProcedureVersion(routed: Routed, id: string): Promise<ProcedurePage> {
  return get(routed, `/api/v1/procedure-versions/${encodeURIComponent(id)}`)
}
