import { afterEach, expect, test } from 'vitest'
import type { FastifySchema } from 'fastify'
import Type from 'typebox'
import { Problem, type ProblemKind } from '../../kernel/problem.ts'
import { listen, route, type Visitor } from './index.ts'
import { closeAll, failing, given, log, withEcho } from './server.fixture.ts'

const officer: Visitor = {
  kind: 'officer',
  officerId: 'o1',
  name: 'A',
  roles: [{ agencyId: 'a', role: 'leader' }],
}
const citizen: Visitor = { kind: 'citizen', personId: 'p1', name: 'B', assurance: 2 }

afterEach(closeAll)

test.for([
  ['operationId', { tags: ['t'], response: {} }, { access: 'public' }],
  ['tags', { operationId: 'a', response: {} }, { access: 'public' }],
  ['schema.response', { operationId: 'a', tags: ['t'] }, { access: 'public' }],
  ['config.access', { operationId: 'a', tags: ['t'], response: {} }, {}],
] as const)('a route without %s refuses the start', async ([missing, schema, config]) => {
  const app = await given()
  expect(() => app.get('/a', { schema, config, handler: () => 'a' })).toThrow(missing)
})

test('a route that looks at no visitor and is not for everybody refuses the start', async () => {
  const app = await given({ identify: async () => officer })
  const schema = { operationId: 'a', tags: ['t'], response: {} }
  const open = () =>
    app.get('/a', { schema, config: { access: 'officer', impersonal: true }, handler: () => 'a' })
  expect(open).toThrow('impersonal')
})

test('two routes of one operation id refuse the start', async () => {
  const app = await given()
  failing(app, '/a', () => undefined)
  expect(() =>
    app.get('/b', {
      schema: { operationId: 'fail-a', tags: ['t'], response: {} },
      config: { access: 'public' },
      handler: () => 'b',
    }),
  ).toThrow('fail-a')
})

test.for<[ProblemKind, number]>([
  ['invalid', 422],
  ['unauthenticated', 401],
  ['forbidden', 403],
  ['missing', 404],
  ['conflict', 409],
  ['gone', 410],
  ['busy', 503],
  ['unavailable', 503],
])('a problem of kind %s leaves with status %i', async ([kind, status]) => {
  const app = await given()
  const fields = [{ path: '/name', code: 'required' }]
  failing(app, '/fail', () => new Problem(kind, 'test.broken', { fields, meta: { day: '2026-11-20' } }))
  const answer = await app.inject('/fail')
  expect(answer.statusCode).toBe(status)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.json()).toEqual({
    type: 'urn:thong-suot:problem:test.broken',
    title: expect.any(String),
    status,
    code: 'test.broken',
    fields,
    instance: `urn:uuid:${String(answer.headers['x-request-id'])}`,
    meta: { day: '2026-11-20' },
  })
  expect(answer.headers['retry-after']).toBe(kind === 'busy' ? '5' : undefined)
})

test('a bug tells the visitor nothing and the log everything', async () => {
  const app = await given()
  failing(app, '/fail', () => new Error('password=hunter2', { cause: new Error('SELECT secret') }))
  const answer = await app.inject('/fail')
  expect(answer.statusCode).toBe(500)
  expect(answer.json()).toMatchObject({ code: 'http.bug', fields: [], meta: {} })
  expect(answer.body + JSON.stringify(answer.headers)).not.toMatch(/hunter2|secret|\.ts|node_modules/)
  const logged = log.find((line) => line.includes('hunter2'))
  expect(logged).toContain('SELECT secret')
  expect(logged).toContain(answer.headers['x-request-id'])
})

test('a thrown value that is no error is a bug as well', async () => {
  const app = await given()
  failing(app, '/fail', () => 'secret')
  const answer = await app.inject('/fail')
  expect(answer.statusCode).toBe(500)
  expect(answer.body).not.toContain('secret')
})

