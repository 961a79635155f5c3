import { gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import Type from 'typebox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHttp, inProcessApi, route } from '../platform/http/index.ts'
import { mountScreens } from './screens.ts'

let app: FastifyInstance

beforeAll(async () => {
  app = await createHttp({
    logger: pino({ level: 'silent' }),
    publicUrl: new URL('http://127.0.0.1'),
    api: { title: 'screens', version: '1', description: 'Pages over an API that knows nobody' },
  })
  route(app, {
    method: 'GET',
    url: '/api/v1/session',
    operationId: 'getSession',
    summary: 'Nobody is signed in',
    tags: ['session'],
    access: 'public',
    schema: { response: { 200: Type.Object({ kind: Type.Literal('anonymous') }) } },
    handler: () => ({ kind: 'anonymous' as const }),
  })
  await mountScreens(app, {
    api: inProcessApi(app),
    house: { province: 'Tỉnh Thử', provinceEn: 'Test Province', demo: true },
  })
  await app.ready()
}, 120_000)

afterAll(() => app.close())

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers })

test('a citizen page is whole without a script, bears the watermark and is kept by nobody', async () => {
  const page = await get('/dang-nhap')
  expect(page.statusCode).toBe(200)
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.headers['cache-control']).toBe('no-store')
  expect(page.body).toContain('<html lang="vi">')
  expect(page.body).toContain('BẢN DÙNG THỬ')
  expect(page.body).toContain('Đăng nhập – Tỉnh Thử')
  expect(page.body).not.toContain('<script')
})

test('every script of a page that has some carries the nonce of its answer', async () => {
  const page = await get('/workbench')
  expect(page.body).toContain('<script')
  const nonces = [...page.body.matchAll(/<script[^>]*>/g)].map(([tag]) => /nonce="([^"]+)"/.exec(tag)?.[1])
  const policy = String(page.headers['content-security-policy'])
  expect(new Set(nonces).size).toBe(1)
  expect(policy).toContain(`'nonce-${nonces[0]}'`)
  expect(policy).not.toContain('unsafe-inline')
})

test('built files are kept for a year and lie there compressed', async () => {
  const page = await get('/dang-nhap')
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(page.body)?.[1] ?? ''
  const file = await get(style, { 'accept-encoding': 'gzip' })
  expect(file.headers['cache-control']).toContain('immutable')
  expect(file.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(file.rawPayload).toString()).toContain('--indigo')
})

test('pages are compressed for whoever takes it', async () => {
  const page = await get('/dang-nhap', { 'accept-encoding': 'gzip' })
  expect(page.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(page.rawPayload).toString()).toContain('</html>')
})

test('a mistyped address is a page for people and a problem for programs', async () => {
  const page = await get('/khong-co')
  expect(page.statusCode).toBe(404)
  expect(page.body).toContain('Không tìm thấy trang này')
  const problem = await get('/api/v1/khong-co')
  expect(problem.statusCode).toBe(404)
  expect(problem.json()).toMatchObject({ code: 'http.no-such-address' })
})

test('the language that was chosen is kept, and the way back leads nowhere else', async () => {
  const chosen = await app.inject({
    method: 'POST',
    url: '/ngon-ngu',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    payload: new URLSearchParams({ language: 'en', next: '//evil.example/' }).toString(),
  })
  expect(chosen.statusCode).toBe(302)
  expect(chosen.headers['location']).toBe('/')
  const cookie = String(chosen.headers['set-cookie']).split(';')[0] ?? ''
  const page = await get('/dang-nhap', { cookie })
  expect(page.body).toContain('<html lang="en">')
  expect(page.body).toContain('Sign in – Test Province')
})

test('a form of another site is refused before the screens see it', async () => {
  const refused = await app.inject({
    method: 'POST',
    url: '/ngon-ngu',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
    payload: 'language=en&next=/',
  })
  expect(refused.statusCode).toBe(403)
})

test('the dark tokens hold as the machine has it, always, or never: as was chosen, and from the first byte on', async () => {
  const darkLink = async (cookie: string) => {
    const { body } = await get('/dang-nhap', { cookie })
    return /<link rel="stylesheet" href="\/assets\/dark[^"]*" media="([^"]+)"/.exec(body)?.[1]
  }
  expect(await darkLink('')).toBe('screen and (prefers-color-scheme: dark)')
  expect(await darkLink('theme=dark')).toBe('screen')
  expect(await darkLink('theme=light')).toBeUndefined()
})

test.each([
  ['dark', 'theme=dark; Path=/; Max-Age=31536000; SameSite=Lax'],
  ['system', 'theme=system; Path=/; Max-Age=0; SameSite=Lax'],
])('a choice of the %s theme is kept or forgotten', async (theme, cookie) => {
  const answer = await app.inject({
    method: 'POST',
    url: '/giao-dien',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    payload: new URLSearchParams({ theme, next: '/tra-cuu' }).toString(),
  })
  expect(answer.statusCode).toBe(302)
  expect(answer.headers['location']).toBe('/tra-cuu')
  expect(answer.headers['set-cookie']).toContain(cookie)
})
