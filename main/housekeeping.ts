import type { Clock } from '../kernel/clock.ts'
import type { Sessions } from '../platform/auth/index.ts'
import { repeat } from '../platform/background/index.ts'
import type { Database } from '../platform/db/index.ts'
import { forgetOldKeys } from '../platform/http/index.ts'
import { forgetBodies } from '../platform/outbox/index.ts'

const TEN_MINUTES = 600_000

/** Takes away what nobody can use any more: ended sessions, keys of requests that nobody repeats, the words of what was told long ago. */
export function keepHouse(
  database: Database,
  sessions: Sessions,
  options: { readonly clock: Clock; readonly report: (error: unknown) => void },
): { stop(): Promise<void> } {
  const work = async () => {
    await sessions.sweep()
    await forgetOldKeys(database, options.clock())
    await forgetBodies(database, options.clock())
  }
  return repeat(work, { everyMs: TEN_MINUTES, report: options.report })
}
