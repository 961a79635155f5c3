import type { Channel, FeeState } from '../contract.ts'
import type { Evidence } from './dossier.ts'

/** Of a case lived elsewhere nothing was seen. */
export const nothingSeen: Evidence = {
  fees: null,
  digitised: null,
  reused: null,
  paper: null,
  electronicResult: false,
  vote: null,
}

/** A paper of a dossier as far as figures care. */
export interface SeenPaper {
  readonly originals: number
  readonly copies: number
  readonly hasFile: boolean
  readonly isReused: boolean
}

/**
 * What the papers of a dossier show. What was told online is digital by itself; at a counter and by post only a paper that has its
 * digital copy is, so that a dossier without any is not called digitised.
 */
export function seenIn(
  papers: readonly SeenPaper[],
  channel: Channel,
): Pick<Evidence, 'digitised' | 'reused' | 'paper'> {
  return {
    digitised: papers.every(({ hasFile }) => hasFile) && (channel === 'online' || papers.length > 0),
    reused: papers.some(({ isReused }) => isReused),
    paper: channel !== 'online' || papers.some(({ originals, copies }) => originals + copies > 0),
  }
}

/** What an account says of a dossier's fees; null while they are not known. */
export function feeStateOf(
  account: {
    readonly state: 'nothing-due' | 'due' | 'paid'
    readonly isPaidOnline: boolean
  } | null,
): FeeState | null {
  if (account === null) return null
  if (account.state === 'nothing-due') return 'none'
  if (account.state === 'due') return 'due'
  return account.isPaidOnline ? 'paid-online' : 'paid-otherwise'
}
