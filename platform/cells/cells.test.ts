import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import {
  addDefinition,
  closeDay,
  compareCells,
  countCase,
  fold,
  keepFolded,
  listDefinitions,
  readCells,
} from './index.ts'
import type { CellQuery, Count } from './index.ts'

const nothingThere = () => Promise.resolve(null)
const definition = { key: 'things.done', version: 1, few: ['channel'] }
const noon = (day: string) => () => new Date(`${day}T05:00:00Z`)
const today = noon('2026-03-20')

let there: TestDatabase
beforeEach(async () => {
  there = await testDatabase()
  await addDefinition(there.database, today, definition, nothingThere)
})
afterEach(() => there.drop())

function thing(on: string, change: Partial<Count> = {}): Count {
  const dimensions = { channel: 'online', procedure: 'p1' }
  return { definition: 'things.done@1', agency: 'a1', dimensions, on, num: 1, den: 1, ...change }
}

const count = (before: readonly Count[], after: readonly Count[], clock = today) =>
  there.database.transact((tx) => countCase(tx, clock, before, after))
const read = (query: Omit<CellQuery, 'definition'>) =>
  readCells(there.database, { definition: 'things.done@1', ...query })

async function* each(counts: readonly Count[]): AsyncGenerator<Count> {
  yield* counts
}

test('a figure is exact at commit, before and after it is folded', async () => {
  await count(
    [],
    [thing('2026-02-27'), thing('2026-03-02', { num: 0 }), thing('2026-03-02', { agency: 'a2' })],
  )
  const expected = [
    { key: { agency: 'a1', month: '2026-02' }, num: 1, den: 1 },
    { key: { agency: 'a1', month: '2026-03' }, num: 0, den: 1 },
    { key: { agency: 'a2', month: '2026-03' }, num: 1, den: 1 },
  ]
  expect(await read({ by: ['agency', 'month'] })).toEqual(expected)
  expect(await fold(there.database)).toBe(3)
  expect(await read({ by: ['agency', 'month'] })).toEqual(expected)
  await count([thing('2026-02-27')], [thing('2026-02-27', { num: 0 })])
  expect(await read({ by: ['agency', 'month'] })).toEqual([{ ...expected[0], num: 0 }, ...expected.slice(1)])
  expect(await read({ by: [] })).toEqual([{ key: {}, num: 1, den: 3 }])
})

test('no data is no row, never a zero', async () => {
  expect(await read({ by: [] })).toEqual([])
  await count([], [thing('2026-03-02')])
  await fold(there.database)
  await count([thing('2026-03-02')], [])
  expect(await read({ by: [] })).toEqual([])
  await fold(there.database)
  expect(await read({ by: ['agency'] })).toEqual([])
})

test('whole months are read from the cells and days left over from the log', async () => {
  const days = [
    '2026-01-30',
    '2026-01-31',
    '2026-02-01',
    '2026-02-28',
    '2026-03-01',
    '2026-03-31',
    '2026-04-01',
  ]
  await count(
    [],
    days.map((on) => thing(on)),
  )
  const ranges: readonly (readonly [string | undefined, string | undefined, number])[] = [
    ['2026-01-31', '2026-04-01', 6],
    ['2026-02-01', '2026-02-28', 2],
    ['2026-02-02', '2026-02-28', 1],
    ['2026-01-31', '2026-02-27', 2],
    ['2026-02-28', '2026-03-01', 2],
    ['2026-02-05', '2026-02-20', 0],
    [undefined, '2026-02-28', 4],
    [undefined, '2026-01-30', 1],
    ['2026-03-31', undefined, 2],
    ['2026-04-02', undefined, 0],
    ['2026-04-01', '2026-01-30', 0],
  ]
  for (const folded of [false, true]) {
    if (folded) await fold(there.database)
    for (const [from, to, den] of ranges) {
      const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
      const [sum] = await read({ by: [], ...range })
      expect(sum?.den ?? 0, `${from} to ${to}, folded: ${folded}`).toBe(den)
    }
  }
  await there.owner.run('DELETE FROM cell_log WHERE event_day BETWEEN $1 AND $2', [
    '2026-02-01',
    '2026-03-31',
  ])
  expect(await read({ by: [], from: '2026-01-31', to: '2026-04-01' })).toMatchObject([{ den: 6 }])
})

