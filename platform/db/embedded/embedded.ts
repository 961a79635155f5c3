import { lstat, mkdtemp, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { Problem } from '../../../kernel/problem.ts'
import { codeOf, isLost } from '../errors.ts'
import { dataOf, isServed, makeCluster, readServerFile, serve, strikeOutStranger } from './cluster.ts'
import type { Cluster, Served, ServerFile } from './cluster.ts'
import { findEngine } from './engine.ts'
import { choosePlace } from './place.ts'
import { giveTo } from './server-user.ts'

export interface EmbeddedOptions {
  readonly dataDir: string
  /** The folder of another PostgreSQL's `initdb` and `postgres`. */
  readonly bin?: string
  /** Settings beyond our own, e.g. `fsync=off` for a throw-away server. */
  readonly settings?: readonly string[]
  /** Told when the server was lost and when it is back. */
  readonly report?: (event: EmbeddedEvent) => void
}

export type EmbeddedEvent = { kind: 'lost' } | { kind: 'back' } | { kind: 'still-lost'; error: unknown }

export interface Embedded {
  /** As the superuser, who needs no password on this private socket; the database is `thong_suot`. */
  readonly url: string
  readonly place: string
  /** The server's process; another one after a restart. */
  pid(): number
  /** True where the server was running already: another process shares it, or a killed one left it behind. */
  readonly adopted: boolean
  /** Lets go of the server; the last process to do so stops it. */
  stop(): Promise<void>
}

const DATABASE = 'thong_suot'
const START_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 30_000
const POLL_MS = 8
const RETRY_MS = 100
const RECOVER_MS = 1000

/** Another process was quicker, or the last processes of a killed server are still going: neither lasts. */
const SOON_OVER = /lock file|shared memory block/
const LONGEST_TMP = 60

/** Each process that uses the server holds this advisory lock, shared; whoever gets it alone is the last. */
const IN_USE = `hashtextextended('thong-suot.embedded', 0)`

interface Hold {
  readonly client: pg.Client
  readonly server: ServerFile
}

function addressOf({ port, socketFolder }: ServerFile, database: string): string {
  return `postgres://postgres@localhost:${port}/${database}?host=${encodeURIComponent(socketFolder)}`
}

/** Short, because a socket's path may have some hundred characters at most; private, because no password guards it. */
async function makeSocketFolder({ place, user }: Cluster): Promise<string> {
  const old = await readServerFile(place)
  const left = old?.socketFolder ? await lstat(old.socketFolder).catch(() => undefined) : undefined
  const uid = user?.uid ?? process.getuid?.()
  if (old !== undefined && left?.isDirectory() === true && left.uid === uid && (left.mode & 0o077) === 0) {
    // It names the dead server, whose number may be a stranger's by now; the cluster's own lock is what counts.
    await rm(join(old.socketFolder, `.s.PGSQL.${old.port}.lock`), { force: true })
    return old.socketFolder
  }
  const folder = await mkdtemp(join(tmpdir().length > LONGEST_TMP ? '/tmp' : tmpdir(), 'ts-'))
  giveTo(user, folder)
  return folder
}

/** Takes hold of a server that accepts connections, or says undefined: it is not there, still starting, or just stopping. */
async function takeHold(place: string): Promise<Hold | undefined> {
  const server = await readServerFile(place)
  if (server?.status !== 'ready') return undefined
  const client = new pg.Client({
    connectionString: addressOf(server, 'postgres'),
    application_name: 'thong-suot hold',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const where = await client.query<{ data_directory: string }>('SHOW data_directory')
    if (where.rows[0]?.data_directory !== dataOf(place)) throw new Error('Another cluster answers')
    await client.query(`SELECT pg_advisory_lock_shared(${IN_USE})`)
    return { client, server }
  } catch {
    await client.end().catch(() => undefined)
    return undefined
  }
}

async function makeDatabase({ client }: Hold): Promise<void> {
  const there = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
  if (there.rows.length > 0) return
  await client.query(`CREATE DATABASE ${DATABASE}`).catch((error: unknown) => {
    // Another process made it between the question and the answer: duplicate_database, or its unique index.
    if (codeOf(error) !== '42P04' && codeOf(error) !== '23505') throw error
  })
}

/** Adopts the running server or starts one. Processes that start at once end with one server, held by all of them. */
async function ensure(cluster: Cluster): Promise<Hold & { adopted: boolean }> {
  const { place } = cluster
  const deadline = Date.now() + START_WITHIN_MS
  let ours: (Served & { socketFolder: string }) | undefined
  let hold: Hold | undefined
  try {
    while (Date.now() < deadline) {
      hold = await takeHold(place)
      if (hold !== undefined) return { ...hold, adopted: hold.server.pid !== ours?.pid }
      if (ours?.hasEnded() === true) {
        const reason = await ours.lastWords()
        if (!SOON_OVER.test(reason)) {
          throw new Problem('unavailable', 'database.cannot-start', { meta: { place, reason } })
        }
        await wait(RETRY_MS)
      }
      if (ours?.hasEnded() !== false && !(await isServed(place))) {
        await strikeOutStranger(place)
        const socketFolder = ours?.socketFolder ?? (await makeSocketFolder(cluster))
        ours = { ...serve(cluster, socketFolder), socketFolder }
      }
      await wait(POLL_MS)
    }
    const reason = 'it did not get ready in time'
    throw new Problem('unavailable', 'database.cannot-start', { meta: { place, reason } })
  } finally {
    if (ours !== undefined && ours.socketFolder !== hold?.server.socketFolder) {
      await rmdir(ours.socketFolder).catch(() => undefined)
    }
  }
}

async function shutDown({ place }: Cluster, { pid, socketFolder }: ServerFile): Promise<void> {
  const isStill = async () => (await isServed(place)) && (await readServerFile(place))?.pid === pid
  for (const [signal, withinMs] of [
    ['SIGINT', STOP_WITHIN_MS],
    ['SIGQUIT', STOP_WITHIN_MS / 3],
  ] as const) {
    if (await isStill()) process.kill(pid, signal)
    const deadline = Date.now() + withinMs
    while ((await isStill()) && Date.now() < deadline) await wait(POLL_MS)
  }
  await rmdir(socketFolder).catch(() => undefined)
}

/**
 * Starts the embedded PostgreSQL on this data folder, or adopts it where it runs already. It is restarted when it dies, at the
 * same address. Problems: `database.no-embedded-server`, `database.no-server-user`, `database.data-dir-not-writable`,
 * `database.cannot-create`, `database.cannot-start`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const report = options.report ?? (() => undefined)
  const { place, user } = await choosePlace(options.dataDir)
  const bin = options.bin ?? (await findEngine(user))
  const cluster: Cluster = { bin, place, user, settings: options.settings ?? [] }
  await makeCluster(cluster)
  const first = await ensure(cluster)
  await makeDatabase(first)
  let hold: Hold = first
  let stopping = false
  let recovering: Promise<void> | undefined

  async function recover(): Promise<void> {
    report({ kind: 'lost' })
    while (!stopping) {
      try {
        hold = await ensure(cluster)
        watch(hold)
        report({ kind: 'back' })
        return
      } catch (error) {
        report({ kind: 'still-lost', error })
        await wait(RECOVER_MS)
      }
    }
  }

  function watch({ client }: Hold): void {
    client.once('end', () => {
      if (!stopping) recovering = recover()
    })
  }
  watch(hold)

  let stopped: Promise<void> | undefined
  async function letGo(): Promise<void> {
    stopping = true
    await recovering
    const { client, server } = hold
    try {
      await client.query(`SELECT pg_advisory_unlock_shared(${IN_USE})`)
      const alone = await client.query<{ alone: boolean }>(`SELECT pg_try_advisory_lock(${IN_USE}) AS alone`)
      if (alone.rows[0]?.alone === true) await shutDown(cluster, server)
    } catch (error) {
      // A server that is gone needs no stopping.
      if (!isLost(error)) throw error
    } finally {
      await client.end().catch(() => undefined)
    }
  }

  return {
    url: addressOf(first.server, DATABASE),
    place,
    adopted: first.adopted,
    pid: () => hold.server.pid,
    stop: () => (stopped ??= letGo()),
  }
}
