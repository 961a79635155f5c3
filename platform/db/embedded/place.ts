import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { SHARED_HOME } from './engine.ts'
import { Problem } from '../../../kernel/problem.ts'
import { dataOf } from './cluster.ts'
import { canEnter, findServerUser, giveTo } from './server-user.ts'
import type { ServerUser } from './server-user.ts'

const POINTER = 'POSTGRES_IS_AT'

interface Place {
  readonly place: string
  readonly user: ServerUser | undefined
}

/** The cluster's folder if this data folder has one already: inside, or where its pointer says. */
async function existing(folder: string): Promise<string | undefined> {
  const pointer = join(folder, POINTER)
  if (existsSync(pointer)) return (await readFile(pointer, 'utf8')).trim()
  return existsSync(join(folder, 'postgres')) ? join(folder, 'postgres') : undefined
}

async function ready(place: string, user: ServerUser | undefined): Promise<Place> {
  const isNew = !existsSync(dataOf(place))
  await mkdir(place, { recursive: true })
  if (isNew) giveTo(user, place)
  if (!canEnter(user, place)) throw new Error(`${user?.name ?? 'the user'} cannot enter ${place}`)
  return { place: await realpath(place), user }
}

/**
 * Where the cluster lies and who serves it: in the data folder, or where the server's user can reach it, which the data folder
 * then names. A cluster that is there already stays with its owner.
 */
export async function choosePlace(dataDir: string): Promise<Place> {
  const folder = resolve(dataDir)
  try {
    await mkdir(folder, { recursive: true })
    const found = await existing(folder)
    if (found !== undefined) {
      const owner = await stat(dataOf(found)).catch(() => undefined)
      return await ready(found, await findServerUser(owner?.uid))
    }
    const user = await findServerUser()
    if (canEnter(user, folder)) return await ready(join(folder, 'postgres'), user)
    const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12)
    const outside = await ready(join(SHARED_HOME, hash, 'postgres'), user)
    await writeFile(join(folder, POINTER), `${outside.place}\n`)
    return outside
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('unavailable', 'database.data-dir-not-writable', { meta: { folder }, cause: error })
  }
}
