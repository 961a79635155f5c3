import { Problem } from '../problem.ts'
import { minuteOf, type Minute } from './minute.ts'
import type { Suspension, SuspensionMode } from './request.ts'

/** A time in which the clock stands, from `from` until `to` (null: it still stands), and all suspensions that make it. */
export interface Stop {
  readonly from: Minute
  readonly to: Minute | null
  readonly mode: SuspensionMode
  readonly suspensions: readonly Suspension[]
}

/**
 * The stops that suspensions make, in time order: those that overlap or touch are one, which restarts the clock if any
 * of them does. Problems 'calendars.suspension-before-receipt', 'calendars.suspension-ends-before-start'.
 */
export function stopsOf(suspensions: readonly Suspension[], received: Minute): Stop[] {
  const stops: Stop[] = []
  const inOrder = suspensions.map(stopOf).toSorted((a, b) => a.from - b.from)
  for (const stop of inOrder) {
    if (stop.from < received) throw refused('calendars.suspension-before-receipt', stop)
    if (stop.to !== null && stop.to < stop.from) throw refused('calendars.suspension-ends-before-start', stop)
    // A restart within one minute is still a full dossier received anew; a pause without length is nothing.
    if (stop.to === stop.from && stop.mode === 'pause') continue
    const before = stops.at(-1)
    if (before && (before.to === null || stop.from <= before.to)) stops.splice(-1, 1, joined(before, stop))
    else stops.push(stop)
  }
  return stops
}

function stopOf(suspension: Suspension): Stop {
  const { from, to, mode } = suspension
  return { from: minuteOf(from), to: to && minuteOf(to), mode, suspensions: [suspension] }
}

function joined(a: Stop, b: Stop): Stop {
  return {
    from: a.from,
    to: a.to === null || b.to === null ? null : Math.max(a.to, b.to),
    mode: a.mode === 'restart' ? 'restart' : b.mode,
    suspensions: [...a.suspensions, ...b.suspensions],
  }
}

function refused(code: string, { suspensions }: Stop): Problem {
  return new Problem('invalid', code, { meta: { reason: suspensions[0]?.reason } })
}
