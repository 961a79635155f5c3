import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile, readFile, chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate, prepareProvince, readMigrations, startEmbedded } from '../platform/db/index.ts'
import type { Embedded } from '../platform/db/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    testServer: string
  }
}

export const TEST_PROVINCE = 'tinh-thu'
export const TEMPLATE = 'template_tinh_thu'

const PREFIX = 'ts-tests-'
const NOT_DURABLE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off']

function otherEngine(): string | undefined {
  const version = process.env['THONGSUOT_TEST_PG']
  if (version === undefined) return undefined
  const bin = `/usr/lib/postgresql/${version}/bin`
  if (!existsSync(bin)) throw new Error(`There is no PostgreSQL ${version} in ${bin}`)
  return bin
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Servers left behind by runs that were killed. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name)
    const owner = name.startsWith(PREFIX) ? await readFile(join(folder, 'run'), 'utf8').catch(() => '') : ''
    if (owner === '' || isAlive(Number(owner))) continue
    const left = await startEmbedded({ dataDir: folder }).catch(() => undefined)
    await left?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The migrations to test with: all of them, or those whose numbers THONGSUOT_TEST_MIGRATIONS lists (0001,0002). */
async function chosenMigrations() {
  const all = await readMigrations(new URL('../migrations', import.meta.url).pathname)
  const only = process.env['THONGSUOT_TEST_MIGRATIONS']?.split(',')
  return only === undefined ? all : all.filter(({ name }) => only.includes(name.slice(0, 4)))
}

async function makeTemplate(server: Embedded): Promise<void> {
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  try {
    await admin.query(`CREATE DATABASE ${TEMPLATE}`)
    const url = server.url.replace('/thong_suot', `/${TEMPLATE}`)
    const { owner, appRole } = await prepareProvince({ url, province: TEST_PROVINCE, signIn: true })
    await migrate({ owner, appRole, migrations: await chosenMigrations() })
  } finally {
    await admin.end()
  }
}

/** One throw-away server for the whole run, with a migrated province to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep()
  const folder = await mkdtemp(join(tmpdir(), PREFIX))
  await chmod(folder, 0o755)
  await writeFile(join(folder, 'run'), String(process.pid))
  const bin = otherEngine()
  const server = await startEmbedded({
    dataDir: folder,
    settings: [...NOT_DURABLE, 'max_connections=200'],
    ...(bin === undefined ? {} : { bin }),
  })
  const tearDown = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await makeTemplate(server)
  } catch (error) {
    await tearDown()
    throw error
  }
  project.provide('testServer', server.url)
  return tearDown
}
