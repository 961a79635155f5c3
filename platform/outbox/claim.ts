import type { Database, Tx } from '../db/index.ts'
import type { Message } from './message.ts'
import { requeue } from './queue.ts'

/** A message in hand. */
export interface Claimed extends Message {
  /** Whether an earlier attempt may have arrived. */
  readonly doubtful: boolean
  readonly lease: string
}

export interface Claim {
  readonly target: string
  readonly at: Date
  /** When others may take these up should this sender never come back. */
  readonly until: Date
  readonly lease: string
  readonly limit: number
}

const LEASE = `
UPDATE outbox_case SET lease = $4, due_at = $3
WHERE (target, case_id) IN (
  SELECT target, case_id FROM outbox_case WHERE target = $1 AND due_at <= $2 ORDER BY due_at LIMIT $5 FOR UPDATE SKIP LOCKED
)
RETURNING case_id`

// A message found as 'sending' was in the hand of a sender that died: whether it arrived is unknown.
const TAKE = `
WITH head AS (
  SELECT DISTINCT ON (case_id) id, state FROM outbox_message
  WHERE target = $1 AND case_id = ANY ($2::uuid[]) AND settled_at IS NULL ORDER BY case_id, place
)
UPDATE outbox_message m SET
  state = CASE h.state WHEN 'waiting' THEN 'sending' ELSE 'unknown' END, attempts = m.attempts + 1, sent_at = $3
FROM head h WHERE m.id = h.id AND h.state <> 'held'
RETURNING m.id, m.target, m.case_id AS "caseId", m.kind, m.position, m.body, m.attempts AS attempt,
  h.state <> 'waiting' AS doubtful`

async function take(tx: Tx, { target, at, until, lease, limit }: Claim): Promise<readonly Claimed[]> {
  const leased = await tx.rows<{ case_id: string }>(LEASE, [target, at, until, lease, limit])
  if (leased.length === 0) return []
  const cases = leased.map(({ case_id }) => case_id)
  const taken = await tx.rows<Omit<Claimed, 'lease'>>(TAKE, [target, cases, at])
  const inHand = new Set(taken.map(({ caseId }) => caseId))
  for (const caseId of cases) if (!inHand.has(caseId)) await requeue(tx, at, { target, caseId }, lease)
  return taken.map((message) => ({ ...message, lease }))
}

/** Takes the first messages of queues that are due, for this sender alone until the lease runs out. */
export function claim(database: Database, wanted: Claim): Promise<readonly Claimed[]> {
  return database.transact((tx) => take(tx, wanted))
}
