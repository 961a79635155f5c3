import { arrayOf, type Db } from '../../../platform/db/index.ts'
import type { Part } from '../contract.ts'

export interface PartFile {
  readonly name: string
  readonly sha256: string
  readonly mediaType: string
  readonly size: number
}

/** A part of an earlier dossier, or its result where no part is named. */
export interface ReusedFrom {
  readonly dossierId: string
  readonly partId: string | null
}

export interface NewPart {
  readonly id: string
  readonly requirement: string
  readonly title: string
  readonly originals: number
  readonly copies: number
  readonly file: PartFile | null
  readonly reusedFrom: ReusedFrom | null
}

/** A paper of a dossier; added when the caller says, or at an instant of its own. */
export interface PlacedPart extends NewPart {
  readonly dossierId: string
  readonly addedAt?: Date
  readonly replacedAt?: Date | null
}

/** Adds papers; a paper of the same requirement that stood before is kept and marked replaced when `replaces` is true. */
export async function addParts(
  db: Db,
  dossierId: string,
  parts: readonly NewPart[],
  at: Date,
  replaces: boolean,
): Promise<void> {
  if (parts.length === 0) return
  if (replaces) {
    await db.run(
      'UPDATE dossier_part SET replaced_at = $3 WHERE dossier_id = $1 AND requirement = ANY($2) AND replaced_at IS NULL',
      [dossierId, parts.map((part) => part.requirement), at],
    )
  }
  await insertParts(
    db,
    parts.map((part) => ({ ...part, dossierId })),
    at,
  )
}

/** Papers of any number of dossiers, in one statement. */
export async function insertParts(db: Db, parts: readonly PlacedPart[], at: Date): Promise<void> {
  if (parts.length === 0) return
  const of = <T>(pick: (part: PlacedPart) => T): readonly T[] => parts.map(pick)
  await db.run(
    `INSERT INTO dossier_part (id, dossier_id, requirement, title, originals, copies, name, sha256, media_type, size,
       reused_dossier_id, reused_part_id, added_at, replaced_at)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::int[], $7::text[], $8::text[], $9::text[],
       $10::bigint[], $11::uuid[], $12::uuid[], $13::timestamptz[], $14::timestamptz[])`,
    [
      arrayOf.uuid(of(({ id }) => id)),
      arrayOf.uuid(of(({ dossierId }) => dossierId)),
      arrayOf.text(of(({ requirement }) => requirement)),
      arrayOf.text(of(({ title }) => title)),
      arrayOf.int4(of(({ originals }) => originals)),
      arrayOf.int4(of(({ copies }) => copies)),
      arrayOf.text(of(({ file }) => file?.name ?? null)),
      arrayOf.text(of(({ file }) => file?.sha256 ?? null)),
      arrayOf.text(of(({ file }) => file?.mediaType ?? null)),
      arrayOf.int8(of(({ file }) => file?.size ?? null)),
      arrayOf.uuid(of(({ reusedFrom }) => reusedFrom?.dossierId ?? null)),
      arrayOf.uuid(of(({ reusedFrom }) => reusedFrom?.partId ?? null)),
      arrayOf.timestamptz(of(({ addedAt }) => addedAt ?? at)),
      arrayOf.timestamptz(of(({ replacedAt }) => replacedAt ?? null)),
    ],
  )
}

interface PartRow {
  id: string
  requirement: string
  title: string
  originals: number
  copies: number
  returned_at: Date | null
  name: string | null
  sha256: string | null
  media_type: string | null
  size: number | null
  reused_code: string | null
  added_at: Date
}

