import type { LoaderFunctionArgs } from 'react-router'
import type { VoteInput, VoteLink, VotePage } from '../../../modules/surveys/contract.ts'
import { call, get, type Answer } from '../api.ts'

type Routed = Pick<LoaderFunctionArgs, 'context'>

const votePath = (token: string): string => `/api/v1/votes/${encodeURIComponent(token)}`

export function readVote(routed: Routed, token: string): Promise<VotePage> {
  return get(routed, votePath(token))
}

export function castVote(
  routed: Routed,
  token: string,
  input: { readonly [K in keyof VoteInput]: unknown },
): Promise<Answer<VotePage>> {
  return call(routed, 'POST', votePath(token), input)
}

/** The way to the vote of one's own dossier; null where there is none (yet). */
export async function findVoteLink(routed: Routed, dossierId: string): Promise<VoteLink | null> {
  const found = await call<VoteLink>(routed, 'GET', `/api/v1/dossiers/${encodeURIComponent(dossierId)}/vote`)
  return found.ok ? found.value : null
}
