import type { Clock } from '../../../kernel/clock.ts'
import type { Database } from '../../../platform/db/index.ts'
import type { FileStore } from '../../../platform/files/index.ts'

/** What the room's use cases work with; wired once in main. */
export interface RegistryParts {
  readonly database: Database
  /** As the owner of the tables, which registers are made by; asked for nothing else. */
  readonly definer: Database
  /** The role that the program runs as, which is granted the tables. */
  readonly appRole: string
  readonly clock: Clock
  readonly files: FileStore
}
