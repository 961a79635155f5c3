import { newId } from '../../kernel/ids.ts'
import type { LocalDate } from '../../kernel/dates.ts'
import type { Db, Tx } from '../../platform/db/index.ts'
import type { FormDefinition } from '../../platform/forms/index.ts'
import type { ProcessGraph } from '../../platform/process/index.ts'
import type { Declaration } from './contract.ts'
import type { KnownVersion, OfferedLevel } from './domain.ts'

/** A version as it was published; it never changes, except that a day may end it. */
export interface StoredVersion {
  readonly id: string
  readonly procedureId: string
  readonly code: string
  readonly name: string
  readonly validFrom: LocalDate
  readonly validTo: LocalDate | null
  readonly declaration: Declaration
  readonly formDefinition: FormDefinition | null
  readonly process: ProcessGraph | null
  readonly hash: string
  readonly publishedAt: Date
}

const SELECT = `
  SELECT version.id, version.procedure_id AS "procedureId", procedure.code, version.name,
    version.valid_from AS "validFrom", version.valid_to AS "validTo", version.declaration,
    version.form AS "formDefinition", version.process, version.hash, version.published_at AS "publishedAt"
  FROM procedure_version version
  JOIN procedure ON procedure.id = version.procedure_id`

const IN_FORCE = 'version.valid_from <= $1 AND (version.valid_to IS NULL OR $1 < version.valid_to)'

export async function listByIds(db: Db, ids: readonly string[]): Promise<readonly StoredVersion[]> {
  return await db.rows<StoredVersion>(`${SELECT} WHERE version.id = ANY($1::uuid[])`, [ids])
}

/** The one thing of a version that may change: the day that ends it. */
export type VersionEnd = Pick<StoredVersion, 'id' | 'validTo'>

export async function findEnd(db: Db, id: string): Promise<VersionEnd | undefined> {
  return await db.maybe<VersionEnd>('SELECT id, valid_to AS "validTo" FROM procedure_version WHERE id = $1', [
    id,
  ])
}

/** The ends of those versions that are there. */
export async function listEnds(db: Db, ids: readonly string[]): Promise<readonly VersionEnd[]> {
  return await db.rows<VersionEnd>(
    'SELECT id, valid_to AS "validTo" FROM procedure_version WHERE id = ANY($1::uuid[])',
    [ids],
  )
}

/** The versions in force of some procedures, each by its end. */
export async function listEndsInForce(
  db: Db,
  codes: readonly string[],
  on: LocalDate,
): Promise<readonly VersionEnd[]> {
  return await db.rows<VersionEnd>(
    `SELECT version.id, version.valid_to AS "validTo"
     FROM procedure_version version JOIN procedure ON procedure.id = version.procedure_id
     WHERE ${IN_FORCE} AND procedure.code = ANY($2::text[])`,
    [on, codes],
  )
}

export async function findInForce(db: Db, code: string, on: LocalDate): Promise<StoredVersion | undefined> {
  return await db.maybe<StoredVersion>(`${SELECT} WHERE ${IN_FORCE} AND procedure.code = $2`, [on, code])
}

export async function listIdsInForce(db: Db, on: LocalDate): Promise<readonly string[]> {
  const versions = await db.rows<{ id: string }>(
    `SELECT version.id FROM procedure_version version WHERE ${IN_FORCE} ORDER BY version.id`,
    [on],
  )
  return versions.map(({ id }) => id)
}

export async function listInForce(db: Db, on: LocalDate): Promise<readonly StoredVersion[]> {
  return await db.rows<StoredVersion>(`${SELECT} WHERE ${IN_FORCE} ORDER BY procedure.code`, [on])
}

/** What a version's declaration says of how it is offered; null where agencies of the province do not decide on it. */
export type DeclaredLevel = Pick<OfferedLevel, 'field' | 'level' | 'competent' | 'only'> | null

export interface LevelOfVersion extends Omit<OfferedLevel, 'field' | 'level' | 'competent' | 'only'> {
  readonly id: string
  /** Null for those in `kept`, whose declarations are not read again. */
  readonly declared: { readonly level: DeclaredLevel } | null
}

