import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../kernel/clock.ts'
import { repeat } from '../background/index.ts'
import type { Database } from '../db/index.ts'
import { advance, registerFollowers } from './advance.ts'
import type { Follower } from './advance.ts'
import { place } from './place.ts'
import { LEDGER_CHANNEL } from './record.ts'

export interface FollowOptions {
  /** Told what a follower threw; also of any other error in the background (follower null). */
  readonly report: (error: unknown, follower: string | null) => void
  readonly clock?: Clock
  /** Entries a follower is given at once; 500. */
  readonly batch?: number
  /** Looks by itself this often, should a wake-up be lost; 1000 ms. */
  readonly everyMs?: number
  /** Looks at most this often, however much is recorded, so that a rush is followed in larger batches; no limit. */
  readonly atLeastMs?: number
  /** Followers at work at the same time, each on a connection of its own; 3. */
  readonly parallel?: number
}

export interface Following {
  /** Resolves when every follower has dealt with every committed entry; rejects when one fails or is parked. */
  settle(): Promise<void>
  stop(): Promise<void>
}

// Then the connection goes to the follower that has waited longest.
const BATCHES_AT_A_TURN = 20

const SETTLING_MS = 5

const DUE = `
SELECT c.name FROM ledger_cursor c CROSS JOIN ledger_head h
WHERE c.name = ANY ($1) AND c.position < h.last AND c.parked_at IS NULL AND (c.retry_at IS NULL OR c.retry_at <= $2)
ORDER BY c.moved_at NULLS FIRST, c.name`

const BEHIND = `
SELECT c.name, c.error FROM ledger_cursor c CROSS JOIN ledger_head h
WHERE c.name = ANY ($1) AND (c.position < h.last OR EXISTS (SELECT FROM ledger_unplaced))
ORDER BY c.error IS NULL, c.name LIMIT 1`

/**
 * Places entries and drives followers in the background, woken by recordings anywhere. Any number of processes may do so for the
 * same followers: each entry is handled once. A follower that fails is tried again after a growing pause and holds up no other one.
 */
export function follow(
  database: Database,
  followers: readonly Follower[],
  options: FollowOptions,
): Following {
  const {
    report,
    clock = () => new Date(),
    batch = 500,
    everyMs = 1000,
    atLeastMs = 0,
    parallel = 3,
  } = options
  const byName = new Map(followers.map((follower) => [follower.name, follower]))
  if (byName.size < followers.length) throw new RangeError('Two followers have the same name')
  const names = [...byName.keys()]
  const running = new Map<string, Promise<void>>()
  const avoided = new Map<string, number>()
  let registered = false
  let stopped = false

  /** One turn of one follower; one entry at a time where a batch failed, so that the entry at fault is found. */
  async function turn(follower: Follower): Promise<void> {
    let single = 0
    for (let batches = 0; (batches < BATCHES_AT_A_TURN || single > 0) && !stopped; batches += 1) {
      const limit = single > 0 ? 1 : batch
      const advanced = await advance(database, follower, clock(), limit)
      if (advanced.outcome === 'moved') single = Math.max(0, single - 1)
      else if (advanced.outcome === 'failed' && advanced.count > 1) single = advanced.count
      else {
        if (advanced.outcome === 'failed') report(advanced.error, follower.name)
        if (advanced.outcome === 'elsewhere') avoided.set(follower.name, performance.now() + everyMs)
        return
      }
    }
  }

  function start(follower: Follower): void {
    const { name } = follower
    const turned = turn(follower)
      .catch((error: unknown) => report(error, name))
      .finally(() => {
        running.delete(name)
        loop.wake()
      })
    running.set(name, turned)
  }

  async function sweep(): Promise<void> {
    if (!registered) await registerFollowers(database, names)
    registered = true
    await place(database)
    for (const { name } of await database.rows<{ name: string }>(DUE, [names, clock()])) {
      const follower = byName.get(name)
      if (running.size >= parallel || stopped) break
      const avoid = (avoided.get(name) ?? 0) > performance.now()
      if (follower !== undefined && !running.has(name) && !avoid) start(follower)
    }
  }

  const loop = repeat(sweep, { everyMs, atLeastMs, report: (error) => report(error, null) })
  const listening = database
    .listen(LEDGER_CHANNEL, () => loop.wake())
    .catch((error: unknown) => report(error, null))

  return {
    async settle() {
      for (;;) {
        await place(database)
        if (!registered) await registerFollowers(database, names)
        const behind = await database.maybe<{ name: string; error: string | null }>(BEHIND, [names])
        if (behind === undefined) return
        if (behind.error !== null) throw new Error(`Follower ${behind.name} failed: ${behind.error}`)
        loop.wake()
        await pause(SETTLING_MS)
      }
    },
    async stop() {
      stopped = true
      const unlisten = await listening
      await unlisten?.()
      await loop.stop()
      await Promise.all(running.values())
    },
  }
}
