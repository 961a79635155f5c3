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

/** A file and who brought it. */
export interface Brought {
  readonly uploader: string
  readonly sha256: string
}

/** The files among these that their uploaders brought. */
export async function listUploads(
  db: Db,
  brought: readonly Brought[],
): Promise<readonly (StoredFile & Brought)[]> {
  if (brought.length === 0) return []
  return db.rows<StoredFile & Brought>(
    `SELECT uploader, sha256, media_type AS "mediaType", size
     FROM file_upload JOIN (SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS asked (uploader, sha256)) AS asked
       USING (uploader, sha256)`,
    [brought.map(({ uploader }) => uploader), brought.map(({ sha256 }) => sha256)],
  )
}

/** The file, if this uploader brought it; somebody else's is as absent as none. */
export async function findUpload(db: Db, uploader: string, sha256: string): Promise<StoredFile | undefined> {
  return db.maybe<{ sha256: string; mediaType: MediaType; size: number }>(
    'SELECT sha256, media_type AS "mediaType", size FROM file_upload WHERE uploader = $1 AND sha256 = $2',
    [uploader, sha256],
  )
}
