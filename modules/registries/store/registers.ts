import type { Db, Tx } from '../../../platform/db/index.ts'
import type { Declaration, SectorContent } from '../contract/declaration.ts'

export interface StoredSector extends Pick<SectorContent, 'key' | 'name' | 'purpose'> {
  readonly ownerId: string
  readonly hash: string
}

export interface StoredRegister {
  readonly key: string
  readonly ownerId: string
  /** Counts the publications. */
  readonly revision: number
  readonly declaration: Declaration
  readonly hash: string
}

export interface StoredVersion {
  readonly version: string
  readonly declaration: Declaration
  readonly publishedAt: Date
  readonly publishedBy: string
}

export async function listSectors(db: Db): Promise<readonly StoredSector[]> {
  return await db.rows<StoredSector>(
    `SELECT key, name, purpose, owner_id AS "ownerId", hash FROM sector ORDER BY key`,
  )
}

export async function saveSector(tx: Tx, sector: StoredSector, at: Date): Promise<void> {
  await tx.run(
    `INSERT INTO sector (key, name, purpose, owner_id, hash, changed_at) VALUES ($1, $2::jsonb, $3::jsonb, $4, $5, $6)
     ON CONFLICT (key) DO UPDATE SET name = excluded.name, purpose = excluded.purpose, owner_id = excluded.owner_id,
       hash = excluded.hash, changed_at = excluded.changed_at`,
    [
      sector.key,
      JSON.stringify(sector.name),
      JSON.stringify(sector.purpose),
      sector.ownerId,
      sector.hash,
      at,
    ],
  )
}

const REGISTER = `SELECT r.key, r.owner_id AS "ownerId", r.revision, v.declaration, v.hash
  FROM register r JOIN register_version v ON v.register_key = r.key AND v.version = r.version`

/** Every register with the version in force. */
export async function listRegisters(db: Db): Promise<readonly StoredRegister[]> {
  return await db.rows<StoredRegister>(`${REGISTER} ORDER BY r.key`)
}

export async function findRegister(db: Db, key: string): Promise<StoredRegister | undefined> {
  return await db.maybe<StoredRegister>(`${REGISTER} WHERE r.key = $1`, [key])
}

/** One publication at a time, so that each sees what the one before it made. */
export async function lockPublishing(tx: Tx): Promise<void> {
  await tx.run(`SELECT pg_advisory_xact_lock(hashtextextended('thong-suot.publish.' || current_schema(), 0))`)
}

export interface NewVersion {
  readonly declaration: Declaration
  readonly hash: string
  readonly ownerId: string
  readonly revision: number
  readonly major: number
  readonly statements: readonly string[]
  readonly publishedBy: string
}

export async function saveVersion(tx: Tx, version: NewVersion, at: Date): Promise<void> {
  const { declaration, hash, ownerId, revision, major, statements, publishedBy } = version
  const { id, version: number } = declaration
  await tx.run(
    `INSERT INTO register (key, sector_key, owner_id, version, revision)
     VALUES ($1, split_part($1, '.', 1), $2, $3, $4)
     ON CONFLICT (key) DO UPDATE SET owner_id = excluded.owner_id, version = excluded.version, revision = excluded.revision`,
    [id, ownerId, number, revision],
  )
  await tx.run(
    `INSERT INTO register_version (register_key, version, major, revision, declaration, hash, statements, published_at, published_by)
     VALUES ($1, $2, $3, $4, $5::json, $6, $7, $8, $9)`,
    [id, number, major, revision, JSON.stringify(declaration), hash, [...statements], at, publishedBy],
  )
}

/** The versions of a register, the newest first. */
export async function listVersions(db: Db, key: string): Promise<readonly StoredVersion[]> {
  return await db.rows<StoredVersion>(
    `SELECT version, declaration, published_at AS "publishedAt", published_by AS "publishedBy"
     FROM register_version WHERE register_key = $1 ORDER BY revision DESC`,
    [key],
  )
}
