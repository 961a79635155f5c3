import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openDatabase, startEmbedded } from '../../platform/db/index.ts'

interface Ready {
  readonly url: string
  readonly place: string
  readonly pid: number
  readonly adopted: boolean
  readonly ran: readonly string[]
}

interface User {
  readonly process: ChildProcess
  readonly ready: Promise<Ready>
  readonly events: string[]
  stop(): Promise<void>
}

const root = process.getuid?.() === 0

let folder: string
const users: User[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ts-faults-'))
  await chmod(folder, 0o755)
})

afterEach(async () => {
  await Promise.all(users.splice(0).map((user) => user.stop()))
  if (existsSync(join(folder, 'postgres/data/postmaster.pid'))) {
    const left = await startEmbedded({ dataDir: folder })
    await left.stop()
  }
  await rm(folder, { recursive: true, force: true })
})

/** Another process that uses the embedded server on the folder. */
function start(dataDir = folder, ...more: readonly string[]): User {
  const script = join(import.meta.dirname, 'server-process.ts')
  const child = spawn(process.execPath, [script, dataDir, ...more], { stdio: ['pipe', 'pipe', 'inherit'] })
  const events: string[] = []
  const ready = Promise.withResolvers<Ready>()
  createInterface(child.stdout).on('line', (line) => {
    const said = JSON.parse(line) as Ready & { event: string }
    events.push(said.event)
    if (said.event === 'ready') ready.resolve(said)
  })
  const ended = once(child, 'exit')
  ended.then(
    () => ready.reject(new Error('It ended before it was ready')),
    () => undefined,
  )
  ready.promise.catch(() => undefined)
  const user: User = {
    process: child,
    ready: ready.promise,
    events,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await ended
    },
  }
  users.push(user)
  return user
}

const connect = (url: string) => openDatabase({ url, schema: 'public' })
const until = { timeout: 20_000, interval: 10 }

