import type { LoaderFunctionArgs } from 'react-router'
import type { AgencyRatios, Figures, Records } from '../../../modules/indicators/contract.ts'
import { call, get, withQuery, type Answer } from '../api.ts'

type Routed = Pick<LoaderFunctionArgs, 'context'>

/** Which month, whose, and as it was known when. */
export interface FigureChoice {
  readonly month: string | null
  readonly agencyId: string | null
  readonly asRecordedOn: string | null
}

export function readFigures(routed: Routed, choice: FigureChoice): Promise<Answer<Figures>> {
  return call(routed, 'GET', withQuery('/api/v1/indicators/figures', { ...choice }))
}

export function readAgencyRatios(
  routed: Routed,
  key: string,
  { month, asRecordedOn }: FigureChoice,
): Promise<Answer<AgencyRatios>> {
  return call(
    routed,
    'GET',
    withQuery(`/api/v1/indicators/${encodeURIComponent(key)}/agencies`, { month, asRecordedOn }),
  )
}

export function readRecords(
  routed: Routed,
  key: string,
  choice: {
    readonly month: string | null
    readonly agencyId: string | null
    readonly part: string | null
    readonly after: string | null
  },
): Promise<Records> {
  return get(routed, withQuery(`/api/v1/indicators/${encodeURIComponent(key)}/records`, choice))
}
