import { resolve } from 'node:path'
import { Problem } from '../../kernel/problem.ts'
import type { FieldProblem } from '../../kernel/problem.ts'

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

export interface Settings {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** Undefined: the embedded server in the data folder. */
  readonly databaseUrl: string | undefined
  readonly databaseConnections: number
  /** False where pgbouncer in transaction mode stands before the database. */
  readonly databaseNaming: boolean
  readonly province: string
  /** What a new province is to be; undefined: a demo, or what it was decided to be. */
  readonly provinceMode: 'demo' | 'real' | undefined
  /** How many dossiers a new demo is filled with at its first start; 0: none. */
  readonly demoDossiers: number
  /** Where the outside world reaches this server: scheme, host and port, no path. */
  readonly publicUrl: string
  readonly logLevel: LogLevel
}

/** What a setting has to be, to follow its name in a sentence. */
class Unfit {
  readonly must: string
  constructor(must: string) {
    this.must = must
  }
}

type Read<T> = (text: string) => T | Unfit

const LARGEST_PORT = 65_535
const MOST_CONNECTIONS = 200
const MOST_DEMO_DOSSIERS = 100_000

function wholeNumber(from: number, to: number): Read<number> {
  return (text) => {
    const value = Number(text)
    const fits = /^\d+$/.test(text) && value >= from && value <= to
    return fits ? value : new Unfit(`must be a whole number from ${from} to ${to}`)
  }
}

function oneOf<const T extends string>(words: readonly T[]): Read<T> {
  return (text) => words.find((word) => word === text) ?? new Unfit(`must be one of ${words.join(', ')}`)
}

function matching(pattern: RegExp, must: string): Read<string> {
  return (text) => (pattern.test(text) ? text : new Unfit(must))
}

const onOrOff: Read<boolean> = (text) =>
  text === 'on' ? true : text === 'off' ? false : new Unfit('must be on or off')

const origin: Read<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const fits =
    url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === ''
  return fits && url.hash === '' && url.username === ''
    ? url.origin
    : new Unfit('must be an address like https://dichvucong.example.vn, with no path')
}

const databaseAddress: Read<string> = (text) =>
  URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)
    ? text
    : new Unfit('must be an address like postgres://user@host:5432/database')

const hostName = matching(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an IP address')
const provinceKey = matching(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be a key like tay-ninh')

/**
 * All settings, from the environment; an empty variable counts as absent. `root` is the folder of the program. What is wrong is
 * told all at once as `config.invalid`: a field a setting, and in `meta.sentences` a sentence for each. Values are not repeated,
 * since they may be secret.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>, root: string): Settings {
  const fields: FieldProblem[] = []
  const sentences: string[] = []

  function read<T>(name: string, how: Read<T>, otherwise: T): T {
    const text = env[name]?.trim() ?? ''
    if (text === '') return otherwise
    const value = how(text)
    if (!(value instanceof Unfit)) return value
    fields.push({ path: `/${name}`, code: 'config.unfit' })
    sentences.push(`The setting ${name} ${value.must}.`)
    return otherwise
  }

  const port = read('PORT', wholeNumber(0, LARGEST_PORT), 8080)
  const settings: Settings = {
    port,
    host: read('HOST', hostName, 'localhost'),
    dataDir: read('DATA_DIR', (text) => resolve(text), resolve(root, 'data')),
    databaseUrl: read<string | undefined>('DATABASE_URL', databaseAddress, undefined),
    databaseConnections: read('DATABASE_CONNECTIONS', wholeNumber(2, MOST_CONNECTIONS), 10),
    databaseNaming: read('DATABASE_NAMED_STATEMENTS', onOrOff, true),
    province: read('PROVINCE', provinceKey, 'tay-ninh'),
    provinceMode: read<'demo' | 'real' | undefined>('PROVINCE_MODE', oneOf(['demo', 'real']), undefined),
    demoDossiers: read('DEMO_DOSSIERS', wholeNumber(0, MOST_DEMO_DOSSIERS), 300),
    publicUrl: read('PUBLIC_URL', origin, `http://localhost:${port}`),
    logLevel: read('LOG_LEVEL', oneOf(LOG_LEVELS), 'info'),
  }
  if (fields.length > 0) throw new Problem('invalid', 'config.invalid', { fields, meta: { sentences } })
  return settings
}
