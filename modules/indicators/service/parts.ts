import type { Clock } from '../../../kernel/clock.ts'
import type { Database } from '../../../platform/db/index.ts'

export interface IndicatorParts {
  readonly database: Database
  readonly clock: Clock
}
