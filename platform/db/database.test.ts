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
