import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, instantOf, localDateOf, localTimeOf, weekdayOf } from '../../kernel/dates.ts'
import { newId } from '../../kernel/ids.ts'
import { dueDate, isWorkingTime, workingMinutesBetween } from '../../kernel/working-time/index.ts'
import { parseContent } from '../../platform/content/index.ts'
import { place, readLedger } from '../../platform/ledger/index.ts'
import { testDatabase, type TestDatabase } from '../../tests/database.ts'
import { CalendarContent } from './contract.ts'
import { assignCalendar, calendarFor, getCalendar, loadCalendars, readCalendars } from './index.ts'

const province = fileURLToPath(new URL('../../content/tay-ninh', import.meta.url))
const at = new Date('2026-11-24T01:00:00Z')
const officer = { kind: 'officer', id: 'officer-1' } as const

let db: TestDatabase
const agency = newId()

const yaml = (key: string, opening: string, rest = '') => `
key: ${key}
name: Lịch thử
description: Để thử
coveredFrom: 2026-01-01
coveredTo: 2027-01-01
versions:
  - validFrom: 2026-01-01
    hours: [{ days: [mon, tue, wed, thu, fri], spans: ["${opening}-11:30", "13:00-17:00"] }]
    source: quy định
    confidence: low
notices: []
assignments: [${rest}]
`

const declared = (...args: Parameters<typeof yaml>) =>
  parseContent(yaml(...args), `calendars/${args[0]}.yaml`, CalendarContent)

const load = (...contents: ReturnType<typeof declared>[]) =>
  db.database.transact((tx) => loadCalendars(tx, at, contents))

async function count(table: string): Promise<number> {
  return (await db.owner.one<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).n
}

beforeAll(async () => {
  db = await testDatabase()
  await db.owner.run(`INSERT INTO agency (id, key) VALUES ($1, 'an-agency')`, [agency])
  await db.owner.run(
    `INSERT INTO agency_version (id, agency_id, code_status, name, kind, level, valid_from, source)
     VALUES ($1, $2, 'unpublished', 'Cơ quan', 'department', 'province', '2025-07-01', 'quyết định')`,
    [newId(), agency],
  )
})

afterAll(async () => {
  await db.drop()
})

describe('the calendars of the province', () => {
  it('are read, loaded, and the same again when loaded again', async () => {
    const contents = await readCalendars(province)
    const first = await db.database.transact((tx) => loadCalendars(tx, at, contents))
    expect(first).toEqual({ added: ['civil-service', 'receipt-log'], changed: [] })

    const tables = ['calendar_revision', 'calendar_exception', 'calendar_assignment', 'ledger_entry']
    const before = await Promise.all(tables.map(count))
    const second = await db.database.transact((tx) => loadCalendars(tx, at, contents))
    expect(second).toEqual({ added: [], changed: [] })
    expect(await Promise.all(tables.map(count))).toEqual(before)
  })

  it('come back from the database as they were declared', async () => {
    const calendar = await calendarFor(db.database, agency, at)
    expect(calendar).toMatchObject({ key: 'civil-service', revision: 1, coveredFrom: '2024-01-01' })
    const saturday = calendar.exceptions.find(({ date }) => date === '2026-08-22')
    expect(saturday).toEqual({
      date: '2026-08-22',
      kind: 'work',
      insteadOf: '2026-08-31',
      name: 'Làm bù cho thứ Hai 31/8/2026',
      source: 'Thông báo 9441/TB-BNV; Công văn 9859/VPCP-KGVX ngày 13/10/2025',
      confidence: 'high',
    })
  })

  it('know Tết 2026 and the exchanged days of January and August', async () => {
    const calendar = await getCalendar(db.database, 'civil-service')
    const works = (date: string) => isWorkingTime(calendar, instantOf(date, '09:00'))
    expect(['2026-01-02', '2026-01-10', '2026-02-20', '2026-08-22', '2026-08-31'].map(works)).toEqual([
      false,
      true,
      false,
      true,
      false,
    ])
    const { dueAt } = dueDate({
      calendar,
      limit: { unit: 'working-day', amount: 3 },
      receivedAt: instantOf('2026-02-12', '10:00'),
      cutOff: '15:00',
    })
    expect(dueAt && `${localDateOf(dueAt)} ${localTimeOf(dueAt)}`).toBe('2026-02-24 10:00')
  })

  it('give up no working day: what is exchanged is made up for', async () => {
    const { exceptions } = await getCalendar(db.database, 'civil-service')
    const rest = new Set(exceptions.flatMap(({ kind, date }) => (kind === 'rest' ? [date] : [])))
    const madeUp = exceptions.filter(({ kind }) => kind === 'work')
    expect(madeUp).toHaveLength(4)
    for (const { date, insteadOf } of madeUp) {
      expect(weekdayOf(date)).toBe(6)
      expect(rest.has(insteadOf ?? '')).toBe(true)
    }
  })

  it('the log of permits is counted 9 to 17 in Amsterdam, in summer and winter', async () => {
    const calendar = await getCalendar(db.database, 'receipt-log')
    const worked = (from: string, to: string) => workingMinutesBetween(calendar, new Date(from), new Date(to))
    expect(worked('2011-10-28T08:00:00+02:00', '2011-10-28T20:00:00+02:00')).toBe(480)
    expect(worked('2011-10-28T16:30:00+02:00', '2011-10-31T09:30:00+01:00')).toBe(60)
    for (let on = '2010-01-01'; on < '2014-01-01'; on = addDays(on, 1)) {
      const noon = new Date(`${on}T11:00:00Z`)
      expect(isWorkingTime(calendar, noon)).toBe(weekdayOf(on) <= 5)
    }
  })
})

