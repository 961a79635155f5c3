import type { Round } from './measure.ts'
import type { Agreement } from './submit/consistency.ts'

export type Goal = { readonly atLeast: number } | { readonly atMost: number } | null

/** What a workload came to. */
export interface Result {
  readonly name: string
  readonly about: string
  /** Medians over the rounds; null where this machine cannot tell. */
  readonly ratios: Readonly<Record<string, number | null>>
  readonly judgements: Readonly<Record<string, { readonly title: string; readonly goal: Goal }>>
  readonly rounds: readonly Round<string>[]
  readonly agreements: readonly Agreement[]
}

/** Whether the figures may be believed: nothing failed, nothing was lost or doubled. Speed is no part of it. */
export function isSound({ agreements, rounds }: Result): boolean {
  const failures = rounds.flatMap((round) => Object.values(round).map((sample) => sample.failures))
  return agreements.every(({ holds }) => holds) && failures.every((count) => count === 0)
}

export function isReached(goal: Goal, ratio: number | null): boolean | null {
  if (goal === null || ratio === null) return null
  return 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost
}
