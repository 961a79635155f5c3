import { recordUpload } from '../../../platform/files/index.ts'
import {
  visitorKey,
  type CitizenVisitor,
  type OfficerVisitor,
  type Upload,
} from '../../../platform/http/index.ts'
import type { UploadedFile } from '../contract.ts'
import type { DossierParts } from './parts.ts'

/** The largest paper taken in, 25 MB: what scans of many pages come to, and a phone still sends. */
export const LARGEST_FILE = 25 * 1024 * 1024

/** Takes a file in for this visitor, who alone may attach it then. Problems 'files.*' of the store. */
export async function bringFile(
  { database, files, clock }: DossierParts,
  visitor: CitizenVisitor | OfficerVisitor,
  { stream, name, declaredType }: Upload,
): Promise<UploadedFile> {
  const file = await files.storeFile(stream, { declaredType, name, limitBytes: LARGEST_FILE })
  await recordUpload(database, visitorKey(visitor), file, clock())
  return { ...file, name }
}
