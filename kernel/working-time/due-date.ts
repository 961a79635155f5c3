import { Course } from './course.ts'
import type { Derivation } from './derivation.ts'
import { instantAt, minuteOf, momentOf, type Minute } from './minute.ts'
import { checkLimit, type CountedLimit, type DueRequest } from './request.ts'
import { stopsOf, type Stop } from './stop.ts'
import { Trail } from './trail.ts'

/**
 * When a result is due, and why, line by line. The clock starts at receipt or at the next opening, stands while the
 * applicant is awaited, and counts working hours, working days or calendar days by the calendar given.
 * Problems: 'calendars.not-covered' {calendar, date} when the calendar does not speak for a day that is needed,
 * 'calendars.limit-invalid', 'calendars.suspension-before-receipt', 'calendars.suspension-ends-before-start'.
 */
export function dueDate(request: DueRequest): Derivation {
  const { limit } = request
  const trail = new Trail(request.calendar)
  const received = minuteOf(request.receivedAt)
  const moment = momentOf(received)
  trail.add({ kind: 'received', ...moment })
  switch (limit.unit) {
    case 'none':
      trail.add({ kind: 'no-limit', ...moment })
      return derivation(trail, null, null)
    case 'unknown':
      trail.add({ kind: 'unknown-limit', ...moment, reason: limit.reason })
      return derivation(trail, null, null)
    case 'working-hour':
    case 'working-day':
    case 'calendar-day':
      return run(request, limit, received, trail)
  }
}

/** Runs the clock from stop to stop; a stop that begins once the result is due can no longer move the due date. */
function run(request: DueRequest, limit: CountedLimit, received: Minute, trail: Trail): Derivation {
  checkLimit(limit)
  const stops = stopsOf(request.suspensions ?? [], received)
  const course = new Course(request, limit, trail)
  course.receive(received)

  for (const [index, stop] of stops.entries()) {
    const { at, finished } = course.runUntil(stop.from)
    if (finished) return concluded(course, at, stops.slice(index), trail)
    course.stop(stop)
    if (stop.to === null) return derivation(trail, course.startedAt, null)
    course.goOn(stop, stop.to)
  }
  return concluded(course, course.runUntil(Infinity).at, [], trail)
}

function concluded(course: Course, due: Minute, tooLate: readonly Stop[], trail: Trail): Derivation {
  trail.add({ kind: 'due', ...momentOf(due) })
  for (const { suspensions } of tooLate) {
    for (const suspension of suspensions) trail.suspension('suspended-after-due', suspension)
  }
  return derivation(trail, course.startedAt, due)
}

function derivation({ lines }: Trail, start: Minute | null, due: Minute | null): Derivation {
  return {
    startAt: start === null ? null : instantAt(start),
    dueAt: due === null ? null : instantAt(due),
    lines,
  }
}
