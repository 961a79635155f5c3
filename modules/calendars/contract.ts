import Type from 'typebox'

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const Text = Type.String({ minLength: 1 })
const Key = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 80 })

const Confidence = Type.Enum(['high', 'medium', 'low'])
const WeekdayName = Type.Enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
export type WeekdayName = Type.Static<typeof WeekdayName>

/** '07:30-11:30': from its opening to its closing. */
const SpanText = Type.String({
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d-(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
})

/** A day of rest, or a day worked: by its own hours, or by those of the weekday of the day it makes up for. */
const ExceptionContent = Type.Union([
  Type.Object({ date: Day, kind: Type.Literal('rest'), name: Text }),
  Type.Object({
    date: Day,
    kind: Type.Literal('work'),
    name: Text,
    insteadOf: Type.Optional(Day),
    hours: Type.Optional(Type.Array(SpanText, { minItems: 1 })),
  }),
])

/**
 * A file of calendars/: the week's hours in dated versions, the exceptional days under the notice that orders them, and
 * who works by it. `validTo` and `coveredTo` are the first day it is no longer so; weekdays not named are rest days.
 */
export const CalendarContent = Type.Object({
  key: Key,
  name: Text,
  description: Text,
  coveredFrom: Day,
  coveredTo: Day,
  versions: Type.Array(
    Type.Object({
      validFrom: Day,
      validTo: Type.Optional(Day),
      hours: Type.Array(
        Type.Object({
          days: Type.Array(WeekdayName, { minItems: 1 }),
          spans: Type.Array(SpanText, { minItems: 1 }),
        }),
        { minItems: 1 },
      ),
      source: Text,
      confidence: Confidence,
    }),
    { minItems: 1 },
  ),
  notices: Type.Array(
    Type.Object({
      source: Text,
      confidence: Confidence,
      days: Type.Array(ExceptionContent, { minItems: 1 }),
    }),
  ),
  assignments: Type.Array(
    Type.Object({
      /** Key of an agency; without it the whole province. */
      agency: Type.Optional(Text),
      validFrom: Day,
      validTo: Type.Optional(Day),
      source: Text,
    }),
  ),
})
export type CalendarContent = Type.Static<typeof CalendarContent>

export * from './contract/administration.ts'

export const calendarEntries = {
  /** By content. */
  changed: 'calendars.changed',
  assigned: 'calendars.assigned',
  /** By hand. */
  exception: 'calendars.exception-entered',
  withdrawn: 'calendars.exception-withdrawn',
} as const

export const calendarProblems = [
  'calendars.missing',
  'calendars.none-assigned',
  'calendars.not-covered',
  'calendars.limit-invalid',
  'calendars.suspension-before-receipt',
  'calendars.suspension-ends-before-start',
  'calendars.calendar-changed',
  'calendars.not-yours',
  'calendars.nothing-to-withdraw',
  'calendars.works-already',
  'calendars.rests-already',
  'calendars.exception-unfit',
] as const
