import { Problem } from '../../kernel/problem.ts'
import type { FieldProblem } from '../../kernel/problem.ts'
import type { Db, Tx } from '../db/index.ts'
import type { MessageState } from './message.ts'
import { lockQueue, requeue } from './queue.ts'

export interface MessageStanding {
  readonly id: string
  readonly target: string
  readonly caseId: string
  readonly kind: string
  readonly position: number
  readonly state: MessageState
  readonly reasons: readonly FieldProblem[]
  readonly error: string | null
  readonly attempts: number
  readonly postedAt: Date
  readonly sentAt: Date | null
  readonly settledAt: Date | null
}

export interface HeldMessage extends MessageStanding {
  /** How many later messages of its case wait behind it. */
  readonly behind: number
}

export interface HeldQuery {
  readonly target?: string
  /** 'unknown': those that may have arrived and are being asked about or told again. 'held' where absent. */
  readonly state?: 'held' | 'unknown'
  /** The last of the page before. */
  readonly after?: Pick<HeldMessage, 'id' | 'postedAt'>
  /** 100. */
  readonly limit?: number
}

const COLUMNS = `m.id, m.target, m.case_id AS "caseId", m.kind, m.position, m.state, m.reasons, m.error, m.attempts,
  m.posted_at AS "postedAt", m.sent_at AS "sentAt", m.settled_at AS "settledAt"`

/** What is held back and why, oldest first. */
export function listHeld(
  db: Db,
  { target, state = 'held', after, limit = 100 }: HeldQuery = {},
): Promise<readonly HeldMessage[]> {
  return db.rows<HeldMessage>(
    `SELECT ${COLUMNS}, (
       SELECT count(*) FROM outbox_message b
       WHERE b.target = m.target AND b.case_id = m.case_id AND b.settled_at IS NULL AND b.place > m.place) AS behind
     FROM outbox_message m
     WHERE m.state = $5 AND m.settled_at IS NULL AND ($1::text IS NULL OR m.target = $1)
       AND ($2::timestamptz IS NULL OR (m.posted_at, m.id) > ($2, $3::uuid))
     ORDER BY m.posted_at, m.id LIMIT $4`,
    [target ?? null, after?.postedAt ?? null, after?.id ?? null, limit, state],
  )
}

/** Everything that was or is to be told about a case, in the order of telling. */
export function messagesOf(db: Db, caseId: string): Promise<readonly MessageStanding[]> {
  return db.rows<MessageStanding>(
    `SELECT ${COLUMNS} FROM outbox_message m WHERE m.case_id = $1 ORDER BY m.target, m.place, m.posted_at`,
    [caseId],
  )
}

/** Does something with a held message under its queue's lock. Problems: 'outbox.unknown-message', 'outbox.not-held'. */
async function withHeld(
  tx: Tx,
  at: Date,
  messageId: string,
  change: (hasBody: boolean) => Promise<unknown>,
): Promise<void> {
  const meta = { messageId }
  const queue = await tx.maybe<{ target: string; caseId: string }>(
    'SELECT target, case_id AS "caseId" FROM outbox_message WHERE id = $1',
    [messageId],
  )
  if (queue === undefined) throw new Problem('missing', 'outbox.unknown-message', { meta })
  await lockQueue(tx, queue)
  const { state, has_body: hasBody } = await tx.one<{ state: MessageState; has_body: boolean }>(
    'SELECT state, body IS NOT NULL AS has_body FROM outbox_message WHERE id = $1',
    [messageId],
  )
  if (state !== 'held') throw new Problem('conflict', 'outbox.not-held', { meta })
  await change(hasBody)
  await requeue(tx, at, queue)
}

/**
 * Sends a held message after all, as it is, because its reasons no longer hold. Problems: 'outbox.unknown-message',
 * 'outbox.not-held', 'outbox.nothing-to-send' where it could not even be put into words.
 */
export async function retry(tx: Tx, at: Date, messageId: string): Promise<void> {
  await withHeld(tx, at, messageId, async (hasBody) => {
    if (!hasBody) throw new Problem('conflict', 'outbox.nothing-to-send', { meta: { messageId } })
    await tx.run(
      `UPDATE outbox_message SET state = 'waiting', reasons = '[]', attempts = 0, next_at = NULL WHERE id = $1`,
      [messageId],
    )
  })
}

/** Settles a held message because a person has made sure that the target has it. Problems as `retry`. */
export async function acknowledge(tx: Tx, at: Date, messageId: string, answer: unknown): Promise<void> {
  await withHeld(tx, at, messageId, () =>
    tx.run(
      `UPDATE outbox_message SET state = 'delivered', reasons = '[]', settled_at = $2, answer = $3::json WHERE id = $1`,
      [messageId, at, JSON.stringify(answer ?? null)],
    ),
  )
}

export interface TargetCounts extends Readonly<Record<MessageState, number>> {
  readonly target: string
  /** How long the oldest message that nothing holds back has been on its way; 0 when there is none. */
  readonly lagMs: number
}

/** How many messages there are of each state, by target. */
export async function counts(db: Db, now: Date): Promise<readonly TargetCounts[]> {
  const rows = await db.rows<{ target: string; state: MessageState; count: number }>(
    'SELECT target, state, count(*) FROM outbox_message GROUP BY 1, 2 ORDER BY 1, 2',
  )
  const oldest = await db.rows<{ target: string; at: Date }>(
    `SELECT m.target, min(m.posted_at) AS at FROM outbox_message m
     JOIN outbox_case c ON c.target = m.target AND c.case_id = m.case_id AND c.due_at IS NOT NULL
     WHERE m.settled_at IS NULL AND m.state <> 'held' GROUP BY 1`,
  )
  const lags = new Map(oldest.map(({ target, at }) => [target, now.getTime() - at.getTime()]))
  const none = { waiting: 0, sending: 0, unknown: 0, held: 0, delivered: 0, superseded: 0 }
  return [...Map.groupBy(rows, ({ target }) => target)].map(([target, states]) => ({
    ...none,
    ...Object.fromEntries(states.map(({ state, count }) => [state, count])),
    target,
    lagMs: lags.get(target) ?? 0,
  }))
}
