import type { Tx } from '../../../platform/db/index.ts'
import type { Declaration, Field } from '../contract/declaration.ts'
import { columnName, columnsOf, indexName, tableOf, type Column } from '../domain/columns.ts'
import { referencesOf, versionOf } from '../domain/declared.ts'

/** The tables that the register's records will name, by register key. */
export type Tables = ReadonlyMap<string, { readonly table: string; readonly key: string }>

/** Numbers leave and come as JSON, whose readers are sure of fifteen digits. */
const DIGITS = 15

/** How long a change of a table may queue for it, with everybody else behind. */
const LOCK_TIMEOUT = '5s'

/** The statements that make the tables of a new major version. */
export function tablesFor(declaration: Declaration, named: Tables, appRole: string): readonly string[] {
  const table = tableOf(declaration.id, versionOf(declaration.version).major)
  const past = `${table}_past`
  const columns = columnsOf(declaration)
  const key = declaration.schema['x-key'].map((field) => quoted(columnName(field))).join(', ')
  const own = [
    'record_id uuid',
    'record_revision integer NOT NULL CHECK (record_revision > 0)',
    'record_agency uuid REFERENCES agency (id)',
    'record_digest bytea NOT NULL CHECK (octet_length(record_digest) = 32)',
    'record_entry uuid NOT NULL',
    'record_nth integer NOT NULL',
    'record_at timestamptz NOT NULL',
  ]
  return [
    `CREATE TABLE ${table} (
  ${own.join(',\n  ')},
  record_words tsvector NOT NULL,
  ${columns.map((column) => columnLine(column, named)).join(',\n  ')},
  PRIMARY KEY (record_id),
  CONSTRAINT ${table}_key UNIQUE (${key})
)`,
    ...columns.filter(({ isUnique }) => isUnique).map((column) => uniqueLine(table, column)),
    `CREATE INDEX ${table}_entry ON ${table} (record_entry, record_nth)`,
    `CREATE INDEX ${table}_words ON ${table} USING gin (record_words)`,
    ...declaration.list.filters.map((field) => filterLine(table, field)),
    `CREATE TABLE ${past} (
  ${own.join(',\n  ')},
  ${columns.map(({ name, type, scale }) => `${quoted(name)} ${typeLine(type, scale)}`).join(',\n  ')},
  record_until timestamptz NOT NULL,
  record_until_entry uuid NOT NULL,
  record_until_nth integer NOT NULL,
  record_removed boolean NOT NULL,
  PRIMARY KEY (record_id, record_revision)
)`,
    `CREATE INDEX ${past}_entry ON ${past} (record_entry, record_nth)`,
    `CREATE INDEX ${past}_until ON ${past} (record_until_entry, record_until_nth)`,
    `COMMENT ON TABLE ${table} IS ${literal(declaration.name.vi)}`,
    `COMMENT ON TABLE ${past} IS ${literal(`${declaration.name.vi}: bản ghi đã được thay thế hoặc xoá`)}`,
    ...columns.map((column) => commentLine(table, column)),
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${appRole}`,
    `GRANT SELECT, INSERT ON ${past} TO ${appRole}`,
  ]
}

/** The statements that bring the tables of a major version from one minor version to a later one. */
export function tableChanges(before: Declaration, after: Declaration, named: Tables): readonly string[] {
  const table = tableOf(after.id, versionOf(after.version).major)
  const past = `${table}_past`
  const old = new Map(columnsOf(before).map((column) => [column.field, column]))
  const statements: string[] = []
  for (const column of columnsOf(after)) {
    const was = old.get(column.field)
    if (was === undefined) {
      statements.push(
        `ALTER TABLE ${table} ADD COLUMN ${columnLine(column, named)}`,
        `ALTER TABLE ${past} ADD COLUMN ${quoted(column.name)} ${typeLine(column.type, column.scale)}`,
        commentLine(table, column),
      )
      if (column.isUnique) statements.push(uniqueLine(table, column))
      continue
    }
    const [rule, newRule] = [ruleOf(was), ruleOf(column)]
    if (rule !== newRule) {
      const name = ruleName(column)
      if (rule !== undefined) statements.push(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`)
      // Only wider rules come here, which whatever is there keeps: there is nothing to look through.
      if (newRule !== undefined) {
        statements.push(`ALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${newRule}) NOT VALID`)
      }
    }
    if (was.isUnique && !column.isUnique) {
      statements.push(`ALTER TABLE ${table} DROP CONSTRAINT ${uniqueName(table, column)}`)
    }
    if (commentLine(table, was) !== commentLine(table, column)) statements.push(commentLine(table, column))
  }
  for (const field of after.list.filters) {
    if (!before.list.filters.includes(field)) statements.push(filterLine(table, field))
  }
  for (const field of before.list.filters) {
    if (!after.list.filters.includes(field)) statements.push(`DROP INDEX ${filterName(table, field)}`)
  }
  return statements
}