/** The papers of a dossier as they stand, without those that were replaced. */
export async function listParts(db: Db, dossierId: string): Promise<readonly Part[]> {
  const rows = await db.rows<PartRow>(
    `SELECT part.id, part.requirement, part.title, part.originals, part.copies, part.returned_at, part.name, part.sha256,
       part.media_type, part.size, part.added_at, reused.code AS reused_code
     FROM dossier_part AS part LEFT JOIN dossier AS reused ON reused.id = part.reused_dossier_id
     WHERE part.dossier_id = $1 AND part.replaced_at IS NULL ORDER BY part.added_at, part.id`,
    [dossierId],
  )
  return rows.map((row): Part => ({
    id: row.id,
    requirement: row.requirement,
    title: row.title,
    originals: row.originals,
    copies: row.copies,
    returnedAt: row.returned_at?.toISOString() ?? null,
    file: fileOf(row),
    reusedFrom: row.reused_code,
    addedAt: row.added_at.toISOString(),
  }))
}

function fileOf(row: Pick<PartRow, 'name' | 'sha256' | 'media_type' | 'size'>): PartFile | null {
  const { name, sha256, media_type: mediaType, size } = row
  return name === null || sha256 === null || mediaType === null || size === null
    ? null
    : { name, sha256, mediaType, size }
}

export async function markReturned(db: Db, partIds: readonly string[], at: Date): Promise<void> {
  await db.run('UPDATE dossier_part SET returned_at = $2 WHERE id = ANY($1::uuid[])', [partIds, at])
}

export async function saveCopy(db: Db, partId: string, file: PartFile): Promise<void> {
  await db.run(
    'UPDATE dossier_part SET name = $2, sha256 = $3, media_type = $4, size = $5 WHERE id = $1 AND sha256 IS NULL',
    [partId, file.name, file.sha256, file.mediaType, file.size],
  )
}

/** A digital paper that somebody's earlier dossiers hold: a part, or a result. */
export interface EarlierPaper extends PartFile, ReusedFrom {
  readonly applicantId: string
  readonly code: string
  readonly procedureVersionId: string
  readonly requirement: string
  readonly title: string
  readonly at: Date
}

const EARLIER = `
  SELECT dossier.applicant_id AS "applicantId", dossier.id AS "dossierId", part.id AS "partId", dossier.code,
    dossier.procedure_version_id AS "procedureVersionId", part.requirement, part.title, part.name, part.sha256,
    part.media_type AS "mediaType", part.size, part.added_at AS at
  FROM dossier JOIN dossier_part AS part ON part.dossier_id = dossier.id
  WHERE part.replaced_at IS NULL AND part.sha256 IS NOT NULL AND part.reused_dossier_id IS NULL
    AND dossier.accepted_at IS NOT NULL
  UNION ALL
  SELECT dossier.applicant_id, dossier.id, NULL, dossier.code, dossier.procedure_version_id, result.key, result.name,
    result.file_name, result.file_sha256, result.file_media_type, result.file_size, result.issued_at
  FROM dossier JOIN dossier_result AS result ON result.dossier_id = dossier.id
  WHERE result.file_size IS NOT NULL`

/** What an applicant's accepted dossiers hold, newest first. */
export async function listEarlierPapers(
  db: Db,
  applicantId: string,
  limit: number,
): Promise<readonly EarlierPaper[]> {
  return db.rows<EarlierPaper>(
    `SELECT * FROM (${EARLIER}) AS earlier WHERE "applicantId" = $1 ORDER BY at DESC, "dossierId", "partId" LIMIT $2`,
    [applicantId, limit],
  )
}

/** Those among these that are there, whosesoever they are. */
export async function listEarlierPapersAt(
  db: Db,
  places: readonly ReusedFrom[],
): Promise<readonly EarlierPaper[]> {
  if (places.length === 0) return []
  return db.rows<EarlierPaper>(
    `SELECT earlier.* FROM (${EARLIER}) AS earlier
     JOIN jsonb_to_recordset($1::jsonb) AS place ("dossierId" uuid, "partId" uuid)
       ON place."dossierId" = earlier."dossierId" AND place."partId" IS NOT DISTINCT FROM earlier."partId"`,
    [JSON.stringify(places)],
  )
}
