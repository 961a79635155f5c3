import type { Db, Tx } from '../../../platform/db/index.ts'
import type { Declaration } from '../contract/declaration.ts'
import { columnName, columnsOf, tableOf, type Column } from '../domain/columns.ts'
import { versionOf } from '../domain/declared.ts'
import type { Values } from '../domain/record.ts'

/** A record as it stands, or stood. */
export interface StoredRecord {
  readonly id: string
  readonly revision: number
  readonly agencyId: string | null
  readonly at: Date
  readonly values: Values
}

export interface PastRecord extends StoredRecord {
  readonly until: Date
  readonly isRemoved: boolean
}

export interface NewRecord {
  readonly id: string
  readonly revision: number
  readonly agencyId: string | null
  /** SHA-256 of the values, in hex. */
  readonly digest: string
  /** What it is found by: its words, folded. */
  readonly words: string
  readonly values: Values
}

/** Where a record was written: the ledger entry, and the place within it. */
export interface Written {
  readonly entryId: string
  readonly at: Date
}

const own = 'record_id, record_revision, record_agency, record_digest, record_entry, record_nth, record_at'

/** The statements of one major version of a register, by its declaration. */
export function recordStore(declaration: Declaration) {
  const table = tableOf(declaration.id, versionOf(declaration.version).major)
  const pastTable = `${table}_past`
  const columns = columnsOf(declaration)
  const names = columns.map(({ name }) => `"${name}"`)
  const keyNames = declaration.schema['x-key'].map((field) => `"${columnName(field)}"`)
  const keyColumns = declaration.schema['x-key'].flatMap(
    (field) => columns.find((one) => one.field === field) ?? [],
  )
  const read = (from: string) =>
    `SELECT record_id, record_revision, record_agency, record_at, ${columns.map(readColumn).join(', ')} FROM ${from}`

  return {
    table,

    async insert(tx: Tx, records: readonly NewRecord[], { entryId, at }: Written): Promise<void> {
      if (records.length === 0) return
      const given = columns.map(({ type }, index) => `$${index + 8}::${arrayOf(type)}`)
      await tx.run(
        `INSERT INTO ${table} (record_id, record_revision, record_agency, record_digest, record_words, record_entry, record_at,
           record_nth, ${names.join(', ')})
         SELECT id, revision, agency, decode(digest, 'hex'), to_tsvector('simple', words), $6, $7, nth,
           ${columns.map(({ name, type }) => `${castOf(`g."${name}"`, type)}`).join(', ')}
         FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::text[], ${given.join(', ')})
           WITH ORDINALITY AS g(id, revision, agency, digest, words, ${names.join(', ')}, nth)`,
        [
          records.map(({ id }) => id),
          records.map(({ revision }) => revision),
          records.map(({ agencyId }) => agencyId),
          records.map(({ digest }) => digest),
          records.map(({ words }) => words),
          entryId,
          at,
          ...columns.map((column) => records.map(({ values }) => sent(column, values))),
        ],
      )
    },

    /** Takes records out of the register; what they said goes among the past. */
    async remove(tx: Tx, ids: readonly string[], { entryId, at }: Written): Promise<void> {
      await tx.run(
        `WITH given AS (SELECT id, nth FROM unnest($1::uuid[]) WITH ORDINALITY AS g(id, nth)),
         gone AS (DELETE FROM ${table} t USING given g WHERE t.record_id = g.id RETURNING t.*, g.nth AS given_nth)
         INSERT INTO ${pastTable} (${own}, ${names.join(', ')}, record_until, record_until_entry, record_until_nth, record_removed)
         SELECT ${own}, ${names.join(', ')}, $2, $3, given_nth, true FROM gone`,
        [[...ids], at, entryId],
      )
    },

    /** Takes the place of what stands, which goes among the past. */
    async replace(tx: Tx, records: readonly NewRecord[], { entryId, at }: Written): Promise<void> {
      if (records.length === 0) return
      const given = columns.map(({ type }, index) => `$${index + 8}::${arrayOf(type)}`)
      await tx.run(
        `WITH g AS (
           SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::text[], ${given.join(', ')})
             WITH ORDINALITY AS g(id, revision, agency, digest, words, ${names.join(', ')}, nth)
         ), kept AS (
           INSERT INTO ${pastTable} (${own}, ${names.join(', ')}, record_until, record_until_entry, record_until_nth, record_removed)
           SELECT ${own
             .split(', ')
             .map((name) => `t.${name}`)
             .join(', ')}, ${names.map((name) => `t.${name}`).join(', ')}, $7, $6, g.nth, false
           FROM ${table} t JOIN g ON g.id = t.record_id
         )
         UPDATE ${table} t SET record_revision = g.revision, record_agency = g.agency, record_digest = decode(g.digest, 'hex'),
           record_words = to_tsvector('simple', g.words), record_entry = $6, record_at = $7, record_nth = g.nth,
           ${columns.map(({ name, type }) => `"${name}" = ${castOf(`g."${name}"`, type)}`).join(', ')}
         FROM g WHERE t.record_id = g.id`,
        [
          records.map(({ id }) => id),
          records.map(({ revision }) => revision),
          records.map(({ agencyId }) => agencyId),
          records.map(({ digest }) => digest),
          records.map(({ words }) => words),
          entryId,
          at,
          ...columns.map((column) => records.map(({ values }) => sent(column, values))),
        ],
      )
    },

    async find(db: Db, id: string): Promise<StoredRecord | undefined> {
      const row = await db.maybe<Row>(`${read(table)} WHERE record_id = $1`, [id])
      return row && recordOf(row, columns)
    },

    /** As `find`, and nobody else changes it before the end of the transaction. */
    async lock(tx: Tx, id: string): Promise<StoredRecord | undefined> {
      const row = await tx.maybe<Row>(`${read(table)} WHERE record_id = $1 FOR UPDATE`, [id])
      return row && recordOf(row, columns)
    },

    /** Those that have one of these keys, with the digest of what they say. */
    async listByKeys(
      db: Db,
      keys: readonly Values[],
      isLocking = false,
    ): Promise<readonly (StoredRecord & { readonly digest: string })[]> {
      if (keys.length === 0) return []
      const given = keyColumns.map(({ type }, index) => `$${index + 1}::${arrayOf(type)}`)
      const rows = await db.rows<Row & { record_digest: string }>(
        `SELECT record_id, record_revision, record_agency, record_at, encode(record_digest, 'hex') AS record_digest,
           ${columns.map(readColumn).join(', ')}
         FROM ${table} JOIN unnest(${given.join(', ')}) AS g(${keyNames.join(', ')}) USING (${keyNames.join(', ')})${isLocking ? ` FOR UPDATE OF ${table}` : ''}`,
        keyColumns.map((column) => keys.map((values) => sent(column, values))),
      )
      return rows.map((row) => ({ ...recordOf(row, columns), digest: row.record_digest }))
    },

    /** Of these values of a field, those that some record has, with all that the record says. */
    async listHolders(
      db: Db,
      field: string,
      values: readonly unknown[],
    ): Promise<readonly { readonly value: unknown; readonly values: Values }[]> {
      const column = columns.find((one) => one.field === field)
      if (column === undefined || values.length === 0) return []
      const rows = await db.rows<Row>(
        `${read(table)} WHERE "${column.name}" = ANY ($1::${arrayOf(column.type)})`,
        [[...values]],
      )
      return rows.map((row) => {
        const held = recordOf(row, columns)
        return { value: held.values[field], values: held.values }
      })
    },

    /** What still stands as this entry wrote it, each with what it said before (absent for a new one). */
    async lockWritten(
      tx: Tx,
      entryId: string,
    ): Promise<readonly { readonly record: StoredRecord; readonly before: StoredRecord | undefined }[]> {
      const rows = await tx.rows<Row>(
        `${read(table)} WHERE record_entry = $1 ORDER BY record_nth FOR UPDATE`,
        [entryId],
      )
      const past = new Map(
        (await tx.rows<Row>(`${read(pastTable)} WHERE record_until_entry = $1`, [entryId])).map((row) => [
          row.record_id,
          recordOf(row, columns),
        ]),
      )
      return rows.map((row) => ({ record: recordOf(row, columns), before: past.get(row.record_id) }))
    },

    /** How many that this entry wrote have been changed or removed since. */
    async countOvertaken(db: Db, entryId: string): Promise<number> {
      const { count } = await db.one<{ count: number }>(
        `SELECT count(*) AS count FROM ${pastTable} WHERE record_entry = $1`,
        [entryId],
      )
      return count
    },

    /** What a record was before, the newest first; of a removed one all it ever was. */
    async listPast(db: Db, id: string): Promise<readonly PastRecord[]> {
      const rows = await db.rows<Row & { record_until: Date; record_removed: boolean }>(
        `SELECT record_id, record_revision, record_agency, record_at, record_until, record_removed,
           ${columns.map(readColumn).join(', ')}
         FROM ${pastTable} WHERE record_id = $1 ORDER BY record_revision DESC`,
        [id],
      )
      return rows.map((row) => ({
        ...recordOf(row, columns),
        until: row.record_until,
        isRemoved: row.record_removed,
      }))
    },

    /** A page of the list in the order of the records' ids, narrowed; `null` agencies: of every agency. */
    async list(
      db: Db,
      { after, filters, words, agencies, limit }: ListAsked,
    ): Promise<readonly StoredRecord[]> {
      const values: unknown[] = [after, limit]
      const conditions = ['record_id > $1']
      const place = (value: unknown) => `$${values.push(value)}`
      if (agencies !== null) conditions.push(`record_agency = ANY (${place([...agencies])}::uuid[])`)
      if (words !== null) conditions.push(`record_words @@ to_tsquery('simple', ${place(words)})`)
      for (const column of columns) {
        const wanted = filters[column.field]
        if (wanted === undefined) continue
        const given = `${place(wanted)}::${column.type === 'text[]' ? 'text' : column.type}`
        conditions.push(
          column.type === 'text[]' ? `"${column.name}" @> ARRAY[${given}]` : `"${column.name}" = ${given}`,
        )
      }
      const rows = await db.rows<Row>(
        `${read(table)} WHERE ${conditions.join(' AND ')} ORDER BY record_id LIMIT $2`,
        values,
      )
      return rows.map((row) => recordOf(row, columns))
    },
  }
}

