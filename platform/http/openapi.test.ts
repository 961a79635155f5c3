import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import pino from 'pino'
import { expect, test } from 'vitest'
import Type from 'typebox'
import { createHttp, type HttpSettings, route } from './index.ts'
import { hoistNamedShapes, type OpenApi, type Shape } from './openapi-document.ts'

const settings: HttpSettings = {
  logger: pino({ level: 'silent' }),
  publicUrl: new URL('http://localhost:8080'),
  api: { title: 'Thông Suốt <thử>', version: '1.2.3', description: 'Bản mô tả' },
}

const Thing = Type.Object(
  { id: Type.String({ format: 'uuid' }), size: Type.Optional(Type.Union([Type.Integer(), Type.Null()])) },
  { title: 'Thing' },
)

async function given() {
  const app = await createHttp(settings)
  route(app, {
    method: 'GET',
    url: '/api/v1/things/:id',
    operationId: 'getThing',
    summary: 'One thing',
    tags: ['things'],
    access: 'officer',
    schema: {
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      querystring: Type.Object({ asOf: Type.Optional(Type.String({ format: 'date' })) }),
      response: { 200: Thing },
    },
    handler: ({ params }) => ({ id: params.id }),
  })
  route(app, {
    method: 'POST',
    url: '/api/v1/things',
    operationId: 'addThing',
    summary: 'Add a thing',
    tags: ['things'],
    access: 'public',
    schema: { body: Thing, response: { 201: Type.Object({ things: Type.Array(Thing) }) } },
    handler: ({ body }) => ({ things: [body] }),
  })
  return app
}

function operationsOf(api: OpenApi) {
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, operation })),
  )
}

function schemasIn(value: unknown): Shape[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'schema' ? [inner as Shape] : schemasIn(inner),
  )
}

test('the description is OpenAPI 3.1 and every operation says what it takes and answers', async () => {
  const app = await given()
  const answer = await app.inject('/openapi.json')
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  const api = answer.json<OpenApi>()
  expect(api.openapi).toMatch(/^3\.1\./)
  expect(api.info.title).not.toBe('')
  const operations = operationsOf(api)
  expect(operations.map(({ operation }) => operation.operationId).toSorted()).toEqual([
    'addThing',
    'getThing',
    'live',
    'openapi',
    'ready',
  ])
  for (const { path, operation } of operations) {
    expect(operation.tags.length).toBeGreaterThan(0)
    const { default: problem, ...successes } = operation.responses
    expect(Object.keys(successes)).not.toEqual([])
    expect(problem?.content?.['application/problem+json']?.schema).toEqual({
      $ref: '#/components/schemas/Problem',
    })
    for (const response of Object.values(operation.responses)) expect(response.description).not.toBe('')
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
    expect(declared.map(({ name, required }) => [name, required])).toEqual(inPath.map((name) => [name, true]))
  }
})

test('each schema in the description is a schema, and each name it refers to is there', async () => {
  const app = await given()
  const api = (await app.inject('/openapi.json')).json<OpenApi>()
  const ajv = formats.default(new Ajv2020({ strict: false }))
  ajv.addSchema({ $id: 'api', components: api.components })
  const schemas = schemasIn(api.paths)
  expect(schemas.length).toBeGreaterThan(8)
  for (const schema of schemas) {
    const text = JSON.stringify(schema).replaceAll('"#/components', '"api#/components')
    expect(() => ajv.compile(JSON.parse(text))).not.toThrow()
  }
  expect(Object.keys(api.components.schemas ?? {}).toSorted()).toEqual(['Health', 'Problem', 'Thing'])
})

test('an operation says who may call it', async () => {
  const app = await given()
  const api = (await app.inject('/openapi.json')).json<OpenApi>()
  const officers = api.paths['/api/v1/things/{id}']?.['get']
  expect(officers).toMatchObject({ 'x-access': 'officer', security: [{ session: [] }] })
  expect(api.paths['/api/v1/things']?.['post']).not.toHaveProperty('security')
})

test('two shapes under one name are a bug and are not described', () => {
  const document = (second: object) => ({
    paths: { '/a': { get: { schema: { title: 'A', type: 'string' } }, post: { schema: second } } },
  })
  expect(() => hoistNamedShapes(document({ title: 'A', type: 'number' }))).toThrow('titled A')
  expect(hoistNamedShapes(document({ title: 'A', type: 'string' })).components.schemas).toHaveProperty('A')
})

test('the page for people lists every operation, in two languages, and escapes what it shows', async () => {
  const app = await given()
  const page = (await app.inject('/api')).body
  expect(page).toContain('<html lang="vi">')
  expect(page).toContain('Thông Suốt &lt;thử&gt;')
  for (const shown of [
    'getThing',
    '/api/v1/things/{id}',
    'One thing',
    'id="shape-Thing"',
    'asOf',
    'cán bộ',
  ]) {
    expect(page).toContain(shown)
  }
  expect(page).not.toContain('[object')
  expect(page).not.toContain('undefined')
  expect((await app.inject('/api?lang=en')).body).toContain('Who may call')
})
