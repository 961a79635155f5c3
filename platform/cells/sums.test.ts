import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addDays, monthOf } from '../../kernel/dates.ts'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import {
  addDefinition,
  closeDay,
  compareCells,
  countCase,
  CountHistory,
  countHistory,
  fold,
  holdDays,
  keepSums,
  listCountedDefinitions,
  readManyCells,
  setSumsAside,
} from './index.ts'
import type { CellQuery, CellSums, Count } from './index.ts'

const DEFINITION = 'things.done@1'
const sums = (
  agencies: CellSums['agencies'],
  dimensions: readonly string[],
  events: CellSums['events'],
  recorded: CellSums['recorded'],
): CellSums => ({ definition: DEFINITION, agencies, dimensions, events, recorded })
const SUMS = [
  sums('each', ['procedure', 'due'], 'month', 'ever'),
  sums('all', ['channel', 'due'], 'month', 'month'),
  sums('all', ['procedure', 'due'], 'month', 'month'),
  sums('all', ['channel', 'due'], 'day', 'ever'),
  sums('all', ['channel', 'due'], 'month', 'day'),
]
const noon = (day: string) => () => new Date(`${day}T05:00:00Z`)
const FIRST_DAY = '2026-01-28'

let there: TestDatabase
beforeEach(async () => {
  there = await testDatabase()
  const definition = { key: 'things.done', version: 1, few: ['due'] }
  await addDefinition(there.database, noon(FIRST_DAY), definition, () => Promise.resolve(null))
  await keepSums(there.database, noon(FIRST_DAY), SUMS)
})
afterEach(() => there.drop())

interface Known {
  readonly count: Count
  readonly on: string
}

const event = fc.constantFrom(
  '2025-12-31',
  '2026-01-01',
  '2026-01-31',
  '2026-02-01',
  '2026-02-15',
  '2026-03-02',
)
const count: fc.Arbitrary<Count> = fc.record({
  definition: fc.constant(DEFINITION),
  agency: fc.constantFrom('a1', 'a2', 'a3'),
  dimensions: fc
    .record({
      channel: fc.constantFrom('online', 'post'),
      procedure: fc.constantFrom('p1', 'p2'),
      due: fc.constantFrom('known', 'unknown', null),
    })
    .map(({ due, ...rest }) => (due === null ? rest : { ...rest, due })),
  on: event,
  num: fc.integer({ min: -1, max: 1 }),
  den: fc.integer({ min: -1, max: 1 }),
})

/** A day on which something is counted, corrected by what was known before, at once or in bulk; what happens to the sums then. */
const day = fc.record({
  counts: fc.array(count, { maxLength: 5 }),
  takeBack: fc.boolean(),
  inBulk: fc.boolean(),
  afterwards: fc.constantFrom('fold', 'nothing', 'anew', 'aside'),
})

const query: fc.Arbitrary<Omit<CellQuery, 'definition' | 'asRecordedOn'>> = fc
  .record({
    whose: fc.constantFrom<Pick<CellQuery, 'agencies' | 'except'>>(
      {},
      { agencies: ['a1'] },
      { agencies: ['a1', 'a3'] },
      { except: [] },
      { except: ['a2'] },
      { except: ['a2', 'nobody'] },
    ),
    by: fc.subarray(['agency', 'month', 'day', 'channel', 'procedure', 'due']),
    where: fc.constantFrom(
      {},
      { channel: 'post' },
      { procedure: 'p1' },
      { due: '' },
      { channel: 'post', procedure: 'p2' },
    ),
    from: fc.option(event),
    to: fc.option(event),
  })
  .map(({ whose, from, to, ...rest }) => ({
    ...whose,
    ...rest,
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  }))

/** Counted from nothing: everything that was known by then and lies within. */
function recount(
  known: readonly Known[],
  { agencies, except, by, where, from, to, asRecordedOn }: CellQuery,
) {
  const groups = new Map<string, { key: Record<string, string>; num: number; den: number }>()
  for (const { count: one, on } of known) {
    if (asRecordedOn !== undefined && on > asRecordedOn) continue
    if (agencies?.includes(one.agency) === false || except?.includes(one.agency) === true) continue
    if ((from !== undefined && one.on < from) || (to !== undefined && one.on > to)) continue
    if (Object.entries(where ?? {}).some(([name, value]) => one.dimensions[name] !== value)) continue
    const plain: Record<string, string> = { agency: one.agency, month: monthOf(one.on), day: one.on }
    const key = Object.fromEntries(by.map((name) => [name, plain[name] ?? one.dimensions[name] ?? '']))
    const sum = groups.get(JSON.stringify(key)) ?? { key, num: 0, den: 0 }
    groups.set(JSON.stringify(key), { key, num: sum.num + one.num, den: sum.den + one.den })
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, sum]) => (sum.num === 0 && sum.den === 0 ? [] : [sum]))
}

const byKey = <G extends { readonly key: object }>(groups: readonly G[]) =>
  groups.toSorted((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1))