test('an answer that its route does not declare leaves not at all', async () => {
  const app = await given()
  const response = { 200: Type.Object({ shown: Type.String() }) }
  const schema: FastifySchema = { operationId: 'a', tags: ['t'], response }
  app.get('/a', {
    schema,
    config: { access: 'public' },
    handler: (request, reply) =>
      reply.code(request.url.includes('teapot') ? 418 : 200).send({ shown: 'x', secret: 'y' }),
  })
  expect((await app.inject('/a')).json()).toEqual({ shown: 'x' })
  const undeclared = await app.inject('/a?teapot')
  expect(undeclared.statusCode).toBe(500)
  expect(undeclared.body).not.toContain('secret')
})

test('addresses are read from text, bodies are taken as they are', async () => {
  const app = await withEcho()
  const good = await app.inject({ method: 'POST', url: '/echo/4?tag=x', payload: { count: 2, kind: 'a' } })
  expect(good.statusCode).toBe(201)
  expect(good.json()).toEqual({ count: 2, kind: 'a', page: 5, tags: ['x'] })
  const coerced = await app.inject({ method: 'POST', url: '/echo/4', payload: { count: '2', kind: 'a' } })
  expect(coerced.statusCode).toBe(422)
  expect(coerced.json()).toMatchObject({
    code: 'http.invalid-request',
    fields: [{ path: '/count', code: 'type', meta: { expected: 'integer' } }],
    meta: { part: 'body' },
  })
})

test('every field that breaks a rule is named, none is dropped in silence', async () => {
  const app = await withEcho()
  const answer = await app.inject({ method: 'POST', url: '/echo/4', payload: { kind: 'z', 'a/b': 1 } })
  const { fields } = answer.json<{ fields: { path: string; code: string }[] }>()
  expect(fields.map(({ path, code }) => `${path} ${code}`).toSorted()).toEqual([
    '/a~1b unknown-key',
    '/count required',
    '/kind choice',
  ])
  const params = await app.inject({ method: 'POST', url: '/echo/four', payload: { count: 1, kind: 'a' } })
  expect(params.json()).toMatchObject({ code: 'http.invalid-request', meta: { part: 'params' } })
})

test.for([
  [
    'a body that is no JSON',
    { payload: '{"a', headers: { 'content-type': 'application/json' } },
    400,
    'unparsable-body',
  ],
  ['an empty body', { payload: '', headers: { 'content-type': 'application/json' } }, 400, 'unparsable-body'],
  [
    'an unknown media type',
    { payload: 'x', headers: { 'content-type': 'text/x-y' } },
    415,
    'unsupported-media-type',
  ],
  [
    'a body too large',
    { payload: { count: 1, kind: 'x'.repeat(1_100_000) }, headers: {} },
    413,
    'body-too-large',
  ],
] as const)('%s is refused', async ([, request, status, code]) => {
  const app = await withEcho()
  const answer = await app.inject({ method: 'POST', url: '/echo/1', ...request })
  expect(answer.statusCode).toBe(status)
  expect(answer.json()).toMatchObject({ code: `http.${code}`, status })
})

test('an address that cannot be read and one that is not there are told apart', async () => {
  const app = await given()
  expect((await app.inject('/%')).json()).toMatchObject({ status: 400, code: 'http.unparsable-address' })
  expect((await app.inject('/nowhere')).json()).toMatchObject({ status: 404, code: 'http.no-such-address' })
})

