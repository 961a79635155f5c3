import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { newId } from '../../kernel/ids.ts'
import { Problem } from '../../kernel/problem.ts'
import type { DossierTruth } from '../../modules/dossiers/index.ts'
import type { Database } from '../../platform/db/index.ts'
import { createHttp, type Role, type Visitor } from '../../platform/http/index.ts'
import { follow, record, type Following } from '../../platform/ledger/index.ts'
import type { Messages, Status } from './contract.ts'
import { connectNationalPortal, type NationalPortal, type NationalPortalSettings } from './index.ts'
import { startStandIn } from './stand-in/server.ts'
import { aTruth } from './truth.fixture.ts'

export const account = { username: 'h53', password: 'thu-nghiem' }
export const base = '/api/v1/connectors/national-portal'

export function settingsFor(baseUrl: string, timeoutMs = 10_000): NationalPortalSettings {
  const paths = { loginPath: '/login', integrationPath: '/integration', sharePath: '/share' }
  return {
    provinceMode: 'demo',
    provinceCode: 'H53',
    senderCode: 'H53',
    endpoint: { baseUrl, ...paths, ...account },
    publicUrl: 'http://localhost:8080',
    linkSecret: Buffer.alloc(32, 7),
    timeoutMs,
  }
}

export function officer(...roles: Role[]): Visitor {
  const held = roles.map((role) => ({ agencyId: newId(), role }))
  return { kind: 'officer', officerId: newId(), name: 'Cán bộ', roles: held }
}

export const files = {
  openFile: async (sha256: string) => ({ stream: Readable.from([sha256]), size: sha256.length }),
}

export function report(error: unknown): never {
  throw error
}

let serial = 0

/** An accepted dossier with a code of its own. */
export function aNewTruth(overrides: Partial<DossierTruth> = {}): DossierTruth {
  serial += 1
  return aTruth({ code: `H53.25459-261123-${String(serial).padStart(4, '0')}`, ...overrides })
}

export function startPortal(port = 0) {
  return startStandIn({ provinceMode: 'demo', provinceCode: 'H53', slowMs: 5000, port, ...account })
}

/** The connector's addresses as a visitor of one kind finds them. */
export async function served(portal: NationalPortal, visitor: Visitor): Promise<FastifyInstance> {
  const app = await createHttp({
    logger: pino({ level: 'silent' }),
    publicUrl: new URL('http://localhost:8080'),
    api: { title: 'Thử', version: '1', description: '' },
    identify: async () => visitor,
  })
  await portal.routes(app)
  return app
}

/** Dossiers that are as told, the connector that follows them, the portal on the other side, and a clock to push on. */
export async function givenWorld(database: Database, timeoutMs?: number) {
  const truths = new Map<string, DossierTruth>()
  let later = 0
  let connected: NationalPortal
  let following: Following
  const clock = () => new Date(Date.now() + later)
  const world = {
    truths,
    clock,
    portal: await startPortal(),
    pushOn(ms: number) {
      later += ms
    },
    async truthOf(_db: unknown, dossierId: string) {
      const truth = truths.get(dossierId)
      if (truth === undefined) throw new Problem('missing', 'dossiers.missing')
      return truth
    },
    connect(settings = settingsFor(world.portal.url, timeoutMs)): NationalPortal {
      connected = connectNationalPortal({ database, clock, settings, truthOf: world.truthOf, files, report })
      following = follow(database, [connected.follower], { report, clock })
      connected.sender.start()
      return connected
    },
    async disconnect() {
      await following.stop()
      await connected.sender.stop()
    },
    /** Something happens to a dossier, which then is as told. */
    async happen(truth: DossierTruth, kind = 'dossier.accepted') {
      truths.set(truth.id, truth)
      const actor = { kind: 'system', id: 'test' } as const
      await database.transact((tx) =>
        record(tx, clock(), truth.id, [{ kind, occurredAt: clock(), actor, payload: {} }]),
      )
    },
    async settled() {
      await following.settle()
      await connected.sender.settle()
    },
    /** Until nothing is on its way any more: pauses after failures are passed over by the clock. */
    async caughtUp() {
      await following.settle()
      for (let round = 0; round < 50; round += 1) {
        world.pushOn(3_600_000)
        await connected.sender.settle()
        if ((await world.status()).counts.waiting === 0) return
      }
      throw new Error('does not catch up')
    },
    received: (truth: DossierTruth) => world.portal.standIn.desk.find(truth.code),
    server: (visitor: Visitor = officer('operator')): Promise<FastifyInstance> => served(connected, visitor),
    async status(): Promise<Status> {
      return (await (await world.server()).inject(`${base}/status`)).json()
    },
    async messages(state: string): Promise<Messages['items']> {
      return (await (await world.server()).inject(`${base}/messages?state=${state}`)).json<Messages>().items
    },
    async retry(id = '', visitor = officer('operator')): Promise<number> {
      const app = await world.server(visitor)
      return (await app.inject({ method: 'POST', url: `${base}/messages/${id}/retry` })).statusCode
    },
    async end() {
      await world.disconnect()
      await world.portal.stop()
    },
  }
  world.connect()
  return world
}

export type World = Awaited<ReturnType<typeof givenWorld>>
