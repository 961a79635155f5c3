import { readDay } from '../kit/form/read.ts'
import type { FigureChoice } from '../kit/calls/indicators.ts'

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/
const DAY = /^\d{4}-\d{2}-\d{2}$/
const ID = /^[0-9a-f-]{36}$/
const CODE = /^[0-9a-z][0-9a-z.-]{0,79}$/
const CHANNEL = /^(online|counter|post|unknown)$/

/** What the address asks for; what is malformed counts as not asked. */
export function choiceIn(url: URL): FigureChoice {
  const asked = (name: string, pattern: RegExp): string | null => {
    const value = url.searchParams.get(name)
    return value !== null && pattern.test(value) ? value : null
  }
  const day = readDay(url.searchParams.get('as')?.trim() ?? '')
  return {
    month: asked('month', MONTH),
    agencyId: asked('agency', ID),
    procedure: asked('procedure', CODE),
    channel: asked('channel', CHANNEL),
    asRecordedOn: DAY.test(day) ? day : null,
  }
}

export function choiceQuery(
  { month, agencyId, procedure, channel, asRecordedOn }: FigureChoice,
  part: string | null = null,
): string {
  const query = new URLSearchParams()
  if (month !== null) query.set('month', month)
  if (agencyId !== null) query.set('agency', agencyId)
  if (procedure !== null) query.set('procedure', procedure)
  if (channel !== null) query.set('channel', channel)
  if (asRecordedOn !== null) query.set('as', asRecordedOn)
  if (part !== null) query.set('part', part)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

const CHOICES = 24

/** The months to choose from, newest first: two years back from now, and the chosen one wherever it lies. */
export function monthsTo(chosen: string, now: string): readonly string[] {
  const last = new Date(Date.parse(now) + 7 * 3_600_000).toISOString().slice(0, 7)
  const months = [...yearTo(monthBefore(last, CHOICES / 2)), ...yearTo(last)].toReversed()
  if (months.includes(chosen)) return months
  return chosen > last ? [chosen, ...months] : [...months, chosen]
}

function monthBefore(month: string, back: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const index = year * 12 + (number - 1) - back
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** The twelve months that end with `month`, oldest first. */
export function yearTo(month: string): readonly string[] {
  return Array.from({ length: 12 }, (_, index) => monthBefore(month, 11 - index))
}
