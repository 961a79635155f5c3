import { createServer } from 'node:http'
import pino from 'pino'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { FastifyInstance } from 'fastify'
import type { CookieBrowser } from '../../tests/cookie-browser.ts'
import { testDatabase, type TestDatabase } from '../../tests/database.ts'
import { newId } from '../../kernel/ids.ts'
import { Problem } from '../../kernel/problem.ts'
import { createHttp } from '../http/index.ts'
import { authRoutes, createSessions, createStandIn, type Issuer, type Sessions } from './index.ts'

export const start = new Date('2026-11-20T02:00:00Z')
export const hour = 3_600_000

/** Who the stand-ins' accounts are here. */
export const ids = { citizen: newId(), officer: newId() }

const opened: FastifyInstance[] = []
let given: TestDatabase

/** The time here, and the database; the functions below stand on both. */
export const there = {
  now: start,
  get database() {
    return given.database
  },
  get owner() {
    return given.owner
  },
}

/** Makes the database before the tests of a file and puts everything away after each. */
export function useSignIn(): void {
  beforeAll(async () => {
    given = await testDatabase()
  })
  afterAll(() => given.drop())
  afterEach(async () => {
    there.now = start
    await given.owner.run('DELETE FROM session')
    await Promise.all(opened.splice(0).map((app) => app.close()))
  })
}

interface Served {
  readonly home: string
  readonly sessions: Sessions
}

/** A server on a free port with a stand-in for each issuer, or other issuers in their place. */
export async function serve(change: (issuer: Issuer) => Issuer = (issuer) => issuer): Promise<Served> {
  const port = await freePort()
  const publicUrl = new URL(`http://localhost:${port}`)
  const sessions = createSessions({
    database: given.database,
    clock: () => there.now,
    publicUrl,
    visitorOf: async ({ issuer, subject, assurance }) =>
      issuer === 'citizen'
        ? { kind: 'citizen', personId: ids.citizen, name: `Người ${subject}`, assurance }
        : { kind: 'officer', officerId: ids.officer, name: `Cán bộ ${subject}`, roles: [] },
  })
  const app = await createHttp({
    logger: pino({ level: 'silent' }),
    publicUrl,
    api: { title: 't', version: '1', description: 'd' },
    identify: sessions.identify,
  })
  opened.push(app)
  const issuers = await Promise.all(
    (['citizen', 'officer'] as const).map(async (name) => {
      const standIn = await createStandIn({
        mode: 'demo',
        name,
        publicUrl,
        path: `/stand-in/${name}`,
        accounts: ['an', 'binh'].map((subject) => ({
          subject,
          name: subject,
          tries: 'thử',
          claims: { loAs: '2' },
        })),
        words: { watermark: 'BẢN DÙNG THỬ', title: 'Chọn', lead: 'Thử' },
      })
      await standIn.mount(app)
      return change({
        name,
        settings: standIn.settings,
        fetch: standIn.fetch,
        scope: 'openid',
        admit: async (_tx, _at, userinfo) => {
          if (userinfo['sub'] === 'binh') throw new Problem('forbidden', 'people.officer-unknown')
          return {
            subject: String(userinfo['sub']),
            assurance: Number(userinfo['loAs']),
            actor: { kind: name === 'citizen' ? 'person' : 'officer', id: ids[name] },
          }
        },
      })
    }),
  )
  await authRoutes(app, { database: given.database, clock: () => there.now, publicUrl, sessions, issuers })
  await app.listen({ port, host: 'localhost' })
  return { home: publicUrl.origin, sessions }
}

export function freePort(): Promise<number> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.listen(0, 'localhost', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

export async function signIn(
  browser: CookieBrowser,
  name: 'citizen' | 'officer',
  account: string,
  next = '/api',
) {
  const choice = await browser.get(`/auth/${name}/sign-in?next=${encodeURIComponent(next)}`)
  return { choice, landed: await browser.post(choice.url.href, { account }) }
}

export async function session(browser: CookieBrowser): Promise<unknown> {
  return JSON.parse((await browser.get('/api/v1/session')).text)
}