/** Every version ever published. */
export async function listLevels(db: Db, kept: readonly string[]): Promise<readonly LevelOfVersion[]> {
  return await db.rows<LevelOfVersion>(
    `SELECT version.id, procedure.code, version.name, version.valid_from AS "validFrom", version.valid_to AS "validTo",
       version.published_at AS "publishedAt",
       CASE WHEN NOT version.id = ANY($1::uuid[]) THEN (
         SELECT json_build_object('level', CASE WHEN declared.level <> 'outside' THEN json_build_object(
           'field', declared.field ->> 'name', 'level', declared."serviceLevel" ->> 'level',
           'competent', declared.agencies -> 'competent', 'only', declared.agencies -> 'only') END)
         FROM json_to_record(version.declaration) AS declared (level text, field json, "serviceLevel" json, agencies json)
       ) END AS declared
     FROM procedure_version version JOIN procedure ON procedure.id = version.procedure_id
     ORDER BY procedure.code, version.published_at`,
    [kept],
  )
}

/** The last names of procedures. */
export async function listNames(
  db: Db,
  codes: readonly string[],
): Promise<readonly { readonly code: string; readonly name: string }[]> {
  return await db.rows(
    `SELECT DISTINCT ON (procedure.code) procedure.code, version.name
     FROM procedure_version version JOIN procedure ON procedure.id = version.procedure_id
     WHERE procedure.code = ANY($1::text[]) ORDER BY procedure.code, version.published_at DESC`,
    [codes],
  )
}

/** What the last version of each procedure was made of, by its code. */
export async function listLastHashes(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.rows<{ code: string; hash: string }>(
    `SELECT procedure.code, version.hash
     FROM procedure_version version JOIN procedure ON procedure.id = version.procedure_id
     WHERE version.valid_to IS NULL`,
  )
  return new Map(rows.map(({ code, hash }) => [code, hash]))
}

/** A procedure's versions, first to last; whoever else publishes it waits until this transaction ends. */
export async function listKnown(tx: Tx, code: string): Promise<readonly KnownVersion[]> {
  await tx.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`procedure.${code}`])
  return await tx.rows<KnownVersion>(
    `SELECT version.id, version.hash, version.valid_from AS "validFrom", version.valid_to AS "validTo"
     FROM procedure_version version JOIN procedure ON procedure.id = version.procedure_id
     WHERE procedure.code = $1 ORDER BY version.valid_from, version.published_at`,
    [code],
  )
}

export async function endVersion(tx: Tx, id: string, validTo: LocalDate): Promise<void> {
  await tx.run('UPDATE procedure_version SET valid_to = $2 WHERE id = $1', [id, validTo])
}

export interface NewVersion {
  readonly code: string
  readonly validFrom: LocalDate
  readonly declaration: Declaration
  readonly formDefinition: FormDefinition | null
  readonly processXml: string | null
  readonly process: ProcessGraph | null
  readonly hash: string
  readonly publishedAt: Date
}

/** The new version's id. */
export async function saveVersion(tx: Tx, version: NewVersion): Promise<string> {
  const id = newId(version.publishedAt.getTime())
  await tx.run('INSERT INTO procedure (id, code) VALUES ($1, $2) ON CONFLICT (code) DO NOTHING', [
    newId(version.publishedAt.getTime()),
    version.code,
  ])
  await tx.run(
    `INSERT INTO procedure_version
       (id, procedure_id, valid_from, name, declaration, form, process_xml, process, hash, published_at)
     SELECT $1, id, $3, $4, $5::json, $6::json, $7, $8::json, $9, $10 FROM procedure WHERE code = $2`,
    [
      id,
      version.code,
      version.validFrom,
      version.declaration.name,
      JSON.stringify(version.declaration),
      version.formDefinition && JSON.stringify(version.formDefinition),
      version.processXml,
      version.process && JSON.stringify(version.process),
      version.hash,
      version.publishedAt,
    ],
  )
  return id
}
