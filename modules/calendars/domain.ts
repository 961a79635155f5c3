import type { Dated } from '../../kernel/dated.ts'
import { addDays, weekdayOf, type LocalDate, type Weekday } from '../../kernel/dates.ts'
import type { FieldProblem } from '../../kernel/problem.ts'
import {
  checkCalendar,
  spansOn,
  type CalendarException,
  type CalendarVersion,
  type Span,
  type WorkCalendar,
} from '../../kernel/working-time/index.ts'
import type { CalendarContent, CalendarDay, ExceptionKind, WeekdayName } from './contract.ts'

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

/** A calendar with the exceptions entered by hand in place of what it says of those days. */
export function keepByHand(calendar: WorkCalendar, entered: readonly CalendarException[]): WorkCalendar {
  const days = new Set(entered.map(({ date }) => date))
  const exceptions = [...calendar.exceptions.filter(({ date }) => !days.has(date)), ...entered]
  return { ...calendar, exceptions: exceptions.toSorted((a, b) => (a.date < b.date ? -1 : 1)) }
}

/** Days of a year that the calendar speaks for, each as it is worked. */
export function daysOf(
  calendar: WorkCalendar,
  year: number,
  byHand: ReadonlySet<LocalDate>,
): readonly CalendarDay[] {
  const exceptions = new Map(calendar.exceptions.map((one) => [one.date, one]))
  const days: CalendarDay[] = []
  for (let date = `${year}-01-01`; date < `${year + 1}-01-01`; date = addDays(date, 1)) {
    if (date < calendar.coveredFrom || calendar.coveredTo <= date) continue
    const exception = exceptions.get(date)
    const spans = spansOn(calendar, date)
    days.push({
      date,
      kind: dayKind(spans.length, usualOn(calendar, date), exception),
      hours: spans.map(({ from, to }) => `${from}–${to}`),
      exception:
        exception === undefined
          ? null
          : {
              name: exception.name,
              source: exception.source,
              confidence: exception.confidence,
              byHand: byHand.has(date),
            },
    })
  }
  return days
}

function dayKind(
  spans: number,
  usual: readonly Span[],
  exception: CalendarException | undefined,
): CalendarDay['kind'] {
  if (spans === 0) return exception === undefined ? 'week-end' : 'rest'
  if (exception === undefined) return 'work'
  if (usual.length === 0) return 'make-up'
  return spans < usual.length ? 'part' : 'work'
}

/** The hours of the date's weekday. */
function usualOn(calendar: WorkCalendar, date: LocalDate): readonly Span[] {
  const version = calendar.versions.find(
    ({ validFrom, validTo }) => validFrom <= date && (validTo === null || date < validTo),
  )
  return version?.hours[weekdayOf(date)] ?? []
}

/** Those of the date's weekday, or where it is a rest day of the next one that is worked. */
function hoursToWork(calendar: WorkCalendar, date: LocalDate): readonly Span[] {
  for (let day = date, tries = 0; tries < 7; day = addDays(day, 1), tries += 1) {
    const usual = usualOn(calendar, day)
    if (usual.length > 0) return usual
  }
  return []
}

export interface EnteredException {
  readonly date: LocalDate
  readonly kind: ExceptionKind
  readonly insteadOf?: LocalDate | undefined
  readonly name: string
  readonly basis: string
}

/** What somebody enters for a day, as the calendar keeps it; half a day is the first or the last stretch of its hours. */
export function exceptionFrom(calendar: WorkCalendar, entered: EnteredException): CalendarException {
  const { date, kind, insteadOf, name, basis } = entered
  const told = { date, name, source: basis, confidence: 'high' } as const
  if (kind === 'rest') return { ...told, kind: 'rest' }
  const hours = hoursToWork(calendar, date)
  const part = kind === 'morning' ? hours.slice(0, 1) : kind === 'afternoon' ? hours.slice(-1) : hours
  return { ...told, kind: 'work', hours: part, ...(insteadOf === undefined ? {} : { insteadOf }) }
}
