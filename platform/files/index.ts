/** Files: kept by the hash of their content, taken in as streams, their type found out and not believed. */
export type { ByteRange, FileStore, OpenedFile, StoredFile, StoreOptions } from './file-store.ts'
export { openFileStore } from './file-store.ts'
export type { MediaType } from './media-type.ts'
export { mediaTypes } from './media-type.ts'
export { type Brought, findUpload, listUploads, recordUpload } from './uploads.ts'
