import type { Db } from '../db/index.ts'
import type { BlockHeader } from './hashes.ts'
import { instantText } from './log.ts'
import type { SealedLog } from './log.ts'

export interface Block extends BlockHeader {
  /** Hex; over the header and the hash of the block before. */
  readonly hash: string
}

/** What is published: whoever keeps it can tell later whether anything up to `lastPosition` was changed, added or taken away. */
export interface Root {
  readonly block: number
  readonly lastPosition: number
  readonly hash: string
  readonly sealedAt: string
}

const COLUMNS = `number, first_position AS "firstPosition", last_position AS "lastPosition", encode(root, 'hex') AS root,
  ${instantText('sealed_at')} AS "sealedAt", encode(hash, 'hex') AS hash`

export function listBlocks(db: Db, log: SealedLog, from: number, to: number): Promise<readonly Block[]> {
  return db.rows<Block>(
    `SELECT ${COLUMNS} FROM ${log.name}_block WHERE number BETWEEN $1 AND $2 ORDER BY number`,
    [from, to],
  )
}

export function findLastBlock(db: Db, log: SealedLog): Promise<Block | undefined> {
  return db.maybe<Block>(`SELECT ${COLUMNS} FROM ${log.name}_block ORDER BY number DESC LIMIT 1`)
}

/** The block that holds a position. */
export function findBlockAt(db: Db, log: SealedLog, position: number): Promise<Block | undefined> {
  return db.maybe<Block>(
    `SELECT ${COLUMNS} FROM ${log.name}_block WHERE last_position >= $1 AND first_position <= $1`,
    [position],
  )
}

export function headerOf({ number, firstPosition, lastPosition, root, sealedAt }: Block): BlockHeader {
  return { number, firstPosition, lastPosition, root, sealedAt }
}

export function rootOf(block: Block): Root {
  return { block: block.number, lastPosition: block.lastPosition, hash: block.hash, sealedAt: block.sealedAt }
}
