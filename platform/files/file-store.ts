import { createHash } from 'node:crypto'
import type { Dirent } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Clock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Declared, MediaType } from './media-type.ts'
import { headBytes, mediaTypeOf, tailBytes } from './media-type.ts'

export interface StoreOptions extends Declared {
  /** The largest size accepted, in bytes. */
  readonly limitBytes: number
}

export interface StoredFile {
  /** Lower-case hex: the file's name in the store. */
  readonly sha256: string
  readonly mediaType: MediaType
  readonly size: number
}

/** First and last byte asked for, both included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

export interface OpenedFile {
  /** Holds the file open until it is read to its end or destroyed. */
  readonly stream: Readable
  /** Of the whole file, in bytes. */
  readonly size: number
}

/** Files kept by the hash of their content: the same content once, whoever brought it. */
export interface FileStore {
  /**
   * Takes a stream in. Nothing is kept unless all of it has arrived, is what it says it is, and lies on the disk.
   * Problems: invalid `files.empty`, `files.too-large`, `files.type-mismatch`, `files.type-not-allowed`,
   * `files.damaged`; unavailable `files.disk-full`. An error of the stream itself passes through.
   */
  storeFile(stream: AsyncIterable<Uint8Array>, options: StoreOptions): Promise<StoredFile>
  /** Problem missing `files.missing`; invalid `files.range` when the range is not within the file. */
  openFile(sha256: string, range?: ByteRange): Promise<OpenedFile>
  hasFile(sha256: string): Promise<boolean>
  /** Reads the file through and holds it against its name. */
  verifyFile(sha256: string): Promise<'sound' | 'damaged' | 'missing'>
  /** Takes the content away for good, for everyone who stored it. Whether it was there. */
  removeFile(sha256: string): Promise<boolean>
  /** Every file kept, in order of hash. */
  listFiles(): AsyncIterable<string>
}

// Another process may be taking a file in right now; one untouched for this long was left by a crash.
const abandonedAfterMs = 3_600_000

/** Opens the store in a folder (made if need be) and sweeps away what broken-off uploads have left there. */
export async function openFileStore(folder: string, clock: Clock): Promise<FileStore> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  await sweep(incoming, clock().getTime() - abandonedAfterMs)
  return {
    storeFile: (stream, options) => storeFile(folder, stream, options),
    openFile: (sha256, range) => openFile(folder, sha256, range),
    hasFile: async (sha256) => (await sizeOf(folder, sha256)) !== undefined,
    verifyFile: (sha256) => verifyFile(folder, sha256),
    removeFile: (sha256) => removeFile(folder, sha256),
    listFiles: () => listFiles(folder),
  }
}

async function storeFile(
  folder: string,
  stream: AsyncIterable<Uint8Array>,
  options: StoreOptions,
): Promise<StoredFile> {
  const temporary = join(folder, 'incoming', newId())
  const file = await open(temporary, 'wx+', 0o600).catch(diskProblem)
  try {
    const { sha256, size, ...ends } = await takeIn(file, stream, options.limitBytes)
    const mediaType = await mediaTypeOf(file, size, ends, options)
    await file.sync().catch(diskProblem)
    await keep(folder, temporary, sha256).catch(diskProblem)
    return { sha256, mediaType, size }
  } finally {
    await file.close()
    await rm(temporary, { force: true })
  }
}

/** Writes chunk by chunk, each before the next is asked for; of the content only its two ends stay in memory. */
async function takeIn(
  file: FileHandle,
  stream: AsyncIterable<Uint8Array>,
  limitBytes: number,
): Promise<{ sha256: string; size: number; head: Buffer; tail: Buffer }> {
  const hash = createHash('sha256')
  let size = 0
  let head = Buffer.alloc(0)
  let tail = Buffer.alloc(0)
  for await (const chunk of stream) {
    if (size + chunk.length > limitBytes)
      throw new Problem('invalid', 'files.too-large', { meta: { limitBytes } })
    hash.update(chunk)
    await writeAll(file, chunk, size).catch(diskProblem)
    if (head.length < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)])
    tail = Buffer.from(Buffer.concat([tail, chunk.subarray(-tailBytes)]).subarray(-tailBytes))
    size += chunk.length
  }
  if (size === 0) throw new Problem('invalid', 'files.empty')
  return { sha256: hash.digest('hex'), size, head, tail }
}

async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, written, chunk.length - written, position + written)
    written += bytesWritten
  }
}

/** Puts the finished file in its place. One already there is replaced by the same content, which heals it if damaged. */
async function keep(folder: string, temporary: string, sha256: string): Promise<void> {
  const place = placeOf(folder, sha256)
  const shelf = join(place, '..')
  await mkdir(shelf, { recursive: true, mode: 0o700 })
  await rename(temporary, place)
  // The name must be on the disk before anyone is told of it: the shelf's own, and those of new shelves above it.
  for (const directory of [shelf, join(shelf, '..'), folder]) {
    const handle = await open(directory, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
}

async function openFile(folder: string, sha256: string, range: ByteRange | undefined): Promise<OpenedFile> {
  const file = await openKept(folder, sha256)
  if (!file) throw new Problem('missing', 'files.missing', { meta: { sha256 } })
  const { size } = await file.stat()
  const { start, end } = range ?? { start: 0, end: Math.max(size - 1, 0) }
  if (!(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end < size)) {
    await file.close()
    throw new Problem('invalid', 'files.range', { meta: { size } })
  }
  return { stream: file.createReadStream({ start, end }), size }
}

async function verifyFile(folder: string, sha256: string): Promise<'sound' | 'damaged' | 'missing'> {
  const file = await openKept(folder, sha256)
  if (!file) return 'missing'
  const hash = createHash('sha256')
  for await (const chunk of file.createReadStream()) hash.update(chunk)
  return hash.digest('hex') === sha256 ? 'sound' : 'damaged'
}

async function removeFile(folder: string, sha256: string): Promise<boolean> {
  if ((await sizeOf(folder, sha256)) === undefined) return false
  await rm(placeOf(folder, sha256), { force: true })
  return true
}

async function* listFiles(folder: string): AsyncGenerator<string> {
  for (const first of await shelvesIn(folder))
    for (const second of await shelvesIn(join(folder, first)))
      for (const { name } of await entriesIn(join(folder, first, second))) if (isHash(name)) yield name
}

async function shelvesIn(folder: string): Promise<readonly string[]> {
  return (await entriesIn(folder)).map(({ name }) => name).filter((name) => /^[0-9a-f]{2}$/.test(name))
}

async function entriesIn(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

async function sweep(incoming: string, before: number): Promise<void> {
  for (const { name } of await entriesIn(incoming)) {
    const path = join(incoming, name)
    const found = await stat(path).catch(absent)
    if (found && found.mtimeMs < before) await rm(path, { force: true })
  }
}

async function openKept(folder: string, sha256: string): Promise<FileHandle | undefined> {
  return isHash(sha256) ? open(placeOf(folder, sha256), 'r').catch(absent) : undefined
}

async function sizeOf(folder: string, sha256: string): Promise<number | undefined> {
  return isHash(sha256) ? (await stat(placeOf(folder, sha256)).catch(absent))?.size : undefined
}

function placeOf(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
}

// A hash comes from outside and becomes a path: nothing but 64 hex digits may.
function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

function absent(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
  return undefined
}

/** An error of the disk as the Problem it is, when the disk is full; itself otherwise. */
export function diskProblem(error: unknown): never {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    throw new Problem('unavailable', 'files.disk-full', { cause: error })
  throw error
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