test('a figure is divided by day, by month, by any dimension, and narrowed by them', async () => {
  const post = { channel: 'post', procedure: 'p2' }
  await count(
    [],
    [thing('2026-03-02'), thing('2026-03-03', { dimensions: post }), thing('2026-03-03', { dimensions: {} })],
  )
  for (let folded = 0; folded < 2; folded += 1) {
    expect(await read({ by: ['day'] })).toEqual([
      { key: { day: '2026-03-02' }, num: 1, den: 1 },
      { key: { day: '2026-03-03' }, num: 2, den: 2 },
    ])
    expect(await read({ by: ['channel'], agencies: ['a1'] })).toEqual([
      { key: { channel: '' }, num: 1, den: 1 },
      { key: { channel: 'online' }, num: 1, den: 1 },
      { key: { channel: 'post' }, num: 1, den: 1 },
    ])
    expect(await read({ by: ['procedure', 'month'], where: { channel: 'post' } })).toEqual([
      { key: { procedure: 'p2', month: '2026-03' }, num: 1, den: 1 },
    ])
    expect(await read({ by: [], where: { procedure: 'p1' } })).toEqual([{ key: {}, num: 1, den: 1 }])
    expect(await read({ by: [], agencies: ['a2'] })).toEqual([])
    await fold(there.database)
  }
})

test('a day that is still ahead is counted, and taken back', async () => {
  await count([], [thing('2031-12-31')])
  expect(await read({ by: ['month'] })).toEqual([{ key: { month: '2031-12' }, num: 1, den: 1 }])
  await count([thing('2031-12-31')], [])
  expect(await read({ by: ['month'] })).toEqual([])
})

test('a figure can be asked for as it was known on a past day', async () => {
  await count([], [thing('2026-01-10')], noon('2026-01-15'))
  await count([], [thing('2026-01-10', { num: 0 })], noon('2026-02-27'))
  await count([thing('2026-01-10')], [thing('2026-01-10', { agency: 'a2' })], noon('2026-03-02'))
  await count([], [thing('2026-01-31')], noon('2026-03-10'))
  await closeDay(there.database, today, '2026-03-19')
  const known = {
    '2026-01-14': [],
    '2026-01-15': [['a1', 1, 1]],
    '2026-02-26': [['a1', 1, 1]],
    '2026-02-28': [['a1', 1, 2]],
    '2026-03-01': [['a1', 1, 2]],
    '2026-03-09': [
      ['a1', 0, 1],
      ['a2', 1, 1],
    ],
    '2026-03-10': [
      ['a1', 1, 2],
      ['a2', 1, 1],
    ],
  }
  for (const range of [
    {},
    { from: '2026-01-01', to: '2026-01-31' },
    { from: '2026-01-10', to: '2026-02-03' },
  ]) {
    for (const folded of [false, true]) {
      if (folded) await fold(there.database)
      for (const [day, expected] of Object.entries(known)) {
        const sums = await read({ by: ['agency'], asRecordedOn: day, ...range })
        expect(
          sums.map(({ key, num, den }) => [key['agency'], num, den]),
          `${day} ${folded}`,
        ).toEqual(expected)
        const divided = await read({ by: ['agency', 'procedure'], asRecordedOn: day, ...range })
        expect(divided.map(({ num, den }) => [num, den])).toEqual(expected.map(([, ...sum]) => sum))
      }
    }
  }
})

test('today is not over, and a day that is not closed cannot be asked about', async () => {
  await expect(closeDay(there.database, today, '2026-03-20')).rejects.toThrow('cells.day-not-over')
  await expect(read({ by: [], asRecordedOn: '2026-03-19' })).rejects.toThrow('cells.day-not-closed')
  await closeDay(there.database, today, '2026-03-19')
  await closeDay(there.database, today, '2026-03-19')
  await closeDay(there.database, today, '2026-02-01')
  expect(await read({ by: [], asRecordedOn: '2026-03-19' })).toEqual([])
  await expect(read({ by: [], from: '2026-02-30' })).rejects.toThrow('cells.not-a-day')
})

test('a transaction begun before midnight holds its day open; once closed, nothing is recorded on it any more', async () => {
  const beforeMidnight = () => new Date('2026-03-20T16:59:59Z')
  const afterMidnight = () => new Date('2026-03-20T17:00:01Z')
  const counted = Promise.withResolvers<void>()
  const commit = Promise.withResolvers<void>()
  const late = there.database.transact(async (tx) => {
    await countCase(tx, beforeMidnight, [], [thing('2026-03-20')])
    counted.resolve()
    await commit.promise
  })
  await counted.promise
  await expect(closeDay(there.database, afterMidnight, '2026-03-20')).rejects.toThrow('cells.day-in-use')
  const closing = closeDay(there.database, afterMidnight, '2026-03-20')
  commit.resolve()
  await Promise.all([late, closing])
  const asOf = () => read({ by: [], asRecordedOn: '2026-03-20' })
  expect(await asOf()).toMatchObject([{ den: 1 }])

  // A clock that is behind, or a closing between the clock and the lock.
  await count([], [thing('2026-03-20')], beforeMidnight)
  expect(await asOf()).toMatchObject([{ den: 1 }])
  expect(await read({ by: [] })).toMatchObject([{ den: 2 }])
  await closeDay(there.database, noon('2026-03-22'), '2026-03-21')
  expect(await read({ by: [], asRecordedOn: '2026-03-21' })).toMatchObject([{ den: 2 }])
})

