import { newId } from '../../../kernel/ids.ts'
import type { LocalDate } from '../../../kernel/dates.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type { AgencyKind, AgencyLevel, CodeStatus, SuccessionKind } from '../contract.ts'
import type { Succession } from '../domain.ts'

/** An agency as it is on the day asked about, or as it was last. */
export interface Agency {
  readonly id: string
  readonly versionId: string
  /** How many times it was changed by an administrator; 0: as content told it. */
  readonly revision: number
  readonly key: string
  readonly code: string | null
  readonly codeStatus: CodeStatus
  readonly name: string
  readonly kind: AgencyKind
  readonly level: AgencyLevel
  readonly parentId: string | null
  readonly areaId: string | null
  readonly counter: string | null
  readonly source: string
  readonly validFrom: LocalDate
  readonly validTo: LocalDate | null
}

export type NewVersion = Omit<Agency, 'id' | 'versionId' | 'revision' | 'parentId'> & {
  readonly parent: string | null
}

const SELECT = `
  SELECT agency.id, version.id AS "versionId", agency.revision, agency.key, version.code, version.code_status AS "codeStatus",
    version.name, version.kind, version.level, version.parent_id AS "parentId", version.area_id AS "areaId",
    version.counter, version.source, version.valid_from AS "validFrom", version.valid_to AS "validTo"
  FROM agency_version version
  JOIN agency ON agency.id = version.agency_id`

const IN_FORCE = 'version.valid_from <= $1 AND (version.valid_to IS NULL OR $1 < version.valid_to)'

export async function listVersions(db: Db): Promise<readonly Agency[]> {
  return await db.rows<Agency>(`${SELECT} ORDER BY agency.key, version.valid_from`)
}

export async function listOn(db: Db, on: LocalDate): Promise<readonly Agency[]> {
  return await db.rows<Agency>(
    `${SELECT} WHERE ${IN_FORCE} ORDER BY version.level DESC, version.code, agency.key`,
    [on],
  )
}

/** Each agency that had begun by a day, as it was last by then. */
export async function listBegun(db: Db, by: LocalDate): Promise<readonly Agency[]> {
  return await db.rows<Agency>(
    `SELECT * FROM (
       SELECT DISTINCT ON (id) * FROM (${SELECT} WHERE version.valid_from <= $1) AS begun ORDER BY id, "validFrom" DESC
     ) AS last ORDER BY level DESC, code, key`,
    [by],
  )
}

export async function listIds(db: Db): Promise<readonly string[]> {
  return (await db.rows<{ id: string }>('SELECT id FROM agency ORDER BY id')).map(({ id }) => id)
}

export async function findOn(db: Db, id: string, on: LocalDate): Promise<Agency | undefined> {
  return await db.maybe<Agency>(`${SELECT} WHERE ${IN_FORCE} AND agency.id = $2`, [on, id])
}

export async function listOnByIds(db: Db, ids: readonly string[], on: LocalDate): Promise<readonly Agency[]> {
  return await db.rows<Agency>(`${SELECT} WHERE ${IN_FORCE} AND agency.id = ANY($2::uuid[])`, [on, ids])
}

export async function findLast(db: Db, id: string): Promise<Agency | undefined> {
  return await db.maybe<Agency>(`${SELECT} WHERE agency.id = $1 ORDER BY version.valid_from DESC LIMIT 1`, [
    id,
  ])
}

export async function findLastByKey(db: Db, key: string): Promise<Agency | undefined> {
  return await db.maybe<Agency>(`${SELECT} WHERE agency.key = $1 ORDER BY version.valid_from DESC LIMIT 1`, [
    key,
  ])
}

export async function saveAgencies(tx: Tx, keys: readonly string[]): Promise<void> {
  await tx.run('INSERT INTO agency (id, key) SELECT * FROM unnest($1::uuid[], $2::text[])', [
    keys.map(() => newId()),
    keys,
  ])
}

export async function saveVersions(tx: Tx, versions: readonly NewVersion[]): Promise<void> {
  await Promise.all(
    versions.map((version) =>
      tx.run(
        `INSERT INTO agency_version (id, agency_id, code, code_status, name, kind, level, parent_id, area_id, counter,
           source, valid_from, valid_to)
         SELECT $1, agency.id, $3, $4, $5, $6, $7, (SELECT id FROM agency WHERE key = $8), $9, $10, $11, $12, $13
         FROM agency WHERE key = $2`,
        [newId(), version.key, ...valuesOf(version)],
      ),
    ),
  )
}

