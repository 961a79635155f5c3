import { createHmac, timingSafeEqual } from 'node:crypto'
import { Problem } from '../../kernel/problem.ts'

const HASH_BYTES = 32
const ID_BYTES = 16
const TIME_BYTES = 6
const TYPE_AT = HASH_BYTES + ID_BYTES + TIME_BYTES
const DAY_MS = 86_400_000

export interface LinkedFile {
  readonly dossierId: string
  readonly sha256: string
  /** Of the file's name; '' where it says nothing about the type. */
  readonly extension: string
}

const extensions = ['', 'pdf', 'jpg', 'png', 'webp', 'docx', 'xlsx'] as const
const synonyms: Readonly<Record<string, string>> = { jpeg: 'jpg', jpe: 'jpg', jfif: 'jpg' }

export interface FileLinks {
  /** A token that lets whoever has it fetch this one file, until it expires. */
  tokenFor(file: LinkedFile, now: Date): string
  /** Problems 'national-portal.link-invalid' (missing), 'national-portal.link-expired' (gone). */
  read(token: string, now: Date): LinkedFile
}

/** Tokens for files of dossiers: hash, dossier, expiry and type, with an HMAC-SHA256 over them. */
export function fileLinks(secret: Uint8Array, days = 7): FileLinks {
  const sign = (content: Buffer) =>
    createHmac('sha256', secret).update('national-portal/file/').update(content).digest()
  return {
    tokenFor({ dossierId, sha256, extension }, now) {
      const until = Buffer.alloc(TIME_BYTES)
      // A whole day, so that a file keeps its address through a day's updates.
      until.writeUIntBE((Math.floor(now.getTime() / DAY_MS) + days + 1) * DAY_MS, 0, TIME_BYTES)
      const id = Buffer.from(dossierId.replaceAll('-', ''), 'hex')
      const type = extensions.findIndex((one) => one === (synonyms[extension] ?? extension))
      const content = Buffer.concat([Buffer.from(sha256, 'hex'), id, until, Buffer.of(Math.max(type, 0))])
      return Buffer.concat([content, sign(content)]).toString('base64url')
    },
    read(token, now) {
      const bytes = Buffer.from(token, 'base64url')
      const content = bytes.subarray(0, TYPE_AT + 1)
      const mac = bytes.subarray(content.length)
      if (mac.length !== HASH_BYTES || !timingSafeEqual(mac, sign(content))) {
        throw new Problem('missing', 'national-portal.link-invalid')
      }
      const until = content.readUIntBE(HASH_BYTES + ID_BYTES, TIME_BYTES)
      if (now.getTime() >= until) throw new Problem('gone', 'national-portal.link-expired')
      const id = content.subarray(HASH_BYTES, HASH_BYTES + ID_BYTES).toString('hex')
      return {
        sha256: content.subarray(0, HASH_BYTES).toString('hex'),
        dossierId: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
        extension: extensions[content.readUInt8(TYPE_AT)] ?? '',
      }
    },
  }
}
