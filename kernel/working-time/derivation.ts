import type { LocalDate, LocalTime } from '../dates.ts'
import type { Confidence, Span } from './calendar.ts'
import type { LocalMoment } from './minute.ts'
import type { DayRule, SuspensionMode } from './request.ts'

/** Why the clock does not start at the moment of receipt but at the next opening. */
export type MoveReason =
  | 'before-opening'
  | 'break'
  | 'after-cut-off'
  | 'after-closing'
  | 'rest-day'
  | 'holiday'

interface Named {
  readonly date: LocalDate
  readonly name: string
  readonly source: string
  readonly confidence: Confidence
}

/**
 * One line of a due date's explanation: plain values in local time, words are the screen's. Lines stand in time order.
 *
 * `measure` in 'started' says what `limit`, `total`, `uncounted`, `dropped`, `left` and `added` count: working minutes or days.
 * Of the lines after the last 'started', the minutes of 'worked' (or the number of 'counted') sum to its `limit` plus
 * every `added`; each 'restarted' says what was `dropped` before it; `total` is the sum so far.
 */
export type DerivationLine =
  | ({ readonly kind: 'received' } & LocalMoment)
  | ({ readonly kind: 'moved'; readonly reason: MoveReason; readonly cutOff: LocalTime | null } & LocalMoment)
  | ({
      readonly kind: 'started'
      readonly unit: 'working-hour' | 'working-day' | 'calendar-day'
      readonly amount: number
      readonly dayRule: DayRule | null
      readonly measure: 'minute' | 'day'
      readonly limit: number
    } & LocalMoment)
  | {
      readonly kind: 'calendar'
      readonly date: LocalDate
      readonly calendar: string
      readonly name: string
      readonly revision: number | null
      readonly source: string
      readonly confidence: Confidence | null
    }
  | { readonly kind: 'rest'; readonly date: LocalDate }
  | ({ readonly kind: 'holiday' } & Named)
  | ({ readonly kind: 'make-up'; readonly insteadOf: LocalDate | null } & Named)
  | ({ readonly kind: 'changed-hours' } & Named)
  | {
      readonly kind: 'worked'
      readonly date: LocalDate
      readonly spans: readonly Span[]
      readonly minutes: number
      readonly total: number
    }
  | { readonly kind: 'counted'; readonly date: LocalDate; readonly total: number }
  | ({
      readonly kind: 'paused' | 'suspended-after-due'
      readonly mode: SuspensionMode
      readonly reason: string
      readonly by: string | null
    } & LocalMoment)
  | ({ readonly kind: 'resumed'; readonly uncounted: number } & LocalMoment)
  | ({ readonly kind: 'restarted'; readonly dropped: number } & LocalMoment)
  | ({ readonly kind: 'waiting'; readonly left: number | null } & LocalMoment)
  | ({
      readonly kind: 'extended'
      readonly until: LocalMoment
      readonly basis: string
      readonly added: number
    } & LocalMoment)
  | ({ readonly kind: 'due' } & LocalMoment)
  | ({ readonly kind: 'no-limit' } & LocalMoment)
  | ({ readonly kind: 'unknown-limit'; readonly reason: string } & LocalMoment)

/** A due date and its explanation; `dueAt` is null while an applicant is awaited, and where there is no limit to count. */
export interface Derivation {
  readonly startAt: Date | null
  readonly dueAt: Date | null
  readonly lines: readonly DerivationLine[]
}
