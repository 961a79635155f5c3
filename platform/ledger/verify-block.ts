import type { Db } from '../db/index.ts'
import type { Block } from './block.ts'
import { leafHash, payloadHash } from './hashes.ts'
import { treeRoot } from './hash-tree.ts'
import { leafColumns, metadataOf } from './leaf.ts'
import type { LeafRow } from './leaf.ts'
import type { SealedLog } from './log.ts'
import { LARGEST_BLOCK } from './seal.ts'

export type SealFault =
  | 'position-missing'
  | 'entry-missing'
  | 'entry-changed'
  | 'payload-missing'
  | 'payload-changed'
  | 'payload-not-erased'
  | 'leaf-missing'
  | 'leaf-changed'
  | 'block-missing'
  | 'block-changed'
  | 'head-changed'
  | 'entry-out-of-line'
  | 'root-differs'
  | 'tail-cut'

export interface SealFinding {
  readonly fault: SealFault
  readonly position?: number
  readonly entryId?: string
  readonly block?: number
  /** Of the published root that no longer holds. */
  readonly day?: string
}

export type Find = (finding: SealFinding) => void

/** Whether the payload of this entry was taken away by law. */
export type Erased = (entryId: string, recordedAt: string | null) => boolean

export interface LineRow {
  readonly position: number
  readonly entry_id: string | null
  readonly there: boolean
  readonly salt: string | null
  readonly payload: string | null
  readonly leaf: string | null
}

type Line = LineRow & LeafRow

/** Every position from `from` to `to`, with whatever of it is there. */
export function readLine(db: Db, log: SealedLog, from: number, to: number): Promise<readonly Line[]> {
  return db.rows<Line>(
    `SELECT s.position, p.entry_id, e.id IS NOT NULL AS there, ${leafColumns(log)},
       encode(l.salt, 'hex') AS salt, l.payload::text AS payload, encode(f.hash, 'hex') AS leaf
     FROM generate_series($1::bigint, $2::bigint) AS s(position)
       LEFT JOIN ${log.name}_position p ON p.position = s.position AND p.position BETWEEN $1 AND $2
       LEFT JOIN ${log.name}_entry e ON e.id = p.entry_id
       LEFT JOIN ${log.name}_payload l ON l.entry_id = p.entry_id
       LEFT JOIN ${log.name}_leaf f ON f.position = s.position AND f.position BETWEEN $1 AND $2
     ORDER BY s.position`,
    [from, to],
  )
}

/** Whether the entry and its payload are there and fit each other; true when the entry is there. */
function checkLine(log: SealedLog, line: Line, erased: Erased, find: Find): boolean {
  const { entry_id: entryId, position, salt, payload } = line
  if (entryId === null) {
    find({ fault: 'position-missing', position })
    return false
  }
  if (!line.there) {
    find({ fault: 'entry-missing', position, entryId })
    return false
  }
  const mayBeGone = erased(entryId, line[log.recordedAt] ?? null)
  if (payload === null || salt === null) {
    if (!mayBeGone) find({ fault: 'payload-missing', position, entryId })
  } else if (mayBeGone) find({ fault: 'payload-not-erased', position, entryId })
  else if (payloadHash(salt, payload) !== line.payload_hash) {
    find({ fault: 'payload-changed', position, entryId })
  }
  return true
}

/** Entries that no block covers yet: their presence and their payloads. */
export function checkTail(log: SealedLog, lines: readonly Line[], erased: Erased, find: Find): void {
  for (const line of lines) checkLine(log, line, erased, find)
}

function rootHex(leaves: readonly (Buffer | null)[]): string | null {
  const present = leaves.filter((leaf) => leaf !== null)
  return present.length < leaves.length ? null : Buffer.from(treeRoot(present)).toString('hex')
}

/** Computes a block's leaves and root again from its entries; where they disagree, says which row is to blame. */
export function checkBlock(
  log: SealedLog,
  block: Block,
  lines: readonly Line[],
  erased: Erased,
  find: Find,
): void {
  const computed: (Buffer | null)[] = []
  const differing: Line[] = []
  for (const line of lines) {
    const leaf = checkLine(log, line, erased, find) ? leafHash(metadataOf(log, line)) : null
    computed.push(leaf)
    if (line.leaf === null) find({ fault: 'leaf-missing', position: line.position })
    else if (leaf !== null && leaf.toString('hex') !== line.leaf) differing.push(line)
  }
  const recomputed = rootHex(computed)
  if (recomputed === block.root) {
    for (const { position } of differing) find({ fault: 'leaf-changed', position })
    return
  }
  for (const { position, entry_id: entryId } of differing) {
    find({ fault: 'entry-changed', position, ...(entryId === null ? {} : { entryId }) })
  }
  const stored = rootHex(lines.map(({ leaf }) => (leaf === null ? null : Buffer.from(leaf, 'hex'))))
  if (stored !== null && stored !== block.root) find({ fault: 'block-changed', block: block.number })
}

/** Whether the span that a block claims can be one of ours. */
export function isPlausible({ firstPosition, lastPosition }: Block): boolean {
  return lastPosition - firstPosition < LARGEST_BLOCK
}
