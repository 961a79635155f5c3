import { afterAll, beforeAll, expect, test } from 'vitest'
import { cite } from '../../kernel/clause.ts'
import { newId } from '../../kernel/ids.ts'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import {
  expireReadings,
  place,
  listReadingsOf,
  recordReading,
  recordReadings,
  seal,
  verifySeals,
} from './index.ts'

const at = new Date('2026-03-02T02:00:00Z')
const minutesLater = (minutes: number) => new Date(at.getTime() + minutes * 60_000)
const reader = { kind: 'officer', id: 'o-3' } as const
const reading = { reader, purpose: 'dossiers.examine', caseId: newId(), fields: ['name', 'birthDate'] }

let there: TestDatabase
beforeAll(async () => {
  there = await testDatabase()
})
afterAll(() => there.drop())

test('a person sees every look at their data, newest first and page by page, and nobody else’s', async () => {
  const [personId, other] = [newId(), newId()]
  await recordReading(there.database, { ...reading, personId: other, at })
  for (let minute = 0; minute < 5; minute += 1) {
    await recordReading(there.database, { ...reading, personId, at: minutesLater(minute) })
  }
  const newest = await listReadingsOf(there.database, personId, { limit: 3 })
  expect(newest.map((one) => one.at)).toEqual([4, 3, 2].map(minutesLater))
  expect(newest[0]).toEqual({ ...reading, personId, at: minutesLater(4), id: newest[0]?.id })
  const older = await listReadingsOf(there.database, personId, { before: newest[2]?.id ?? '', limit: 3 })
  expect(older.map((one) => one.at)).toEqual([1, 0].map(minutesLater))
})

test('pages lose and repeat nothing, even of looks in the same millisecond', async () => {
  const personId = newId()
  await recordReadings(
    there.database,
    Array.from({ length: 20 }, (_, nth) => ({ ...reading, personId, fields: [`field-${nth}`], at })),
  )
  const seen: string[] = []
  for (let page = await listReadingsOf(there.database, personId, { limit: 6 }); page.length > 0;) {
    seen.push(...page.flatMap(({ fields }) => fields))
    page = await listReadingsOf(there.database, personId, { before: page.at(-1)?.id ?? '', limit: 6 })
  }
  expect(seen.toSorted()).toEqual(Array.from({ length: 20 }, (_, nth) => `field-${nth}`).toSorted())
})

test('a list of people is written down in one statement', async () => {
  const people = Array.from({ length: 30 }, () => newId())
  await recordReadings(there.database, [])
  await recordReadings(
    there.database,
    people.map((personId) => ({ ...reading, personId, at })),
  )
  for (const personId of people) expect(await listReadingsOf(there.database, personId)).toHaveLength(1)
})

test('readings are sealed as the ledger is; the end of their retention leaves the seals whole', async () => {
  const personId = newId()
  await recordReading(there.database, { ...reading, personId, at })
  await place(there.database)
  expect(await seal(there.database, minutesLater(60))).toBe(1)
  const verify = () => there.database.snapshot((db) => verifySeals(db, { log: 'reading' }))
  expect(await verify()).toMatchObject({ whole: true, blocks: 1, unsealed: { placed: 0 } })

  const late = minutesLater(525_600)
  const expired = await there.database.transact((tx) =>
    expireReadings(tx, late, minutesLater(59), cite('NĐ 13/2023/NĐ-CP'), { kind: 'system', id: 'retention' }),
  )
  expect(expired).toBeGreaterThan(0)
  expect(await listReadingsOf(there.database, personId)).toEqual([])
  expect(await verify()).toMatchObject({ whole: true, erasedPayloads: expired })
  const future = there.database.transact((tx) => expireReadings(tx, at, late, cite('x'), reader))
  await expect(future).rejects.toThrow('readings.not-past')

  await recordReading(there.database, { ...reading, personId, at: late })
  await place(there.database)
  await there.owner.run('DELETE FROM reading_payload')
  expect((await verify()).findings).toEqual([
    { fault: 'payload-missing', position: expired + 1, entryId: expect.any(String) },
  ])
})
