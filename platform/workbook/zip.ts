import { createInflateRaw } from 'node:zlib'
import { Problem } from '../../kernel/problem.ts'

const endSignature = 0x06_05_4b_50
const entrySignature = 0x02_01_4b_50
const localSignature = 0x04_03_4b_50
const largestInflated = 64 * 1024 * 1024
const CHUNK = 64 * 1024

interface Entry {
  readonly method: number
  readonly compressed: number
  readonly offset: number
}

/** The parts of a zip file by name, each inflated as it is read and never beyond what any office's workbook needs. */
export interface Archive {
  has(name: string): boolean
  read(name: string): AsyncIterable<Uint8Array>
}

/** Problem 'workbook.not-a-workbook' when it is no whole zip file. */
export function openArchive(file: Buffer): Archive {
  const entries = entriesOf(file)
  return {
    has: (name) => entries.has(name),
    async *read(name) {
      const entry = entries.get(name)
      if (entry === undefined) throw notAWorkbook()
      const { offset, compressed, method } = entry
      if (offset + 30 > file.length || file.readUInt32LE(offset) !== localSignature) throw notAWorkbook()
      const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28)
      const packed = file.subarray(start, start + compressed)
      if (method === 0) yield packed
      else if (method === 8) yield* inflate(packed)
      else throw notAWorkbook()
    },
  }
}

async function* inflate(packed: Buffer): AsyncIterable<Uint8Array> {
  const inflating = createInflateRaw({ chunkSize: CHUNK })
  inflating.end(packed)
  let size = 0
  try {
    for await (const chunk of inflating as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > largestInflated) throw new Problem('invalid', 'workbook.too-big')
      yield chunk
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw notAWorkbook(error)
  } finally {
    inflating.destroy()
  }
}

function entriesOf(file: Buffer): ReadonlyMap<string, Entry> {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > file.length || file.readUInt32LE(end) !== endSignature) throw notAWorkbook()
  const count = file.readUInt16LE(end + 10)
  const entries = new Map<string, Entry>()
  let at = file.readUInt32LE(end + 16)
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== entrySignature) throw notAWorkbook()
    const nameEnd = at + 46 + file.readUInt16LE(at + 28)
    entries.set(file.toString('utf8', at + 46, nameEnd), {
      method: file.readUInt16LE(at + 10),
      compressed: file.readUInt32LE(at + 20),
      offset: file.readUInt32LE(at + 42),
    })
    at = nameEnd + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return entries
}

export function notAWorkbook(cause?: unknown): Problem {
  return new Problem('invalid', 'workbook.not-a-workbook', cause === undefined ? {} : { cause })
}