/** A process that has ended but whose parent has not asked for it yet does not count. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

async function answers(url: string): Promise<boolean> {
  const database = connect(url)
  try {
    return (await database.one<{ yes: number }>('SELECT 1 AS yes')).yes === 1
  } catch {
    return false
  } finally {
    await database.close()
  }
}

test('the first start makes the cluster, later ones are quick, and stopping leaves nothing running', async () => {
  const first = await startEmbedded({ dataDir: folder })
  expect(first.adopted).toBe(false)
  expect(await answers(first.url)).toBe(true)
  const pid = first.pid()
  await first.stop()
  // The server takes its file away a moment before its process ends.
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), until)
  const socketFolder = new URL(first.url).searchParams.get('host') ?? ''
  expect(existsSync(socketFolder)).toBe(false)

  const startedAt = performance.now()
  const second = await startEmbedded({ dataDir: folder })
  const tookMs = performance.now() - startedAt
  await second.stop()
  expect(tookMs).toBeLessThan(3000)
})

test('the server keeps what it promised: it is durable, it listens on no network, its socket is private', async () => {
  const server = await startEmbedded({ dataDir: folder })
  const database = connect(server.url)
  const row = await database.one(
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
      current_setting('full_page_writes') AS pages, current_setting('data_checksums') AS checksums,
      current_setting('listen_addresses') AS network, current_setting('jit') AS jit`,
  )
  expect(row).toEqual({ fsync: 'on', commit: 'on', pages: 'on', checksums: 'on', network: '', jit: 'off' })
  await database.close()
  await server.stop()
})

test('a killed program leaves its server behind, and the next one adopts and stops it', async () => {
  const killed = start()
  const { pid } = await killed.ready
  killed.process.kill('SIGKILL')
  await once(killed.process, 'exit')
  expect(isRunning(pid)).toBe(true)

  const next = start()
  expect(await next.ready).toMatchObject({ pid, adopted: true })
  await next.stop()
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), until)
})

test('asked to stop twice, or after the server was lost, the program stops once and in peace', async () => {
  const server = await startEmbedded({ dataDir: folder })
  const another = await startEmbedded({ dataDir: folder })
  process.kill(server.pid(), 'SIGKILL')
  await Promise.all([server.stop(), server.stop(), another.stop(), another.stop()])
  await vi.waitFor(() => expect(isRunning(server.pid())).toBe(false), until)
})

test('two programs that start at once share one server, and the last one out stops it', async () => {
  const [one, two] = [start(), start()]
  const [first, second] = await Promise.all([one.ready, two.ready])
  expect(first.pid).toBe(second.pid)
  expect(first.adopted).not.toBe(second.adopted)

  const [starter, adopter] = first.adopted ? [two, one] : [one, two]
  await starter.stop()
  expect(await answers(first.url)).toBe(true)
  await adopter.stop()
  expect(await answers(first.url)).toBe(false)
  await vi.waitFor(() => expect(isRunning(first.pid)).toBe(false), until)
})

test('two programs that migrate a fresh database at once run each migration once', async () => {
  const migrations = join(folder, 'migrations')
  await mkdir(migrations)
  await writeFile(join(migrations, '0001_people.sql'), 'CREATE TABLE person (id int);')
  await writeFile(join(migrations, '0002_people_key.sql'), 'ALTER TABLE person ADD COLUMN key text;')
  const both = await Promise.all([start(folder, migrations).ready, start(folder, migrations).ready])
  expect(both.flatMap(({ ran }) => ran)).toEqual(['0001_people', '0002_people_key'])
})

test('the server killed under load comes back at its address with all that was acknowledged', async () => {
  const user = start()
  const { url, pid } = await user.ready
  const database = connect(url)
  await database.run('CREATE TABLE written (id int PRIMARY KEY)')
  const acknowledged: number[] = []
  let next = 0
  let writing = true
  async function write(): Promise<void> {
    while (writing) {
      const id = (next += 1)
      await database
        .transact((tx) => tx.run('INSERT INTO written VALUES ($1)', [id]))
        .then(
          () => acknowledged.push(id),
          (error: unknown) => expect(error).toMatchObject({ code: 'database.unavailable' }),
        )
    }
  }
  const writers = Promise.all([write(), write(), write(), write()])
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(200), until)
  process.kill(pid, 'SIGKILL')
  await vi.waitFor(() => expect(user.events).toEqual(['ready', 'lost', 'back']), until)
  const before = acknowledged.length
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 200), until)
  writing = false
  await writers
  const kept = new Set((await database.rows<{ id: number }>('SELECT id FROM written')).map(({ id }) => id))
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
  await database.close()
})

test('a crash of everything at once, with a number in the lock file that is a stranger by now, is recovered from', async () => {
  const user = start()
  const { place, pid, url } = await user.ready
  const database = connect(url)
  await database.run('CREATE TABLE written AS SELECT 1 AS id')
  await database.close()
  user.process.kill('SIGKILL')
  process.kill(pid, 'SIGKILL')
  await once(user.process, 'exit')
  const lock = join(place, 'data/postmaster.pid')
  await writeFile(lock, (await readFile(lock, 'utf8')).replace(/^\d+/, String(process.pid)))

  const again = await startEmbedded({ dataDir: folder })
  expect(again.adopted).toBe(false)
  const reopened = connect(again.url)
  expect(await reopened.rows('SELECT id FROM written')).toEqual([{ id: 1 }])
  await reopened.close()
  await again.stop()
})

test('the old socket folder is used again, unless it is no longer ours alone', async () => {
  async function crash(): Promise<{ socketFolder: string }> {
    const user = start()
    const { pid, url } = await user.ready
    user.process.kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    await once(user.process, 'exit')
    return { socketFolder: new URL(url).searchParams.get('host') ?? '' }
  }
  const { socketFolder } = await crash()
  expect(await crash()).toEqual({ socketFolder })
  await chmod(socketFolder, 0o777)
  const moved = await crash()
  expect(moved).not.toEqual({ socketFolder })
  await rm(moved.socketFolder, { recursive: true })
  await writeFile(moved.socketFolder, 'a file stands in the way')
  const again = await startEmbedded({ dataDir: folder })
  expect(new URL(again.url).searchParams.get('host')).not.toBe(moved.socketFolder)
  await again.stop()
  await rm(moved.socketFolder)
  await rm(socketFolder, { recursive: true })
})

test('a data folder that cannot be written is one clear problem', async () => {
  await writeFile(join(folder, 'file'), '')
  await expect(startEmbedded({ dataDir: join(folder, 'file/data') })).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'database.data-dir-not-writable',
    meta: { folder: join(folder, 'file/data') },
  })
})

test('a damaged cluster is one clear problem that gives the reason, and is not replaced', async () => {
  const server = await startEmbedded({ dataDir: folder })
  await server.stop()
  await rm(join(server.place, 'data/global/pg_control'))
  await expect(startEmbedded({ dataDir: folder })).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'database.cannot-start',
    meta: { reason: expect.stringContaining('pg_control') },
  })
})

test('a half-made cluster of a killed start is neither used nor kept', async () => {
  const half = join(folder, 'postgres/data.999999999')
  await mkdir(half, { recursive: true })
  await chmod(join(folder, 'postgres'), 0o777)
  await writeFile(join(half, 'PG_VERSION'), '18')
  const server = await startEmbedded({ dataDir: folder })
  expect(await answers(server.url)).toBe(true)
  expect(existsSync(half)).toBe(false)
  await server.stop()
})

test.runIf(root)(
  'for root, a folder closed to the server’s user names the place that is open to it',
  async () => {
    const closed = join(folder, 'closed')
    await mkdir(join(closed, 'data'), { recursive: true })
    await chmod(closed, 0o700)
    const server = await startEmbedded({ dataDir: join(closed, 'data') })
    const database = connect(server.url)
    await database.run('CREATE TABLE written AS SELECT 1 AS id')
    await database.close()
    await server.stop()
    const named = (await readFile(join(closed, 'data/POSTGRES_IS_AT'), 'utf8')).trim()
    expect(named).toBe(server.place)
    expect(named).toMatch(/^\/var\/lib\/thong-suot\//)

    await cp(closed, join(folder, 'moved'), { recursive: true })
    const again = await startEmbedded({ dataDir: join(folder, 'moved/data') })
    const reopened = connect(again.url)
    expect(await reopened.rows('SELECT id FROM written')).toEqual([{ id: 1 }])
    await reopened.close()
    await again.stop()
    await rm(join(named, '..'), { recursive: true })
  },
)