describe('a calendar that changes', () => {
  it('gets a new revision, and keeps the one before', async () => {
    await load(declared('changing', '07:30'))
    const before = await getCalendar(db.database, 'changing')
    expect(await load(declared('changing', '07:00'))).toEqual({ added: [], changed: ['changing'] })

    const after = await getCalendar(db.database, 'changing')
    expect([before.revision, after.revision]).toEqual([1, 2])
    expect([before, after].map(({ versions }) => versions[0]?.hours[1][0]?.from)).toEqual(['07:30', '07:00'])
    const known = await db.database.rows(
      `SELECT number FROM calendar_revision JOIN calendar ON calendar.id = calendar_id WHERE key = 'changing'`,
    )
    expect(known).toHaveLength(2)
  })

  it('is in the ledger with what was declared', async () => {
    await load(declared('told', '07:30'))
    await place(db.database)
    const told = (await readLedger(db.database, 0, 1000)).flatMap(({ kind, payload }) =>
      kind === 'calendars.changed' && payload?.key === 'told' ? [payload] : [],
    )
    expect(told).toEqual([
      expect.objectContaining({
        number: 1,
        file: 'calendars/told.yaml',
        content: declared('told', '07:30').value,
      }),
    ])
  })

  it('no revision can be changed by the program', async () => {
    await expect(db.database.run(`UPDATE calendar_revision SET name = 'khác'`)).rejects.toThrow(
      'permission denied',
    )
    await expect(db.database.run('DELETE FROM calendar_exception')).rejects.toThrow('permission denied')
  })
})

describe('by which calendar an agency works', () => {
  it('its own in the days it has one, the province’s on all others', async () => {
    await load(declared('own', '08:00'))
    await db.database.transact((tx) =>
      assignCalendar(tx, at, officer, {
        agencyId: agency,
        calendar: 'own',
        validFrom: '2026-03-01',
        validTo: '2026-06-01',
        source: 'quyết định',
      }),
    )
    const keyOn = async (date: string) =>
      (await calendarFor(db.database, agency, instantOf(date, '09:00'))).key
    expect(await Promise.all(['2026-02-28', '2026-03-01', '2026-05-31', '2026-06-01'].map(keyOn))).toEqual([
      'civil-service',
      'own',
      'own',
      'civil-service',
    ])
    expect((await calendarFor(db.database, newId(), instantOf('2026-03-01', '09:00'))).key).toBe(
      'civil-service',
    )
  })

  it('an assignment that gives way stays as what was known until then', async () => {
    await load(declared('first', '08:00'), declared('second', '08:00'))
    const other = newId()
    await db.owner.run(`INSERT INTO agency (id, key) VALUES ($1, 'other-agency')`, [other])
    for (const calendar of ['first', 'second', 'second']) {
      await db.database.transact((tx) =>
        assignCalendar(tx, at, officer, {
          agencyId: other,
          calendar,
          validFrom: '2026-01-01',
          validTo: null,
          source: 'quyết định',
        }),
      )
    }
    const rows = await db.database.rows<{ key: string; isCurrent: boolean }>(
      `SELECT key, superseded_at IS NULL AS "isCurrent" FROM calendar_assignment
       JOIN calendar ON calendar.id = calendar_id WHERE agency_id = $1 ORDER BY key`,
      [other],
    )
    expect(rows).toEqual([
      { key: 'first', isCurrent: false },
      { key: 'second', isCurrent: true },
    ])
  })

  it('content may name the agency; one that is not there is refused with its line', async () => {
    await load(declared('named', '08:00', '{ agency: an-agency, validFrom: 2026-07-01, source: quyết định }'))
    expect((await calendarFor(db.database, agency, instantOf('2026-07-01', '09:00'))).key).toBe('named')

    const stranger = declared('stranger', '08:00', '{ agency: nobody, validFrom: 2026-07-01, source: x }')
    await expect(load(stranger)).rejects.toMatchObject({
      code: 'content.invalid',
      meta: { errors: [{ file: 'calendars/stranger.yaml', line: 13, code: 'broken-reference' }] },
    })
  })

  it('without any there is no due date to make up', async () => {
    await expect(calendarFor(db.database, agency, new Date('2023-05-05T02:00:00Z'))).rejects.toMatchObject({
      kind: 'missing',
      code: 'calendars.none-assigned',
      meta: { agencyId: agency, on: '2023-05-05' },
    })
    await expect(getCalendar(db.database, 'nowhere')).rejects.toMatchObject({ code: 'calendars.missing' })
  })
})
