import { afterEach, expect, test } from 'vitest'
import Type from 'typebox'
import { route } from './index.ts'
import { closeAll, given } from './server.fixture.ts'

afterEach(closeAll)

const Told = Type.Object({
  name: Type.Optional(Type.String({ format: 'words', minLength: 2 })),
  at: Type.Optional(Type.String({ format: 'date-time' })),
  on: Type.Optional(Type.String({ format: 'date' })),
  free: Type.Optional(Type.Unknown()),
})

async function tell(body: unknown, path = '/tell/a') {
  const app = await given()
  route(app, {
    method: 'POST',
    url: '/tell/:code',
    operationId: 'tell',
    summary: 'Tells',
    tags: ['test'],
    access: 'public',
    schema: {
      params: Type.Object({ code: Type.String() }),
      querystring: Type.Object({ after: Type.Optional(Type.String()) }),
      body: Told,
      response: { 201: Type.Object({}) },
    },
    handler: () => ({}),
  })
  // Built up by hand: writing a deep value as JSON runs out of stack by itself.
  const payload = typeof body === 'string' ? body : JSON.stringify(body)
  const headers = { 'content-type': 'application/json' }
  const answer = await app.inject({ method: 'POST', url: path, payload, headers })
  return { status: answer.statusCode, ...answer.json<{ fields?: unknown; code?: string }>() }
}

const refused = (path: string, code: string) => ({
  status: 422,
  code: 'http.invalid-request',
  fields: [expect.objectContaining({ path, code })],
})

test('what no database can keep is refused wherever it stands, as a value and as a name', async () => {
  expect(await tell({ free: { list: ['a', 'b\u0000'] } })).toMatchObject(
    refused('/free/list/1', 'characters'),
  )
  expect(await tell({ free: { 'a/b': 'half \ud800' } })).toMatchObject(refused('/free/a~1b', 'characters'))
  expect(await tell({ free: { 'k\u0000': 1 } })).toMatchObject(refused('/free', 'characters'))
  expect(await tell({}, '/tell/%00')).toMatchObject(refused('/code', 'characters'))
  expect(await tell({}, '/tell/a?after=%00')).toMatchObject(refused('/after', 'characters'))
  expect((await tell({ free: 'Nguyễn 😀' })).status).toBe(201)
})

test('a body may be as deep as anybody needs, and no deeper than can be walked', async () => {
  const deep = (levels: number) => `{"free":${'['.repeat(levels)}${']'.repeat(levels)}}`
  expect((await tell(deep(60))).status).toBe(201)
  expect(await tell(deep(200_000))).toMatchObject({
    status: 422,
    fields: [expect.objectContaining({ code: 'too-deep' })],
  })
})

test.for(['   ', '\u200b\u200b\u200b', 'Nguye\u0302\u0303n', 'Nguyễn\u202e An', 'Nguyễn\u0007'])(
  'a text for people to read is not %j',
  async (name) => {
    expect(await tell({ name })).toMatchObject(refused('/name', 'words'))
  },
)

test('a text for people to read may have several lines and any script', async () => {
  for (const name of ['Nguyễn Thị Ánh', 'Một\r\nhai\tba', '王小明', 'Số 12/QĐ-UBND']) {
    expect((await tell({ name })).status, name).toBe(201)
  }
})

test.for([
  '2026-11-24T23:59:60Z',
  '2026-11-24 10:00:00Z',
  '2026-02-30T10:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2026-11-24T10:00:00',
  '2026-11-24T25:00:00Z',
])('%s is no instant', async (at) => {
  expect(await tell({ at })).toMatchObject(refused('/at', 'format'))
})

test('instants with fractions and zones are taken', async () => {
  for (const at of ['2026-11-24T10:00:00Z', '2026-11-24T10:00:00.123456+07:00']) {
    expect((await tell({ at })).status, at).toBe(201)
  }
})

test.for(['0000-01-01', '0001-01-01', '9999-12-31', '2026-02-29', '2026-2-1', '+010000-01-01'])(
  '%s is no day that anything here can be about',
  async (on) => {
    expect(await tell({ on })).toMatchObject(refused('/on', 'format'))
  },
)
