import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { routes as eventLogRoutes } from '../connectors/event-log/http.ts'
import { localDateOf } from '../kernel/dates.ts'
import {
  officerIssuer,
  officerStandIn,
  readOfficerSignInSettings,
} from '../connectors/officer-sign-in/index.ts'
import { connectNationalPortal, type NationalPortal } from '../connectors/national-portal/index.ts'
import { readVneidSettings, vneidIssuer, vneidStandIn } from '../connectors/vneid/index.ts'
import { routes as administrationRoutes } from '../modules/administration/http.ts'
import { routes as agencyRoutes } from '../modules/agencies/http.ts'
import { openSlips } from '../modules/documents/index.ts'
import { routes as calendarRoutes } from '../modules/calendars/http.ts'
import { routes as dossierRoutes } from '../modules/dossiers/http.ts'
import { continuityRoutes } from '../modules/dossiers/http/continuity.ts'
import { slipRoutes } from '../modules/dossiers/http/slips.ts'
import { routes as indicatorRoutes } from '../modules/indicators/http.ts'
import { getDossierTruth } from '../modules/dossiers/index.ts'
import { findProvinceCode } from '../modules/territory/index.ts'
import { routes as peopleRoutes } from '../modules/people/http.ts'
import { readDemoPeople, visitors } from '../modules/people/index.ts'
import { routes as procedureRoutes } from '../modules/procedures/http.ts'
import { routes as registryRoutes } from '../modules/registries/http.ts'
import { routes as surveyRoutes } from '../modules/surveys/http.ts'
import { followEndings } from '../modules/surveys/index.ts'
import {
  authRoutes,
  checkIssuers,
  createSessions,
  type Issuer,
  type StandIn,
} from '../platform/auth/index.ts'
import { keepFolded } from '../platform/cells/index.ts'
import { createHttp, inProcessApi, type Limits } from '../platform/http/index.ts'
import { follow, keepSealed } from '../platform/ledger/index.ts'
import type { Logger } from '../platform/logging/index.ts'
import { closer } from './closing.ts'
import { emcOf } from './emc.ts'
import { keepHouse } from './housekeeping.ts'
import { liveRoute } from './live.ts'
import type { Province } from './province.ts'
import { linkSecret, readPortalEndpoint } from './national-portal.ts'
import { ownAddress } from './own-address.ts'
import { paymentPlatformOf } from './payment-platform.ts'
import { rightsRoute } from './rights.ts'
import { mountScreens } from './screens.ts'
import { sealRoutes } from './seals.ts'
import { findVotePath, surveyPartsOf } from './surveys.ts'

/** In a rush the followers take more at once instead of looking more often; nobody sees a tenth of a second. */
const FOLLOW_AT_LEAST_MS = 100

export interface ServeOptions {
  readonly province: Province
  readonly publicUrl: URL
  readonly logger: Logger
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly limits?: Partial<Limits>
  readonly development?: boolean
  readonly progress: (line: string) => void
}

export interface Served {
  readonly app: FastifyInstance
  close(): Promise<void>
}

