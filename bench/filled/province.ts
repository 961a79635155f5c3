import pg from 'pg'
import { openProvince, root, type Province } from '../../main/province.ts'
import { dossierSums } from '../../modules/dossiers/index.ts'
import { keepSums, setSumsAside } from '../../platform/cells/index.ts'
import { readSettings } from '../../platform/config/index.ts'
import { schemaOf, type Embedded } from '../../platform/db/index.ts'
import { createLogger } from '../../platform/logging/index.ts'
import { makeDossiers, NOW } from './made.ts'

/** A province with its whole content and as many dossiers as asked for, in a database of its own on the run's server. */
export interface FilledProvince {
  readonly province: Province
  readonly databaseUrl: string
  /** As the superuser, in the province's schema. */
  readonly superuser: pg.Client
  /** The agency with the most dossiers. */
  readonly busiest: string
  close(): Promise<void>
}

export interface FillOptions {
  readonly embedded: Embedded
  readonly dataDir: string
  readonly dossiers: number
  readonly statements: readonly string[]
  readonly progress: (line: string) => void
}

export async function fillProvince(options: FillOptions): Promise<FilledProvince> {
  const { embedded, dataDir, dossiers, statements, progress } = options
  const name = `filled_${dossiers}`
  const administrator = new pg.Client({ connectionString: embedded.url })
  await administrator.connect()
  await administrator.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  await administrator.end()
  const url = new URL(embedded.url)
  url.pathname = `/${name}`
  const environment = { DATA_DIR: dataDir, DATABASE_URL: url.href, LOG_LEVEL: 'error', PROVINCE_MODE: 'demo' }
  const settings = readSettings(environment, root)
  const logger = createLogger({ level: settings.logLevel })
  const province = await openProvince({ settings, logger, clock: () => NOW, progress: () => undefined })
  const superuser = new pg.Client({
    connectionString: url.href,
    options: `-c search_path=${schemaOf(settings.province)},public -c work_mem=512MB -c timezone=UTC`,
  })
  try {
    await superuser.connect()
    await superuser.query('SET session_replication_role = replica')
    await superuser.query('SELECT setseed(0.5)')
    progress(`making ${dossiers} dossiers`)
    await superuser.query(makeDossiers.replaceAll('$1', String(dossiers)))
    for (const statement of statements) {
      progress(`  ${/(INTO|TABLE) (\S+)/.exec(statement)?.[2]}`)
      await superuser.query(statement)
    }
    progress('  cell_sum')
    await setSumsAside(province.database)
    await keepSums(province.database, province.clock, dossierSums)
    await superuser.query('VACUUM ANALYZE')
    await superuser.query('SET session_replication_role = origin')
    const { rows } = await superuser.query<{ agency: string }>(
      'SELECT agency FROM floor.made GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1',
    )
    return {
      province,
      databaseUrl: url.href,
      superuser,
      busiest: rows[0]?.agency ?? '',
      async close() {
        await superuser.end()
        await province.close()
      },
    }
  } catch (error) {
    await superuser.end()
    await province.close()
    throw error
  }
}
