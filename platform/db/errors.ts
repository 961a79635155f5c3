import { Problem } from '../../kernel/problem.ts'

const LOST = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '53300',
])

/** No such database; a startup setting that the other side (an old pgbouncer) does not know. */
const REFUSED = new Set(['3D000', '08P01'])

const LOST_SENTENCES = [
  /^Connection terminated/,
  /^Client has encountered a connection error/,
  /^Client was closed/,
  /^Cannot use a pool after calling end/,
  /^timeout expired$/,
]

const POOL_EXHAUSTED = 'timeout exceeded when trying to connect'

/** The SQLSTATE or system code of an error, where it has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Whether the connection behind this error is gone. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  if (code !== undefined) return LOST.has(code) || code.startsWith('08')
  return LOST_SENTENCES.some((sentence) => sentence.test(error.message))
}

/** A prepared plan that a change of the schema has made useless; only a new connection forgets it. */
export function isStalePlan(error: unknown): boolean {
  return codeOf(error) === '0A000' && error instanceof Error && /cached plan/.test(error.message)
}

/**
 * What the caller sees of a database error: `database.unavailable`, `database.disk-full`, `database.busy` and `database.refused`
 * are Problems; every other error, a violated constraint above all, stays as it came, with its SQLSTATE in `code`.
 */
export function asProblem(error: unknown, meta: Readonly<Record<string, unknown>> = {}): unknown {
  if (error instanceof Problem) return error
  const code = codeOf(error)
  if (code === '53100') return new Problem('unavailable', 'database.disk-full', { meta, cause: error })
  if (code !== undefined && (REFUSED.has(code) || code.startsWith('28'))) {
    const reason = error instanceof Error ? error.message : ''
    return new Problem('unavailable', 'database.refused', { meta: { ...meta, reason }, cause: error })
  }
  if (isLost(error)) return new Problem('unavailable', 'database.unavailable', { meta, cause: error })
  if (error instanceof Error && error.message === POOL_EXHAUSTED) {
    return new Problem('busy', 'database.busy', { meta, cause: error })
  }
  return error
}

/** Whether the error is the violation of this named constraint (unique, foreign key, check, exclusion or not null). */
export function violated(error: unknown, constraint: string): boolean {
  return (
    codeOf(error)?.startsWith('23') === true &&
    error instanceof Error &&
    'constraint' in error &&
    error.constraint === constraint
  )
}

/** A rule of the tables that was broken: which kind, its name, and the table that has it. */
export interface Violation {
  readonly rule: 'unique' | 'reference' | 'check' | 'not-null' | 'exclusion'
  readonly constraint: string
  readonly table: string
}

const RULES: Readonly<Record<string, Violation['rule']>> = {
  '23505': 'unique',
  '23503': 'reference',
  '23514': 'check',
  '23502': 'not-null',
  '23P01': 'exclusion',
}

/** The rule of the tables that an error says was broken; undefined for any other error. A missing value has the column as its name. */
export function violationOf(error: unknown): Violation | undefined {
  const rule = RULES[codeOf(error) ?? '']
  if (rule === undefined || !(error instanceof Error)) return undefined
  const constraint = said(error, 'constraint') ?? said(error, 'column') ?? ''
  return { rule, constraint, table: said(error, 'table') ?? '' }
}

function said(error: Error, part: string): string | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(error, part)?.value
  return typeof value === 'string' ? value : undefined
}