test('a count under a definition nobody added is a problem and counts nothing', async () => {
  const unknown = count([], [thing('2026-03-02'), thing('2026-03-02', { definition: 'things.done@2' })])
  await expect(unknown).rejects.toThrow('cells.unknown-definition')
  expect(await read({ by: [] })).toEqual([])
  const unread = readCells(there.database, { definition: 'things.done@2', by: [] })
  await expect(unread).rejects.toThrow('cells.unknown-definition')
})

test('a new definition is counted in batch by batch, goes on after an interruption, and is read only when complete', async () => {
  const next = { key: 'things.done', version: 2, few: [] }
  const batches: (string | null)[] = []
  const countIn = (fail: boolean) =>
    addDefinition(there.database, today, next, async (tx, after) => {
      if (fail && after === 'case-2') throw new Error('interrupted')
      batches.push(after)
      if (after === 'case-3') return null
      await countCase(tx, today, [], [thing('2026-03-02', { definition: 'things.done@2' })])
      return after === null ? 'case-1' : `case-${Number(after.slice(5)) + 1}`
    })
  await expect(countIn(true)).rejects.toThrow('interrupted')
  const early = readCells(there.database, { definition: 'things.done@2', by: [] })
  await expect(early).rejects.toMatchObject({ kind: 'busy', code: 'cells.not-ready' })
  await countIn(false)
  await countIn(false)
  expect(batches).toEqual([null, 'case-1', 'case-2', 'case-3'])
  expect(await readCells(there.database, { definition: 'things.done@2', by: [] })).toMatchObject([{ den: 3 }])
  expect(await listDefinitions(there.database)).toMatchObject([
    { definition: 'things.done@1', few: ['channel'] },
    { definition: 'things.done@2', few: [], countedTo: 'case-3', readyAt: today() },
  ])
})

test('a definition version cannot change its meaning', async () => {
  const add = (few: readonly string[], key = 'things.done') =>
    addDefinition(there.database, today, { key, version: 1, few }, nothingThere)
  await expect(add(['channel', 'procedure'])).rejects.toThrow('cells.definition-changed')
  await expect(add(['month'], 'things.other')).rejects.toThrow('cells.reserved-dimension')
})

test('counting from nothing finds every cell that is wrong, by month and by day', async () => {
  const counts = [thing('2026-03-02'), thing('2026-03-09', { agency: 'a2' }), thing('2026-03-09', { num: 0 })]
  await count([], counts)
  const compare = (recount: readonly Count[]) =>
    there.database.snapshot((db) => compareCells(db, 'things.done@1', each(recount)))
  expect(await compare(counts)).toEqual({
    definition: 'things.done@1',
    exact: true,
    counts: 3,
    cells: 5,
    mismatches: [],
    mismatchCount: 0,
  })
  await fold(there.database)
  expect(await compare(counts)).toMatchObject({ exact: true })
  expect(await compare(counts.slice(1))).toMatchObject({ exact: false, mismatchCount: 2 })
  await there.owner.run(`UPDATE cell SET num = num + 1 WHERE agency = 'a2'`)
  await there.owner.run(`DELETE FROM cell_log WHERE agency = 'a1' AND event_day = '2026-03-02'`)
  expect((await compare(counts)).mismatches).toEqual([
    {
      table: 'cell_log',
      agency: 'a1',
      dimensions: { channel: 'online', procedure: 'p1' },
      on: '2026-03-02',
      counted: { num: 1, den: 1 },
      found: { num: 0, den: 0 },
    },
    {
      table: 'cell',
      agency: 'a2',
      dimensions: { channel: 'online' },
      on: '2026-03-01',
      counted: { num: 1, den: 1 },
      found: { num: 2, den: 1 },
    },
  ])
})

test('folding goes on in the background', async () => {
  const report = (error: unknown) => expect(error).toBeUndefined()
  const folding = keepFolded(there.database, { report, everyMs: 5 })
  await count([], [thing('2026-03-02')])
  await vi.waitFor(async () => expect(await there.database.rows('SELECT FROM cell_delta')).toEqual([]))
  await folding.stop()
  expect(await read({ by: [] })).toMatchObject([{ den: 1 }])
})
