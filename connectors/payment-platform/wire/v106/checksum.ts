import { createHash, timingSafeEqual } from 'node:crypto'

/** MaXacThuc: SHA-256 in hex over the listed fields and the shared secret, joined by "|". */
export function checksum(fields: readonly string[], secret: string): string {
  return createHash('sha256')
    .update([...fields, secret].join('|'))
    .digest('hex')
}

/**
 * Whether the checksum is that of the fields. A field with the separator in it is never right: its text could have been moved
 * over from its neighbour.
 */
export function isChecksumOf(given: string, fields: readonly string[], secret: string): boolean {
  if (fields.some((field) => field.includes('|'))) return false
  const right = Buffer.from(checksum(fields, secret))
  const said = Buffer.from(given.toLowerCase())
  return said.length === right.length && timingSafeEqual(said, right)
}
