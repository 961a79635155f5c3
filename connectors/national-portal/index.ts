/** The national portal: every accepted dossier and its steps are told to it, truthfully or not at all. */
import { createHmac } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../kernel/clock.ts'
import type { Database } from '../../platform/db/index.ts'
import type { FileStore } from '../../platform/files/index.ts'
import type { Follower } from '../../platform/ledger/index.ts'
import { send, type Sender, type Target } from '../../platform/outbox/index.ts'
import { followDossiers, NAME, type TruthOf } from './followers.ts'
import { filesBase, routes } from './http.ts'
import { fileLinks } from './links.ts'
import type { PortalParts } from './service.ts'
import {
  checkSettings,
  demandLoopback,
  type NationalPortalSettings,
  type PortalEndpoint,
} from './settings.ts'
import { createStandIn, standInBase, type StandIn } from './stand-in/stand-in.ts'
import { saveDelivered } from './store.ts'
import { tellDossier, type Telling } from './target.ts'
import { directTransport, type Transport } from './transport.ts'
import type { WholeDossier } from './whole-dossier.ts'

export type { NationalPortalSettings, PortalEndpoint } from './settings.ts'
export type { StandIn } from './stand-in/stand-in.ts'
export type { TruthOf } from './followers.ts'

export interface NationalPortalParts {
  readonly database: Database
  readonly clock: Clock
  readonly settings: NationalPortalSettings
  /** All that is proven of a dossier (modules/dossiers). */
  readonly truthOf: TruthOf
  readonly files: Pick<FileStore, 'openFile'>
  readonly report: (error: unknown) => void
}

export interface NationalPortal {
  /** To be driven with the ledger's other followers. */
  readonly follower: Follower
  /** To be started once the server listens; it stands still while there is no portal to send to. */
  readonly sender: Sender
  /** Adds the operator's routes, the files' and, in a demonstration, the stand-in's. */
  routes(app: FastifyInstance): Promise<void>
  readonly standIn: StandIn | null
}

/**
 * Puts the connector together. Problems 'national-portal.endpoint-not-loopback', 'national-portal.link-secret-short',
 * 'national-portal.stand-in-in-real-province'.
 */
export function connectNationalPortal(parts: NationalPortalParts): NationalPortal {
  const { database, clock, settings, truthOf, files, report } = parts
  const { provinceCode } = settings
  const { endpoint, standIn } = destinationOf(settings)
  checkSettings(settings, endpoint)
  const links = fileLinks(settings.linkSecret, settings.linkDays)
  const served: PortalParts = {
    database,
    clock,
    truthOf,
    links,
    openFile: (sha256) => files.openFile(sha256),
    destination: standIn !== null ? 'stand-in' : endpoint === null ? 'none' : 'portal',
  }
  const publicUrl = settings.publicUrl.replace(/\/$/, '')
  const telling = (transport: Transport): Telling => ({
    db: database,
    clock,
    transport,
    linkTo: (file, now) => `${publicUrl}${filesBase}/${links.tokenFor(file, now)}`,
  })
  return {
    follower: followDossiers({ clock, provinceCode, truthOf }),
    sender:
      endpoint === null
        ? idle
        : send(database, clock, targetOf(telling(directTransport(endpoint, settings)), truthOf), { report }),
    async routes(app) {
      routes(app, served)
      await standIn?.mount(app)
    },
    standIn,
  }
}

/** Telling again has no second effect, for what may have arrived is asked about before anything is sent. */
function targetOf(telling: Telling, truthOf: TruthOf): Target {
  return {
    name: NAME,
    idempotent: true,
    async deliver({ id, caseId, body }, signal) {
      const whole = body as WholeDossier
      const applicantId = whole.applicantId ?? (await truthOf(telling.db, caseId)).applicant?.id
      if (applicantId === undefined) {
        return {
          outcome: 'refused',
          reasons: [{ path: '/applicant', code: 'national-portal.owner-missing' }],
        }
      }
      const told = { messageId: id, dossierId: caseId, applicantId, whole }
      const outcome = await tellDossier(telling, told, signal)
      if (outcome.outcome === 'delivered') await saveDelivered(telling.db, caseId, id)
      return outcome
    },
  }
}

function destinationOf(settings: NationalPortalSettings): {
  readonly endpoint: PortalEndpoint | null
  readonly standIn: StandIn | null
} {
  const { endpoint, provinceMode, provinceCode, linkSecret } = settings
  if (endpoint === null || !('standInAt' in endpoint)) return { endpoint, standIn: null }
  const { standInAt, keepIn } = endpoint
  const account = {
    username: provinceCode,
    password: createHmac('sha256', linkSecret).update('stand-in').digest('hex'),
  }
  const standIn = createStandIn({
    provinceMode,
    provinceCode,
    ...account,
    ...(keepIn === undefined ? {} : { keepIn }),
  })
  const paths = { loginPath: '/login', integrationPath: '/integration', sharePath: '/share' }
  return {
    endpoint: { baseUrl: () => demandLoopback(standInAt()) + standInBase, ...paths, ...account },
    standIn,
  }
}

const idle: Sender = { start: () => undefined, settle: async () => undefined, stop: async () => undefined }
