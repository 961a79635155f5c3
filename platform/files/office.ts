import type { FileHandle } from 'node:fs/promises'
import { Problem } from '../../kernel/problem.ts'

const endSignature = 0x06_05_4b_50
const entrySignature = 0x02_01_4b_50
const endLength = 22
const longestComment = 0xff_ff
// Far more than any document has; a directory beyond it is an attack on whoever reads it.
const largestDirectory = 4 * 1024 * 1024

const zip = 'application/zip'
const macros = 'application/vnd.ms-office.macro-enabled'

/**
 * Which office document a zip file is, by the names in its central directory (APPNOTE 4.3): a docx, an xlsx, or one with
 * macros; otherwise `application/zip`. Problem `files.damaged` when the directory is not whole.
 */
export async function officeTypeOf(file: FileHandle, size: number): Promise<string> {
  const names = await entryNames(file, size)
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name))
  if (!names.includes('[Content_Types].xml')) return zip
  if (has(/(^|\/)vbaProject\.bin$/i)) return macros
  // Some programs number the main part: word/document2.xml.
  const isWord = has(/^word\/document\d*\.xml$/)
  const isSheet = has(/^xl\/workbook\d*\.xml$/)
  if (isWord === isSheet) return zip
  return `application/vnd.openxmlformats-officedocument.${isWord ? 'wordprocessingml.document' : 'spreadsheetml.sheet'}`
}

async function entryNames(file: FileHandle, size: number): Promise<readonly string[]> {
  const tail = await bytesAt(file, Math.max(0, size - endLength - longestComment), size)
  const end = findEnd(tail)
  if (end === undefined) throw damaged()
  const count = tail.readUInt16LE(end + 10)
  const length = tail.readUInt32LE(end + 12)
  const offset = tail.readUInt32LE(end + 16)
  if (length > largestDirectory || offset + length > size) throw damaged()
  const directory = await bytesAt(file, offset, offset + length)
  const names: string[] = []
  let at = 0
  for (let entry = 0; entry < count; entry += 1) {
    if (at + 46 > length || directory.readUInt32LE(at) !== entrySignature) throw damaged()
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
    names.push(directory.toString('utf8', at + 46, Math.min(nameEnd, length)))
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return names
}

function findEnd(tail: Buffer): number | undefined {
  for (let at = tail.length - endLength; at >= 0; at -= 1)
    if (tail.readUInt32LE(at) === endSignature && at + endLength + tail.readUInt16LE(at + 20) === tail.length)
      return at
  return undefined
}

async function bytesAt(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from)
  if (bytesRead < to - from) throw damaged()
  return buffer
}

function damaged(): Problem {
  return new Problem('invalid', 'files.damaged', { meta: { found: zip } })
}