export type RecordStore = ReturnType<typeof recordStore>

export interface ListAsked {
  readonly after: string
  readonly limit: number
  readonly filters: Readonly<Record<string, string>>
  /** A query of words, all of which a record has; null: any. */
  readonly words: string | null
  readonly agencies: readonly string[] | null
}

interface Row {
  readonly record_id: string
  readonly record_revision: number
  readonly record_agency: string | null
  readonly record_at: Date
  readonly [column: string]: unknown
}

function recordOf(row: Row, columns: readonly Column[]): StoredRecord {
  const values: Record<string, unknown> = {}
  for (const { name, field, type } of columns) {
    const value = row[name]
    if (value === null || value === undefined) continue
    values[field] = type === 'numeric' ? Number(value) : value
  }
  return {
    id: row.record_id,
    revision: row.record_revision,
    agencyId: row.record_agency,
    at: row.record_at,
    values,
  }
}

function readColumn({ name }: Column): string {
  return `"${name}"`
}

/** unnest takes lists of plain values: a list within is sent as text. */
function arrayOf(type: Column['type']): string {
  return type === 'text[]' ? 'text[]' : `${type}[]`
}

function castOf(column: string, type: Column['type']): string {
  return type === 'text[]' ? `${column}::text[]` : column
}

function sent({ field, type }: Column, values: Values): unknown {
  const value = values[field]
  if (value === undefined) return null
  if (type !== 'text[]') return value
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return `{${items.map((item) => JSON.stringify(String(item))).join(',')}}`
}
