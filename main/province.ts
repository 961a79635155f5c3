import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Clock } from '../kernel/clock.ts'
import {
  countInDossiers,
  dossierSeries,
  dossierSums,
  leasedSerials,
  type DossierParts,
} from '../modules/dossiers/index.ts'
import { loadSectors, readSectors, type RegistryParts } from '../modules/registries/index.ts'
import { readProvince, type Province as ProvinceContent } from '../modules/territory/index.ts'
import { decideProvinceMode, type ProvinceMode } from '../platform/auth/index.ts'
import { addDefinition, declareDefinition, keepSums } from '../platform/cells/index.ts'
import type { Settings } from '../platform/config/index.ts'
import {
  migrate,
  openDatabase,
  prepareProvince,
  readMigrations,
  startEmbedded,
  type Database,
} from '../platform/db/index.ts'
import { openFileStore } from '../platform/files/index.ts'
import type { Logger } from '../platform/logging/index.ts'
import { loadContent } from './content.ts'

/** The program's own folder. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** A province that is up: its database migrated, its content loaded, its files at hand. */
export interface Province {
  readonly key: string
  readonly mode: ProvinceMode
  readonly content: ProvinceContent
  readonly contentFolder: string
  readonly dataDir: string
  readonly dossiers: DossierParts
  readonly registries: RegistryParts
  readonly database: Database
  readonly clock: Clock
  /** False where the database's server allows no roles, so that the program may do more than it needs. */
  readonly separateRoles: boolean
  close(): Promise<void>
}

export interface OpenProvinceOptions {
  readonly settings: Settings
  readonly logger: Logger
  readonly clock: Clock
  readonly progress: (line: string) => void
}

/** Starts what the province needs and brings it to the state of this program and its content; safe to do twice at once. */
export async function openProvince({
  settings,
  logger,
  clock,
  progress,
}: OpenProvinceOptions): Promise<Province> {
  const contentFolder = join(root, 'content', settings.province)
  const content = await readProvince(contentFolder)
  const embedded =
    settings.databaseUrl === undefined
      ? await startEmbedded({
          dataDir: settings.dataDir,
          report: (event) => logger.warn({ event: event.kind }, 'the embedded database'),
        })
      : undefined
  const opened: { close(): Promise<void> }[] =
    embedded === undefined ? [] : [{ close: () => embedded.stop() }]
  const close = async () => {
    for (const one of opened.toReversed()) await one.close()
  }
  try {
    const { owner, app, appRole, separateRoles } = await prepareProvince({
      url: embedded?.url ?? settings.databaseUrl ?? '',
      province: settings.province,
      signIn: embedded !== undefined,
    })
    const migrations = await readMigrations(join(root, 'migrations'))
    await migrate({ owner, appRole, migrations, report: (name) => progress(`migration ${name}`) })
    const database = openDatabase({
      ...app,
      max: settings.databaseConnections,
      naming: settings.databaseNaming,
      report: (error) => logger.error({ err: error }, 'the database'),
    })
    opened.push(database)
    const mode = await database.transact((tx) => decideProvinceMode(tx, clock(), settings.provinceMode))
    await loadContent(database, clock(), contentFolder, mode)
    const files = await openFileStore(join(settings.dataDir, 'files'), clock)
    // Registers are made by the owner of the tables, who is asked for nothing else once the province is up.
    const definer = openDatabase({
      ...owner,
      max: 1,
      report: (error) => logger.error({ err: error }, 'the database'),
    })
    opened.push(definer)
    const registries = { database, definer, appRole, clock, files }
    const sectors = await loadSectors(registries, await readSectors(contentFolder))
    for (const register of sectors) progress(`register ${register}`)
    // All are known before the first is counted in: whoever changes a dossier meanwhile counts it under every one.
    for (const series of Object.values(dossierSeries)) await declareDefinition(database, clock, series)
    for (const series of Object.values(dossierSeries)) {
      await addDefinition(database, clock, series, (tx, after, limit) =>
        countInDossiers(tx, clock, after, limit),
      )
    }
    await keepSums(database, clock, dossierSums)
    const dossiers = { database, clock, files, serials: leasedSerials(database) }
    return {
      key: settings.province,
      mode,
      content,
      contentFolder,
      dataDir: settings.dataDir,
      dossiers,
      registries,
      database,
      clock,
      separateRoles,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
