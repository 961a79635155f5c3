import { clockFor, type LimitClock, type Stretch } from './clock.ts'
import { dayAfter, dayOn } from './day.ts'
import { dateOf, minuteOf, momentOf, type Minute } from './minute.ts'
import { startFor } from './receipt.ts'
import type { CountedLimit, DayRule, DueRequest, Extension } from './request.ts'
import type { Stop } from './stop.ts'
import type { Trail } from './trail.ts'

/** The course of one limit: received, started, stopped, gone on or restarted, extended; each step writes its line. */
export class Course {
  readonly #request: DueRequest
  readonly #limit: CountedLimit
  readonly #rule: DayRule
  readonly #clock: LimitClock
  readonly #extensions: readonly Extension[]
  readonly #trail: Trail
  #received: Minute = 0
  #startedAt: Minute | null = null
  #at: Minute = 0
  #left = 0
  #total = 0

  constructor(request: DueRequest, limit: CountedLimit, trail: Trail) {
    this.#request = request
    this.#limit = limit
    this.#rule = request.dayRule ?? 'clock'
    this.#clock = clockFor(request.calendar, limit, this.#rule)
    this.#extensions = (request.extensions ?? []).toSorted((a, b) => a.until.getTime() - b.until.getTime())
    this.#trail = trail
  }

  /** When the clock started, or started anew after a restart; null while it has not. */
  get startedAt(): Minute | null {
    return this.#startedAt
  }

  /** A full dossier is there: the clock will start now or at the next opening, from zero. */
  receive(received: Minute): void {
    const { calendar, cutOff } = this.#request
    const { at, moved } = startFor(calendar, received, cutOff)
    if (moved) this.#trail.add({ kind: 'moved', ...momentOf(received), reason: moved, cutOff })
    this.#received = received
    this.#startedAt = null
    this.#at = at
    this.#total = 0
  }

  /** Counts until the limit, with what extensions add to it, is used up or the clock is stopped. */
  runUntil(stoppedAt: Minute): Pick<Stretch, 'at' | 'finished'> {
    if (stoppedAt <= this.#at) return { at: stoppedAt, finished: false }
    if (this.#startedAt === null) this.#start()
    let stretch = this.#run(stoppedAt)
    for (const extension of this.#extensions) {
      if (!stretch.finished) break
      const until = minuteOf(extension.until)
      const added = this.#clock.between(stretch.at, until)
      if (added === 0) continue
      this.#left = added
      this.#trail.add({
        kind: 'extended',
        ...momentOf(stretch.at),
        until: momentOf(until),
        basis: extension.basis,
        added,
      })
      stretch = this.#run(stoppedAt)
    }
    return stretch
  }

  stop({ from, to, mode, suspensions }: Stop): void {
    for (const suspension of suspensions) this.#trail.suspension('paused', suspension)
    if (to !== null) return
    const isCounting = this.#startedAt !== null && mode === 'pause'
    this.#trail.add({ kind: 'waiting', ...momentOf(from), left: isCounting ? this.#left : null })
  }

  goOn({ from, mode }: Stop, to: Minute): void {
    if (mode === 'restart') {
      this.#trail.add({ kind: 'restarted', ...momentOf(to), dropped: this.#total })
      this.receive(to)
    } else if (this.#startedAt === null) {
      this.#trail.add({ kind: 'resumed', ...momentOf(to), uncounted: 0 })
      this.#at = startFor(this.#request.calendar, Math.max(this.#at, to), null).at
    } else {
      this.#trail.add({ kind: 'resumed', ...momentOf(to), uncounted: this.#clock.between(from, to) })
      this.#at = to
    }
  }

  #start(): void {
    const at = this.#at
    const { unit, amount } = this.#limit
    this.#tellRestBefore(at)
    this.#startedAt = at
    this.#left = this.#clock.limit(at)
    this.#trail.add({
      kind: 'started',
      ...momentOf(at),
      unit,
      amount,
      dayRule: unit === 'working-day' ? this.#rule : null,
      measure: this.#clock.measure,
      limit: this.#left,
    })
  }

  #tellRestBefore(start: Minute): void {
    const { calendar } = this.#request
    for (
      let day = dayOn(calendar, dateOf(this.#received));
      day.date < dateOf(start);
      day = dayAfter(calendar, day)
    ) {
      if (day.minutes === 0) this.#trail.day(day)
    }
  }

  #run(stoppedAt: Minute): Stretch {
    const stretch = this.#clock.run(this.#at, stoppedAt, this.#left, this.#total, this.#trail)
    this.#at = stretch.at
    this.#left -= stretch.counted
    this.#total += stretch.counted
    return stretch
  }
}
