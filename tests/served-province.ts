import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, RouteOptions } from 'fastify'
import pg from 'pg'
import { inject } from 'vitest'
import { openProvince, root, type Province } from '../main/province.ts'
import { serve } from '../main/serve.ts'
import { readSettings } from '../platform/config/index.ts'
import { listen, type Limits } from '../platform/http/index.ts'
import { createLogger } from '../platform/logging/index.ts'

export interface ServedRoute {
  readonly method: string
  readonly url: string
}

/** The product as `npm start` runs it, on a database of its own and a clock that starts where the test puts it and runs on. */
export interface ServedProvince {
  readonly home: string
  readonly province: Province
  /** Every route of the running program, shown in its description or not. */
  readonly routes: readonly ServedRoute[]
  at(instant: string | Date): void
  readonly now: () => Date
  close(): Promise<void>
}

const unlimited: Limits = {
  general: Infinity,
  'sign-in': Infinity,
  'look-up': Infinity,
  'not-found': Infinity,
}

export async function serveProvince(startAt: string): Promise<ServedProvince> {
  const closing: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const one of closing.toReversed()) await one()
  }
  try {
    const running = runningClock(startAt)
    const dataDir = await mkdtemp(join(tmpdir(), 'ts-served-'))
    closing.push(() => rm(dataDir, { recursive: true, force: true }))
    const databaseUrl = await emptyDatabase(closing)
    const port = await freePort()
    const environment = {
      PORT: String(port),
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: process.env['THONGSUOT_TEST_LOG'] ?? 'silent',
    }
    const settings = readSettings(environment, root)
    const logger = createLogger({ level: settings.logLevel })
    const progress = () => undefined
    const province = await openProvince({ settings, logger, clock: running.now, progress })
    closing.push(() => province.close())
    const publicUrl = new URL(settings.publicUrl)
    const { served, routes } = await withRoutes(() =>
      serve({ province, publicUrl, logger, environment, limits: unlimited, progress }),
    )
    closing.push(() => served.close())
    await listen(served.app, settings)
    return { home: publicUrl.origin, province, routes, at: running.at, now: running.now, close }
  } catch (error) {
    await close()
    throw error
  }
}

function runningClock(startAt: string): Pick<ServedProvince, 'at' | 'now'> {
  let ahead = 0
  const at = (instant: string | Date) => {
    ahead = new Date(instant).getTime() - Date.now()
  }
  at(startAt)
  return { at, now: () => new Date(Date.now() + ahead) }
}

async function asAdministrator<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: inject('testServer') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function emptyDatabase(closing: (() => Promise<unknown>)[]): Promise<string> {
  const name = `served_${randomBytes(6).toString('hex')}`
  await asAdministrator((client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`))
  closing.push(() => asAdministrator((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)))
  const url = new URL(inject('testServer'))
  url.pathname = `/${name}`
  return url.href
}

/** Hears of the routes as Fastify takes them in, so that none can hide from the tests. */
async function withRoutes<T>(start: () => Promise<T>): Promise<{ served: T; routes: ServedRoute[] }> {
  const routes: ServedRoute[] = []
  const heard = (message: unknown) => {
    const { fastify } = message as { readonly fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url }: RouteOptions) => {
      for (const one of [method].flat()) routes.push({ method: one, url })
    })
  }
  subscribe('fastify.initialization', heard)
  try {
    return { served: await start(), routes }
  } finally {
    unsubscribe('fastify.initialization', heard)
  }
}

function freePort(): Promise<number> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.listen(0, 'localhost', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
