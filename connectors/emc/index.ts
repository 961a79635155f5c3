/** The ministry's monitor of digital transformation (EMC): each accepted dossier's agency, channel, state and dates, in a provisional format. */
import { createHmac } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../kernel/clock.ts'
import type { Database } from '../../platform/db/index.ts'
import type { Follower } from '../../platform/ledger/index.ts'
import { send, type Sender, type Target } from '../../platform/outbox/index.ts'
import { followDossiers, NAME, type TruthOf } from './followers.ts'
import { routes } from './http.ts'
import { keepReconciled, type Reconciler } from './reconciliation/reconcile.ts'
import type { EmcParts } from './service.ts'
import { checkEndpoint, demandLoopback, type EmcEndpoint, type EmcSettings } from './settings.ts'
import { createStandIn, standInBase, type StandIn } from './stand-in/stand-in.ts'
import { saveRefused, saveTold } from './store.ts'
import { provisionalTransport, type Transport } from './transport.ts'
import type { HoSo } from './wire/provisional/messages.ts'
import { dayOf } from './wire/provisional/to-ho-so.ts'

export type { EmcEndpoint, EmcSettings } from './settings.ts'
export type { TruthOf } from './followers.ts'

export interface EmcConnection {
  readonly database: Database
  readonly clock: Clock
  readonly settings: EmcSettings
  /** All that is proven of a dossier (modules/dossiers). */
  readonly truthOf: TruthOf
  readonly report: (error: unknown) => void
}

export interface Emc {
  /** To be driven with the ledger's other followers. */
  readonly follower: Follower
  /** To be started once the server listens; both stand still while there is no monitor. */
  readonly sender: Sender
  readonly reconciler: Reconciler
  /** Adds the officers' routes and, in a demonstration, the stand-in's. */
  routes(app: FastifyInstance): Promise<void>
  readonly standIn: StandIn | null
}

/** Puts the connector together. Problems 'emc.endpoint-not-loopback', 'emc.stand-in-in-real-province'. */
export function connectEmc({ database, clock, settings, truthOf, report }: EmcConnection): Emc {
  const { provinceCode, provinceMode, timeoutMs } = settings
  const { endpoint, standIn } = destinationOf(settings)
  checkEndpoint(provinceMode, endpoint)
  const transport = endpoint && provisionalTransport(endpoint, provinceCode, timeoutMs)
  const served: EmcParts = {
    database,
    clock,
    destination: standIn !== null ? 'stand-in' : endpoint === null ? 'none' : 'emc',
  }
  return {
    follower: followDossiers({ clock, provinceCode, truthOf }),
    sender: transport ? send(database, clock, targetOf(database, clock, transport), { report }) : idle,
    reconciler: transport ? keepReconciled({ database, clock, transport }, report) : noReconciler,
    async routes(app) {
      routes(app, served)
      await standIn?.mount(app)
    },
    standIn,
  }
}

/** The monitor takes what comes under one key in once, and a whole dossier may be told again. */
function targetOf(database: Database, clock: Clock, transport: Transport): Target {
  return {
    name: NAME,
    idempotent: true,
    async deliver({ id, caseId, body }, signal) {
      const hoSo = body as HoSo
      const delivery = await transport.tell(hoSo, id, signal)
      if (delivery.outcome === 'refused') await saveRefused(database, caseId)
      if (delivery.outcome === 'delivered') {
        const cell = {
          acceptedOn: dayOf(hoSo.NgayTiepNhan.slice(0, 8)),
          agencyCode: hoSo.MaDonVi,
          state: hoSo.TrangThaiHoSo,
          channel: hoSo.KenhThucHien,
        }
        await saveTold(database, caseId, id, cell, clock())
      }
      return delivery
    },
  }
}

function destinationOf({ endpoint, provinceMode, provinceCode }: EmcSettings): {
  readonly endpoint: EmcEndpoint | null
  readonly standIn: StandIn | null
} {
  if (endpoint === null || !('standInAt' in endpoint)) return { endpoint, standIn: null }
  const { standInAt, keepIn } = endpoint
  // Guards nothing: the stand-in is of a demonstration alone, and checks that a token is sent.
  const token = createHmac('sha256', 'stand-in').update(provinceCode).digest('hex')
  const standIn = createStandIn({
    provinceMode,
    provinceCode,
    token,
    ...(keepIn === undefined ? {} : { keepIn }),
  })
  return { endpoint: { baseUrl: () => demandLoopback(standInAt()) + standInBase, token }, standIn }
}

const idle: Sender = { start: () => undefined, settle: async () => undefined, stop: async () => undefined }
const noReconciler: Reconciler = {
  start: () => undefined,
  look: async () => false,
  stop: async () => undefined,
}
