import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Problem } from '../../../kernel/problem.ts'
import { canEnter, giveTo } from './server-user.ts'
import type { ServerUser } from './server-user.ts'

const SHARED_HOME = '/var/lib/thong-suot'
const POINTER = 'POSTGRES_IS_AT'

/** Where the cluster lies: in the data folder, or where the server's user can reach it, which the data folder then names. */
export async function choosePlace(dataDir: string, user: ServerUser | undefined): Promise<string> {
  const folder = resolve(dataDir)
  const pointer = join(folder, POINTER)
  try {
    await mkdir(folder, { recursive: true })
    if (existsSync(pointer)) return await ready((await readFile(pointer, 'utf8')).trim(), user)
    const inside = join(folder, 'postgres')
    if (existsSync(inside) || canEnter(user, folder)) return await ready(inside, user)
    const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12)
    const outside = await ready(join(SHARED_HOME, hash, 'postgres'), user)
    await writeFile(pointer, `${outside}\n`)
    return outside
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('unavailable', 'database.data-dir-not-writable', { meta: { folder }, cause: error })
  }
}

async function ready(place: string, user: ServerUser | undefined): Promise<string> {
  await mkdir(place, { recursive: true })
  giveTo(user, place)
  if (!canEnter(user, place))
    throw new Problem('unavailable', 'database.data-dir-not-writable', { meta: { folder: place } })
  return await realpath(place)
}
