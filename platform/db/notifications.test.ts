import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import { openDatabase } from './index.ts'
import type { Database } from './index.ts'

let there: TestDatabase
let database: Database
let owner: Database

beforeAll(async () => {
  there = await testDatabase()
  ;({ database, owner } = there)
})
afterAll(() => there.drop())

test('a wake-up reaches every listener of its channel, in every process, and no other', async () => {
  const heard = { here: 0, there: 0, other: 0 }
  const deaf = await Promise.all([
    database.listen('work', () => (heard.here += 1)),
    owner.listen('work', () => (heard.there += 1)),
    database.listen('other', () => (heard.other += 1)),
  ])
  database.wake('work')
  await vi.waitFor(() => expect(heard).toEqual({ here: 1, there: 1, other: 0 }))
  await Promise.all(deaf.map((stop) => stop()))
})

test('many wake-ups at once are few, and the last is never lost', async () => {
  let heard = 0
  let known = 0
  let seen = 0
  const deaf = await database.listen('many', () => {
    heard += 1
    seen = known
  })
  for (let i = 1; i <= 1000; i += 1) {
    known = i
    database.wake('many')
  }
  await vi.waitFor(() => expect(heard).toBe(2))
  expect(seen).toBe(1000)
  await deaf()
})

test('a transaction wakes listeners once it is committed, and not when it is rolled back', async () => {
  const heard: string[] = []
  const first = Promise.withResolvers<void>()
  const deaf = await database.listen('undone', () => heard.push('undone'))
  const done = await database.listen('done', () => {
    heard.push('done')
    first.resolve()
  })
  const undone = database.transact((tx) => {
    tx.wake('undone')
    return Promise.reject(new Error('no'))
  })
  await expect(undone).rejects.toThrow('no')
  await database.transact((tx) => {
    tx.wake('done')
    return Promise.resolve()
  })
  await first.promise
  expect(heard).toEqual(['done'])
  await Promise.all([deaf(), done()])
})

test('who stops listening hears nothing more', async () => {
  const heard: string[] = []
  const deaf = await database.listen('quiet', () => heard.push('first'))
  const still = await database.listen('quiet', () => heard.push('second'))
  await deaf()
  database.wake('quiet')
  await vi.waitFor(() => expect(heard).toEqual(['second']))
  await still()
})

test('a broken listening connection comes back by itself and asks its listeners to look', async () => {
  const heard: string[] = []
  const deaf = await database.listen('broken', (payload) => heard.push(payload))
  const superuser = openDatabase(there.connection.superuser)
  const broken = await superuser.run(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE query LIKE 'LISTEN%' AND usename = 'tinh_thu_app' AND datname = current_database()`,
  )
  expect(broken).toBe(1)
  await vi.waitFor(() => expect(heard).toEqual(['']))
  owner.wake('broken')
  await vi.waitFor(() => expect(heard).toEqual(['', '']))
  await Promise.all([deaf(), superuser.close()])
})

test('listening where there is no database is unavailable', async () => {
  const nowhere = openDatabase({ url: 'postgres://x@localhost:5432/x?host=/nowhere', schema: 'x' })
  const deaf = nowhere.listen('work', () => undefined)
  await expect(deaf).rejects.toMatchObject({ kind: 'unavailable', code: 'database.unavailable' })
  await nowhere.close()
})

test('a closed database listens no more, whether it ever did or not', async () => {
  const connections = () =>
    owner.one(
      `SELECT count(*) AS open FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`,
    )
  const before = await connections()
  for (const listened of [false, true]) {
    const closing = openDatabase(there.connection.app)
    if (listened) await closing.listen('work', () => undefined)
    await closing.close()
    const late = closing.listen('work', () => undefined)
    await expect(late).rejects.toMatchObject({ kind: 'unavailable', code: 'database.unavailable' })
  }
  await vi.waitFor(async () => expect(await connections()).toEqual(before))
})