export async function correctVersion(tx: Tx, versionId: string, version: NewVersion): Promise<void> {
  await tx.run(
    `UPDATE agency_version
     SET code = $2, code_status = $3, name = $4, kind = $5, level = $6,
       parent_id = (SELECT id FROM agency WHERE key = $7), area_id = $8, counter = $9, source = $10, valid_from = $11,
       valid_to = $12
     WHERE id = $1`,
    [versionId, ...valuesOf(version)],
  )
}

export async function endVersion(tx: Tx, versionId: string, validTo: LocalDate): Promise<void> {
  await tx.run('UPDATE agency_version SET valid_to = $2 WHERE id = $1', [versionId, validTo])
}

/** Every succession, with the agencies' ids. */
export async function listSuccessions(db: Db): Promise<readonly Succession[]> {
  return await db.rows<Succession>(
    `SELECT from_id AS "from", to_id AS "to", effective_on AS "effectiveOn", kind FROM agency_succession`,
  )
}

export interface NewSuccession {
  readonly fromKey: string
  readonly toKey: string
  readonly effectiveOn: LocalDate
  readonly kind: SuccessionKind
  readonly source: string
}

/** Whether it was new. */
export async function saveSuccession(tx: Tx, succession: NewSuccession): Promise<boolean> {
  const { fromKey, toKey, effectiveOn, kind, source } = succession
  const rows = await tx.run(
    `INSERT INTO agency_succession (from_id, to_id, effective_on, kind, source)
     SELECT one.id, other.id, $3, $4, $5 FROM agency one, agency other WHERE one.key = $1 AND other.key = $2
     ON CONFLICT (from_id, to_id) DO NOTHING`,
    [fromKey, toKey, effectiveOn, kind, source],
  )
  return rows > 0
}

function valuesOf(version: NewVersion): readonly unknown[] {
  const { code, codeStatus, name, kind, level, parent, areaId, counter, source, validFrom, validTo } = version
  return [code, codeStatus, name, kind, level, parent, areaId, counter, source, validFrom, validTo]
}

/** Each agency's last name, by its id. */
export async function listLastNames(
  db: Db,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return await db.rows<{ id: string; name: string }>(
    `SELECT DISTINCT ON (agency_id) agency_id AS id, name FROM agency_version
     WHERE agency_id = ANY($1::uuid[]) ORDER BY agency_id, valid_from DESC`,
    [ids],
  )
}

export async function listVersionsOf(db: Db, id: string): Promise<readonly Agency[]> {
  return await db.rows<Agency>(`${SELECT} WHERE agency.id = $1 ORDER BY version.valid_from`, [id])
}

/** Nobody else changes the agency until the transaction ends. */
export async function lockAgency(tx: Tx, id: string): Promise<void> {
  await tx.run('SELECT FROM agency WHERE id = $1 FOR NO KEY UPDATE', [id])
}

/** A new agency that no content knows; its id. */
export async function saveNewAgency(tx: Tx): Promise<{ readonly id: string; readonly key: string }> {
  const id = newId()
  return await tx.one('INSERT INTO agency (id, key, revision) VALUES ($1, $2, 1) RETURNING id, key', [
    id,
    `entered-${id}`,
  ])
}

export async function raiseRevision(tx: Tx, id: string): Promise<void> {
  await tx.run('UPDATE agency SET revision = revision + 1 WHERE id = $1', [id])
}

/** Whether another agency has the code on some day from the given one on. */
export async function isCodeTaken(
  db: Db,
  code: string,
  from: LocalDate,
  validTo: LocalDate | null,
  exceptId: string | null,
): Promise<boolean> {
  const found = await db.maybe(
    `SELECT 1 FROM agency_version
     WHERE code = $1 AND agency_id IS DISTINCT FROM $4::uuid
       AND daterange(valid_from, valid_to) && daterange($2::date, $3::date) LIMIT 1`,
    [code, from, validTo, exceptId],
  )
  return found !== undefined
}
