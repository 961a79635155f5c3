import { newId } from '../../kernel/ids.ts'
import type { LocalDate } from '../../kernel/dates.ts'
import type { Db, Tx } from '../../platform/db/index.ts'
import type { AreaKind } from './contract.ts'
import type { AreaVersion } from './domain.ts'

export interface StoredArea extends AreaVersion {
  readonly id: string
  readonly versionId: string
}

interface Row {
  readonly id: string
  readonly versionId: string
  readonly key: string
  readonly code: string
  readonly name: string
  readonly kind: AreaKind
  readonly parent: string | null
  readonly longitude: number | null
  readonly latitude: number | null
  readonly source: string
  readonly validFrom: LocalDate
  readonly validTo: LocalDate | null
}

const SELECT = `
  SELECT area.id, version.id AS "versionId", area.key, version.code, version.name, version.kind,
    parent.key AS parent, version.longitude, version.latitude, version.source,
    version.valid_from AS "validFrom", version.valid_to AS "validTo"
  FROM area_version version
  JOIN area ON area.id = version.area_id
  LEFT JOIN area parent ON parent.id = version.parent_id`

const IN_FORCE = 'version.valid_from <= $1 AND (version.valid_to IS NULL OR $1 < version.valid_to)'

export async function listVersions(db: Db): Promise<readonly StoredArea[]> {
  return (await db.rows<Row>(`${SELECT} ORDER BY version.code, version.valid_from`)).map(areaOf)
}

export async function listOn(db: Db, on: LocalDate): Promise<readonly StoredArea[]> {
  return (await db.rows<Row>(`${SELECT} WHERE ${IN_FORCE} ORDER BY version.code`, [on])).map(areaOf)
}

export async function findByCode(db: Db, code: string, on: LocalDate): Promise<StoredArea | undefined> {
  const row = await db.maybe<Row>(`${SELECT} WHERE ${IN_FORCE} AND version.code = $2`, [on, code])
  return row && areaOf(row)
}

export async function saveAreas(tx: Tx, keys: readonly string[]): Promise<void> {
  await tx.run('INSERT INTO area (id, key) SELECT * FROM unnest($1::uuid[], $2::text[])', [
    keys.map(() => newId()),
    keys,
  ])
}

export async function saveVersions(tx: Tx, versions: readonly AreaVersion[]): Promise<void> {
  await Promise.all(
    versions.map((version) =>
      tx.run(
        `INSERT INTO area_version
           (id, area_id, code, name, kind, parent_id, longitude, latitude, source, valid_from, valid_to)
         SELECT $1, area.id, $3, $4, $5, (SELECT id FROM area WHERE key = $6), $7, $8, $9, $10, $11
         FROM area WHERE key = $2`,
        [newId(), version.key, ...valuesOf(version)],
      ),
    ),
  )
}

export async function correctVersion(tx: Tx, versionId: string, version: AreaVersion): Promise<void> {
  await tx.run(
    `UPDATE area_version
     SET code = $2, name = $3, kind = $4, parent_id = (SELECT id FROM area WHERE key = $5),
       longitude = $6, latitude = $7, source = $8, valid_from = $9, valid_to = $10
     WHERE id = $1`,
    [versionId, ...valuesOf(version)],
  )
}

export async function endVersion(tx: Tx, versionId: string, validTo: LocalDate): Promise<void> {
  await tx.run('UPDATE area_version SET valid_to = $2 WHERE id = $1', [versionId, validTo])
}

function valuesOf(version: AreaVersion): readonly unknown[] {
  const { code, name, kind, parent, place, source, validFrom, validTo } = version
  return [code, name, kind, parent, place?.[0] ?? null, place?.[1] ?? null, source, validFrom, validTo]
}

function areaOf({ longitude, latitude, ...row }: Row): StoredArea {
  return { ...row, place: longitude === null || latitude === null ? null : [longitude, latitude] }
}
