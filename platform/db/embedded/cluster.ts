import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, statSync } from 'node:fs'
import { readFile, readlink, rename, rm, writeFile } from 'node:fs/promises'
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
}

const LOG_KEPT_BYTES = 16 * 1024 * 1024

/** A process id that no system gives out. */
const NOBODY = 999_999_999

const SETTINGS = [
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

/** The last lines of the server's log, for the sentence about a failed start. */
export async function lastWords(place: string): Promise<string> {
  const log = await readFile(logOf(place), 'utf8').catch(() => '')
  const lines = log.trim().split('\n')
  return lines.findLast((line) => /(FATAL|PANIC|error):?/.test(line)) ?? lines.at(-1) ?? ''
}

function openLog({ place, user }: Cluster): number {
  const path = logOf(place)
  const fresh = existsSync(path) && statSync(path).size > LOG_KEPT_BYTES
  const log = openSync(path, fresh ? 'w' : 'a', 0o600)
  giveTo(user, path)
  return log
}

/** Makes the cluster unless it is there. Made aside and moved into place, so that a half-made one is never taken for whole. */
export async function makeCluster(cluster: Cluster): Promise<void> {
  const { bin, place, user } = cluster
  if (existsSync(join(dataOf(place), 'PG_VERSION'))) return
  const half = `${dataOf(place)}.${process.pid}`
  const log = openLog(cluster)
  const made = await new Promise<boolean>((resolve) => {
    const options = ['--pgdata', half, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C']
    const initdb = spawn(join(bin, 'initdb'), [...options, '--no-instructions', '--data-checksums'], {
      ...asUser(user),
      cwd: place,
      env: environment,
      stdio: ['ignore', log, log],
    })
    initdb.once('error', () => resolve(false))
    initdb.once('exit', (code) => resolve(code === 0))
  })
  closeSync(log)
  if (!made) {
    await rm(half, { recursive: true, force: true })
    throw new Problem('unavailable', 'database.cannot-create', {
      meta: { place, reason: await lastWords(place) },
    })
  }
  await rename(half, dataOf(place)).catch(async (error: NodeJS.ErrnoException) => {
    await rm(half, { recursive: true, force: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
}

/** What `postmaster.pid` says of the server that has this cluster open, if any does; the socket is named only once it is there. */
export async function readServerFile(place: string): Promise<ServerFile | undefined> {
  const text = await readFile(join(dataOf(place), 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid = '', , , port = '', socketFolder = ''] = text.split('\n')
  return Number(pid) > 0 ? { pid: Number(pid), port: Number(port), socketFolder } : undefined
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
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  server.unref()
  let ended = false
  server.once('error', () => (ended = true))
  server.once('exit', () => (ended = true))
  return { pid: server.pid ?? NOBODY, hasEnded: () => ended }
}
