import type { Db } from '../db/index.ts'

/** How long what was told can be looked up in its own words. */
const BODIES_KEPT_DAYS = 30
const DAY_MS = 86_400_000
const AT_ONCE = 1000

// Bodies are of type json, which keeps its text: the hash is that of the very words that were told.
const FORGET = `
UPDATE outbox_message SET body = NULL, body_hash = sha256(convert_to(body::text, 'UTF8'))
WHERE id IN (
  SELECT id FROM outbox_message WHERE settled_at < $1 AND body IS NOT NULL ORDER BY settled_at LIMIT $2
  FOR UPDATE SKIP LOCKED
)`

/**
 * Takes away the bodies, personal as they may be, of messages that were delivered or superseded more than 30 days ago. Their
 * hashes, dates, attempts and outcomes stay. The number taken away.
 */
export async function forgetBodies(db: Db, at: Date): Promise<number> {
  const before = new Date(at.getTime() - BODIES_KEPT_DAYS * DAY_MS)
  for (let forgotten = 0; ;) {
    const count = await db.run(FORGET, [before, AT_ONCE])
    forgotten += count
    if (count < AT_ONCE) return forgotten
  }
}
