import { Problem } from '../../kernel/problem.ts'

/** Where something stands in a file; line and column count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** One thing wrong in a content file: `path` is a JSON pointer into its value, `code` names the rule. */
export interface ContentError extends Place {
  readonly path: string
  readonly code: string
  readonly detail: string
}

/** All errors as the one Problem that content is refused with, in the order of the files' lines. */
export function contentProblem(errors: readonly ContentError[]): Problem {
  const sorted = errors.toSorted(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.path, b.path),
  )
  return new Problem('invalid', 'content.invalid', {
    fields: sorted.map(({ path, code, ...meta }) => ({ path, code, meta })),
    meta: { errors: sorted },
  })
}

/** Throws Problem `content.invalid` when there is any error; does nothing otherwise. */
export function refuseErrors(errors: readonly ContentError[]): void {
  if (errors.length > 0) throw contentProblem(errors)
}

/** The errors that a Problem `content.invalid` carries; `undefined` for anything else. */
export function findContentErrors(problem: unknown): readonly ContentError[] | undefined {
  if (!(problem instanceof Problem) || problem.code !== 'content.invalid') return undefined
  return Array.isArray(problem.meta.errors) ? problem.meta.errors : undefined
}

/** One line a person can act on: `file:line:column path code detail`. */
export function printError(error: ContentError): string {
  const path = error.path === '' ? '/' : error.path
  return `${error.file}:${error.line}:${error.column} ${path} ${error.code}: ${error.detail}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
