import { hash } from 'node:crypto'

/**
 * How the ledger hashes, so that anyone can do it again: SHA-256 throughout, told apart by a first byte.
 * payload: 02, then the salt in lower-case hex and the payload's text. leaf: 00, then the JSON text of the metadata.
 * node: 01, left, right. block: 03, then the JSON text of the block's columns and the hash of the block before.
 */
const LEAF = '\u0000'
const NODE = 0x01
const PAYLOAD = '\u0002'
const BLOCK = '\u0003'

export const HASH_BYTES = 32

/** Stands before the first block. */
export const NO_BLOCK = '0'.repeat(HASH_BYTES * 2)

export function payloadHash(saltHex: string, payload: string): string {
  return hash('sha256', PAYLOAD + saltHex + payload)
}

/** The metadata's columns as text in their declared order; the last is the payload's hash in hex. */
export type Metadata = readonly (string | null)[]

export function leafHash(metadata: Metadata): Buffer {
  return hash('sha256', LEAF + JSON.stringify(metadata), 'buffer')
}

export interface BlockHeader {
  readonly number: number
  readonly firstPosition: number
  readonly lastPosition: number
  /** Hex. */
  readonly root: string
  /** ISO 8601, UTC, microseconds. */
  readonly sealedAt: string
}

export function blockHash(log: string, block: BlockHeader, previousHash: string): string {
  const { number, firstPosition, lastPosition, root, sealedAt } = block
  return hash(
    'sha256',
    BLOCK + JSON.stringify([log, number, firstPosition, lastPosition, root, sealedAt, previousHash]),
  )
}

const pair = Buffer.alloc(1 + 2 * HASH_BYTES)
pair[0] = NODE

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1)
  pair.set(right, 1 + HASH_BYTES)
  return hash('sha256', pair, 'buffer')
}
