import { isLocalDate, isLocalTime, weekdayOf } from '../dates.ts'
import type { FieldProblem } from '../problem.ts'
import type { CalendarException, CalendarVersion, Span, WorkCalendar } from './calendar.ts'

/**
 * What keeps a calendar from being counted by; nothing when it is sound. Codes: 'not-a-day', 'not-a-time', 'ends-before-start',
 * 'spans-out-of-order', 'gap' and 'overlap' (of versions), 'outside-cover', 'twice', 'no-hours' (a worked day without any).
 */
export function checkCalendar(calendar: WorkCalendar): FieldProblem[] {
  const malformed = [...malformedIn(calendar)]
  return malformed.length > 0 ? malformed : [...contradictionsIn(calendar)]
}

type Findings = Generator<FieldProblem, void>

function* malformedIn({ coveredFrom, coveredTo, versions, exceptions }: WorkCalendar): Findings {
  yield* days('', { coveredFrom, coveredTo })
  for (const [index, { validFrom, validTo, hours }] of versions.entries()) {
    const path = `/versions/${index}`
    yield* days(path, { validFrom, validTo })
    for (const [weekday, spans] of Object.entries(hours))
      yield* spanFindings(`${path}/hours/${weekday}`, spans)
  }
  for (const [index, { date, insteadOf, hours = [] }] of exceptions.entries()) {
    const path = `/exceptions/${index}`
    yield* days(path, { date, insteadOf })
    yield* spanFindings(`${path}/hours`, hours)
  }
}

function* days(path: string, named: Record<string, string | null | undefined>): Findings {
  for (const [name, date] of Object.entries(named)) {
    if (date !== null && date !== undefined && !isLocalDate(date)) {
      yield { path: `${path}/${name}`, code: 'not-a-day' }
    }
  }
}

function* spanFindings(path: string, spans: readonly Span[]): Findings {
  let closed = ''
  for (const [index, { from, to }] of spans.entries()) {
    const at = `${path}/${index}`
    if (!isLocalTime(from)) yield { path: `${at}/from`, code: 'not-a-time' }
    if (!isLocalTime(to)) yield { path: `${at}/to`, code: 'not-a-time' }
    if (to <= from) yield { path: at, code: 'ends-before-start' }
    if (from < closed) yield { path: at, code: 'spans-out-of-order' }
    closed = to
  }
}

function* contradictionsIn({ coveredFrom, coveredTo, versions, exceptions }: WorkCalendar): Findings {
  if (coveredTo <= coveredFrom) yield { path: '/coveredTo', code: 'ends-before-start' }
  let end: string | null = coveredFrom
  for (const [index, { validFrom, validTo }] of versions.entries()) {
    const path = `/versions/${index}`
    if (validTo !== null && validTo <= validFrom) yield { path: `${path}/validTo`, code: 'ends-before-start' }
    if (end === null || (validFrom < end && index > 0)) yield { path: `${path}/validFrom`, code: 'overlap' }
    else if (validFrom > end) yield { path: `${path}/validFrom`, code: 'gap' }
    end = validTo
  }
  if (end !== null && end < coveredTo) yield { path: '/versions', code: 'gap' }

  const seen = new Set<string>()
  for (const [index, exception] of exceptions.entries()) {
    const path = `/exceptions/${index}`
    const { date } = exception
    if (date < coveredFrom || date >= coveredTo) yield { path: `${path}/date`, code: 'outside-cover' }
    if (seen.has(date)) yield { path: `${path}/date`, code: 'twice' }
    seen.add(date)
    if (exception.kind === 'work' && !hasHours(exception, versions)) yield { path, code: 'no-hours' }
  }
}

function hasHours(
  { date, hours, insteadOf }: CalendarException,
  versions: readonly CalendarVersion[],
): boolean {
  if (hours) return hours.length > 0
  const version = versions.find(
    ({ validFrom, validTo }) => validFrom <= date && (validTo === null || date < validTo),
  )
  return version === undefined || version.hours[weekdayOf(insteadOf ?? date)].length > 0
}
