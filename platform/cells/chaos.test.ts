import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { localDateOf, monthOf } from '../../kernel/dates.ts'
import { testDatabase } from '../../tests/database.ts'
import { standHorizonStill } from '../../tests/still-horizon.ts'
import type { Database, Db, Tx } from '../db/index.ts'
import {
  addDefinition,
  closeDay,
  compareCells,
  countCase,
  declareDefinition,
  difference,
  fold,
  keepSums,
  readCells,
  readManyCells,
  setSumsAside,
} from './index.ts'
import type { CellGroup, CellSums, Count } from './index.ts'

const FIRST = { key: 'things.done', version: 1, few: ['channel'] }
const SECOND = { key: 'things.due', version: 1, few: [] }
const SUMS: readonly CellSums[] = [
  {
    definition: 'things.done@1',
    agencies: 'each',
    dimensions: ['procedure'],
    events: 'month',
    recorded: 'ever',
  },
  { definition: 'things.done@1', agencies: 'all', dimensions: ['channel'], events: 'day', recorded: 'day' },
]
const CASES = 6

// Nothing may depend on the horizon.
standHorizonStill()

interface Fact {
  readonly agency: string
  readonly channel: string
  readonly procedure: string
  readonly doneOn: string
  readonly dueOn: string
  readonly online: boolean
}

const day = fc.constantFrom(
  '2025-12-31',
  '2026-01-01',
  '2026-01-31',
  '2026-02-01',
  '2026-02-15',
  '2027-01-01',
)
const fact: fc.Arbitrary<Fact> = fc.record({
  agency: fc.constantFrom('a1', 'a2', 'a3'),
  channel: fc.constantFrom('online', 'post'),
  procedure: fc.constantFrom('p1', 'p2'),
  doneOn: day,
  dueOn: day,
  online: fc.boolean(),
})

/** One change of one case: to another fact (insert, change, back-date, re-assign) or to none (removal). */
const step = fc.record({
  caseId: fc.integer({ min: 1, max: CASES }),
  to: fc.option(fact, { freq: 4 }),
  delayMs: fc.nat(3),
  behindMs: fc.constantFrom(0, 0, 3_600_000, 86_400_000, 200_000_000),
  rollback: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const plan = fc.record({
  writers: fc.array(fc.array(step, { minLength: 6, maxLength: 14 }), { minLength: 3, maxLength: 4 }),
  addAfterMs: fc.integer({ min: 1, max: 15 }),
  range: fc.record({ from: day, to: day }),
})

function countsOf(to: Fact | null, both: boolean): readonly Count[] {
  if (to === null) return []
  const { agency, channel, procedure } = to
  const done = {
    definition: 'things.done@1',
    agency,
    dimensions: { channel, procedure },
    on: to.doneOn,
    den: 1,
  }
  const due = { definition: 'things.due@1', agency, dimensions: { procedure }, on: to.dueOn, num: 0, den: 1 }
  return [{ ...done, num: to.online ? 1 : 0 }, ...(both ? [due] : [])]
}

interface CaseRow {
  readonly id: number
  readonly fact: Fact | null
  readonly counted: readonly Count[]
}

async function save(tx: Tx, caseId: number, to: Fact | null, counted: readonly Count[]): Promise<void> {
  const values = [caseId, to === null ? null : JSON.stringify(to), JSON.stringify(counted)]
  await tx.run('UPDATE thing SET fact = $2::jsonb, counted = $3::jsonb WHERE id = $1', values)
}

const lockThing = (tx: Tx, caseId: number) =>
  tx.one<CaseRow>('SELECT * FROM thing WHERE id = $1 FOR UPDATE', [caseId])

function addUp(
  counts: readonly Count[],
  keyOf: (count: Count) => Record<string, string>,
): readonly CellGroup[] {
  const sums = new Map<string, CellGroup>()
  for (const count of counts) {
    const key = keyOf(count)
    const sum = sums.get(JSON.stringify(key)) ?? { key, num: 0, den: 0 }
    sums.set(JSON.stringify(key), { key, num: sum.num + count.num, den: sum.den + count.den })
  }
  return [...sums.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
}

async function* each(counts: readonly Count[]): AsyncGenerator<Count> {
  yield* counts
}

/** In one snapshot: every cell, and a figure over a range of days, is what the facts themselves give. */
async function check(db: Db, definition: string, range: { from: string; to: string }): Promise<void> {
  const rows = await db.rows<CaseRow>('SELECT * FROM thing')
  const counts = rows
    .flatMap((row) => countsOf(row.fact, true))
    .filter((count) => count.definition === definition)
  const report = await compareCells(db, definition, each(counts))
  expect(report.mismatches).toEqual([])
  expect(report.exact).toBe(true)
  const within = counts.filter(({ on }) => on >= range.from && on <= range.to)
  const figure = await readCells(db, { definition, by: ['agency', 'month'], ...range })
  expect(figure).toEqual(addUp(within, ({ agency, on }) => ({ agency, month: monthOf(on) })))
  for (const name of ['procedure', 'channel']) {
    const [summed] = await readManyCells(db, [{ definition, by: [name], agencies: ['a1', 'a2', 'a3'] }])
    const [all] = await readManyCells(db, [{ definition, by: [name] }])
    const expected = addUp(counts, ({ dimensions }) => ({ [name]: dimensions[name] ?? '' }))
    expect(summed).toEqual(expected)
    expect(all).toEqual(expected)
  }
}

test('whatever writers, folders and new definitions do, base plus deltas is what counting from nothing gives, and a closed day stays', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ writers, addAfterMs, range }) => {
      const there = await testDatabase()
      try {
        await there.owner.run('CREATE TABLE thing (id int PRIMARY KEY, fact jsonb, counted jsonb NOT NULL)')
        await there.owner.run('GRANT SELECT, UPDATE ON thing TO tinh_thu_app')
        await there.owner.run(`INSERT INTO thing SELECT n, NULL, '[]' FROM generate_series(1, $1) n`, [CASES])
        await run(there.database, writers, addAfterMs, range)
      } finally {
        await there.drop()
      }
    }),
    { numRuns: 12, endOnFailure: true },
  )
}, 60_000)