test('each access admits its visitors and nobody else', async () => {
  let visitor: Visitor = { kind: 'anonymous' }
  const app = await given({ identify: async () => visitor })
  for (const access of ['public', 'signed-in', 'citizen', 'officer', 'leader', 'operator'] as const) {
    route(app, {
      method: 'GET',
      url: `/${access}`,
      operationId: access,
      summary: access,
      tags: ['test'],
      access,
      schema: { response: { 204: Type.Null() } },
      handler: () => null,
    })
  }
  const statuses = async (who: Visitor): Promise<Record<string, number>> => {
    visitor = who
    const entries = ['public', 'signed-in', 'citizen', 'officer', 'leader', 'operator'].map(
      async (access) => [access, (await app.inject(`/${access}`)).statusCode] as const,
    )
    return Object.fromEntries(await Promise.all(entries))
  }
  const may = { public: 204, 'signed-in': 204 }
  expect(await statuses({ kind: 'anonymous' })).toEqual({
    public: 204,
    'signed-in': 401,
    citizen: 401,
    officer: 401,
    leader: 401,
    operator: 401,
  })
  expect(await statuses(citizen)).toEqual({ ...may, citizen: 204, officer: 403, leader: 403, operator: 403 })
  expect(await statuses(officer)).toEqual({ ...may, citizen: 403, officer: 204, leader: 204, operator: 403 })
})

test('pages get nonces that the policy names, and HSTS stands only on https', async () => {
  const app = await given()
  const answer = await app.inject('/api')
  const policy = String(answer.headers['content-security-policy'])
  const nonce = /style-src 'self' 'nonce-([0-9a-f]{32})'/.exec(policy)?.[1]
  expect(answer.body).toContain(`<style nonce="${nonce}">`)
  expect(policy).toMatch(/script-src 'self' 'nonce-[0-9a-f]{32}'(;|$)/)
  expect(policy).not.toContain('unsafe')
  expect(policy).not.toContain('upgrade-insecure-requests')
  expect(answer.headers['strict-transport-security']).toBeUndefined()
  const secure = await given({ publicUrl: new URL('https://dichvucong.example.vn') })
  const headers = (await secure.inject('/api')).headers
  expect(headers['strict-transport-security']).toContain('max-age=31536000')
  expect(headers['content-security-policy']).toContain('upgrade-insecure-requests')
})

test('ready names the check that failed, and live stays live', async () => {
  const app = await given({
    ready: { database: async () => 1, files: () => Promise.reject(new Error('disk on fire')) },
  })
  expect((await app.inject('/health/live')).json()).toEqual({ status: 'live', checked: [] })
  const answer = await app.inject('/health/ready')
  expect(answer.json()).toMatchObject({ status: 503, code: 'http.not-ready', meta: { failed: ['files'] } })
  expect(answer.body).not.toContain('fire')
  const well = await given({ ready: { database: async () => 1 } })
  expect((await well.inject('/health/ready')).json()).toEqual({ status: 'ready', checked: ['database'] })
})

test('a taken port is a clear problem', async () => {
  const [first, second] = [await given(), await given()]
  const address = await listen(first, { port: 0, host: '127.0.0.1' })
  const port = Number(new URL(address).port)
  await expect(listen(second, { port, host: '127.0.0.1' })).rejects.toMatchObject({
    code: 'http.port-taken',
    meta: { port },
  })
})

test('the log names the route and not the address, which may name a person', async () => {
  const app = await withEcho()
  await app.inject({ method: 'POST', url: '/echo/1?tag=072099000001', payload: { count: 1, kind: 'a' } })
  expect(log.join('')).toContain('"/echo/:page"')
  expect(log.join('')).not.toContain('072099000001')
  expect(log.join('').match(/"requestId"/g)).toHaveLength(1)
})

test('an answer is kept by no browser and no proxy, unless its route says so', async () => {
  const app = await given({ identify: async () => citizen })
  const answering = (url: string, cache: string | undefined) =>
    route(app, {
      method: 'GET',
      url,
      operationId: `answer${url.replace('/', '-')}`,
      summary: 'Answers',
      tags: ['test'],
      access: 'public',
      schema: { response: { 200: Type.Object({}) } },
      handler: (_request, reply) => {
        if (cache !== undefined) reply.header('cache-control', cache)
        return {}
      },
    })
  answering('/mine', undefined)
  answering('/published', 'public, max-age=60')
  expect((await app.inject('/mine')).headers['cache-control']).toBe('no-store')
  expect((await app.inject('/published')).headers['cache-control']).toBe('public, max-age=60')
})
