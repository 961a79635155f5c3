import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import { repeat } from '../background/index.ts'
import type { Loop } from '../background/index.ts'
import type { Database } from '../db/index.ts'
import { claim } from './claim.ts'
import type { Claimed } from './claim.ts'
import { conclude, heldInDoubt, pauseAfter } from './conclude.ts'
import type { Asked, Delivery, Message, Target } from './message.ts'
import { OUTBOX_CHANNEL } from './queue.ts'

export interface SendOptions {
  readonly report: (error: unknown) => void
  /** Cases told about at the same time; 8. */
  readonly parallel?: number
  /** An attempt that takes longer counts as unknown; 30 s. */
  readonly timeoutMs?: number
  /** Looks by itself this often, should a wake-up be lost; 1000 ms. */
  readonly everyMs?: number
}

export interface Sender {
  start(): void
  /** Resolves when nothing is under way and nothing is due at this moment, or the target is out of reach. */
  settle(): Promise<void>
  /** Takes up nothing more; resolves when what is under way has ended. */
  stop(): Promise<void>
}

const SETTLING_MS = 5
const LEASE_BEYOND_TIMEOUT_MS = 60_000

/** Asks and tells with a limit of time, for a target may ignore the signal. */
async function within<A>(
  ms: number,
  attempt: (signal: AbortSignal) => Promise<A>,
): Promise<A | { readonly outcome: 'unknown'; readonly error: string }> {
  const limit = new AbortController()
  const late = pause(ms, { outcome: 'unknown', error: `no answer within ${ms} ms` } as const, {
    signal: limit.signal,
  })
  const timeout = AbortSignal.timeout(ms)
  try {
    return await Promise.race([attempt(timeout), late])
  } catch (error) {
    return { outcome: 'unknown', error: String(error) }
  } finally {
    limit.abort()
    late.catch(() => undefined)
  }
}

/** One attempt. A message that may have arrived is asked about where telling it again could have a second effect. */
async function attempt(target: Target, message: Claimed, timeoutMs: number): Promise<Delivery> {
  const { doubtful, lease: _lease, ...plain } = message
  const told: Message = plain
  const deliver = (): Promise<Delivery> => within(timeoutMs, (signal) => target.deliver(told, signal))
  if (!doubtful || target.idempotent) return await deliver()
  if (target.ask === undefined) return heldInDoubt
  const ask = target.ask.bind(target)
  const asked: Asked = await within(timeoutMs, (signal) => ask(told, signal))
  return asked.outcome === 'absent' ? await deliver() : asked
}

/**
 * Tells a target what is posted for it: every case in its own order, several cases at once. Any number of processes may. A target
 * out of reach is tried again with one message after a growing pause; nothing is lost meanwhile.
 */
export function send(database: Database, clock: Clock, target: Target, options: SendOptions): Sender {
  const { report, parallel = 8, timeoutMs = 30_000, everyMs = 1000 } = options
  const underWay = new Set<Promise<void>>()
  let loop: Loop | undefined
  let listening: Promise<void | (() => Promise<void>)> | undefined
  let claiming = false
  let outages = 0
  let pausedUntil = 0

  /** Several attempts that fail together are one outage. */
  function noteReach(delivery: Delivery, now: number): void {
    if (delivery.outcome !== 'unavailable') {
      outages = 0
      pausedUntil = 0
    } else if (now >= pausedUntil) {
      outages += 1
      pausedUntil = now + (delivery.retryAfterMs ?? pauseAfter(outages))
    }
  }

  async function tell(message: Claimed): Promise<void> {
    const delivery = await attempt(target, message, timeoutMs)
    const at = clock()
    noteReach(delivery, at.getTime())
    await conclude(database, message, delivery, at)
  }

  function start(message: Claimed): void {
    const told = tell(message)
      .catch(report)
      .finally(() => {
        underWay.delete(told)
        loop?.wake()
      })
    underWay.add(told)
  }

  async function sweep(): Promise<number | void> {
    const at = clock()
    if (pausedUntil > at.getTime()) return pausedUntil - at.getTime()
    const probing = outages > 0
    const free = probing ? 1 - underWay.size : parallel - underWay.size
    // Half of them at least, so that a claim is shared by several.
    if (free < (probing ? 1 : parallel / 2)) return
    const until = new Date(at.getTime() + 2 * timeoutMs + LEASE_BEYOND_TIMEOUT_MS)
    claiming = true
    try {
      const wanted = { target: target.name, at, until, lease: newId(), limit: free }
      for (const message of await claim(database, wanted)) start(message)
    } finally {
      claiming = false
    }
  }

  const isIdle = () => !claiming && underWay.size === 0

  async function isDue(): Promise<boolean> {
    const now = clock()
    if (pausedUntil > now.getTime()) return false
    const due = await database.maybe('SELECT 1 FROM outbox_case WHERE target = $1 AND due_at <= $2 LIMIT 1', [
      target.name,
      now,
    ])
    return due !== undefined
  }

  return {
    start() {
      if (loop !== undefined) return
      const started = repeat(sweep, { everyMs, report })
      loop = started
      listening = database.listen(OUTBOX_CHANNEL, () => started.wake()).catch(report)
    },
    async settle() {
      for (;;) {
        const wasIdle = isIdle()
        if (!(await isDue()) && wasIdle && isIdle()) return
        loop?.wake()
        await pause(SETTLING_MS)
      }
    },
    async stop() {
      const unlisten = await listening
      await unlisten?.()
      await loop?.stop()
      await Promise.all(underWay)
      loop = undefined
    },
  }
}
