import pg from 'pg'
import { Problem } from '../../kernel/problem.ts'
import { clientConfig, identifier } from './connection.ts'
import type { Connection } from './connection.ts'
import { asProblem, codeOf } from './errors.ts'

/** How a province is reached: as the owner of its tables, who migrates, and as the program, which may do only what was granted. */
export interface ProvinceAccess {
  readonly owner: Connection
  readonly app: Connection
  readonly appRole: string
  /** False where the server forbids making roles, so that the program runs as the owner. */
  readonly separateRoles: boolean
}

export interface ProvinceOptions {
  /** As a role that may create schemas, and roles if the server allows it. */
  readonly url: string
  readonly province: string
  /** Whether the two roles may sign in by themselves (the embedded server's private socket); otherwise they are assumed after signing in. */
  readonly signIn: boolean
}

const PROVINCE_KEY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const LONGEST_KEY = 50

/** The schema of a province: its key with _ for -. A malformed key is `database.province-key`. */
export function schemaOf(province: string): string {
  if (!PROVINCE_KEY.test(province) || province.length > LONGEST_KEY) {
    throw new Problem('invalid', 'database.province-key', { meta: { province } })
  }
  return province.replaceAll('-', '_')
}

async function makeRole(client: pg.Client, name: string, signIn: boolean): Promise<void> {
  const there = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name])
  if (there.rows.length === 0) {
    await client.query(`CREATE ROLE ${identifier(name)} ${signIn ? 'LOGIN' : 'NOLOGIN'}`)
  }
  const member = await client.query(`SELECT 1 WHERE pg_has_role(current_user, $1, 'MEMBER')`, [name])
  if (member.rows.length === 0) await client.query(`GRANT ${identifier(name)} TO CURRENT_USER`)
}

// Somebody in another database of this server made the same: advisory locks end at the database, roles do not.
const MADE_MEANWHILE = new Set(['42710', '23505'])

async function tryRoles(client: pg.Client, names: readonly string[], signIn: boolean): Promise<boolean> {
  await client.query('SAVEPOINT roles')
  for (;;) {
    try {
      for (const name of names) await makeRole(client, name, signIn)
      return true
    } catch (error) {
      const code = codeOf(error) ?? ''
      if (code !== '42501' && !MADE_MEANWHILE.has(code)) throw error
      await client.query('ROLLBACK TO SAVEPOINT roles')
      if (code === '42501') return false
    }
  }
}

function as(url: string, user: string): string {
  const changed = new URL(url)
  changed.username = user
  return changed.href
}

/**
 * Makes what a province needs before its first migration: roles and schema. May be run at any time and by several
 * processes at once. Problem `database.schema-forbidden`.
 */
export async function prepareProvince({ url, province, signIn }: ProvinceOptions): Promise<ProvinceAccess> {
  const schema = schemaOf(province)
  const ownerRole = `${schema}_owner`
  const appRole = `${schema}_app`
  const client = new pg.Client(clientConfig({ url, schema }))
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('BEGIN')
    // Roles are the server's, not the schema's: one at a time for all provinces of this database.
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('thong-suot.prepare', 0))`)
    const separateRoles = await tryRoles(client, [ownerRole, appRole], signIn)
    const current = await client.query<{ user: string }>('SELECT current_user AS user')
    const login = current.rows[0]?.user ?? ''
    const owner = separateRoles ? ownerRole : login
    const schemaThere = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema])
    if (schemaThere.rows.length === 0) {
      await client.query(`CREATE SCHEMA ${identifier(schema)} AUTHORIZATION ${identifier(owner)}`)
    }
    if (separateRoles)
      await client.query(`GRANT USAGE ON SCHEMA ${identifier(schema)} TO ${identifier(appRole)}`)
    await client.query('COMMIT')
    if (!separateRoles) {
      return { owner: { url, schema }, app: { url, schema }, appRole: login, separateRoles }
    }
    const reach = (role: string): Connection =>
      signIn ? { url: as(url, role), schema } : { url, schema, role }
    return { owner: reach(ownerRole), app: reach(appRole), appRole, separateRoles }
  } catch (error) {
    if (codeOf(error) === '42501')
      throw new Problem('unavailable', 'database.schema-forbidden', { cause: error })
    throw asProblem(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}
