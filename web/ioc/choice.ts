import type { FigureChoice } from '../kit/calls/indicators.ts'

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/
const DAY = /^\d{4}-\d{2}-\d{2}$/
const ID = /^[0-9a-f-]{36}$/

/** What the address asks for; what is malformed counts as not asked. */
export function choiceIn(url: URL): FigureChoice {
  const asked = (name: string, pattern: RegExp): string | null => {
    const value = url.searchParams.get(name)
    return value !== null && pattern.test(value) ? value : null
  }
  return { month: asked('month', MONTH), agencyId: asked('agency', ID), asRecordedOn: asked('as', DAY) }
}

export function choiceQuery({ month, agencyId, asRecordedOn }: FigureChoice): string {
  const query = new URLSearchParams()
  if (month !== null) query.set('month', month)
  if (agencyId !== null) query.set('agency', agencyId)
  if (asRecordedOn !== null) query.set('as', asRecordedOn)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** The twelve months that end with `month`, oldest first. */
export function yearTo(month: string): readonly string[] {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return Array.from({ length: 12 }, (_, back) => {
    const index = year * 12 + (number - 1) - (11 - back)
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  })
}
