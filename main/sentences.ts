import { Problem } from '../kernel/problem.ts'

type Meta = Readonly<Record<string, unknown>>

function text(meta: Meta, key: string): string {
  const value = meta[key]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'unknown'
}

const DISK_FULL = 'The disk is full: nothing was lost that was answered; free some room and start again.'

const SENTENCES: Readonly<Record<string, (meta: Meta) => string>> = {
  'config.invalid': ({ sentences }) =>
    Array.isArray(sentences) ? sentences.join('\n') : 'A setting is wrong.',
  'http.port-taken': (meta) =>
    `Port ${text(meta, 'port')} is taken by another program: stop it, or start with another one, as in PORT=8081 npm start.`,
  'http.port-forbidden': (meta) =>
    `This user may not listen on port ${text(meta, 'port')}: choose one from 1024, as in PORT=8080 npm start.`,
  'content.invalid': ({ errors }) => contentSentences(errors),
  'auth.province-mode-decided': (meta) =>
    `This province was begun as a ${text(meta, 'decided')} one, and stays so: it cannot be started with PROVINCE_MODE=${text(meta, 'wish')}. Choose another DATA_DIR or PROVINCE.`,
  'auth.issuer-missing': (meta) =>
    `A real province needs its own sign-in: set the three settings of the ${text(meta, 'issuer')} issuer (VNEID_… or OFFICER_…).`,
  'auth.real-issuer-in-demo': (meta) =>
    `A demo never addresses a real system: ${text(meta, 'host')} is not this machine. Unset the issuer, or start a real province.`,
  'event-log.unreadable': (meta) => `The file ${text(meta, 'path')} cannot be read.`,
  'event-log.not-xml': (meta) => `The file is not well-formed XML: see line ${text(meta, 'line')}.`,
  'event-log.not-xes': () =>
    'The file is not an event log in XES (IEEE 1849): its root element must be <log>.',
  'event-log.cut-short': (meta) =>
    `The file ends too early, at line ${text(meta, 'line')} of its text: nothing of it was taken in. Get it whole and run this again.`,
  'event-log.not-declared': ({ name, declared }) =>
    `No event log ${String(name)} is declared in the province's content: declare it in event-logs/${String(name)}/, or name one of those that are with --as: ${Array.isArray(declared) ? declared.join(', ') : ''}.`,
  'event-log.case-changed': ({ log, cases, count }) =>
    `${String(count)} cases of the log ${String(log)} tell something else than when they were taken in, and were left as they are: ${Array.isArray(cases) ? cases.join(', ') : ''}.`,
  'event-log.missing': (meta) => `No event log ${text(meta, 'name')} was taken in: replay it first.`,
  'csv.unreadable': (meta) => `The file ${text(meta, 'path')} cannot be read (${text(meta, 'reason')}).`,
  'csv.cut-short': () =>
    'The file ends too early: nothing of it was taken in. Get it whole and run this again.',
  'csv.damaged': (meta) => `The archive ${text(meta, 'path')} is damaged: nothing of it was taken in.`,
  'csv.too-large': (meta) => `The file ${text(meta, 'path')} is larger than 1 GiB unpacked.`,
  'csv.not-utf8': (meta) =>
    `Line ${text(meta, 'line')} of the file is not in UTF-8: save it anew as “CSV UTF-8”. Nothing of it was taken in.`,
  'csv.not-text': (meta) => `The file is no CSV: line ${text(meta, 'line')} holds bytes that are no text.`,
  'csv.line-too-long': (meta) => `The file is no CSV: line ${text(meta, 'line')} is longer than 16 MiB.`,
  'csv.malformed': (meta) =>
    `Line ${text(meta, 'line')} of the file is not CSV after RFC 4180: ${text(meta, 'reason') === 'quote' ? 'a quotation mark stands where none can be' : 'a carriage return stands alone'}.`,
  'csv.empty': () => 'The file is empty: its first row must name its columns.',
  'csv.columns-missing': ({ missing }) =>
    `The file has no column ${listOf(missing)}: its first row must name its columns.`,
  'csv.column-twice': ({ twice }) => `The file has the column ${listOf(twice)} twice.`,
  'csv.row-length': (meta) =>
    `Row ${text(meta, 'row')} (line ${text(meta, 'line')}) has ${text(meta, 'found')} fields where the header has ${text(meta, 'expected')}.`,
  'catalogue.code-malformed': (meta) =>
    `Row ${text(meta, 'row')} has no national code like 1.001193 but “${text(meta, 'code')}”: nothing was taken in.`,
  'catalogue.code-twice': (meta) =>
    `The code ${text(meta, 'code')} stands in row ${text(meta, 'first')} and again in row ${text(meta, 'row')}: nothing was taken in.`,
  'catalogue.empty': () => 'The file has columns and no rows: nothing was taken in.',
  'catalogue.older': (meta) =>
    `The catalogue is known as of ${text(meta, 'last')} already: a file that tells of ${text(meta, 'asOf')} is older.`,
  'cli.import-catalogue-what': () => 'Name one file: ./thong-suot import-catalogue FILE.csv or FILE.csv.gz.',
  'seals.not-published': (meta) => `No root was published of the day ${text(meta, 'day')}.`,
  'seals.file-unreadable': (meta) => `The file ${text(meta, 'path')} cannot be read.`,
  'seals.file-malformed': (meta) =>
    `The file ${text(meta, 'path')} holds no roots as GET /api/v1/seals gives them.`,
  'cli.not-a-day': (meta) => `A day is written like 2026-07-31, not ${text(meta, 'given')}.`,
  'cli.one-file': () => 'Name one file: ./thong-suot replay FILE.xes or FILE.xes.gz.',
  'cli.simulate-what': () => 'Say how many: ./thong-suot simulate --dossiers 1000 --months 6 --seed 1.',
  'cli.not-a-number': (meta) =>
    `--${text(meta, 'name')} takes a whole number from ${text(meta, 'least')} to ${text(meta, 'most')}.`,
  'simulation.real-province': () =>
    'This province is real: only a demo is filled with simulated dossiers. Nothing was changed.',
  'simulation.nothing-to-bring': () =>
    'Nothing can be simulated: no agency of the province receives any procedure that is complete.',
  'simulation.too-many-people': (meta) =>
    `No more than ${text(meta, 'most')} people can be simulated in one province.`,
  'simulation.content-changed': () =>
    'Procedures, offices or calendars changed since this simulation began: it cannot go on as it began. Nothing was changed; begin another with another seed.',
  'cli.export-what': () => 'Name the log and the file: ./thong-suot export --xes NAME FILE.xes.',
  'cli.unknown-command': (meta) =>
    `There is no command ${text(meta, 'name')}: ./thong-suot --help lists them.`,
  'national-portal.settings-incomplete': ({ names }) =>
    `The national portal needs all of its settings, or none: ${Array.isArray(names) ? names.join(', ') : ''}.`,
  'national-portal.link-secret-missing': () =>
    'A real province signs the links to its files: set LINK_SECRET to 32 random bytes in base64, the same for every process.',
  'national-portal.link-secret-short': () => 'LINK_SECRET must be at least 32 bytes, in base64.',
  'national-portal.endpoint-not-loopback': () =>
    'A demo never addresses a real system: NATIONAL_PORTAL_URL must be on this machine. Unset it, or start a real province.',
  'payment-platform.settings-incomplete': ({ names }) =>
    `The payment platform needs all of its settings, or none: ${Array.isArray(names) ? names.join(', ') : ''}.`,
  'payment-platform.endpoint-not-loopback': () =>
    'A demo never takes money: PAYMENT_PLATFORM_URL must be on this machine. Unset it, or start a real province.',
  'surveys.days-unfit': () => 'The setting SURVEY_DAYS must be a whole number from 1 to 365.',
  'files.disk-full': () => DISK_FULL,
  'database.disk-full': () => DISK_FULL,
  'database.bad-url': () =>
    'The setting DATABASE_URL must be an address like postgres://user@host:5432/database.',
  'database.unavailable': () => 'The database cannot be reached.',
  'database.refused': (meta) =>
    `The database refuses the sign-in or does not exist (${text(meta, 'reason')}).`,
  'database.wrong-schema': () =>
    'Something between the program and the database drops the settings of a connection (pgbouncer with ignore_startup_parameters): connect directly, or let it pass options on.',
  'database.busy': () => 'All connections to the database are taken.',
  'database.province-key': (meta) => `A province has a key like tay-ninh, not ${text(meta, 'province')}.`,
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

/** A Problem as one sentence for whoever operates the program; anything else is a bug and shows where it is. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Problem))
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  const { code, meta, cause } = error
  const sentence = SENTENCES[code]?.(meta)
  if (sentence !== undefined) return sentence
  const because = cause instanceof Error ? `: ${cause.message}` : ''
  const about = Object.keys(meta).length === 0 ? '' : ` ${JSON.stringify(meta)}`
  return `${code}${about}${because}`
}

function listOf(names: unknown): string {
  return Array.isArray(names) ? names.join(', ') : ''
}

function contentSentences(errors: unknown): string {
  if (!Array.isArray(errors)) return 'The content is invalid.'
  return errors
    .map((one: unknown) => {
      const { file, line, column, path, code, detail } = Object(one) as Record<string, unknown>
      return `${String(file)}:${String(line)}:${String(column)} ${String(path)} ${String(code)}: ${String(detail)}`
    })
    .join('\n')
}
