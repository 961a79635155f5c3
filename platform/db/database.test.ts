import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'

let there: TestDatabase

beforeAll(async () => {
  there = await testDatabase()
  await there.owner.run('CREATE TABLE thing (id int PRIMARY KEY, name text)')
  await there.owner.run('GRANT ALL ON thing TO tinh_thu_app')
})
afterAll(() => there.drop())

test('a statement gives back its rows', async () => {
  expect(await there.database.one('SELECT $1::int AS n', [1])).toEqual({ n: 1 })
})

test('a transaction wakes listeners once it is committed, and not when it is rolled back', async () => {
  const heard: string[] = []
  const first = Promise.withResolvers<void>()
  const deaf = await there.database.listen('undone', () => heard.push('undone'))
  const done = await there.database.listen('done', () => {
    heard.push('done')
    first.resolve()
  })
  const undone = there.database.transact((tx) => {
    tx.wake('undone')
    return Promise.reject(new Error('no'))
  })
  await expect(undone).rejects.toThrow('no')
  await there.database.transact((tx) => {
    tx.wake('done')
    return Promise.resolve()
  })
  await first.promise
  expect(heard).toEqual(['done'])
  await Promise.all([deaf(), done()])
})
