import type { LocalDate } from '../dates.ts'
import type { CalendarVersion, WorkCalendar } from './calendar.ts'
import type { CalendarDay } from './day.ts'
import type { DerivationLine } from './derivation.ts'
import { minuteOf, momentOf } from './minute.ts'
import type { Suspension } from './request.ts'

/** Writes the lines of a derivation in time order; what is to be said of a day itself is said once. */
export class Trail {
  readonly lines: DerivationLine[] = []
  readonly #calendar: WorkCalendar
  #latest: LocalDate = ''
  #told: LocalDate = ''
  #version: CalendarVersion | null = null

  constructor(calendar: WorkCalendar) {
    this.#calendar = calendar
  }

  add(line: DerivationLine): void {
    this.lines.push(line)
    this.#latest = line.date
  }

  suspension(kind: 'paused' | 'suspended-after-due', suspension: Suspension): void {
    const { from, mode, reason, by } = suspension
    this.add({ kind, ...momentOf(minuteOf(from)), mode, reason, by: by ?? null })
  }

  /** The calendar and its source, when the day falls under other hours than the day told of before. */
  source({ date, version }: CalendarDay): void {
    if (version === this.#version) return
    this.#version = version
    const { key, name, revision = null } = this.#calendar
    const { source, confidence = null } = version
    this.add({ kind: 'calendar', date, calendar: key, name, revision, source, confidence })
  }

  /** What makes the day other than an ordinary working day: its rest, its holiday, its make-up, its hours. */
  day(day: CalendarDay): void {
    if (day.date <= this.#told || day.date < this.#latest) return
    this.#told = day.date
    this.source(day)
    const line = particularOf(day)
    if (line) this.add(line)
  }
}

function particularOf({ date, exception, minutes, makesUp }: CalendarDay): DerivationLine | null {
  if (exception === null) return minutes === 0 ? { kind: 'rest', date } : null
  const { name, source, confidence, insteadOf = null } = exception
  const named = { date, name, source, confidence }
  if (exception.kind === 'rest') return { kind: 'holiday', ...named }
  return makesUp ? { kind: 'make-up', ...named, insteadOf } : { kind: 'changed-hours', ...named }
}