async function run(
  database: Database,
  writers: readonly (readonly Step[])[],
  addAfterMs: number,
  range: { from: string; to: string },
): Promise<void> {
  // A day passes in twenty milliseconds, starting shortly before the end of a month.
  const start = performance.now()
  const clock = () => new Date(Date.parse('2026-01-29T00:00:00Z') + (performance.now() - start) * 4_320_000)
  await addDefinition(database, clock, FIRST, () => Promise.resolve(null))
  await keepSums(database, clock, SUMS)

  let both = false
  const underWay = new Set<Promise<unknown>>()
  async function write({ caseId, to, delayMs, behindMs, rollback }: Step): Promise<void> {
    const lagging = () => new Date(clock().getTime() - behindMs)
    const counts = countsOf(to, both)
    const written = database
      .transact(async (tx) => {
        const { counted } = await lockThing(tx, caseId)
        await Promise.all([
          countCase(tx, lagging, counted, counts),
          save(tx, caseId, to, counts),
          pause(delayMs),
        ])
        if (rollback && delayMs > 0) throw new Error('rolled back')
      })
      .catch((error: unknown) => {
        if (!(error instanceof Error && error.message === 'rolled back')) throw error
      })
      .finally(() => underWay.delete(written))
    underWay.add(written)
    await written
  }
  async function addSecond(): Promise<void> {
    await pause(addAfterMs)
    await declareDefinition(database, clock, SECOND)
    both = true
    await Promise.all(underWay)
    await addDefinition(database, clock, SECOND, async (tx, after) => {
      const caseId = Number(after ?? '0') + 1
      if (caseId > CASES) return null
      const { fact: now, counted } = await lockThing(tx, caseId)
      const counts = countsOf(now, true)
      await Promise.all([countCase(tx, clock, counted, counts), save(tx, caseId, now, counts)])
      return String(caseId)
    })
  }

  let going = true
  const known = new Map<string, readonly CellGroup[]>()
  const asOf = (recordedOn: string) =>
    readCells(database, {
      definition: 'things.done@1',
      by: ['agency', 'channel', 'month'],
      asRecordedOn: recordedOn,
    })
  async function whileGoing(work: () => Promise<unknown>): Promise<void> {
    while (going) await work()
  }
  async function closeYesterday(): Promise<void> {
    const yesterday = localDateOf(new Date(clock().getTime() - 86_400_000))
    await closeDay(database, clock, yesterday)
    if (!known.has(yesterday)) known.set(yesterday, await asOf(yesterday))
    await pause(2)
  }

  const background = [
    ...[1, 2].map(() => whileGoing(() => fold(database))),
    whileGoing(() => database.snapshot((db) => check(db, 'things.done@1', range))),
    whileGoing(closeYesterday),
    whileGoing(async () => {
      await setSumsAside(database)
      await keepSums(database, clock, SUMS)
      await pause(3)
    }),
  ]
  const added = addSecond()
  await Promise.all(
    writers.map(async (steps) => {
      for (const one of steps) await write(one)
    }),
  )
  await added
  going = false
  await Promise.all(background)

  for (const folded of [false, true]) {
    if (folded) await fold(database)
    await database.snapshot((db) => check(db, 'things.done@1', range))
    await database.snapshot((db) => check(db, 'things.due@1', range))
    for (const [recordedOn, first] of known) expect(await asOf(recordedOn), recordedOn).toEqual(first)
  }
  const rows = await database.rows<CaseRow>('SELECT * FROM thing')
  for (const row of rows) expect(difference(row.counted, countsOf(row.fact, true))).toEqual([])
}
