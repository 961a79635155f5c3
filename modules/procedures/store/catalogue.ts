import type { LocalDate } from '../../../kernel/dates.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import type {
  CatalogueEntry,
  CatalogueFacts,
  CatalogueFinding,
  FindingReason,
} from '../contract/catalogue.ts'

export interface StoredImport {
  readonly id: string
  readonly fileName: string
  readonly hash: string
  readonly asOf: LocalDate
  readonly importedAt: Date
  readonly rows: number
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly absent: number
}

const AT_ONCE = 500

/** One import at a time; whoever else wants to waits until this transaction ends. */
export async function lockCatalogue(tx: Tx): Promise<void> {
  await tx.rows(`SELECT pg_advisory_xact_lock(hashtextextended('catalogue.' || current_schema(), 0))`)
}

const IMPORTS = `
  SELECT id, file_name AS "fileName", hash, as_of AS "asOf", imported_at AS "importedAt",
    row_count AS rows, added, changed, unchanged, absent
  FROM catalogue_import`

export async function findLastImport(db: Db): Promise<StoredImport | undefined> {
  return await db.maybe<StoredImport>(`${IMPORTS} ORDER BY imported_at DESC, id DESC LIMIT 1`)
}

/** The imports, last to first. */
export async function listImports(db: Db, limit: number): Promise<readonly StoredImport[]> {
  return await db.rows<StoredImport>(`${IMPORTS} ORDER BY imported_at DESC, id DESC LIMIT $1`, [limit])
}

export async function findImport(db: Db, id: string): Promise<StoredImport | undefined> {
  return await db.maybe<StoredImport>(`${IMPORTS} WHERE id = $1`, [id])
}

export interface KnownRow {
  readonly id: string
  readonly code: string
  readonly hash: string
  readonly source: Readonly<Record<string, string>>
}

/** Every entry that none has replaced. */
export async function listKnownEntries(tx: Tx): Promise<readonly KnownRow[]> {
  return await tx.rows<KnownRow>(
    `SELECT entry.id, procedure.code, entry.hash, entry.source
     FROM catalogue_entry entry
     JOIN catalogue_procedure procedure ON procedure.id = entry.catalogue_procedure_id
     WHERE entry.valid_to IS NULL ORDER BY procedure.code`,
  )
}

