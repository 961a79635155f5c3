import { randomFillSync } from 'node:crypto'

const ID_BYTES = 16

// One call for many ids: a call costs far more than the bytes it brings.
const drawn = Buffer.alloc(256 * ID_BYTES)
let used = drawn.length

function drawBytes(): Buffer {
  if (used === drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  used += ID_BYTES
  return drawn.subarray(used - ID_BYTES, used)
}

/** A new UUIDv7 (RFC 9562 §5.7): time-ordered, so that a primary key index grows at its right edge. */
export function newId(now: number = Date.now()): string {
  const bytes = drawBytes()
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Whether a text is written as an id is, of whatever version. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}
