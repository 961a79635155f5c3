import type { ClientConfig } from 'pg'
import { Problem } from '../../kernel/problem.ts'
import { valueTypes } from './values.ts'

/** Where a province's tables are and as whom to go there. */
export interface Connection {
  /** A postgres:// address; a Unix socket's folder is given as `?host=/folder`. */
  readonly url: string
  /** The province's schema; names in SQL resolve there, then in `public` (extensions). */
  readonly schema: string
  /** The role to become after signing in, where it is not the address' own. */
  readonly role?: string
}

const IDLE_IN_TRANSACTION_MS = 600_000

/** A name as an SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

function startupOptions(connection: Connection, asked: string | null): string {
  const settings = [
    `search_path=${identifier(connection.schema)},public`,
    'jit=off',
    'timezone=UTC',
    `idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_MS}`,
  ]
  if (connection.role !== undefined) settings.push(`role=${connection.role}`)
  return [...(asked === null ? [] : [asked]), ...settings.map((setting) => `-c ${setting}`)].join(' ')
}

/** What pg needs to know; everything a session depends on is fixed as it connects. */
export function clientConfig(connection: Connection): ClientConfig {
  if (!URL.canParse(connection.url)) throw new Problem('invalid', 'database.bad-url')
  const url = new URL(connection.url)
  const asked = url.searchParams.get('options')
  url.searchParams.delete('options')
  return {
    connectionString: url.href,
    options: startupOptions(connection, asked),
    application_name: 'thong-suot',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: valueTypes,
  }
}