export async function saveImport(tx: Tx, one: StoredImport): Promise<void> {
  await tx.run(
    `INSERT INTO catalogue_import
       (id, file_name, hash, as_of, imported_at, row_count, added, changed, unchanged, absent)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      one.id,
      one.fileName,
      one.hash,
      one.asOf,
      one.importedAt,
      one.rows,
      one.added,
      one.changed,
      one.unchanged,
      one.absent,
    ],
  )
}

export async function endEntries(tx: Tx, ids: readonly string[], validTo: LocalDate): Promise<void> {
  await tx.run('UPDATE catalogue_entry SET valid_to = $2 WHERE id = ANY($1::uuid[])', [ids, validTo])
}

export interface NewEntry {
  readonly code: string
  readonly source: Readonly<Record<string, string>>
  readonly facts: CatalogueFacts
  readonly folded: string
  readonly hash: string
}

export async function saveEntries(
  tx: Tx,
  at: Date,
  { importId, validFrom }: { readonly importId: string; readonly validFrom: LocalDate },
  entries: readonly NewEntry[],
): Promise<void> {
  for (let from = 0; from < entries.length; from += AT_ONCE) {
    const part = entries.slice(from, from + AT_ONCE)
    await tx.run(
      `INSERT INTO catalogue_procedure (id, code)
       SELECT id, code FROM unnest($1::uuid[], $2::text[]) AS given (id, code) ON CONFLICT (code) DO NOTHING`,
      [part.map(() => newId(at.getTime())), part.map(({ code }) => code)],
    )
    // The json of source and facts goes in as text of its own: json_to_recordset would write it anew.
    await tx.run(
      `INSERT INTO catalogue_entry
         (id, catalogue_procedure_id, import_id, valid_from, source, facts, field, levels, folded, hash)
       SELECT given.id, procedure.id, $1, $2, given.source::json, given.facts::json, given.facts::json ->> 'field',
         ARRAY(SELECT json_array_elements_text(given.facts::json -> 'levels')), given.folded, given.hash
       FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
         AS given (id, code, source, facts, folded, hash)
       JOIN catalogue_procedure procedure ON procedure.code = given.code`,
      [
        importId,
        validFrom,
        part.map(() => newId(at.getTime())),
        part.map(({ code }) => code),
        part.map(({ source }) => JSON.stringify(source)),
        part.map(({ facts }) => JSON.stringify(facts)),
        part.map(({ folded }) => folded),
        part.map(({ hash }) => hash),
      ],
    )
  }
}

export async function saveFindings(
  tx: Tx,
  importId: string,
  findings: readonly CatalogueFinding[],
): Promise<void> {
  for (let from = 0; from < findings.length; from += AT_ONCE) {
    const part = findings.slice(from, from + AT_ONCE)
    await tx.run(
      `INSERT INTO catalogue_finding (import_id, ordinal, code, row_number, field, value, reason)
       SELECT $1, given.* FROM unnest($2::int[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[]) AS given`,
      [
        importId,
        part.map((_, at) => from + at + 1),
        part.map(({ code }) => code),
        part.map(({ row }) => row),
        part.map(({ field }) => field),
        part.map(({ value }) => value),
        part.map(({ reason }) => reason),
      ],
    )
  }
}

export interface StoredFinding extends CatalogueFinding {
  readonly ordinal: number
}

export async function listFindings(
  db: Db,
  asked: {
    readonly importId: string
    readonly reason: string | null
    readonly after: number
    readonly limit: number
  },
): Promise<readonly StoredFinding[]> {
  return await db.rows<StoredFinding>(
    `SELECT ordinal, code, row_number AS row, field, value, reason FROM catalogue_finding
     WHERE import_id = $1 AND ($2::text IS NULL OR reason = $2) AND ordinal > $3 ORDER BY ordinal LIMIT $4`,
    [asked.importId, asked.reason, asked.after, asked.limit],
  )
}

export async function countFindings(
  db: Db,
  importId: string,
): Promise<readonly { readonly reason: FindingReason; readonly count: number }[]> {
  return await db.rows<{ reason: FindingReason; count: number }>(
    `SELECT reason, count(*) AS count FROM catalogue_finding WHERE import_id = $1
     GROUP BY reason ORDER BY count(*) DESC, reason`,
    [importId],
  )
}

export interface EntryFilter {
  readonly on: LocalDate
  /** Folded words that all must be there. */
  readonly words: readonly string[]
  readonly field: string | null
  readonly level: string | null
}

const FOUND = `
  FROM catalogue_entry entry
  JOIN catalogue_procedure procedure ON procedure.id = entry.catalogue_procedure_id
  WHERE entry.valid_from <= $1 AND (entry.valid_to IS NULL OR $1 < entry.valid_to)
    AND NOT EXISTS (SELECT FROM unnest($2::text[]) word WHERE strpos(entry.folded, word) = 0)
    AND ($3::text IS NULL OR entry.field = $3)
    AND ($4::text IS NULL OR $4 = ANY (entry.levels))`

/** The entries in force on a day that a filter lets through, by code, those after a code. */
export async function listEntries(
  db: Db,
  { on, words, field, level }: EntryFilter,
  after: string,
  limit: number,
): Promise<readonly CatalogueEntry[]> {
  const rows = await db.rows<{ code: string; validFrom: LocalDate; facts: CatalogueFacts }>(
    `SELECT procedure.code, entry.valid_from AS "validFrom", entry.facts ${FOUND}
       AND procedure.code > $5 ORDER BY procedure.code LIMIT $6`,
    [on, words, field, level, after, limit],
  )
  return rows.map(({ code, validFrom, facts }) => ({ code, validFrom, ...facts }))
}

export async function countEntries(db: Db, { on, words, field, level }: EntryFilter): Promise<number> {
  const { count } = await db.one<{ count: number }>(`SELECT count(*) AS count ${FOUND}`, [
    on,
    words,
    field,
    level,
  ])
  return count
}
