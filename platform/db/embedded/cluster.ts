import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, statSync } from 'node:fs'
import { readdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../../../kernel/problem.ts'
import { asUser, giveTo } from './server-user.ts'
import type { ServerUser } from './server-user.ts'

/** One cluster on disk: `<place>/data` with its log beside it, and the program that serves it. */
export interface Cluster {
  readonly bin: string
  readonly place: string
  readonly user: ServerUser | undefined
  /** Settings beyond our own, e.g. `fsync=off` for a throw-away server. */
  readonly settings: readonly string[]
}

export interface ServerFile {
  readonly pid: number
  readonly port: number
  readonly socketFolder: string
  readonly status: string
}

const LOG_KEPT_BYTES = 16 * 1024 * 1024

/** A process id that no system gives out. */
const NOBODY = 999_999_999

const SETTINGS = [
  // After a crash: one call instead of opening every file, ten times quicker and as safe (not on macOS).
  ...(process.platform === 'linux' ? ['recovery_init_sync_method=syncfs'] : []),
  'listen_addresses=',
  'unix_socket_permissions=0700',
  'max_connections=60',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  // Details of a violated constraint quote the row: people's data has no place in a log.
  'log_error_verbosity=terse',
]

const environment = { PATH: '/usr/bin:/bin', LANG: 'C', LC_ALL: 'C', TZ: 'UTC' }

export const dataOf = (place: string): string => join(place, 'data')
export const logOf = (place: string): string => join(place, 'postgres.log')

const WORDS_KEPT = 400

/** What the server's log says since then, for the sentence about a failed start: the fatal line, or all there is. */
async function lastWords(place: string, since: number): Promise<string> {
  const log = (await readFile(logOf(place)).catch(() => Buffer.alloc(0))).subarray(since).toString().trim()
  const fatal = log.split('\n').findLast((line) => /(FATAL|PANIC|error): /.test(line))
  return (fatal ?? log.replaceAll(/\s+/g, ' ')).slice(-WORDS_KEPT)
}

interface Log {
  readonly file: number
  readonly since: number
}

function openLog({ place, user }: Cluster): Log {
  const path = logOf(place)
  const size = existsSync(path) ? statSync(path).size : 0
  const fresh = size > LOG_KEPT_BYTES
  const file = openSync(path, fresh ? 'w' : 'a', 0o600)
  giveTo(user, path)
  return { file, since: fresh ? 0 : size }
}

/** What processes left behind that were ended while they made a cluster. */
async function sweepHalves(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    const maker = /^data[.](\d+)$/.exec(name)?.[1]
    if (maker !== undefined && !isAlive(Number(maker)))
      await rm(join(place, name), { recursive: true, force: true })
  }
}

/** Makes the cluster unless it is there. Made aside and moved into place, so that a half-made one is never taken for whole. */
export async function makeCluster(cluster: Cluster): Promise<void> {
  const { bin, place, user } = cluster
  if (existsSync(join(dataOf(place), 'PG_VERSION'))) return
  await sweepHalves(place)
  const half = `${dataOf(place)}.${process.pid}`
  const log = openLog(cluster)
  const made = await new Promise<boolean>((resolve) => {
    const options = ['--pgdata', half, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C']
    const initdb = spawn(join(bin, 'initdb'), [...options, '--no-instructions', '--data-checksums'], {
      ...asUser(user),
      cwd: place,
      env: environment,
      stdio: ['ignore', log.file, log.file],
    })
    initdb.once('error', () => resolve(false))
    initdb.once('exit', (code) => resolve(code === 0))
  })
  closeSync(log.file)
  if (!made) {
    await rm(half, { recursive: true, force: true })
    throw new Problem('unavailable', 'database.cannot-create', {
      meta: { place, reason: await lastWords(place, log.since) },
    })
  }
  await rename(half, dataOf(place)).catch(async (error: NodeJS.ErrnoException) => {
    await rm(half, { recursive: true, force: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
}

/** What `postmaster.pid` says of the server that has this cluster open, if any does. */
export async function readServerFile(place: string): Promise<ServerFile | undefined> {
  const text = await readFile(join(dataOf(place), 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid = '', , , port = '', socketFolder = '', , , status = ''] = text.split('\n')
  return Number(pid) > 0
    ? { pid: Number(pid), port: Number(port), socketFolder, status: status.trim() }
    : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Whether a server has this cluster open. After a crash the process with its number may be any other. */
export async function isServed(place: string): Promise<boolean> {
  const server = await readServerFile(place)
  if (server === undefined || !isAlive(server.pid)) return false
  if (process.platform !== 'linux') return true
  const [home, name] = await Promise.all([
    readlink(`/proc/${server.pid}/cwd`).catch(() => ''),
    readFile(`/proc/${server.pid}/comm`, 'utf8').catch(() => ''),
  ])
  return name.trim() === 'postgres' && home === dataOf(place)
}

/**
 * PostgreSQL would refuse to start for ever while a stranger's process has the number in `postmaster.pid`. Only the number is
 * struck out, never the file: from the rest of it the server makes sure that no process of the old one is left.
 */
export async function strikeOutStranger(place: string): Promise<void> {
  const server = await readServerFile(place)
  if (server === undefined || !isAlive(server.pid) || (await isServed(place))) return
  const path = join(dataOf(place), 'postmaster.pid')
  await writeFile(path, (await readFile(path, 'utf8')).replace(/^\d+/, String(NOBODY)))
}

export interface Served {
  readonly pid: number
  hasEnded(): boolean
  lastWords(): Promise<string>
}

/** Starts the server in a session of its own: a Ctrl-C in the terminal reaches the program, and the program stops the server. */
export function serve(cluster: Cluster, socketFolder: string): Served {
  const { bin, place, user, settings } = cluster
  const log = openLog(cluster)
  const options = [...SETTINGS, `unix_socket_directories=${socketFolder}`, ...settings].flatMap((setting) => [
    '-c',
    setting,
  ])
  const server = spawn(join(bin, 'postgres'), ['-D', dataOf(place), ...options], {
    ...asUser(user),
    cwd: place,
    env: environment,
    detached: true,
    stdio: ['ignore', log.file, log.file],
  })
  closeSync(log.file)
  server.unref()
  let ended = false
  server.once('error', () => (ended = true))
  server.once('exit', () => (ended = true))
  return { pid: server.pid ?? NOBODY, hasEnded: () => ended, lastWords: () => lastWords(place, log.since) }
}
