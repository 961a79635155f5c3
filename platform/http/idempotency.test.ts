import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { newId } from '../../kernel/ids.ts'
import { testDatabase, type TestDatabase } from '../../tests/database.ts'
import { createHttp, forgetOldKeys, idempotent, onceOf, route } from './index.ts'

const now = new Date('2026-11-20T02:00:00Z')

let given: TestDatabase
let app: FastifyInstance
let carriedOut = 0
let fails = false
let underWay: PromiseWithResolvers<void> | undefined
let mayFinish: PromiseWithResolvers<void> | undefined

beforeAll(async () => {
  given = await testDatabase()
  app = await createHttp({
    logger: pino({ level: 'silent' }),
    publicUrl: new URL('http://localhost:8080'),
    api: { title: 't', version: '1', description: 'd' },
    identify: async ({ headers }) => ({
      kind: 'citizen',
      personId: String(headers['x-person'] ?? 'an'),
      name: '',
      assurance: 2,
    }),
  })
  route(app, {
    method: 'POST',
    url: '/papers',
    operationId: 'addPaper',
    summary: 'Adds a paper',
    tags: ['test'],
    access: 'citizen',
    schema: {
      body: Type.Object({ name: Type.String() }),
      response: { 201: Type.Object({ number: Type.Integer() }) },
    },
    handler: (request) => {
      const once = onceOf(request)
      return given.database.transact((tx) =>
        idempotent(tx, now, once, async () => {
          carriedOut += 1
          const number = carriedOut
          underWay?.resolve()
          await mayFinish?.promise
          if (fails) throw new Error('the work fails')
          return { number }
        }),
      )
    },
  })
})

afterAll(async () => {
  await app.close()
  await given.drop()
})

// `inject` begins only when it is awaited, hence async.
async function submit(key: string | undefined, name = 'Giấy khai sinh', person = 'an') {
  const headers = { 'x-person': person, ...(key === undefined ? {} : { 'idempotency-key': key }) }
  return await app.inject({ method: 'POST', url: '/papers', headers, payload: { name } })
}

test('a repeated request is carried out once and answered twice', async () => {
  const key = newId()
  const before = carriedOut
  const first = await submit(key)
  const second = await submit(`"${key}"`)
  expect([first.statusCode, second.statusCode]).toEqual([201, 201])
  expect(second.json()).toEqual(first.json())
  expect(carriedOut).toBe(before + 1)
})

test('the same key with another request is refused', async () => {
  const key = newId()
  await submit(key)
  const other = await submit(key, 'Giấy kết hôn')
  expect(other.statusCode).toBe(409)
  expect(other.json()).toMatchObject({ code: 'http.idempotency-key-reused' })
})

test('the same key of another visitor is another request', async () => {
  const key = newId()
  const [first, second] = [await submit(key), await submit(key, 'Giấy khai sinh', 'bình')]
  expect(second.json()).not.toEqual(first.json())
})

test('without a key every request is carried out', async () => {
  const [first, second] = [await submit(undefined), await submit(undefined)]
  expect(second.json()).not.toEqual(first.json())
})

test.for(['short', 'có dấu tiếng Việt 123', 'x'.repeat(201)])('the key %s is refused', async (key) => {
  const answer = await submit(encodeURIComponent(key) === key ? key : 'with blanks in it 123')
  expect(answer.json()).toMatchObject({ status: 422, code: 'http.idempotency-key-malformed' })
})

test('a request that failed leaves no key behind and may be repeated', async () => {
  const key = newId()
  fails = true
  expect((await submit(key)).statusCode).toBe(500)
  fails = false
  expect((await submit(key)).statusCode).toBe(201)
})

async function waitForLock(): Promise<void> {
  const waiting = 'SELECT count(*) AS waiting FROM pg_locks WHERE NOT granted'
  while ((await given.owner.one<{ waiting: number }>(waiting)).waiting === 0);
}

test('of two requests at once the second waits and gets the answer of the first', async () => {
  const key = newId()
  const before = carriedOut
  underWay = Promise.withResolvers()
  mayFinish = Promise.withResolvers()
  const first = submit(key)
  await underWay.promise
  const second = submit(key)
  await waitForLock()
  mayFinish.resolve()
  const answers = await Promise.all([first, second])
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201])
  expect(answers[1].json()).toEqual(answers[0].json())
  expect(carriedOut).toBe(before + 1)
})

test('keys are forgotten after two days', async () => {
  await submit(newId())
  const left = 'SELECT count(*) AS left FROM idempotency_key'
  expect(await forgetOldKeys(given.database, new Date(now.getTime() + 47 * 3_600_000))).toBe(0)
  expect(await forgetOldKeys(given.database, new Date(now.getTime() + 49 * 3_600_000))).toBeGreaterThan(0)
  expect(await given.database.one(left)).toEqual({ left: 0 })
})
