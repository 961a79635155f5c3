export type ProblemKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'gone'
  | 'busy'
  | 'unavailable'

/** What is wrong with one field: `path` is a JSON pointer into the input, `code` names the rule. */
export interface FieldProblem {
  readonly path: string
  readonly code: string
  readonly meta?: Readonly<Record<string, unknown>>
}

export interface ProblemDetails {
  readonly fields?: readonly FieldProblem[]
  readonly meta?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/** A refusal that the caller can act on. `code` is dotted and names the rule ('dossiers.not-submitted'); the screen chooses the words. */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly code: string
  readonly fields: readonly FieldProblem[]
  readonly meta: Readonly<Record<string, unknown>>

  constructor(kind: ProblemKind, code: string, details: ProblemDetails = {}) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'Problem'
    this.kind = kind
    this.code = code
    this.fields = details.fields ?? []
    this.meta = details.meta ?? {}
  }
}
