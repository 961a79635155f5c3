import type { FileHandle } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { Problem } from '../../kernel/problem.ts'
import { officeTypeOf } from './office.ts'

/** The types that are kept, each with the extensions that its name may end in. */
const extensions = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
} as const

export type MediaType = keyof typeof extensions

function isMediaType(type: string): type is MediaType {
  return Object.hasOwn(extensions, type)
}

/** All types that are kept. */
export const mediaTypes: readonly MediaType[] = Object.keys(extensions).filter(isMediaType)

/** What the sender says of a file. */
export interface Declared {
  /** As sent; empty or `application/octet-stream` says nothing. */
  readonly declaredType: string
  readonly name: string
  /** The types to accept here; all that are kept by default. */
  readonly allowed?: readonly MediaType[]
}

/** How many first bytes tell a file's type. */
export const headBytes = 4100
/** How many last bytes must hold a PDF's end mark (as its readers search them). */
export const tailBytes = 1024

const synonyms: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'application/x-pdf': 'application/pdf',
}

/**
 * The type a file really has. Problems, all invalid: `files.type-mismatch` when the declared type or the extension says
 * otherwise, `files.type-not-allowed`, `files.damaged` when its end is missing.
 */
export async function mediaTypeOf(
  file: FileHandle,
  size: number,
  { head, tail }: { readonly head: Buffer; readonly tail: Buffer },
  { declaredType, name, allowed = mediaTypes }: Declared,
): Promise<MediaType> {
  const isZip = head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))
  const found = isZip ? await officeTypeOf(file, size) : (await fileTypeFromBuffer(head))?.mime
  const [sent = ''] = declaredType.toLowerCase().split(';')
  const type = synonyms[sent.trim()] ?? sent.trim()
  const extension = /\.([^./\\\s]+)\s*$/.exec(name)?.[1]?.toLowerCase()
  const named = mediaTypes.find((each) => extensions[each].some((one) => one === extension))
  const isSilent = type === '' || type === 'application/octet-stream'
  const mismatch = () =>
    new Problem('invalid', 'files.type-mismatch', {
      meta: { declared: isSilent ? null : type, extension: extension ?? null, found: found ?? null },
    })
  const claims = [isSilent ? undefined : type, named]
  if (found === undefined || !isMediaType(found) || !allowed.includes(found)) {
    const claimsAllowed = claims.some((claim) => allowed.some((each) => each === claim))
    if (claimsAllowed) throw mismatch()
    throw new Problem('invalid', 'files.type-not-allowed', { meta: { found: found ?? null, allowed } })
  }
  if ((!isSilent && type !== found) || (extension !== undefined && named !== found)) throw mismatch()
  if (found === 'application/pdf' && !tail.includes('%%EOF'))
    throw new Problem('invalid', 'files.damaged', { meta: { found } })
  return found
}
