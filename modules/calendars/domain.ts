import type { Dated } from '../../kernel/dated.ts'
import type { LocalDate, Weekday } from '../../kernel/dates.ts'
import type { FieldProblem } from '../../kernel/problem.ts'
import {
  checkCalendar,
  type CalendarException,
  type CalendarVersion,
  type Span,
  type WorkCalendar,
} from '../../kernel/working-time/index.ts'
import type { CalendarContent, WeekdayName } from './contract.ts'

const weekdays: Readonly<Record<WeekdayName, Weekday>> = {
  mon: 1,
  tue: 2,
  wed: 3,
  thu: 4,
  fri: 5,
  sat: 6,
  sun: 7,
}

type VersionContent = CalendarContent['versions'][number]

/** The calendar that a file declares. */
export function calendarOf(content: CalendarContent): WorkCalendar {
  return {
    key: content.key,
    name: content.name,
    coveredFrom: content.coveredFrom,
    coveredTo: content.coveredTo,
    versions: content.versions.map(versionOf),
    exceptions: toldExceptions(content).map(({ exception }) => exception),
  }
}

/** What the schema cannot say: days exist and are told once, versions leave no gap. `path` is a JSON pointer into the file. */
export function calendarFaults(content: CalendarContent): readonly FieldProblem[] {
  const told = toldExceptions(content)
  const found = checkCalendar(calendarOf(content)).map((fault) => {
    const [, list, index = '', ...rest] = fault.path.split('/')
    if (list === 'exceptions') {
      return { ...fault, path: [told[Number(index)]?.path, ...rest].join('/') }
    }
    // A weekday of the kernel may come from any entry of the file's hours: the list is near enough.
    return rest[0] === 'hours' ? { ...fault, path: `/versions/${index}/hours` } : fault
  })
  const twice = content.versions.flatMap(({ hours }, index) => {
    const names = hours.flatMap(({ days }) => days)
    const isTwice = new Set(names).size < names.length
    return isTwice ? [{ path: `/versions/${index}/hours`, code: 'twice' }] : []
  })
  return [...found, ...twice]
}

/** By which calendar an agency works, or, without one, the province. */
export interface Assignment extends Dated {
  readonly agencyId: string | null
  readonly calendarId: string
  readonly source: string
}

/**
 * What becomes of an agency's assignments when a new one is made: those it overlaps give way, and what of them lies
 * before or after it is kept. Nothing changes when the new one says what is so already.
 */
export function assign<K extends Assignment>(
  current: readonly K[],
  wanted: Assignment,
): { readonly superseded: readonly K[]; readonly added: readonly Assignment[] } {
  const superseded = current.filter(
    (known) => before(known.validFrom, wanted.validTo) && before(wanted.validFrom, known.validTo),
  )
  const [only] = superseded
  if (only && superseded.length === 1 && isSame(only, wanted)) return { superseded: [], added: [] }
  const kept = superseded.flatMap(({ agencyId, calendarId, source, validFrom, validTo }) => {
    const known = { agencyId, calendarId, source, validFrom, validTo }
    const parts: Assignment[] = []
    if (validFrom < wanted.validFrom) parts.push({ ...known, validTo: wanted.validFrom })
    if (wanted.validTo !== null && (validTo === null || wanted.validTo < validTo)) {
      parts.push({ ...known, validFrom: wanted.validTo })
    }
    return parts
  })
  return { superseded, added: [...kept, wanted] }
}

function before(day: LocalDate, end: LocalDate | null): boolean {
  return end === null || day < end
}

function isSame(known: Assignment, wanted: Assignment): boolean {
  return (
    known.calendarId === wanted.calendarId &&
    known.validFrom === wanted.validFrom &&
    known.validTo === wanted.validTo
  )
}

function versionOf({ hours, validTo, ...version }: VersionContent): CalendarVersion {
  const week: Record<Weekday, readonly Span[]> = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] }
  for (const { days, spans } of hours) for (const day of days) week[weekdays[day]] = spans.map(spanOf)
  return { ...version, validTo: validTo ?? null, hours: week }
}

/** The exceptions in the order of the file, each with the place it stands at. */
function toldExceptions({
  notices,
}: CalendarContent): readonly { path: string; exception: CalendarException }[] {
  return notices.flatMap(({ source, confidence, days }, notice) =>
    days.map((day, index) => ({
      path: `/notices/${notice}/days/${index}`,
      exception: {
        date: day.date,
        kind: day.kind,
        name: day.name,
        source,
        confidence,
        ...(day.kind === 'work' && day.insteadOf !== undefined && { insteadOf: day.insteadOf }),
        ...(day.kind === 'work' && day.hours !== undefined && { hours: day.hours.map(spanOf) }),
      },
    })),
  )
}

function spanOf(text: string): Span {
  return { from: text.slice(0, 5), to: text.slice(6) }
}
