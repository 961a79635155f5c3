import type { Tx } from '../db/index.ts'

/** The channel on which senders are woken. */
export const OUTBOX_CHANNEL = 'outbox'

/** The messages of one case to one target, told one after the other. */
export interface Queue {
  readonly target: string
  readonly caseId: string
}

/** Locks the queue. Comes before any change to its messages, so that none is overlooked when the queue is closed. */
export function lockQueue(tx: Tx, { target, caseId }: Queue): Promise<number> {
  return tx.run('SELECT FROM outbox_case WHERE target = $1 AND case_id = $2 FOR UPDATE', [target, caseId])
}

// A queue in another's hand is left to it; a held message stops its queue; no message ends it.
const REQUEUE = `
WITH head AS (
  SELECT state, next_at FROM outbox_message
  WHERE target = $1 AND case_id = $2 AND settled_at IS NULL ORDER BY place LIMIT 1
), ended AS (
  DELETE FROM outbox_case
  WHERE target = $1 AND case_id = $2 AND (lease IS NULL OR lease = $4) AND NOT EXISTS (SELECT FROM head)
)
UPDATE outbox_case c SET lease = NULL, due_at = CASE h.state WHEN 'held' THEN NULL ELSE coalesce(h.next_at, $3) END
FROM head h WHERE c.target = $1 AND c.case_id = $2 AND (c.lease IS NULL OR c.lease = $4)`

/** Sets the queue by its first message, after a change and under its lock; `lease` is the hand it is in, if it is the caller's. */
export async function requeue(
  tx: Tx,
  at: Date,
  { target, caseId }: Queue,
  lease: string | null = null,
): Promise<void> {
  await tx.run(REQUEUE, [target, caseId, at, lease])
  tx.wake(OUTBOX_CHANNEL)
}
