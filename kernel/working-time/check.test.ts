import { describe, expect, it } from 'vitest'
import { checkCalendar, type CalendarException, type WorkCalendar } from './index.ts'

const day = [
  { from: '07:30', to: '11:30' },
  { from: '13:00', to: '17:00' },
]
const hours = { 1: day, 2: day, 3: day, 4: day, 5: day, 6: [], 7: [] }
const version = { validFrom: '2026-01-01', validTo: null, hours, source: 'quy định' }
const sound: WorkCalendar = {
  key: 'sound',
  name: 'Lịch đúng',
  coveredFrom: '2026-01-01',
  coveredTo: '2027-01-01',
  versions: [version],
  exceptions: [],
}

function findings(changed: Partial<WorkCalendar>): string[] {
  return checkCalendar({ ...sound, ...changed }).map(({ path, code }) => `${path} ${code}`)
}

function exception(changed: Partial<CalendarException>): CalendarException {
  return { date: '2026-04-30', kind: 'rest', name: 'Lễ', source: 'luật', confidence: 'high', ...changed }
}

describe('checking a calendar', () => {
  it('a sound one has no findings', () => {
    expect(findings({})).toEqual([])
    expect(findings({ exceptions: [exception({})] })).toEqual([])
  })

  it('days have to exist and times to be times', () => {
    expect(findings({ coveredFrom: '2026-02-30' })).toEqual(['/coveredFrom not-a-day'])
    expect(findings({ exceptions: [exception({ date: '30/4/2026' })] })).toEqual([
      '/exceptions/0/date not-a-day',
    ])
    const broken = { ...version, hours: { ...hours, 1: [{ from: '7:30', to: '25:00' }] } }
    expect(findings({ versions: [broken] })).toContain('/versions/0/hours/1/0/from not-a-time')
    expect(findings({ versions: [broken] })).toContain('/versions/0/hours/1/0/to not-a-time')
  })

  it('the spans of a day stand in order and do not overlap', () => {
    const swapped = { ...version, hours: { ...hours, 2: day.toReversed() } }
    expect(findings({ versions: [swapped] })).toEqual(['/versions/0/hours/2/1 spans-out-of-order'])
    const backwards = { ...version, hours: { ...hours, 2: [{ from: '17:00', to: '13:00' }] } }
    expect(findings({ versions: [backwards] })).toEqual(['/versions/0/hours/2/0 ends-before-start'])
  })

  it('the versions cover every day once', () => {
    const until = (validTo: string | null) => ({ ...version, validTo })
    const from = (validFrom: string) => ({ ...version, validFrom })
    expect(findings({ versions: [until('2026-07-01'), from('2026-07-01')] })).toEqual([])
    expect(findings({ versions: [until('2026-07-01'), from('2026-08-01')] })).toEqual([
      '/versions/1/validFrom gap',
    ])
    expect(findings({ versions: [until('2026-07-01'), from('2026-06-01')] })).toEqual([
      '/versions/1/validFrom overlap',
    ])
    expect(findings({ versions: [version, from('2026-06-01')] })).toEqual(['/versions/1/validFrom overlap'])
    expect(findings({ versions: [until('2026-07-01')] })).toEqual(['/versions gap'])
    expect(findings({ versions: [from('2026-02-01')] })).toEqual(['/versions/0/validFrom gap'])
    expect(findings({ versions: [] })).toEqual(['/versions gap'])
    expect(findings({ versions: [until('2026-01-01'), version] })).toEqual([
      '/versions/0/validTo ends-before-start',
    ])
  })

  it('a calendar ends after it begins', () => {
    expect(findings({ coveredTo: '2026-01-01' })).toContain('/coveredTo ends-before-start')
  })

  it('an exception is within the cover, and there is one for a day', () => {
    expect(findings({ exceptions: [exception({ date: '2027-01-01' })] })).toEqual([
      '/exceptions/0/date outside-cover',
    ])
    expect(findings({ exceptions: [exception({}), exception({})] })).toEqual(['/exceptions/1/date twice'])
  })

  it('a worked day has hours: its own, or those of the day it makes up for', () => {
    const saturday = { date: '2026-08-22', kind: 'work' as const }
    expect(findings({ exceptions: [exception(saturday)] })).toEqual(['/exceptions/0 no-hours'])
    expect(findings({ exceptions: [exception({ ...saturday, hours: [] })] })).toEqual([
      '/exceptions/0 no-hours',
    ])
    expect(findings({ exceptions: [exception({ ...saturday, hours: day })] })).toEqual([])
    expect(findings({ exceptions: [exception({ ...saturday, insteadOf: '2026-08-31' })] })).toEqual([])
  })
})