async function live(
  known: Known[],
  on: string,
  { counts, takeBack, inBulk, afterwards }: typeof day extends fc.Arbitrary<infer D> ? D : never,
) {
  const { database } = there
  const before = takeBack ? known.slice(0, 2).map(({ count: one }) => one) : []
  if (inBulk) {
    await database.transact(async (tx) => {
      await holdDays(tx, on, on)
      const history = new CountHistory()
      history.change(on, before, counts)
      await countHistory(tx, history, await listCountedDefinitions(tx))
    })
  } else await database.transact((tx) => countCase(tx, noon(on), before, counts))
  const taken = before.map((one) => ({ count: { ...one, num: -one.num, den: -one.den }, on }))
  known.push(...taken, ...counts.map((one) => ({ count: one, on })))
  if (afterwards === 'fold') await fold(database)
  if (afterwards === 'aside' || afterwards === 'anew') await setSumsAside(database)
  if (afterwards === 'anew') await keepSums(database, noon(on), SUMS)
}

test('a figure read from sums is what counting from nothing gives, today and as of every past day, whatever comes late or is corrected', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(day, { minLength: 1, maxLength: 8 }),
      fc.array(query, { minLength: 8, maxLength: 8 }),
      async (days, asked) => {
        await there.owner.run('DELETE FROM cell_day')
        await there.owner.run('DELETE FROM cell_log')
        await there.owner.run('DELETE FROM cell_delta')
        await there.owner.run('DELETE FROM cell')
        await setSumsAside(there.database)
        await keepSums(there.database, noon(FIRST_DAY), SUMS)
        const known: Known[] = []
        for (const [nth, one] of days.entries()) await live(known, addDays(FIRST_DAY, nth), one)
        const today = addDays(FIRST_DAY, days.length)
        await closeDay(there.database, noon(today), addDays(today, -1))
        for (const state of ['as left', 'kept', 'folded']) {
          if (state === 'kept') await keepSums(there.database, noon(today), SUMS)
          if (state === 'folded') await fold(there.database)
          const queries = asked.flatMap((one): readonly CellQuery[] => [
            { definition: DEFINITION, ...one },
            ...days.map((_, nth) => ({
              definition: DEFINITION,
              ...one,
              asRecordedOn: addDays(FIRST_DAY, nth),
            })),
          ])
          const read = await there.database.snapshot((db) => readManyCells(db, queries))
          for (const [nth, one] of queries.entries()) {
            expect(byKey(read[nth] ?? []), `${state} ${JSON.stringify(one)}`).toEqual(
              byKey(recount(known, one)),
            )
          }
        }
      },
    ),
    { numRuns: 60, endOnFailure: true },
  )
}, 120_000)

const thing = (on: string, agency = 'a1'): Count => ({
  definition: DEFINITION,
  agency,
  dimensions: { channel: 'online', procedure: 'p1', due: 'known' },
  on,
  num: 1,
  den: 1,
})

async function* each(counts: readonly Count[]): AsyncGenerator<Count> {
  yield* counts
}

test('every sum that is wrong is found, also by the day on which it was recorded', async () => {
  const { database, owner } = there
  const counts = [thing('2026-01-05'), thing('2026-01-06', 'a2')]
  await database.transact((tx) => countCase(tx, noon(FIRST_DAY), [], counts))
  await fold(database)
  const compare = () => database.snapshot((db) => compareCells(db, DEFINITION, each(counts)))
  // Two days and two months of cells, and sums: 2 of each agency, 1 and 1 by month, 2 by day, 1 by day of recording.
  expect(await compare()).toMatchObject({ exact: true, cells: 11, mismatches: [] })
  await owner.run(`UPDATE cell_sum SET num = num + 1 WHERE agency = 'a2'`)
  expect((await compare()).mismatches).toEqual([
    {
      table: 'cell_sum',
      agency: 'a2',
      dimensions: { procedure: 'p1', due: 'known' },
      on: '2026-01-01',
      counted: { num: 1, den: 1 },
      found: { num: 2, den: 1 },
    },
  ])
  await owner.run(`UPDATE cell_sum SET num = num - 1 WHERE agency = 'a2'`)
  await owner.run(`UPDATE cell_sum SET recorded_on = '2026-01-27' WHERE recorded_on = $1`, [FIRST_DAY])
  expect(await compare()).toMatchObject({ exact: false, mismatchCount: 2 })
  await owner.run(`DELETE FROM cell_sum WHERE agency = ''`)
  expect(await compare()).toMatchObject({ exact: false, mismatchCount: 5 })
})

test('sums that were set aside are not read, whatever they hold, and are counted in anew', async () => {
  const { database, owner } = there
  const all = { definition: DEFINITION, by: ['channel'] } as const
  const read = () => database.snapshot((db) => readManyCells(db, [all]))
  await database.transact((tx) => countCase(tx, noon(FIRST_DAY), [], [thing('2026-01-05')]))
  await fold(database)
  await owner.run('UPDATE cell_sum SET den = 9')
  expect(await read()).toMatchObject([[{ den: 9 }]])
  await setSumsAside(database)
  expect(await read()).toMatchObject([[{ den: 1 }]])
  await keepSums(database, noon(FIRST_DAY), SUMS)
  expect(await read()).toMatchObject([[{ den: 1 }]])
  const [one] = SUMS
  await keepSums(database, noon(FIRST_DAY), one === undefined ? [] : [one])
  expect(await read()).toMatchObject([[{ den: 1 }]])
  const unknown = keepSums(database, noon(FIRST_DAY), [
    { ...SUMS[0], definition: 'things.done@2' } as CellSums,
  ])
  await expect(unknown).rejects.toThrow('cells.unknown-definition')
})
