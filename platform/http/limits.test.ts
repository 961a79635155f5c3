import { afterEach, expect, test } from 'vitest'
import Type from 'typebox'
import { Problem } from '../../kernel/problem.ts'
import { type HttpSettings, inProcessApi, route } from './index.ts'
import { closeAll, failing, given, withEcho } from './server.fixture.ts'

afterEach(closeAll)

test('more requests than the limit are turned away with the time to wait, unknown addresses too', async () => {
  const app = await given({ limits: { general: 2, 'not-found': 1 } })
  const statuses = []
  for (const url of ['/api', '/openapi.json', '/api', '/x', '/y'])
    statuses.push((await app.inject(url)).statusCode)
  expect(statuses).toEqual([200, 200, 429, 404, 429])
  const refused = await app.inject('/api')
  expect(refused.json()).toMatchObject({ code: 'http.too-many-requests' })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  const elsewhere = await app.inject({ url: '/api', remoteAddress: '203.0.113.9' })
  expect(elsewhere.statusCode).toBe(200)
  expect((await app.inject('/health/live')).statusCode).toBe(200)
})

test('visitors who have signed in behind one address are counted apart', async () => {
  const identify: HttpSettings['identify'] = async ({ headers }) => ({
    kind: 'citizen',
    personId: String(headers['x-who']),
    name: '',
    assurance: 2,
  })
  const app = await given({ limits: { general: 1 }, identify })
  const ask = async (who: string): Promise<number> =>
    (await app.inject({ url: '/api', headers: { 'x-who': who } })).statusCode
  expect([await ask('an'), await ask('binh'), await ask('an')]).toEqual([200, 200, 429])
})

test('a call in process carries the cookie and counts for the true client', async () => {
  const seen: (string | undefined)[] = []
  const app = await given({
    limits: { general: 1 },
    identify: async ({ headers }) => {
      seen.push(headers.cookie)
      return { kind: 'anonymous' }
    },
  })
  failing(app, '/gone', () => new Problem('gone', 'test.gone'))
  const call = inProcessApi(app)
  const from = { method: 'GET', path: '/gone', ip: '203.0.113.7', cookie: 'ts_session=abc' } as const
  const first = await call(from)
  expect(first.status).toBe(410)
  expect(await first.json()).toMatchObject({ code: 'test.gone' })
  expect(seen).toEqual(['ts_session=abc'])
  expect((await call(from)).status).toBe(429)
  expect((await call({ ...from, ip: '203.0.113.8', cookie: null })).status).toBe(410)
})

test('an action calls in process with a body, streamed or not, as a page of ours', async () => {
  const app = await withEcho()
  const call = inProcessApi(app)
  const json = JSON.stringify({ count: 1, kind: 'b' })
  const headers = { 'content-type': 'application/json' }
  const request = {
    method: 'POST',
    path: '/echo/1',
    ip: '203.0.113.7',
    cookie: 'ts_session=abc',
    headers,
  } as const
  for (const body of [json, new Blob([json]).stream()]) {
    expect(await (await call({ ...request, body })).json()).toMatchObject({ count: 1, page: 2 })
  }
})

test('a route that invites guessing is limited by itself', async () => {
  const app = await given({ limits: { 'look-up': 1 } })
  route(app, {
    method: 'GET',
    url: '/by-code',
    operationId: 'findByCode',
    summary: 'Looks up',
    tags: ['test'],
    access: 'public',
    limit: 'look-up',
    schema: { response: { 204: Type.Null() } },
    handler: () => null,
  })
  const statuses = []
  for (const url of ['/by-code', '/by-code', '/api']) statuses.push((await app.inject(url)).statusCode)
  expect(statuses).toEqual([204, 429, 200])
})
