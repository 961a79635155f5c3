import { spawnSync } from 'node:child_process'
import { chownSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Problem } from '../../../kernel/problem.ts'

/** The user that the server runs as: PostgreSQL refuses root and any uid without an entry in passwd. */
export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/**
 * Whom the server runs as: undefined where the program itself is an ordinary user, who then runs the server as well; for root the
 * owner of the cluster that is there already, else `postgres` or `nobody`.
 */
export async function findServerUser(owner?: number): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => {
    const [name = '', , uid = '', gid = ''] = line.split(':')
    return { name, uid: Number(uid), gid: Number(gid) }
  })
  const named = (name: string) => users.find((user) => user.name === name)
  const chosen =
    owner === undefined ? (named('postgres') ?? named('nobody')) : users.find(({ uid }) => uid === owner)
  if (chosen === undefined || chosen.uid === 0) throw new Problem('unavailable', 'database.no-server-user')
  return chosen
}

/** What spawn needs to run something as that user. */
export function asUser(user: ServerUser | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid }
}

export function giveTo(user: ServerUser | undefined, path: string): void {
  if (user !== undefined) chownSync(path, user.uid, user.gid)
}

/** Whether the user can enter this folder. */
export function canEnter(user: ServerUser | undefined, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...asUser(user), stdio: 'ignore' }).status === 0
}
