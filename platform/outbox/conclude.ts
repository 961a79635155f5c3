import type { FieldProblem } from '../../kernel/problem.ts'
import type { Database } from '../db/index.ts'
import type { Claimed } from './claim.ts'
import type { Delivery, MessageState } from './message.ts'
import { lockQueue, requeue } from './queue.ts'

const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 600_000

/** Milliseconds before the next attempt after this many. */
export function pauseAfter(attempts: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20))
}

interface Conclusion {
  readonly state: MessageState
  readonly reasons?: readonly FieldProblem[]
  readonly error?: string
  readonly nextAt?: Date
  readonly answer?: unknown
}

/** For a message that may have arrived and whose target can neither be asked nor told again. */
export const heldInDoubt: Delivery = {
  outcome: 'refused',
  reasons: [{ path: '', code: 'outbox.outcome-unknown' }],
}

/** What becomes of a message after an attempt. */
export function conclusionOf(message: Claimed, delivery: Delivery, at: Date): Conclusion {
  const nextAt = (ms: number) => new Date(at.getTime() + ms)
  switch (delivery.outcome) {
    case 'delivered':
      return { state: 'delivered', answer: delivery.answer ?? null }
    case 'refused':
      return {
        state: 'held',
        reasons: delivery.reasons.length > 0 ? delivery.reasons : [{ path: '', code: 'outbox.refused' }],
      }
    case 'unknown':
      return { state: 'unknown', error: delivery.error, nextAt: nextAt(pauseAfter(message.attempt)) }
    case 'unavailable':
      return {
        state: message.doubtful ? 'unknown' : 'waiting',
        error: delivery.error,
        nextAt: nextAt(delivery.retryAfterMs ?? pauseAfter(message.attempt)),
      }
  }
}

// Whoever has lost the lease may only bring good news: the message may be in another sender's hand by now.
const CONCLUDE = `
UPDATE outbox_message m SET state = $2, reasons = $3::jsonb, error = $4, next_at = $5, answer = $6::json,
  settled_at = CASE $2 WHEN 'delivered' THEN $7::timestamptz END
WHERE m.id = $1 AND m.settled_at IS NULL
  AND ($2 = 'delivered' OR EXISTS (
    SELECT FROM outbox_case c WHERE c.target = m.target AND c.case_id = m.case_id AND c.lease = $8))`

/** Writes down how an attempt ended and sets the queue by it. */
export async function conclude(
  database: Database,
  message: Claimed,
  delivery: Delivery,
  at: Date,
): Promise<void> {
  const { state, reasons = [], error = null, nextAt = null, answer } = conclusionOf(message, delivery, at)
  await database.transact((tx) =>
    Promise.all([
      lockQueue(tx, message),
      tx.run(CONCLUDE, [
        message.id,
        state,
        JSON.stringify(reasons),
        error?.slice(0, 500) ?? null,
        nextAt,
        answer === undefined ? null : JSON.stringify(answer),
        at,
        message.lease,
      ]),
      requeue(tx, at, message, message.lease),
    ]),
  )
}
