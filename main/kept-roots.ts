import { readFile } from 'node:fs/promises'
import Type from 'typebox'
import { Value } from 'typebox/value'
import { isLocalDate } from '../kernel/dates.ts'
import { Problem } from '../kernel/problem.ts'
import type { Db } from '../platform/db/index.ts'
import { findPublishedRoots, type KeptRoot, type SealReport } from '../platform/ledger/index.ts'
import { PublishedDay } from './seals.ts'

export type KeptRoots = readonly (KeptRoot & Pick<SealReport, 'log'>)[]

const Kept = Type.Union([PublishedDay, Type.Array(PublishedDay)])

/**
 * The roots to hold the logs against: those published of a day, or those that somebody kept in a file as /api/v1/seals
 * gave them. Problems 'seals.not-published', 'seals.file-unreadable', 'seals.file-malformed'.
 */
export async function readKeptRoots(db: Db, given: string): Promise<KeptRoots> {
  if (!isLocalDate(given)) return readRootsFile(given)
  const roots = await findPublishedRoots(db, given)
  if (roots.length === 0) throw new Problem('missing', 'seals.not-published', { meta: { day: given } })
  return roots
}

async function readRootsFile(path: string): Promise<KeptRoots> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Problem('invalid', 'seals.file-unreadable', { meta: { path }, cause })
  })
  const kept = parsed(text)
  if (!Value.Check(Kept, kept)) throw new Problem('invalid', 'seals.file-malformed', { meta: { path } })
  const roots = [kept].flat().flatMap(({ day, roots: ofDay }) => ofDay.map((root) => ({ ...root, day })))
  if (roots.length === 0) throw new Problem('invalid', 'seals.file-malformed', { meta: { path } })
  return roots
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