/** Runs statements that make or change tables, as their owner, within the transaction that publishes. */
export async function changeTables(tx: Tx, statements: readonly string[]): Promise<void> {
  await tx.run(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`)
  for (const statement of statements) await tx.run(statement)
}

export function referencedTables(
  declaration: Declaration,
  declarations: ReadonlyMap<string, Declaration>,
): Tables {
  const named = new Map<string, { table: string; key: string }>()
  for (const register of referencesOf(declaration).values()) {
    const other = register === declaration.id ? declaration : declarations.get(register)
    if (other === undefined) continue
    const [key = ''] = other.schema['x-key']
    named.set(register, {
      table: tableOf(register, versionOf(other.version).major),
      key: columnName(key),
    })
  }
  return named
}

function columnLine(column: Column, named: Tables): string {
  const { name, type, scale, isRequired, declared } = column
  const rule = ruleOf(column)
  const reference = declared.type === 'string' ? named.get(declared['x-reference'] ?? '') : undefined
  return [
    `${quoted(name)} ${typeLine(type, scale)}`,
    ...(isRequired ? ['NOT NULL'] : []),
    ...(rule === undefined ? [] : [`CONSTRAINT ${ruleName(column)} CHECK (${rule})`]),
    ...(reference === undefined
      ? []
      : [`CONSTRAINT ${quoted(`${name}_named`)} REFERENCES ${reference.table} (${quoted(reference.key)})`]),
  ].join(' ')
}

function typeLine(type: Column['type'], scale: number): string {
  return type === 'numeric' ? `numeric(${DIGITS}, ${scale})` : type
}

/** The declared rule as SQL; none where the type says it all. Formats are kept by the program, which knows their arithmetic. */
function ruleOf({ name, declared }: Column): string | undefined {
  const column = quoted(name)
  const rules = rulesOf(column, declared)
  return rules.length === 0 ? undefined : rules.join(' AND ')
}

function rulesOf(column: string, field: Field): readonly string[] {
  switch (field.type) {
    case 'string': {
      const { minLength, maxLength, oneOf } = field
      if (field.format === 'date') return []
      return [
        ...(oneOf === undefined
          ? []
          : [`${column} IN (${oneOf.map((one) => literal(one.const)).join(', ')})`]),
        ...(maxLength === undefined ? [] : [`char_length(${column}) <= ${maxLength}`]),
        `char_length(${column}) >= ${minLength ?? 1}`,
      ]
    }
    case 'integer':
    case 'number':
      return [
        ...(field.minimum === undefined ? [] : [`${column} >= ${field.minimum}`]),
        ...(field.maximum === undefined ? [] : [`${column} <= ${field.maximum}`]),
      ]
    case 'boolean':
      return []
    case 'array':
      return [
        `${column} <@ ARRAY[${field.items.oneOf.map((one) => literal(one.const)).join(', ')}]`,
        `cardinality(${column}) BETWEEN ${field.minItems ?? 1} AND ${field.maxItems ?? field.items.oneOf.length}`,
      ]
  }
}

const ruleName = ({ name }: Column) => quoted(`${name}_rule`)
const uniqueName = (table: string, { name }: Column) => quoted(indexName(table, name, 'once'))
const filterName = (table: string, field: string) => quoted(indexName(table, columnName(field), 'by'))

function uniqueLine(table: string, column: Column): string {
  return `ALTER TABLE ${table} ADD CONSTRAINT ${uniqueName(table, column)} UNIQUE (${quoted(column.name)})`
}

function filterLine(table: string, field: string): string {
  return `CREATE INDEX ${filterName(table, field)} ON ${table} (${quoted(columnName(field))}, record_id)`
}

function commentLine(table: string, { name, declared }: Column): string {
  const personal = declared['x-personal'] ?? 'none'
  const words = `${declared['x-label'].vi}${personal === 'none' ? '' : `. personal: ${personal}`}`
  return `COMMENT ON COLUMN ${table}.${quoted(name)} IS ${literal(words)}`
}

function quoted(name: string): string {
  return `"${name}"`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
