import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../tests/database.ts'
import { addDays } from '../../kernel/dates.ts'
import { newId } from '../../kernel/ids.ts'
import { arrayOf } from './index.ts'

let given: TestDatabase
beforeAll(async () => {
  given = await testDatabase()
})
afterAll(() => given.drop())

const nullable = <T>(values: fc.Arbitrary<T>) => fc.array(fc.option(values), { maxLength: 20 })
const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0'))

const TYPES = [
  ['bool', arrayOf.bool, fc.boolean()],
  ['int4', arrayOf.int4, fc.integer()],
  ['int8', arrayOf.int8, fc.maxSafeInteger()],
  ['text', arrayOf.text, text],
  ['uuid', arrayOf.uuid, fc.uuid()],
  ['timestamptz', arrayOf.timestamptz, fc.date({ min: new Date(0), noInvalidDate: true })],
  ['date', arrayOf.date, fc.integer({ min: -40_000, max: 80_000 }).map((n) => addDays('2000-01-01', n))],
  ['bytea', arrayOf.bytea, fc.uint8Array().map((bytes) => Buffer.from(bytes))],
  ['jsonb', arrayOf.jsonb, fc.record({ a: text, b: fc.array(fc.integer()) })],
] as const

test.each(TYPES)('a list of %s comes back as it was given, nulls and all', async (type, pack, values) => {
  await fc.assert(
    fc.asyncProperty(nullable<unknown>(values), async (list) => {
      const rows = await given.database.rows<{ value: unknown }>(
        `SELECT value FROM unnest($1::${type}[]) WITH ORDINALITY AS list (value, nth) ORDER BY nth`,
        [(pack as (list: readonly unknown[]) => Buffer)(list)],
      )
      expect(rows.map(({ value }) => value)).toEqual(list)
    }),
    { numRuns: 30 },
  )
})

test('JSON text is kept letter by letter', async () => {
  const texts = ['{"b":1,  "a":"đơn"}', '[]', null]
  const rows = await given.database.rows<{ value: string | null }>(
    'SELECT value::text FROM unnest($1::json[]) WITH ORDINALITY AS list (value, nth) ORDER BY nth',
    [arrayOf.json(texts)],
  )
  expect(rows.map(({ value }) => value)).toEqual(texts)
})

test('what is not of the type is refused before it is sent', () => {
  expect(() => arrayOf.uuid([newId().slice(1)])).toThrow(RangeError)
  expect(() => arrayOf.uuid(['zzzzzzzz-0000-7000-8000-000000000000'])).toThrow(RangeError)
  expect(() => arrayOf.int4([2 ** 31])).toThrow(RangeError)
  expect(() => arrayOf.int4([0.5])).toThrow(RangeError)
  expect(() => arrayOf.int8([2 ** 53])).toThrow(RangeError)
  expect(() => arrayOf.timestamptz([new Date(Number.NaN)])).toThrow(RangeError)
  expect(() => arrayOf.date(['2026-02-30'])).toThrow('dates.not-a-day')
})
