import type { Db } from '../db/index.ts'
import type { StoredFile } from './file-store.ts'
import type { MediaType } from './media-type.ts'

/** Remembers who brought a file; bringing it again changes nothing. */
export async function recordUpload(db: Db, uploader: string, file: StoredFile, at: Date): Promise<void> {
  await db.run(
    `INSERT INTO file_upload (uploader, sha256, media_type, size, uploaded_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [uploader, file.sha256, file.mediaType, file.size, at],
  )
}

/** The file, if this uploader brought it; somebody else's is as absent as none. */
export async function findUpload(db: Db, uploader: string, sha256: string): Promise<StoredFile | undefined> {
  return db.maybe<{ sha256: string; mediaType: MediaType; size: number }>(
    'SELECT sha256, media_type AS "mediaType", size FROM file_upload WHERE uploader = $1 AND sha256 = $2',
    [uploader, sha256],
  )
}
