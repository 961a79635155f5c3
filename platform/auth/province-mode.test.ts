import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../tests/database.ts'
import { decideProvinceMode, provinceMode, type ProvinceMode } from './index.ts'

const at = new Date('2026-11-20T02:00:00Z')

let given: TestDatabase

beforeEach(async () => {
  given = await testDatabase()
})
afterEach(() => given.drop())

const decide = (wish: ProvinceMode | undefined) =>
  given.database.transact((tx) => decideProvinceMode(tx, at, wish))

test('a province becomes a demo unless it is asked to be real', async () => {
  expect(await provinceMode(given.database)).toBeUndefined()
  expect(await decide(undefined)).toBe('demo')
  expect(await provinceMode(given.database)).toBe('demo')
})

test('what a province is, it stays', async () => {
  expect(await decide('real')).toBe('real')
  expect(await decide(undefined)).toBe('real')
  await expect(decide('demo')).rejects.toMatchObject({ code: 'auth.province-mode-decided' })
  await expect(given.database.run(`UPDATE province_mode SET mode = 'demo'`)).rejects.toThrow(
    'permission denied',
  )
  await expect(given.database.run('DELETE FROM province_mode')).rejects.toThrow('permission denied')
})

test('two first starts at once decide one mode', async () => {
  const outcomes = await Promise.allSettled([decide('real'), decide('demo')])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})
