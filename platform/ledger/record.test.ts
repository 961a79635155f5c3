import { afterAll, beforeAll, expect, test } from 'vitest'
import { cite } from '../../kernel/clause.ts'
import { newId } from '../../kernel/ids.ts'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import { findEntry, historyOf, place, readLedger, record, recordAll, recordNewCases } from './index.ts'
import type { NewEntry } from './index.ts'

const at = new Date('2026-02-16T03:00:00.123Z')
const accepted: NewEntry = {
  kind: 'thing.accepted',
  occurredAt: new Date('2026-02-13T09:30:00Z'),
  actor: { kind: 'officer', id: 'o-1' },
  agencyId: 'a-1',
  basis: cite('Điều 17'),
  payload: { note: 'Tết: “nghỉ” \\ \u0000 🧧', n: 1.5 },
}
const noted: NewEntry = {
  kind: 'thing.noted',
  occurredAt: at,
  actor: { kind: 'system', id: 'clock' },
  payload: {},
}

let there: TestDatabase
beforeAll(async () => {
  there = await testDatabase()
})
afterAll(() => there.drop())

test('what is recorded is read back as it was, in the order of the case', async () => {
  const caseId = newId()
  const recorded = await there.database.transact((tx) => record(tx, at, caseId, [accepted, noted]))
  const [later] = await there.database.transact((tx) => record(tx, at, caseId, [noted]))
  expect(recorded.map(({ caseSeq }) => caseSeq)).toEqual([1, 2])
  expect(await historyOf(there.database, caseId)).toEqual([...recorded, later])
  expect(recorded[0]).toMatchObject({ ...accepted, caseId, recordedAt: at })
})

test('an entry about no case has no place in a case', async () => {
  const [entry] = await there.database.transact((tx) => record(tx, at, null, [noted]))
  expect(entry).toMatchObject({ caseId: null, caseSeq: null, agencyId: null, basis: null })
  expect(await findEntry(there.database, entry?.id ?? '')).toEqual(entry)
})

test('a recording travels with the statements of its room', async () => {
  const caseId = newId()
  const [, [entry]] = await there.database.transact((tx) =>
    Promise.all([tx.rows('SELECT 1'), record(tx, at, caseId, [noted]), tx.rows('SELECT 2')]),
  )
  expect(entry?.caseSeq).toBe(1)
})

test('several cases are recorded in one statement, each in its own order', async () => {
  const [one, two] = [newId(), newId()]
  await there.database.transact((tx) => record(tx, at, two, [noted]))
  const entries = await there.database.transact((tx) =>
    recordAll(tx, at, [
      { caseId: two, entries: [accepted, noted] },
      { caseId: null, entries: [noted] },
      { caseId: one, entries: [noted] },
    ]),
  )
  expect(entries.map(({ caseId, caseSeq }) => [caseId, caseSeq])).toEqual([
    [two, 2],
    [two, 3],
    [null, null],
    [one, 1],
  ])
})

test('a case named twice in one recording is refused', async () => {
  const caseId = newId()
  const twice = [
    { caseId, entries: [noted] },
    { caseId, entries: [noted] },
  ]
  await expect(there.database.transact((tx) => recordAll(tx, at, twice))).rejects.toThrow(RangeError)
})

test('what is rolled back leaves nothing behind, and no gap in the case', async () => {
  const caseId = newId()
  const failed = there.database.transact(async (tx) => {
    await record(tx, at, caseId, [noted])
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  const [entry] = await there.database.transact((tx) => record(tx, at, caseId, [noted]))
  expect(entry?.caseSeq).toBe(1)
})

test('positions are dense and follow the order of commitment', async () => {
  await place(there.database)
  const { last } = await there.database.one<{ last: number }>('SELECT last FROM ledger_head')
  const one = await there.database.transact((tx) => record(tx, at, newId(), [noted]))
  expect(await readLedger(there.database, last, 10)).toEqual([])
  expect(await place(there.database)).toBe(1)
  const two = await there.database.transact((tx) => record(tx, at, newId(), [accepted]))
  expect(await place(there.database)).toBe(1)
  expect(await place(there.database)).toBe(0)
  expect(await readLedger(there.database, last, 10)).toEqual(
    [...one, ...two].map((entry, index) => ({ ...entry, position: last + 1 + index })),
  )
  expect((await historyOf(there.database, two[0]?.caseId ?? ''))[0]?.position).toBe(last + 2)
})

test('the program may neither change nor remove what is recorded', async () => {
  for (const statement of [
    'UPDATE ledger_entry SET kind = kind',
    'DELETE FROM ledger_entry',
    'UPDATE ledger_payload SET payload = payload',
    'UPDATE ledger_position SET position = position',
    'DELETE FROM ledger_position',
    'DELETE FROM ledger_leaf',
    'UPDATE ledger_block SET root = root',
    'TRUNCATE ledger_payload',
    'UPDATE reading_entry SET id = id',
    'DELETE FROM reading_entry',
  ]) {
    await expect(there.database.run(statement), statement).rejects.toThrow('permission denied')
  }
})

test('while one sequencer is at work, another one leaves everything to it', async () => {
  await there.database.transact((tx) => record(tx, at, newId(), [noted]))
  await there.database.transact(async (tx) => {
    expect(await place(tx)).toBe(1)
    await there.database.transact((other) => record(other, at, newId(), [noted]))
    expect(await place(there.database)).toBe(0)
  })
  expect(await place(there.database)).toBe(1)
})

test('cases that are new in a bulk act stand in the one order at once, without a gap, whoever else records and places', async () => {
  const before = (await readLedger(there.database, 0, 10_000)).length
  await place(there.database)
  const bulk = Array.from({ length: 6 }, () => Array.from({ length: 5 }, () => newId()))
  const alone = Array.from({ length: 20 }, () => newId())
  await Promise.all([
    ...bulk
      .map((ids, index) =>
        there.database.transact(async (tx) => {
          const cases = ids.map((caseId) => ({ caseId, entries: [accepted, noted, noted] }))
          await recordNewCases(tx, at, cases)
          if (index === 3) throw new Error('given up')
        }),
      )
      .map((written) => written.catch(() => undefined)),
    ...alone.map((caseId) => there.database.transact((tx) => record(tx, at, caseId, [accepted, noted]))),
    ...alone.map(() => place(there.database)),
  ])
  await place(there.database)
  const all = await readLedger(there.database, 0, 10_000)
  expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => index + 1))
  expect(all.length).toBeGreaterThanOrEqual(before + 5 * 5 * 3 + 20 * 2)
  for (const [index, ids] of bulk.entries()) {
    for (const id of ids) {
      const history = await historyOf(there.database, id)
      expect(history.map(({ caseSeq }) => caseSeq)).toEqual(index === 3 ? [] : [1, 2, 3])
      const positions = history.map(({ position }) => position ?? 0)
      expect(positions).toEqual(positions.toSorted((a, b) => a - b))
    }
  }
  expect(await there.database.rows('SELECT FROM ledger_unplaced')).toEqual([])
})

test('a case that is there already is not recorded as a new one', async () => {
  const caseId = newId()
  await there.database.transact((tx) => record(tx, at, caseId, [noted]))
  const again = there.database.transact((tx) => recordNewCases(tx, at, [{ caseId, entries: [noted] }]))
  await expect(again).rejects.toThrow()
  expect(await historyOf(there.database, caseId)).toHaveLength(1)
})
