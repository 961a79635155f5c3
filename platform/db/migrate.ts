import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import pg from 'pg'
import { Problem } from '../../kernel/problem.ts'
import { clientConfig, identifier } from './connection.ts'
import type { Connection } from './connection.ts'
import { asProblem } from './errors.ts'

export interface Migration {
  readonly name: string
  readonly text: string
  readonly checksum: string
}

export interface MigrateOptions {
  /** As the role that owns the schema. */
  readonly owner: Connection
  /** The role that the word `app_role` in a migration stands for. */
  readonly appRole: string
  readonly migrations: readonly Migration[]
  /** Told before each migration that has to be run. */
  readonly report?: (name: string) => void
}

/** How long a migration may queue for a table, with everybody else behind it. */
const LOCK_TIMEOUT = '10s'

const FILE = /^\d{4}_[a-z0-9_]+\.sql$/

/** The migrations of a folder, in the order of their numbers. A number used twice or a name of another form is `database.migration-name`. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  const numbers = new Set<string>()
  for (const name of names) {
    const number = name.slice(0, 4)
    if (!FILE.test(name) || numbers.has(number)) {
      throw new Problem('invalid', 'database.migration-name', { meta: { name } })
    }
    numbers.add(number)
  }
  return await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8')
      return { name: basename(name, '.sql'), text, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

const HISTORY = `
CREATE TABLE IF NOT EXISTS migration (
  name text PRIMARY KEY,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE migration IS 'The migrations that made this schema, in the order of their names';
COMMENT ON COLUMN migration.checksum IS 'SHA-256 of the file as it was applied; a file never changes afterwards';
`

/** The migrations still to be run. Applied ones may neither change nor be missing, nor may a new one stand before them. */
function listWaiting(
  migrations: readonly Migration[],
  applied: readonly { name: string; checksum: string }[],
): readonly Migration[] {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, checksum } of applied) {
    const migration = byName.get(name)
    if (migration === undefined)
      throw new Problem('conflict', 'database.newer-than-program', { meta: { name } })
    if (migration.checksum !== checksum)
      throw new Problem('conflict', 'database.migration-changed', { meta: { name } })
  }
  const done = new Set(applied.map(({ name }) => name))
  const last = applied.at(-1)?.name ?? ''
  const waiting = migrations.filter(({ name }) => !done.has(name))
  const late = waiting.find(({ name }) => name < last)
  if (late)
    throw new Problem('conflict', 'database.migration-out-of-order', {
      meta: { name: late.name, after: last },
    })
  return waiting
}

function lineOf(text: string, error: unknown): string {
  const position = error instanceof Error && 'position' in error ? Number(error.position) : Number.NaN
  return Number.isInteger(position) ? `:${text.slice(0, position).split('\n').length}` : ''
}

async function apply(client: pg.Client, { name, text, checksum }: Migration, appRole: string): Promise<void> {
  const sql = text.replaceAll(/\bapp_role\b/g, identifier(appRole))
  await client.query('BEGIN')
  await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`)
  try {
    await client.query(sql)
    await client.query('INSERT INTO migration (name, checksum) VALUES ($1, $2)', [name, checksum])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    const problem = asProblem(error)
    if (problem instanceof Problem) throw problem
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`${name}.sql${lineOf(sql, error)}: ${reason}`, { cause: error })
  }
}

/** A pooler that drops the settings of a connection would send every statement to the wrong schema. */
async function checkSchema(client: pg.Client, schema: string): Promise<void> {
  const answer = await client.query<{ path: string }>(`SELECT current_setting('search_path') AS path`)
  const path = answer.rows[0]?.path ?? ''
  if (!path.startsWith(identifier(schema)))
    throw new Problem('unavailable', 'database.wrong-schema', { meta: { path } })
}

/**
 * Brings the schema up to these migrations, forward only, each in its own transaction, and returns the names of those it ran.
 * Any number of processes may do it at once. Problems: `database.migration-changed`, `database.migration-out-of-order`,
 * `database.newer-than-program`, `database.wrong-schema`.
 */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  const { owner, appRole, migrations } = options
  const client = new pg.Client(clientConfig(owner))
  client.on('error', () => undefined)
  try {
    await client.connect()
    await checkSchema(client, owner.schema)
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [
      `thong-suot.migrate.${owner.schema}`,
    ])
    await client.query(`${HISTORY} GRANT SELECT ON migration TO ${identifier(appRole)}`)
    const applied = await client.query<{ name: string; checksum: string }>(
      'SELECT name, checksum FROM migration ORDER BY name',
    )
    const waiting = listWaiting(migrations, applied.rows)
    for (const migration of waiting) {
      options.report?.(migration.name)
      await apply(client, migration, appRole)
    }
    return waiting.map(({ name }) => name)
  } catch (error) {
    throw asProblem(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}
