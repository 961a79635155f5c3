import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'

export type { Logger } from 'pino'

export interface LoggerOptions {
  readonly level: string
  /** Standard output unless given. */
  readonly destination?: DestinationStream
}

/** Names under which secrets and people's data travel; what stands under them, four levels deep, is never written. */
const NEVER_WRITTEN = new Set([
  'password',
  'secret',
  'token',
  'accessToken',
  'idToken',
  'refreshToken',
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'citizenNumber',
  'identityNumber',
  'nationalId',
  'fullName',
  'birthDate',
  'phone',
  'email',
  'address',
  'answers',
  'payload',
  'body',
])

const DEPTH = 4
const NOT_WRITTEN = '[not written]'

/** A copy with nothing under the names above; what has a serializer of its own is left to it. */
function discreet(value: object, level = 1): Record<string, unknown> {
  const entries = Object.entries(value).map(([key, child]: [string, unknown]) => {
    if (NEVER_WRITTEN.has(key)) return [key, NOT_WRITTEN]
    return [key, level === 1 && key in serializers ? child : discreetChild(child, level)]
  })
  return Object.fromEntries(entries)
}

function discreetChild(child: unknown, level: number): unknown {
  if (typeof child !== 'object' || child === null || level === DEPTH) return child
  if (child instanceof Error) return writeError(child)
  if ('toJSON' in child && typeof child.toJSON === 'function') return discreetChild(child.toJSON(), level)
  if (Array.isArray(child)) return child.map((one: unknown) => discreetChild(one, level + 1))
  return discreet(child, level + 1)
}

const DEEPEST_CAUSE = 5
const DATA_EXCEPTION = /^22/

interface WrittenError {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly constraint?: string
  readonly stack?: string
  readonly cause?: WrittenError
}

function stringIn(error: object, key: string): string | undefined {
  const value: unknown = Reflect.get(error, key)
  return typeof value === 'string' ? value : undefined
}

/** An error with its causes. A database's detail quotes the row and its data exceptions quote the value: both stay out. */
function writeError(error: unknown, depth = 0): WrittenError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'thrown, and not an error' }
  const code = stringIn(error, 'code')
  const constraint = stringIn(error, 'constraint')
  const quiet = (text: string) =>
    code !== undefined && DATA_EXCEPTION.test(code) ? text.replaceAll(/"[^"]*"/g, '"…"') : text
  return {
    type: error.name,
    message: quiet(error.message),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(error.stack === undefined ? {} : { stack: quiet(error.stack) }),
    ...(error.cause === undefined || depth >= DEEPEST_CAUSE
      ? {}
      : { cause: writeError(error.cause, depth + 1) }),
  }
}

interface LoggedRequest {
  readonly id?: unknown
  readonly method?: string
  readonly url?: string
}

const serializers = {
  err: (error: unknown) => writeError(error),
  error: (error: unknown) => writeError(error),
  req: ({ id, method, url }: LoggedRequest) => ({ id, method, path: url?.split('?', 1)[0] }),
}

/** A logger of JSON lines. Of a request it writes method and path, never the query; of an error no row's values. */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    // Our own in place of pino's `redact`, whose paths cost more than the rest of the line: every request writes one.
    formatters: { log: (line: object) => discreet(line) },
    serializers,
  }
  const logger = destination === undefined ? pino(options) : pino(options, destination)
  // What a child is bound to passes no formatter. Called below with its own `this`.
  // eslint-disable-next-line typescript/unbound-method
  const { child } = logger
  logger.child = function childOf(this: Logger, bindings, ...rest) {
    return child.call(this, discreet(bindings), ...rest)
  } as Logger['child']
  return logger
}
