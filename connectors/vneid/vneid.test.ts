import fc from 'fast-check'
import { createServer } from 'node:http'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { localDateOf } from '../../kernel/dates.ts'
import {
  findPersonByNationalId,
  loadDemoPeople,
  readDemoPeople,
  visitorOf,
} from '../../modules/people/index.ts'
import { authRoutes, createSessions, decideProvinceMode } from '../../platform/auth/index.ts'
import { createHttp } from '../../platform/http/index.ts'
import { CookieBrowser } from '../../tests/cookie-browser.ts'
import { loadedProvince, type LoadedProvince } from '../../tests/province.ts'
import { officerIssuer, officerStandIn } from '../officer-sign-in/index.ts'
import { readUserinfo, vneidIssuer, vneidStandIn } from './index.ts'

const at = new Date('2026-11-20T02:00:00Z')
const folder = new URL('../../content/tay-ninh', import.meta.url).pathname

let given: LoadedProvince
let app: FastifyInstance
let home: string

beforeAll(async () => {
  given = await loadedProvince(at)
  const { database } = given
  const content = await readDemoPeople(folder)
  const mode = await database.transact(async (tx) => {
    const decided = await decideProvinceMode(tx, at, undefined)
    await loadDemoPeople(tx, at, content)
    return decided
  })
  const publicUrl = new URL(`http://localhost:${await freePort()}`)
  const clock = () => at
  const sessions = createSessions({
    database,
    clock,
    publicUrl,
    visitorOf: (session) => visitorOf(database, session, localDateOf(clock())),
  })
  app = await createHttp({
    logger: pino({ level: 'silent' }),
    publicUrl,
    api: { title: 't', version: '1', description: 'd' },
    identify: sessions.identify,
  })
  const people = content.value
  const vneid = await vneidStandIn({ mode, publicUrl, people })
  const officers = await officerStandIn({ mode, publicUrl, people })
  await vneid.mount(app)
  await officers.mount(app)
  const issuers = [vneidIssuer(vneid), officerIssuer(officers)]
  await authRoutes(app, { database, clock, publicUrl, sessions, issuers })
  home = publicUrl.origin
  await app.listen({ port: Number(publicUrl.port), host: 'localhost' })
})

afterAll(async () => {
  await app.close()
  await given.drop()
})

function freePort(): Promise<number> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.listen(0, 'localhost', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function signIn(issuer: 'citizen' | 'officer', account: string) {
  const browser = new CookieBrowser(home)
  const choice = await browser.get(`/auth/${issuer}/sign-in?next=%2Fapi`)
  const landed = await browser.post(choice.url.href, { account })
  const session: unknown = JSON.parse((await browser.get('/api/v1/session')).text)
  return { choice, landed, session }
}

test('the stand-in says on its face that it is not VNeID, and shows whom one may be and what to try', async () => {
  const { choice } = await signIn('citizen', 'nguyen-van-an')
  expect(choice.url.pathname).toMatch(/^\/stand-in\/vneid\/interaction\//)
  expect(choice.text).toContain('BẢN DÙNG THỬ — không phải VNeID')
  expect(choice.text).toContain('Công Tằng Tôn Nữ Hoàng Diễm Quỳnh')
  expect(choice.text).toContain('Xin giấy phép xây dựng nhà ở')
  expect(choice.text).not.toContain('072085990001')
})

test('a citizen who signs in is the person with that national id', async () => {
  const { landed, session } = await signIn('citizen', 'le-hoang-phuc')
  expect(landed.status).toBe(200)
  expect(session).toEqual({ kind: 'citizen', name: 'Lê Hoàng Phúc', assurance: 1 })
  expect(await findPersonByNationalId(given.database, '072201990004')).toMatchObject({
    name: 'Lê Hoàng Phúc',
    birthOn: '2001-01-19',
  })
})

test('an officer who signs in holds the roles that the province keeps', async () => {
  const { session } = await signIn('officer', 'trinh-thi-ut')
  const agencyId = await given.agencyId('ubnd-27937')
  expect(session).toEqual({
    kind: 'officer',
    name: 'Trịnh Thị Út',
    roles: [
      { agencyId, role: 'reception' },
      { agencyId, role: 'case-officer' },
    ],
  })
})

test('an account of nobody is refused', async () => {
  const { landed, session } = await signIn('citizen', 'nobody')
  expect(landed.status).toBe(403)
  expect(session).toEqual({ kind: 'anonymous' })
})

test('the stand-in tells of an account what the dossier needs and nothing more', async () => {
  const discovery = await fetch(`${home}/stand-in/vneid/.well-known/openid-configuration`)
  expect(await discovery.json()).toMatchObject({
    issuer: `${home}/stand-in/vneid`,
    claims_supported: expect.arrayContaining(['sub', 'SoDinhDanh', 'HoVaTen', 'NgayThangNamSinh', 'loAs']),
    code_challenge_methods_supported: ['S256'],
  })
})

const userinfo = {
  sub: 'x',
  SoDinhDanh: '072085990001',
  HoVaTen: 'Nguyễn Văn An',
  NgayThangNamSinh: '19850312',
  loAs: '2',
}

test('of all that the issuer tells, only what a dossier needs is read', () => {
  const whole = {
    ...userinfo,
    Cha: 'A',
    Me: 'B',
    VoChong: 'C',
    DanToc: 'Kinh',
    TonGiao: 'Không',
    QueQuan: 'D',
  }
  expect(readUserinfo(whole)).toEqual({
    subject: 'x',
    nationalId: '072085990001',
    name: 'Nguyễn Văn An',
    birthOn: '1985-03-12',
    assurance: 2,
  })
})

test.for([
  ['19850312', '1985-03-12'],
  ['19850312000000', '1985-03-12'],
  ['12/03/1985', '1985-03-12'],
  ['1985', null],
  ['19850230', null],
  ['00000101', null],
  ['01/01/0001', null],
  ['', null],
  [undefined, null],
  [19850312, null],
] as const)('a day of birth written %s is read as %s', ([NgayThangNamSinh, day]) => {
  expect(readUserinfo({ ...userinfo, NgayThangNamSinh }).birthOn).toBe(day)
})

test.for(['sub', 'SoDinhDanh', 'HoVaTen'])('without %s nobody signs in', (claim) => {
  const broken = { kind: 'unavailable', code: 'vneid.claim-missing', meta: { claim } }
  for (const value of [undefined, '', '  ', 12]) {
    expect(() => readUserinfo({ ...userinfo, [claim]: value })).toThrow(expect.objectContaining(broken))
  }
})

test('whatever the issuer sends, an assurance is a level or unknown, and a day is a day', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (loAs, NgayThangNamSinh) => {
      const { assurance, birthOn } = readUserinfo({ ...userinfo, loAs, NgayThangNamSinh })
      expect(assurance === null || [1, 2, 3, 4].includes(assurance)).toBe(true)
      expect(birthOn === null || /^\d{4}-\d{2}-\d{2}$/.test(birthOn)).toBe(true)
    }),
  )
})
