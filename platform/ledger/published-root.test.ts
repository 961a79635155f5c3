import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import {
  findPublishedRoots,
  listPublishedRoots,
  place,
  publishRoots,
  record,
  recordReading,
  root,
  verifySeals,
} from './index.ts'
import type { KeptRoot } from './index.ts'

const officer = { kind: 'officer', id: 'o-7' } as const
// 23:30 on 1 September, local time.
const late = new Date('2026-09-01T16:30:00Z')
const minutesLater = (minutes: number) => new Date(late.getTime() + minutes * 60_000)

let there: TestDatabase
beforeEach(async () => {
  there = await testDatabase()
})
afterEach(() => there.drop())

async function happen(count: number, at: Date): Promise<void> {
  const entries = Array.from({ length: count }, () => ({
    kind: 'thing.done',
    occurredAt: at,
    actor: officer,
    payload: {},
  }))
  await there.database.transact((tx) => record(tx, at, newId(), entries))
}

async function read(at: Date): Promise<void> {
  const reading = {
    reader: officer,
    personId: newId(),
    purpose: 'thing.read',
    caseId: null,
    fields: ['name'],
  }
  await recordReading(there.database, { ...reading, at })
}

const publish = (at: Date) => publishRoots(there.database, () => at)
const verify = (published: readonly KeptRoot[] = []) =>
  there.database.snapshot((db) => verifySeals(db, { published }))

test('a day that is over is published once, of both logs, with all that was recorded on it', async () => {
  await happen(3, late)
  await read(late)
  expect(await publish(minutesLater(29))).toEqual([])
  const at = minutesLater(30)
  const published = await publish(at)
  expect(published).toMatchObject([
    { log: 'ledger', day: '2026-09-01', block: 1, lastPosition: 3, publishedAt: at },
    { log: 'reading', day: '2026-09-01', block: 1, lastPosition: 1, publishedAt: at },
  ])
  expect(published[0]?.hash).toBe((await root(there.database))?.hash)
  await happen(2, at)
  expect(await publish(minutesLater(60))).toEqual([])
  expect(await findPublishedRoots(there.database, '2026-09-01')).toEqual(published)
})

test('processes that publish at the same time publish one root', async () => {
  await happen(3, late)
  await Promise.all([30, 31, 32].map((minutes) => publish(minutesLater(minutes))))
  expect(await findPublishedRoots(there.database, '2026-09-01')).toHaveLength(1)
})

test('nothing is published of a day before anything was recorded', async () => {
  expect(await publish(late)).toEqual([])
  await happen(1, late)
  expect(await publish(late)).toEqual([])
  expect(await findPublishedRoots(there.database, '2026-08-31')).toEqual([])
})

test('the days are listed newest first, page by page', async () => {
  for (let day = 0; day < 4; day += 1) {
    await happen(1, minutesLater(day * 1440))
    await read(minutesLater(day * 1440))
    await publish(minutesLater(day * 1440 + 30))
  }
  const page = await listPublishedRoots(there.database, { limit: 2 })
  expect(page.map(({ day, log }) => `${day} ${log}`)).toEqual([
    '2026-09-04 ledger',
    '2026-09-04 reading',
    '2026-09-03 ledger',
    '2026-09-03 reading',
  ])
  const next = await listPublishedRoots(there.database, { before: '2026-09-03' })
  expect(next.map(({ day }) => day)).toEqual(['2026-09-02', '2026-09-02', '2026-09-01', '2026-09-01'])
})

/** What somebody with all rights to the database would do to make the last day undone. */
async function cutTheTail(): Promise<void> {
  for (const statement of [
    'DELETE FROM ledger_block WHERE number = 2',
    'DELETE FROM ledger_leaf WHERE position > 3',
    'DELETE FROM ledger_payload WHERE entry_id IN (SELECT entry_id FROM ledger_position WHERE position > 3)',
    'CREATE TABLE gone AS SELECT entry_id FROM ledger_position WHERE position > 3',
    'DELETE FROM ledger_position WHERE position > 3',
    'DELETE FROM ledger_entry WHERE id IN (SELECT entry_id FROM gone)',
    'UPDATE ledger_head SET last = 3',
  ]) {
    await there.owner.run(statement)
  }
}

test('a tail that was cut off shows against the root that was published, kept here or outside', async () => {
  await happen(3, late)
  await publish(minutesLater(30))
  await happen(2, minutesLater(60))
  const [kept] = await publish(minutesLater(1470))
  if (kept === undefined) throw new Error('nothing was published')
  expect(await verify([kept])).toMatchObject({ whole: true, blocks: 2 })
  await cutTheTail()
  const cut = { fault: 'tail-cut', block: 2, day: '2026-09-02' }
  expect((await verify()).findings).toEqual([cut])
  await there.owner.run(`DELETE FROM published_root WHERE day = '2026-09-02'`)
  expect((await verify()).findings).toEqual([])
  expect((await verify([kept])).findings).toEqual([cut])
})

test('a history written anew after its root was published shows against it', async () => {
  await happen(3, late)
  const [kept] = await publish(minutesLater(30))
  if (kept === undefined) throw new Error('nothing was published')
  await there.owner.run('TRUNCATE published_root, ledger_block, ledger_leaf')
  await there.owner.run('UPDATE ledger_entry SET actor_id = $1', ['o-8'])
  await publish(minutesLater(31))
  expect((await verify()).findings).toEqual([])
  expect((await verify([kept])).findings).toEqual([{ fault: 'root-differs', block: 1, day: '2026-09-01' }])
})

test('the program itself can neither change nor take away what it published', async () => {
  await happen(1, late)
  await place(there.database)
  await publish(minutesLater(30))
  await expect(there.database.run('DELETE FROM published_root')).rejects.toThrow('permission denied')
  await expect(there.database.run('UPDATE published_root SET block = 9')).rejects.toThrow('permission denied')
})
