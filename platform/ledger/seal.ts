import { Problem } from '../../kernel/problem.ts'
import type { Database, Db, Tx } from '../db/index.ts'
import { findLastBlock, rootOf } from './block.ts'
import type { Root } from './block.ts'
import { blockHash, leafHash, NO_BLOCK } from './hashes.ts'
import type { BlockHeader } from './hashes.ts'
import { treeRoot } from './hash-tree.ts'
import { leafColumns, metadataOf } from './leaf.ts'
import type { LeafRow } from './leaf.ts'
import { ledgerLog, readingLog, textOfInstant } from './log.ts'
import type { SealedLog } from './log.ts'

export interface SealOptions {
  /** Entries in a full block; 1024. */
  readonly blockSize?: number
  /** A block that is not full is sealed once its first entry is this old; one hour. */
  readonly maxAgeMs?: number
}

/** More in one block would make verification's pages too large. */
export const LARGEST_BLOCK = 8192

const HOUR_MS = 3_600_000

type Sealed = LeafRow & { readonly position: number; readonly recorded_at: Date }

async function writeBlock(
  tx: Tx,
  log: SealedLog,
  block: BlockHeader & { hash: string },
  leaves: readonly Buffer[],
) {
  await Promise.all([
    tx.run(
      `INSERT INTO ${log.name}_leaf (position, hash)
       SELECT $1::bigint + nth - 1, decode(leaf, 'hex') FROM unnest($2::text[]) WITH ORDINALITY AS l(leaf, nth)`,
      [block.firstPosition, leaves.map((leaf) => leaf.toString('hex'))],
    ),
    tx.run(
      `INSERT INTO ${log.name}_block (number, first_position, last_position, root, sealed_at, hash)
       VALUES ($1, $2, $3, decode($4, 'hex'), $5, decode($6, 'hex'))`,
      [block.number, block.firstPosition, block.lastPosition, block.root, block.sealedAt, block.hash],
    ),
  ])
}

async function sealNext(tx: Tx, log: SealedLog, at: Date, size: number, maxAgeMs: number): Promise<boolean> {
  const lock = await tx.one<{ mine: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1::text::regclass::oid::int, 0) AS mine',
    [`${log.name}_block`],
  )
  if (!lock.mine) return false
  const last = await findLastBlock(tx, log)
  const firstPosition = (last?.lastPosition ?? 0) + 1
  const entries = await tx.rows<Sealed>(
    `SELECT p.position, e.recorded_at, ${leafColumns(log)}
     FROM ${log.name}_position p JOIN ${log.name}_entry e ON e.id = p.entry_id
     WHERE p.position >= $1 ORDER BY p.position LIMIT $2`,
    [firstPosition, size],
  )
  const [oldest] = entries
  if (oldest === undefined) return false
  if (entries.length < size && at.getTime() - oldest.recorded_at.getTime() < maxAgeMs) return false
  const gap = entries.findIndex(({ position }, index) => position !== firstPosition + index)
  if (gap !== -1)
    throw new Problem('conflict', 'ledger.gap', { meta: { log: log.name, position: firstPosition + gap } })
  const leaves = entries.map((entry) => leafHash(metadataOf(log, entry)))
  const header = {
    number: (last?.number ?? 0) + 1,
    firstPosition,
    lastPosition: firstPosition + entries.length - 1,
    root: Buffer.from(treeRoot(leaves)).toString('hex'),
    sealedAt: textOfInstant(at),
  }
  await writeBlock(tx, log, { ...header, hash: blockHash(log.name, header, last?.hash ?? NO_BLOCK) }, leaves)
  return true
}

/**
 * Seals what is due of both logs, block by block; the number of blocks sealed. Any process may call it at any time. Problem
 * 'ledger.gap' where a placed entry is gone before it was sealed.
 */
export async function seal(database: Database, at: Date, options: SealOptions = {}): Promise<number> {
  const size = Math.min(options.blockSize ?? 1024, LARGEST_BLOCK)
  const maxAgeMs = options.maxAgeMs ?? HOUR_MS
  let blocks = 0
  for (const log of [ledgerLog, readingLog]) {
    while (await database.transact((tx) => sealNext(tx, log, at, size, maxAgeMs))) blocks += 1
  }
  return blocks
}

/** The seal over everything sealed so far, to be published; null before the first block. */
export async function root(db: Db, name: SealedLog['name'] = 'ledger'): Promise<Root | null> {
  const last = await findLastBlock(db, name === 'ledger' ? ledgerLog : readingLog)
  return last === undefined ? null : rootOf(last)
}
