import { afterAll, beforeAll, expect, test } from 'vitest'
import { instantOf } from '../../kernel/dates.ts'
import { dueDate } from '../../kernel/working-time/index.ts'
import { livingProvince, contentFolder, type LivingProvince } from '../../tests/living-province.ts'
import { calendarFor, getCalendar, loadCalendars, readCalendars } from './index.ts'
import { enterException, listCalendars, readYear } from './service/administering.ts'

const KEY = 'civil-service'
const basis = 'TB 1/TB-UBND'

let province: LivingProvince
beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
})
afterAll(() => province?.drop())

const operator = () => province.officer('to-thanh-phong')
const ofLongAn = () => province.officer('ngo-thi-kim-ngan')
const revision = async (key = KEY) => (await getCalendar(province.database, key)).revision ?? 0
const longAn = () => province.agency('ubnd-27694')

async function dueOf(agencyKey: string): Promise<string | undefined> {
  const receivedAt = instantOf('2026-12-10', '09:00')
  const calendar = await calendarFor(province.database, await province.agency(agencyKey), receivedAt)
  const limit = { unit: 'working-day', amount: 1 } as const
  return dueDate({ calendar, limit, receivedAt, cutOff: null }).dueAt?.toISOString().slice(0, 10)
}

async function dayOf(key: string, date: string) {
  const { days } = await readYear(province.parts, await operator(), key, Number(date.slice(0, 4)))
  return days.find((day) => day.date === date)
}

test('a rest day for everybody moves what is counted from now on, and outlasts the next start', async () => {
  expect(await dueOf('ubnd-25459')).toBe('2026-12-11')
  await enterException(province.parts, await operator(), KEY, {
    revision: await revision(),
    date: '2026-12-11',
    kind: 'rest',
    name: 'Nghỉ chung',
    basis,
  })
  expect(await dueOf('ubnd-25459')).toBe('2026-12-14')
  const contents = await readCalendars(contentFolder)
  const loaded = await province.database.transact((tx) => loadCalendars(tx, province.now(), contents))
  expect(loaded).toEqual({ added: [], changed: [] })
  expect(await dueOf('ubnd-25459')).toBe('2026-12-14')
  expect(await dayOf(KEY, '2026-12-11')).toMatchObject({
    kind: 'rest',
    exception: { name: 'Nghỉ chung', source: basis, byHand: true },
  })
})

test('a new declaration comes in and leaves what was entered by hand', async () => {
  const contents = await readCalendars(contentFolder)
  const changed = contents.map((content) => ({ ...content, hash: 'f'.repeat(64) }))
  await province.database.transact((tx) => loadCalendars(tx, province.now(), changed))
  expect(await dayOf(KEY, '2026-12-11')).toMatchObject({ kind: 'rest', exception: { byHand: true } })
  expect(await dayOf(KEY, '2026-09-02')).toMatchObject({ kind: 'rest', exception: { byHand: false } })
})

test('a day of one agency is its own; what everybody gets later it gets as well', async () => {
  const agencyId = await longAn()
  const own = await enterException(province.parts, await ofLongAn(), KEY, {
    revision: await revision(),
    agencyId,
    date: '2026-12-14',
    kind: 'rest',
    name: 'Mất điện toàn phường',
    basis,
  })
  expect(own.calendar.basedOn).toBe(KEY)
  expect(await dueOf('ubnd-27694')).toBe('2026-12-15')
  expect(await dueOf('ubnd-25459')).toBe('2026-12-14')
  await enterException(province.parts, await operator(), KEY, {
    revision: await revision(),
    date: '2026-12-15',
    kind: 'rest',
    name: 'Nghỉ chung',
    basis,
  })
  expect(await dueOf('ubnd-27694')).toBe('2026-12-16')
  const { items } = await listCalendars(province.parts)
  expect(items.find(({ key }) => key === own.calendar.key)?.users).toMatchObject([
    { agency: { id: agencyId }, to: null },
  ])
})

test('a Saturday made up for is worked by the hours of a working day, half a day by its first or last stretch', async () => {
  const enter = async (date: string, kind: 'work' | 'morning' | 'afternoon') =>
    enterException(province.parts, await operator(), KEY, {
      revision: await revision(),
      date,
      kind,
      name: 'Làm bù',
      basis,
    })
  await enter('2026-12-19', 'work')
  await enter('2026-12-26', 'morning')
  await enter('2026-12-31', 'afternoon')
  expect(await dayOf(KEY, '2026-12-19')).toMatchObject({
    kind: 'make-up',
    hours: ['07:30–11:30', '13:00–17:00'],
  })
  expect(await dayOf(KEY, '2026-12-26')).toMatchObject({ kind: 'make-up', hours: ['07:30–11:30'] })
  expect(await dayOf(KEY, '2026-12-31')).toMatchObject({ kind: 'part', hours: ['13:00–17:00'] })
})

test('what was entered can be taken back: the day is again what it was', async () => {
  const enter = async (date: string, kind: 'work' | 'ordinary') =>
    enterException(province.parts, await operator(), KEY, {
      revision: await revision(),
      date,
      kind,
      name: 'Đổi ngày',
      basis,
    })
  await enter('2026-09-02', 'work')
  expect(await dayOf(KEY, '2026-09-02')).toMatchObject({ kind: 'work' })
  await enter('2026-09-02', 'ordinary')
  expect(await dayOf(KEY, '2026-09-02')).toMatchObject({ kind: 'rest', exception: { byHand: false } })
  await expect(enter('2026-09-02', 'ordinary')).rejects.toMatchObject({
    code: 'calendars.nothing-to-withdraw',
  })
})

test.each([
  ['2026-12-20', 'rest', 'calendars.rests-already'],
  ['2026-12-22', 'work', 'calendars.works-already'],
  ['2031-01-06', 'rest', 'calendars.not-covered'],
] as const)('%s as %s is refused: %s', async (date, kind, code) => {
  const before = await revision()
  const entering = enterException(province.parts, await operator(), KEY, {
    revision: before,
    date,
    kind,
    name: 'Thử',
    basis,
  })
  await expect(entering).rejects.toMatchObject({ code })
  expect(await revision()).toBe(before)
})

test('of two at once only one enters; an administrator enters nothing for everybody', async () => {
  const seen = await revision()
  const enter = async (date: string) =>
    enterException(province.parts, await operator(), KEY, {
      revision: seen,
      date,
      kind: 'rest',
      name: 'Nghỉ',
      basis,
    })
  const both = await Promise.allSettled([enter('2026-12-23'), enter('2026-12-24')])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { kind: 'conflict', code: 'calendars.calendar-changed' },
  })
  await expect(
    enterException(province.parts, await ofLongAn(), KEY, {
      revision: await revision(),
      date: '2026-12-28',
      kind: 'rest',
      name: 'Nghỉ',
      basis,
    }),
  ).rejects.toMatchObject({ code: 'calendars.not-yours' })
})
