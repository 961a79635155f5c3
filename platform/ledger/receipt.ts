import { Problem } from '../../kernel/problem.ts'
import type { Db } from '../db/index.ts'
import { findBlockAt, findLastBlock, headerOf, listBlocks, rootOf } from './block.ts'
import type { Root } from './block.ts'
import { blockHash, leafHash, NO_BLOCK, payloadHash } from './hashes.ts'
import type { BlockHeader, Metadata } from './hashes.ts'
import { rootFrom, treePath } from './hash-tree.ts'
import type { PathStep } from './hash-tree.ts'
import { leafColumns, metadataOf } from './leaf.ts'
import type { LeafRow } from './leaf.ts'
import { ledgerLog } from './log.ts'

/** Shows that one entry stands at its position under a published root; whoever holds both needs nothing else. */
export interface ReceiptProof {
  readonly position: number
  /** The entry's columns as text, the payload's hash last. */
  readonly metadata: Metadata
  /** What the entry says, for those entitled to it. */
  readonly payload?: { readonly salt: string; readonly text: string }
  readonly path: readonly PathStep[]
  /** From the entry's block to the root's. */
  readonly blocks: readonly BlockHeader[]
  /** The hash of the block before the entry's. */
  readonly previousHash: string
  readonly root: Root
}

export interface ReceiptOptions {
  /** The block of the published root that the proof is to lead to; the last one sealed. */
  readonly block?: number
  /** Whether the payload is shown. */
  readonly withPayload?: boolean
}

type Sealed = LeafRow & {
  readonly position: number | null
  readonly salt: string | null
  readonly payload: string | null
}

async function getSealed(db: Db, entryId: string): Promise<Sealed> {
  const entry = await db.maybe<Sealed>(
    `SELECT p.position, ${leafColumns(ledgerLog)}, encode(l.salt, 'hex') AS salt, l.payload::text AS payload
     FROM ledger_entry e LEFT JOIN ledger_position p ON p.entry_id = e.id
       LEFT JOIN ledger_payload l ON l.entry_id = e.id
     WHERE e.id = $1`,
    [entryId],
  )
  if (entry === undefined) throw new Problem('missing', 'ledger.unknown-entry', { meta: { entryId } })
  return entry
}

/**
 * The proof that an entry is sealed, for `verifyReceipt`. Problems: 'ledger.unknown-entry'; 'ledger.not-sealed' while the entry's
 * block, or the block asked for, is not sealed yet.
 */
export async function receiptProof(
  db: Db,
  entryId: string,
  options: ReceiptOptions = {},
): Promise<ReceiptProof> {
  const entry = await getSealed(db, entryId)
  const { position } = entry
  const own = position === null ? undefined : await findBlockAt(db, ledgerLog, position)
  const last = await findLastBlock(db, ledgerLog)
  const to = options.block ?? last?.number ?? 0
  if (position === null || own === undefined || to < own.number || to > (last?.number ?? 0)) {
    throw new Problem('busy', 'ledger.not-sealed', { meta: { entryId } })
  }
  const [leaves, chain] = await Promise.all([
    db.rows<{ hash: Buffer }>(
      'SELECT hash FROM ledger_leaf WHERE position BETWEEN $1 AND $2 ORDER BY position',
      [own.firstPosition, own.lastPosition],
    ),
    listBlocks(db, ledgerLog, own.number - 1, to),
  ])
  const blocks = chain.filter(({ number }) => number >= own.number)
  const { salt, payload: text } = entry
  return {
    position,
    metadata: metadataOf(ledgerLog, entry),
    ...(options.withPayload === true && salt !== null && text !== null ? { payload: { salt, text } } : {}),
    path: treePath(
      leaves.map(({ hash }) => hash),
      position - own.firstPosition,
    ),
    blocks: blocks.map(headerOf),
    previousHash: chain.find(({ number }) => number < own.number)?.hash ?? NO_BLOCK,
    root: rootOf(blocks.at(-1) ?? own),
  }
}

const HEX_HASH = /^[0-9a-f]{64}$/

/** Whether a path is the one from this place in a tree of this size: no other may pass for it. */
function leadsFrom(path: readonly PathStep[], index: number, size: number): boolean {
  let at = index
  let width = size
  let step = 0
  while (width > 1) {
    if ((at ^ 1) < width) {
      const taken = path[step]
      if (taken === undefined || taken.side !== (at % 2 === 0 ? 'right' : 'left')) return false
      if (!HEX_HASH.test(taken.hash)) return false
      step += 1
    }
    at >>= 1
    width = (width + 1) >> 1
  }
  return step === path.length
}

/** Whether the proof leads from the entry to this published root's hash. Needs no database: anyone can do it. */
export function verifyReceipt(proof: ReceiptProof, publishedHash: string): boolean {
  const { position, metadata, payload, path, blocks, previousHash } = proof
  const [own] = blocks
  if (own === undefined || position < own.firstPosition || position > own.lastPosition) return false
  if (payload !== undefined && payloadHash(payload.salt, payload.text) !== metadata.at(-1)) return false
  if (!leadsFrom(path, position - own.firstPosition, own.lastPosition - own.firstPosition + 1)) return false
  if (Buffer.from(rootFrom(leafHash(metadata), path)).toString('hex') !== own.root) return false
  const chained = blocks.reduce((hash, block) => blockHash(ledgerLog.name, block, hash), previousHash)
  return chained === publishedHash
}
