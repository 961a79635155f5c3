import { addDays, instantOf, weekdayOf, type LocalDate } from '../../kernel/dates.ts'
import { spansOn, type WorkCalendar } from '../../kernel/working-time/index.ts'
import { weighted, type Random } from './random.ts'

const MINUTE_MS = 60_000

interface Stretch {
  readonly from: number
  readonly to: number
  /** Working minutes before it. */
  readonly before: number
}

/** How busy the days of a week are at a counter, Monday first. */
const BUSY = [1.3, 1.1, 1, 0.95, 0.85, 0.5, 0.5]

/** The working time of an office between two days, to find instants in it. */
export class WorkTime {
  readonly #stretches: Stretch[] = []
  readonly #day: (random: Random) => LocalDate
  readonly #stretchesOf = new Map<LocalDate, Stretch[]>()

  /** Days are chosen from `from` to `to`; what follows from them may last until `last`. */
  constructor(calendar: WorkCalendar, from: LocalDate, to: LocalDate, last: LocalDate) {
    const worked: LocalDate[] = []
    let minutes = 0
    for (let day = from; day <= last; day = addDays(day, 1)) {
      const stretches = spansOn(calendar, day).map((span) => {
        const stretch = {
          from: instantOf(day, span.from).getTime(),
          to: instantOf(day, span.to).getTime(),
          before: minutes,
        }
        minutes += (stretch.to - stretch.from) / MINUTE_MS
        return stretch
      })
      if (stretches.length === 0) continue
      this.#stretches.push(...stretches)
      this.#stretchesOf.set(day, stretches)
      if (day <= to) worked.push(day)
    }
    // More and more people come over the months.
    this.#day = weighted(
      worked,
      (day) => (BUSY[weekdayOf(day) - 1] ?? 1) * (1 + (0.4 * worked.indexOf(day)) / worked.length),
    )
  }

  /** A working day, busier ones more often. */
  day(random: Random): LocalDate {
    return this.#day(random)
  }

  /** An instant within the day's hours, early ones more often. */
  within(day: LocalDate, random: Random): Date {
    const stretch = random.pick(this.#stretchesOf.get(day) ?? this.#stretches)
    const share = random.next() * (0.4 + 0.6 * random.next())
    return new Date(Math.floor(stretch.from + share * (stretch.to - stretch.from)))
  }

  /** The instant after so many working minutes. */
  later(at: Date, minutes: number): Date {
    const done = this.#minutesBefore(at.getTime()) + Math.max(minutes, 1 / 60)
    const stretch = this.#find(({ before, from, to }) => before + (to - from) / MINUTE_MS >= done)
    return new Date(Math.floor(stretch.from + (done - stretch.before) * MINUTE_MS))
  }

  minutesBetween(from: Date, to: Date): number {
    return this.#minutesBefore(to.getTime()) - this.#minutesBefore(from.getTime())
  }

  #minutesBefore(ms: number): number {
    const { from, to, before } = this.#find((stretch) => stretch.to > ms)
    return before + Math.min(Math.max(0, ms - from), to - from) / MINUTE_MS
  }

  /** The first stretch of which it is true, as it is of all after it. */
  #find(isFound: (stretch: Stretch) => boolean): Stretch {
    let low = 0
    let high = this.#stretches.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      const stretch = this.#stretches[middle]
      if (stretch !== undefined && isFound(stretch)) high = middle
      else low = middle + 1
    }
    const found = this.#stretches[low]
    if (found === undefined) throw new RangeError('The calendar has no working time')
    return found
  }
}