/** Everything one process serves, on one port, and what it does in the background. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { province, publicUrl, logger, progress } = options
  const { database, clock, mode, content } = province
  const { issuers, standIns } = await issuersOf(options)
  const visitorOf = visitors(database)
  const sessions = createSessions({
    database,
    clock,
    publicUrl,
    visitorOf: (signedIn) => visitorOf(signedIn, localDateOf(clock())),
  })
  const app = await createHttp({
    logger,
    publicUrl,
    api: {
      title: `Thông Suốt · ${content.name}`,
      version: '1',
      description: 'The API of the platform on which the province runs itself.',
    },
    identify: (request) => sessions.identify(request),
    ready: { database: () => database.one('SELECT 1 AS up') },
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  })
  const closeServer = closer(app)
  const report = (err: unknown) => logger.error({ err }, 'in the background')
  rightsRoute(app)
  await authRoutes(app, { database, clock, publicUrl, sessions, issuers })
  for (const standIn of standIns) await standIn.mount(app)
  agencyRoutes(app, { database, clock })
  peopleRoutes(app, { database, clock })
  calendarRoutes(app, { database, clock })
  administrationRoutes(app, { database, clock, files: province.dossiers.files })
  procedureRoutes(app, { db: database, clock })
  const payments = paymentPlatformOf({ province, publicUrl, environment: options.environment, app, report })
  await payments.routes(app)
  const payAt = payments.isConnected ? { payAt: (reference: string) => payments.payAt(reference) } : {}
  dossierRoutes(app, { ...province.dossiers, ...payAt })
  continuityRoutes(app, { database, clock })
  const slips = await openSlips(province.contentFolder)
  app.addHook('onClose', () => slips.close())
  const surveys = surveyPartsOf(province, options.environment)
  slipRoutes(app, {
    database,
    clock,
    slips,
    publicUrl,
    isDemo: mode === 'demo',
    findVotePath: (db, dossierId) => findVotePath(db, surveys, dossierId),
  })
  surveyRoutes(app, surveys)
  indicatorRoutes(app, { database, clock })
  registryRoutes(app, province.registries)
  eventLogRoutes(app, { database })
  liveRoute(app, database)
  sealRoutes(app, database)
  const portal = await portalOf(options, app, report)
  await portal.routes(app)
  const emc = emcOf({ province, environment: options.environment, app, report })
  await emc.routes(app)
  await mountScreens(app, {
    api: inProcessApi(app),
    clock,
    house: { province: content.name, provinceEn: content.nameEn, demo: mode === 'demo' },
    development: options.development ?? false,
    progress,
  })
  const background = [
    keepFolded(database, { report }),
    keepSealed(database, { clock, report }),
    keepHouse({ database, sessions, clock, logger, report }),
    follow(database, [portal.follower, emc.follower, followEndings(surveys)], {
      report,
      clock,
      atLeastMs: FOLLOW_AT_LEAST_MS,
    }),
    portal.sender,
    emc.sender,
    emc.reconciler,
    payments,
  ]
  // The stand-ins answer on this very port, so nothing is sent before it listens.
  app.addHook('onListen', async () => {
    portal.sender.start()
    emc.sender.start()
    emc.reconciler.start()
    payments.start()
  })
  return {
    app,
    async close() {
      await closeServer()
      await Promise.all(background.map((one) => one.stop()))
    },
  }
}

async function portalOf(
  { province, publicUrl, environment }: ServeOptions,
  app: FastifyInstance,
  report: (error: unknown) => void,
): Promise<NationalPortal> {
  const { database, clock, mode, content, dataDir, dossiers } = province
  const provinceCode = findProvinceCode(content, 'agency', localDateOf(clock()))
  if (provinceCode === undefined) throw new Error(`${province.key} has no agency code in its content`)
  const standIn = { standInAt: () => ownAddress(app), keepIn: join(dataDir, 'demo', 'national-portal.jsonl') }
  return connectNationalPortal({
    database,
    clock,
    settings: {
      provinceMode: mode,
      provinceCode,
      senderCode: environment['NATIONAL_PORTAL_SENDER'] ?? provinceCode,
      endpoint: readPortalEndpoint(environment) ?? (mode === 'demo' ? standIn : null),
      publicUrl: publicUrl.href,
      linkSecret: await linkSecret(environment, mode, dataDir),
    },
    truthOf: getDossierTruth,
    files: dossiers.files,
    report,
  })
}

async function issuersOf({
  province,
  publicUrl,
  environment,
}: ServeOptions): Promise<{ issuers: readonly Issuer[]; standIns: readonly StandIn[] }> {
  const { mode, contentFolder } = province
  const citizen = readVneidSettings(environment)
  const officer = readOfficerSignInSettings(environment)
  checkIssuers(mode, publicUrl, {
    citizen: citizen && { url: citizen.url },
    officer: officer && { url: officer.url },
  })
  if (mode === 'real') {
    if (citizen === undefined || officer === undefined)
      throw new Error('checkIssuers lets no real province through')
    return {
      issuers: [vneidIssuer({ settings: citizen }), officerIssuer({ settings: officer })],
      standIns: [],
    }
  }
  const people = (await readDemoPeople(contentFolder)).value
  const standIns = [
    await vneidStandIn({ mode, publicUrl, people }),
    await officerStandIn({ mode, publicUrl, people }),
  ] as const
  return { issuers: [vneidIssuer(standIns[0]), officerIssuer(standIns[1])], standIns }
}
