import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import pino from 'pino'
import { newId } from '../../kernel/ids.ts'
import { Problem } from '../../kernel/problem.ts'
import type { DossierTruth } from '../../modules/dossiers/index.ts'
import type { Database } from '../../platform/db/index.ts'
import { createHttp, type Role, type Visitor } from '../../platform/http/index.ts'
import { follow, record } from '../../platform/ledger/index.ts'
import { aTruth } from '../national-portal/truth.fixture.ts'
import type { EmcMessages, EmcReconciliations, EmcStatus } from './contract.ts'
import { connectEmc, type EmcSettings } from './index.ts'
import { createStandIn, standInBase } from './stand-in/stand-in.ts'

export const base = '/api/v1/connectors/emc'
const TOKEN = 'thu-nghiem'

export function officer(...roles: Role[]): Visitor {
  const held = roles.map((role) => ({ agencyId: newId(), role }))
  return { kind: 'officer', officerId: newId(), name: 'Cán bộ', roles: held }
}

let serial = 0

/** A dossier accepted on 23 November 2026, with a code of its own. */
export function aNewTruth(overrides: Partial<DossierTruth> = {}): DossierTruth {
  serial += 1
  return aTruth({ code: `H53.25459-261123-${String(serial).padStart(4, '0')}`, ...overrides })
}

/** The monitor on a server of its own, which can be stopped and started with what it had. */
async function startMonitor() {
  const standIn = createStandIn({ provinceMode: 'demo', provinceCode: 'H53', token: TOKEN })
  let port = 0
  let app = fastify()
  async function start(): Promise<void> {
    app = fastify({ forceCloseConnections: true })
    await standIn.mount(app)
    await app.listen({ port, host: '127.0.0.1' })
    port = (app.server.address() as AddressInfo).port
  }
  await start()
  return { ...standIn, url: `http://127.0.0.1:${port}${standInBase}`, start, stop: () => app.close() }
}

/** Dossiers that are as told, the connector that follows them, the monitor on the other side, and a clock to push on. */
export async function givenWorld(database: Database, startAt = '2026-11-24T02:00:00Z') {
  const truths = new Map<string, DossierTruth>()
  let now = Date.parse(startAt)
  const clock = () => new Date(now)
  const report = (error: unknown) => {
    throw error
  }
  const monitor = await startMonitor()
  const settings: EmcSettings = {
    provinceMode: 'demo',
    provinceCode: 'H53',
    endpoint: { baseUrl: monitor.url, token: TOKEN },
    timeoutMs: 5000,
  }
  const emc = connectEmc({
    database,
    clock,
    settings,
    async truthOf(_db, dossierId) {
      const truth = truths.get(dossierId)
      if (truth === undefined) throw new Problem('missing', 'dossiers.missing')
      return truth
    },
    report,
  })
  const following = follow(database, [emc.follower], { report, clock })
  emc.sender.start()
  const world = {
    truths,
    monitor,
    clock,
    settings,
    pushOn(ms: number) {
      now += ms
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
      await emc.sender.settle()
    },
    /** Until nothing is on its way any more: pauses after failures are passed over by the clock. */
    async caughtUp() {
      await following.settle()
      for (let round = 0; round < 50; round += 1) {
        now += 3_600_000
        await emc.sender.settle()
        if ((await world.status()).counts.waiting === 0) return
      }
      throw new Error('does not catch up')
    },
    look: () => emc.reconciler.look(),
    received: ({ code }: DossierTruth) => monitor.desk.find(code),
    async server(visitor: Visitor = officer('operator')) {
      const app = await createHttp({
        logger: pino({ level: 'silent' }),
        publicUrl: new URL('http://localhost:8080'),
        api: { title: 'Thử', version: '1', description: '' },
        identify: async () => visitor,
      })
      await emc.routes(app)
      return app
    },
    async read<T>(path: string, visitor?: Visitor): Promise<T> {
      return (await (await world.server(visitor)).inject(base + path)).json<T>()
    },
    status: () => world.read<EmcStatus>('/status'),
    async messages(state: string, visitor?: Visitor): Promise<EmcMessages['items']> {
      return (await world.read<EmcMessages>(`/messages?state=${state}`, visitor)).items
    },
    async days(): Promise<EmcReconciliations['days']> {
      return (await world.read<EmcReconciliations>('/reconciliations')).days
    },
    async retry(id = '', visitor = officer('operator')): Promise<number> {
      const app = await world.server(visitor)
      return (await app.inject({ method: 'POST', url: `${base}/messages/${id}/retry` })).statusCode
    },
    async end() {
      await following.stop()
      await emc.sender.stop()
      await emc.reconciler.stop()
      await monitor.stop()
    },
  }
  return world
}

export type World = Awaited<ReturnType<typeof givenWorld>>
