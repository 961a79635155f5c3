import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Problem } from '../../kernel/problem.ts'

const LARGEST = 2 ** 30
const GZIP = [0x1f, 0x8b] as const

/**
 * The bytes of a file, unpacked where it is gzip, whatever its name says. Problems 'csv.unreadable', 'csv.cut-short' and
 * 'csv.damaged' (its archive ends too early or is spoilt), 'csv.too-large' (beyond 1 GiB unpacked).
 */
export async function* readCsvFile(path: string): AsyncGenerator<Uint8Array> {
  let size = 0
  try {
    for await (const chunk of await opened(path)) {
      size += chunk.length
      if (size > LARGEST) throw new Problem('invalid', 'csv.too-large', { meta: { path } })
      yield chunk
    }
  } catch (error) {
    throw error instanceof Problem ? error : endedBadly(error, path)
  }
}

async function opened(path: string): Promise<AsyncIterable<Uint8Array>> {
  const isGzip = await beginsAsGzip(path)
  const file = createReadStream(path)
  return isGzip ? pipeline(file, createGunzip(), () => undefined) : file
}

async function beginsAsGzip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && GZIP.every((byte, at) => buffer[at] === byte)
  } finally {
    await file.close()
  }
}

function endedBadly(error: unknown, path: string): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const meta = { path, reason: code }
  if (code === 'Z_BUF_ERROR') return new Problem('invalid', 'csv.cut-short', { meta, cause: error })
  const kind = code.startsWith('Z_') ? 'csv.damaged' : 'csv.unreadable'
  return new Problem('invalid', kind, { meta, cause: error })
}
