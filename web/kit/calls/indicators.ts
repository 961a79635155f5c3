import type { LoaderFunctionArgs } from 'react-router'
import type { Breakdown, Dimension, Figures, Records } from '../../../modules/indicators/contract.ts'
import { call, withQuery, type Answer } from '../api.ts'

type Routed = Pick<LoaderFunctionArgs, 'context'>

/** Which month, whose, and as it was known when. */
export interface FigureChoice {
  readonly month: string | null
  readonly agencyId: string | null
  readonly procedure: string | null
  readonly channel: string | null
  readonly asRecordedOn: string | null
}

export function readFigures(routed: Routed, choice: FigureChoice): Promise<Answer<Figures>> {
  return call(routed, 'GET', withQuery('/api/v1/indicators/figures', { ...choice }))
}

export function readBreakdown(
  routed: Routed,
  key: string,
  by: Dimension,
  choice: FigureChoice,
): Promise<Answer<Breakdown>> {
  return call(
    routed,
    'GET',
    withQuery(`/api/v1/indicators/${encodeURIComponent(key)}/by/${by}`, { ...choice }),
  )
}

export function readRecords(
  routed: Routed,
  key: string,
  choice: FigureChoice & { readonly part: string | null; readonly after: string | null },
): Promise<Answer<Records>> {
  return call(
    routed,
    'GET',
    withQuery(`/api/v1/indicators/${encodeURIComponent(key)}/records`, { ...choice }),
  )
}
