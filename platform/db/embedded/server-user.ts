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

/** Undefined where the program itself is an ordinary user, who then runs the server as well. */
export async function findServerUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find(([login]) => login === name) ?? []
    if (uid !== undefined && gid !== undefined) return { name, uid: Number(uid), gid: Number(gid) }
  }
  throw new Problem('unavailable', 'database.no-server-user')
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
