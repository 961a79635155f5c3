import type { Clock } from '../../../kernel/clock.ts'
import type { Database } from '../../../platform/db/index.ts'
import type { FileStore } from '../../../platform/files/index.ts'
import type { Serials } from './serials.ts'

/** What the room's use cases work with; wired once in main. */
export interface DossierParts {
  readonly database: Database
  readonly clock: Clock
  readonly files: FileStore
  readonly serials: Serials
  /** Where the payer of an online payment is sent, by its reference; absent without a payment platform. */
  readonly payAt?: (reference: string) => string
}
