import type { Clock } from '../kernel/clock.ts'
import type { Sessions } from '../platform/auth/index.ts'
import { repeat } from '../platform/background/index.ts'
import type { Database } from '../platform/db/index.ts'
import { forgetOldKeys } from '../platform/http/index.ts'
import { publishRoots } from '../platform/ledger/index.ts'
import type { Logger } from '../platform/logging/index.ts'
import { forgetBodies } from '../platform/outbox/index.ts'

const TEN_MINUTES = 600_000

export interface HouseOptions {
  readonly database: Database
  readonly sessions: Sessions
  readonly clock: Clock
  readonly logger: Logger
  readonly report: (error: unknown) => void
}

/**
 * Takes away what nobody can use any more: ended sessions, keys of requests that nobody repeats, the words of what was told long
 * ago. Publishes the logs' roots once a day, in the program's log as well, which others may keep. What fails stops nothing else.
 */
export function keepHouse({ database, sessions, clock, logger, report }: HouseOptions): {
  stop(): Promise<void>
} {
  const acts: readonly (() => Promise<unknown>)[] = [
    () => sessions.sweep(),
    () => forgetOldKeys(database, clock()),
    () => forgetBodies(database, clock()),
    async () => {
      for (const root of await publishRoots(database, clock)) logger.info({ root }, 'a root was published')
    },
  ]
  const work = async () => {
    for (const act of acts) await act().catch(report)
  }
  return repeat(work, { everyMs: TEN_MINUTES, report })
}
