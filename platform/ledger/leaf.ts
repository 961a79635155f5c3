import type { Metadata } from './hashes.ts'
import type { SealedLog } from './log.ts'

/** What a leaf is made of, as `leafColumns` reads it. */
export type LeafRow = { readonly payload_hash: string } & Readonly<Record<`m${number}`, string | null>>

/** The columns of an entry `e` that its leaf is made of. */
export function leafColumns(log: SealedLog): string {
  const columns = log.metadata.map((expression, index) => `${expression} AS m${index}`)
  return `${columns.join(', ')}, encode(e.payload_hash, 'hex') AS payload_hash`
}

export function metadataOf(log: SealedLog, row: LeafRow): Metadata {
  const metadata: (string | null)[] = []
  for (let index = 0; index < log.metadata.length; index += 1) metadata.push(row[`m${index}`] ?? null)
  metadata.push(row.payload_hash)
  return metadata
}
