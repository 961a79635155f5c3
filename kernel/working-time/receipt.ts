import { minuteOfDay, type LocalTime } from '../dates.ts'
import type { WorkCalendar } from './calendar.ts'
import { asWorkingDay, dayOn, workingDayAfter } from './day.ts'
import type { MoveReason } from './derivation.ts'
import { dateOf, type Minute } from './minute.ts'

/** The first working minute that counts, and why it is not the minute of receipt. */
export interface Start {
  readonly at: Minute
  readonly moved: MoveReason | null
}

/**
 * Where the clock starts for what is received at a minute: there, if the office works; otherwise at the next opening.
 * Received after the cut-off hour, at closing or later, or on a rest day, it counts from the next working day.
 */
export function startFor(calendar: WorkCalendar, received: Minute, cutOff: LocalTime | null): Start {
  const day = dayOn(calendar, dateOf(received))
  const nextDay = (moved: MoveReason): Start => ({ at: workingDayAfter(calendar, day).opening, moved })

  const working = asWorkingDay(day)
  if (!working) return nextDay(day.exception ? 'holiday' : 'rest-day')
  if (received >= working.closing) return nextDay('after-closing')
  if (cutOff !== null && received > day.midnight + minuteOfDay(cutOff)) return nextDay('after-cut-off')
  if (received < working.opening) return { at: working.opening, moved: 'before-opening' }

  const current = working.intervals.find(({ to }) => received < to)
  return current && received < current.from
    ? { at: current.from, moved: 'break' }
    : { at: received, moved: null }
}
