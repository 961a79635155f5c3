import { daysBetween } from '../../kernel/dates.ts'

/**
 * Lists as PostgreSQL takes arrays in its binary form: for statements that write many rows, where quoting and parsing texts would
 * cost more than the rows. Each stands for a parameter of exactly that type: `$1::uuid[]`.
 */
const OID = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int4: 23,
  text: 25,
  json: 114,
  date: 1082,
  timestamptz: 1184,
  uuid: 2950,
  jsonb: 3802,
} as const

const HEADER_BYTES = 20
const BASE = 2 ** 32
/** PostgreSQL counts from here. */
const FIRST_DAY = '2000-01-01'
const FIRST_MS = Date.UTC(2000, 0, 1)
const MOST_BYTES_A_UNIT = 3

class Packed {
  #buffer = Buffer.allocUnsafe(4096)
  #length = 0
  #nulls = false

  #room(bytes: number): number {
    const at = this.#length
    if (at + bytes > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(at + bytes, this.#buffer.length * 2))
      this.#buffer.copy(larger, 0, 0, at)
      this.#buffer = larger
    }
    return at
  }

  begin(): void {
    this.#length = HEADER_BYTES
    this.#nulls = false
  }

  null(): void {
    this.#buffer.writeInt32BE(-1, this.#room(4))
    this.#length += 4
    this.#nulls = true
  }

  byte(value: number): void {
    const at = this.#room(5)
    this.#buffer.writeInt32BE(1, at)
    this.#buffer[at + 4] = value
    this.#length += 5
  }

  int4(value: number): void {
    if ((value | 0) !== value) throw new RangeError(`${value} is no whole number of four bytes`)
    const at = this.#room(8)
    this.#buffer.writeInt32BE(4, at)
    this.#buffer.writeInt32BE(value, at + 4)
    this.#length += 8
  }

  int8(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number that stays exact`)
    const high = Math.floor(value / BASE)
    this.#halves(high, value - high * BASE)
  }

  /** Milliseconds as microseconds, which go beyond the whole numbers that stay exact: thousandfold half by half. */
  thousandfold(value: number): void {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no instant`)
    const high = Math.floor(value / BASE)
    const low = (value - high * BASE) * 1000
    const carried = Math.floor(low / BASE)
    this.#halves(high * 1000 + carried, low - carried * BASE)
  }

  #halves(high: number, low: number): void {
    const at = this.#room(12)
    this.#buffer.writeInt32BE(8, at)
    this.#buffer.writeInt32BE(high, at + 4)
    this.#buffer.writeUInt32BE(low, at + 8)
    this.#length += 12
  }

  /** A text, after a byte of its own where the type has one. */
  text(value: string, before?: number): void {
    const at = this.#room(5 + value.length * MOST_BYTES_A_UNIT)
    const start = before === undefined ? at + 4 : at + 5
    if (before !== undefined) this.#buffer[at + 4] = before
    const end = start + this.#buffer.write(value, start)
    this.#buffer.writeInt32BE(end - at - 4, at)
    this.#length = end
  }

  bytes(value: Uint8Array): void {
    const at = this.#room(4 + value.length)
    this.#buffer.writeInt32BE(value.length, at)
    this.#buffer.set(value, at + 4)
    this.#length = at + 4 + value.length
  }

  uuid(value: string): void {
    const at = this.#room(20)
    this.#buffer.writeInt32BE(16, at)
    if (value.length !== 36) throw new RangeError(`${value} is no UUID`)
    let to = at + 4
    let wrong = 0
    for (let from = 0; from < 36; from += 2) {
      if (from === 8 || from === 13 || from === 18 || from === 23) from += 1
      const high = NIBBLES[value.charCodeAt(from)] ?? NO_NIBBLE
      const low = NIBBLES[value.charCodeAt(from + 1)] ?? NO_NIBBLE
      wrong |= (high | low) & NO_NIBBLE
      this.#buffer[to] = (high << 4) | low
      to += 1
    }
    if (wrong !== 0) throw new RangeError(`${value} is no UUID`)
    this.#length = to
  }

  /** A copy: the next list goes into the same bytes. */
  end(oid: number, count: number): Buffer {
    const dimensions = count === 0 ? 0 : 1
    this.#buffer.writeInt32BE(dimensions, 0)
    this.#buffer.writeInt32BE(this.#nulls ? 1 : 0, 4)
    this.#buffer.writeInt32BE(oid, 8)
    this.#buffer.writeInt32BE(count, 12)
    this.#buffer.writeInt32BE(1, 16)
    return Buffer.from(this.#buffer.subarray(0, count === 0 ? 12 : this.#length))
  }
}

const NO_NIBBLE = 0x80
const NIBBLES = new Uint8Array(128).fill(NO_NIBBLE)
for (let value = 0; value < 16; value += 1) {
  const digit = value.toString(16)
  NIBBLES[digit.charCodeAt(0)] = value
  NIBBLES[digit.toUpperCase().charCodeAt(0)] = value
}

const packed = new Packed()

function pack<T>(oid: number, list: readonly (T | null)[], put: (value: T) => void): Buffer {
  packed.begin()
  for (const value of list) {
    if (value === null) packed.null()
    else put(value)
  }
  return packed.end(oid, list.length)
}

type List<T> = readonly (T | null)[]

/** One function a type of PostgreSQL; null is NULL. A list has one dimension, and none where it is empty. */
export const arrayOf = {
  bool: (list: List<boolean>) => pack(OID.bool, list, (value) => packed.byte(value ? 1 : 0)),
  bytea: (list: List<Uint8Array>) => pack(OID.bytea, list, (value) => packed.bytes(value)),
  int4: (list: List<number>) => pack(OID.int4, list, (value) => packed.int4(value)),
  int8: (list: List<number>) => pack(OID.int8, list, (value) => packed.int8(value)),
  text: (list: List<string>) => pack(OID.text, list, (value) => packed.text(value)),
  uuid: (list: List<string>) => pack(OID.uuid, list, (value) => packed.uuid(value)),
  /** Instants, to the millisecond. */
  timestamptz: (list: List<Date>) =>
    pack(OID.timestamptz, list, (value) => packed.thousandfold(value.getTime() - FIRST_MS)),
  /** Days, 'YYYY-MM-DD'. */
  date: (list: List<string>) => pack(OID.date, list, (value) => packed.int4(daysBetween(FIRST_DAY, value))),
  /** Texts that are JSON already, kept letter by letter. */
  json: (list: List<string>) => pack(OID.json, list, (value) => packed.text(value)),
  /** Values, written as JSON. */
  jsonb: (list: readonly unknown[]) =>
    pack(OID.jsonb, list, (value) => packed.text(JSON.stringify(value), 1)),
} as const
