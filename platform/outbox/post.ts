import { newId } from '../../kernel/ids.ts'
import type { Tx } from '../db/index.ts'
import type { NewHeldMessage, NewMessage } from './message.ts'
import { lockQueue, OUTBOX_CHANNEL, requeue } from './queue.ts'
import type { Queue } from './queue.ts'

// The queue's row comes first: it is the lock under which `place` is drawn.
const POST = `
WITH queue AS (
  INSERT INTO outbox_case AS q (target, case_id, due_at) VALUES ($2, $3, CASE $7 WHEN 'waiting' THEN $9::timestamptz END)
  ON CONFLICT (target, case_id) DO UPDATE SET due_at = q.due_at
  RETURNING target, case_id
)
INSERT INTO outbox_message (id, target, case_id, kind, position, body, state, reasons, posted_at)
SELECT $1, target, case_id, $4, $5, $6::json, $7, $8::jsonb, $9 FROM queue`

async function write(tx: Tx, at: Date, message: NewHeldMessage): Promise<string> {
  const id = newId(at.getTime())
  const { target, caseId, kind, position, body, reasons } = message
  const text = body === undefined ? null : JSON.stringify(body)
  const state = reasons.length > 0 ? 'held' : 'waiting'
  await tx.run(POST, [id, target, caseId, kind, position, text, state, JSON.stringify(reasons), at])
  tx.wake(OUTBOX_CHANNEL)
  return id
}

/** Puts a message at the end of its case's queue; its id. */
export async function post(tx: Tx, at: Date, message: NewMessage): Promise<string> {
  return await write(tx, at, { ...message, reasons: [] })
}

/** Puts a message that cannot be said truthfully into its case's queue, where it and all after it wait; its id. */
export async function quarantine(tx: Tx, at: Date, message: NewHeldMessage): Promise<string> {
  if (message.reasons.length === 0) throw new RangeError('A message is held for a reason')
  return await write(tx, at, message)
}

// The newcomer steps into the place of the first one that it makes needless. What was ever sent stays: it may have arrived.
const TAKE_OVER = `
WITH needless AS (
  UPDATE outbox_message SET state = 'superseded', settled_at = $5, superseded_by = $1
  WHERE target = $2 AND case_id = $3 AND kind = $4 AND id <> $1
    AND (state = 'held' OR state = 'waiting' AND sent_at IS NULL)
  RETURNING place
)
UPDATE outbox_message SET place = (SELECT min(place) FROM needless)
WHERE id = $1 AND EXISTS (SELECT FROM needless)`

/**
 * Posts a newer message that says all that earlier ones of the same case, target and kind say: it takes the place of those that
 * are held and of those that were never sent, and what waited behind them goes on. Without such it is an ordinary message. Its id.
 */
export async function supersede(tx: Tx, at: Date, message: NewMessage): Promise<string> {
  const queue: Queue = message
  const id = await post(tx, at, message)
  await lockQueue(tx, queue)
  await tx.run(TAKE_OVER, [id, message.target, message.caseId, message.kind, at])
  await requeue(tx, at, queue)
  return id
}
