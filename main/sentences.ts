import { Problem } from '../kernel/problem.ts'

type Meta = Readonly<Record<string, unknown>>

const text = (meta: Meta, key: string): string => {
  const value = meta[key]
  return typeof value === 'string' ? value : 'unknown'
}

const SENTENCES: Readonly<Record<string, (meta: Meta) => string>> = {
  'config.invalid': ({ sentences }) =>
    Array.isArray(sentences) ? sentences.join('\n') : 'A setting is wrong.',
  'database.bad-url': () =>
    'The setting DATABASE_URL must be an address like postgres://user@host:5432/database.',
  'database.unavailable': () => 'The database cannot be reached.',
  'database.refused': (meta) =>
    `The database refuses the sign-in or does not exist (${text(meta, 'sqlstate')}).`,
  'database.busy': () => 'All connections to the database are taken.',
  'database.disk-full': () => 'The disk of the database is full.',
  'database.province-key': (meta) => `A province has a key like tay-ninh, not ${text(meta, 'province')}.`,
  'database.extension-missing': (meta) =>
    `The database lacks the extension ${text(meta, 'name')}: install PostgreSQL's contrib package or let its administrator create it.`,
  'database.schema-forbidden': () =>
    'The role in DATABASE_URL may not create a schema in this database: grant it CREATE on the database.',
  'database.no-embedded-server': (meta) =>
    `The embedded PostgreSQL does not run on this machine (${text(meta, 'platform')}): set DATABASE_URL to another PostgreSQL from version 15.`,
  'database.no-server-user': () =>
    'PostgreSQL does not run as root, and this machine has no user called postgres or nobody to run it as.',
  'database.data-dir-not-writable': (meta) => `The data folder ${text(meta, 'folder')} cannot be written.`,
  'database.cannot-create': (meta) =>
    `The embedded PostgreSQL could not make its files in ${text(meta, 'place')}: ${text(meta, 'reason')}`,
  'database.cannot-start': (meta) =>
    `The embedded PostgreSQL in ${text(meta, 'place')} does not start: ${text(meta, 'reason')}`,
  'database.migration-name': (meta) =>
    `The migration ${text(meta, 'name')} is not named like 0001_room_what.sql, or its number is taken.`,
  'database.migration-changed': (meta) =>
    `The migration ${text(meta, 'name')} has changed since this database ran it: a migration never changes, add another.`,
  'database.migration-out-of-order': (meta) =>
    `The migration ${text(meta, 'name')} is new but stands before ${text(meta, 'after')}, which has run: give it a higher number.`,
  'database.newer-than-program': (meta) =>
    `This database has run the migration ${text(meta, 'name')}, which this program does not know: start the newer program.`,
}

/** What to tell an operator whose command cannot go on; undefined for what is a bug and needs its stack. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof Problem) return SENTENCES[error.code]?.(error.meta)
  if (!(error instanceof Error) || !('code' in error)) return undefined
  if (error.code === 'EADDRINUSE') return 'The port is taken by another program: set PORT to a free one.'
  if (error.code === 'EACCES' && 'syscall' in error && error.syscall === 'listen') {
    return 'This user may not listen on that port: set PORT to one above 1023.'
  }
  return undefined
}

/** Said at the start where the server forbids making roles. */
export const ONE_ROLE_ONLY =
  'The database forbids making roles: the program runs as the owner of its tables, so the ledger is append-only by the program alone.'
