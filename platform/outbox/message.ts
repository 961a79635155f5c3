import type { FieldProblem } from '../../kernel/problem.ts'

export interface NewMessage {
  readonly target: string
  readonly caseId: string
  readonly kind: string
  /** The ledger position that it tells of; a kind is told once a position, case and target. */
  readonly position: number
  readonly body: unknown
}

export interface NewHeldMessage extends Omit<NewMessage, 'body'> {
  /** As far as it could be said; absent where it could not. */
  readonly body?: unknown
  /** Why it cannot be said truthfully; at least one. */
  readonly reasons: readonly FieldProblem[]
}

/** A message as its target gets it. */
export interface Message extends NewMessage {
  /** The idempotency key: the same at every attempt. */
  readonly id: string
  /** From 1. */
  readonly attempt: number
}

export type MessageState = 'waiting' | 'sending' | 'unknown' | 'held' | 'delivered' | 'superseded'

export type Delivery =
  | { readonly outcome: 'delivered'; readonly answer?: unknown }
  /** The target has understood and does not want it: trying again does not help. */
  | { readonly outcome: 'refused'; readonly reasons: readonly FieldProblem[] }
  /** It may or may not have arrived. */
  | { readonly outcome: 'unknown'; readonly error: string }
  /** It has not arrived; the target as a whole is likely out of reach. */
  | { readonly outcome: 'unavailable'; readonly error: string; readonly retryAfterMs?: number }

/** What the target says when asked about a message whose fate is unknown. */
export type Asked = Exclude<Delivery, { outcome: 'refused' }> | { readonly outcome: 'absent' }

export interface Target {
  readonly name: string
  /** Whether delivering a message again has no second effect (it takes the id as a key, or makes sure by itself). */
  readonly idempotent: boolean
  /** One attempt. What it throws counts as unknown. */
  deliver(message: Message, signal: AbortSignal): Promise<Delivery>
  /** For a target that is not idempotent: whether it has the message. Without it a person has to say. */
  ask?(message: Message, signal: AbortSignal): Promise<Asked>
}
