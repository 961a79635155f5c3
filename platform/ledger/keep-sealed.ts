import type { Clock } from '../../kernel/clock.ts'
import { repeat } from '../background/index.ts'
import type { Database } from '../db/index.ts'
import { seal } from './seal.ts'
import type { SealOptions } from './seal.ts'

export interface KeepSealedOptions extends SealOptions {
  readonly clock: Clock
  readonly report: (error: unknown) => void
  /** Looks this often; one minute. */
  readonly everyMs?: number
}

/** Seals both logs in the background; any number of processes may. */
export function keepSealed(database: Database, options: KeepSealedOptions): { stop(): Promise<void> } {
  const work = async () => void (await seal(database, options.clock(), options))
  return repeat(work, { everyMs: options.everyMs ?? 60_000, report: options.report })
}
