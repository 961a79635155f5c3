import { Ajv2020, type ErrorObject, type Options } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { FastifyInstance } from 'fastify'
import { type FieldProblem, Problem } from '../../kernel/problem.ts'
import { isWords } from '../../kernel/text.ts'
import { isInstant, isPlausibleDay } from './formats.ts'
import { escapePointer, unreadableIn } from './unreadable.ts'

const options: Options = { removeAdditional: false, allErrors: true, useDefaults: false, strict: false }

/**
 * Bodies are taken as they are; addresses and headers carry text only, so numbers in them are read from text. What no database
 * can keep is refused before anything else is looked at.
 */
export function useValidation(app: FastifyInstance): void {
  const asIs = withFormats({ ...options, coerceTypes: false })
  const fromText = withFormats({ ...options, coerceTypes: 'array' })
  app.setValidatorCompiler(({ schema, httpPart }) => {
    const follows = (httpPart === 'body' ? asIs : fromText).compile(schema as Record<string, unknown>)
    const validate = (value: unknown): boolean => {
      const unreadable = unreadableIn(value)
      const isRight = unreadable === undefined && follows(value)
      validate.errors = unreadable === undefined ? (follows.errors ?? null) : [unreadable]
      return isRight
    }
    validate.errors = null as ErrorObject[] | null
    return validate
  })
}

function withFormats(given: Options): Ajv2020 {
  return formats
    .default(new Ajv2020(given))
    .addFormat('date', isPlausibleDay)
    .addFormat('date-time', isInstant)
    .addFormat('words', isWords)
}

/** What ajv found wrong in one part of a request, as a Problem 'http.invalid-request' with JSON pointers. */
export function invalidRequest(errors: readonly ErrorObject[], part: string | undefined): Problem {
  const unions = errors.filter((error) => isUnion(error)).map((error) => `${error.schemaPath}/`)
  const fields = errors
    .filter(
      ({ keyword, schemaPath }) => keyword !== 'if' && !unions.some((path) => schemaPath.startsWith(path)),
    )
    .map(fieldOf)
  return new Problem('invalid', 'http.invalid-request', { fields, meta: { part: part ?? 'body' } })
}

const isUnion = ({ keyword }: ErrorObject): boolean => keyword === 'anyOf' || keyword === 'oneOf'

function fieldOf({ keyword, instancePath, params }: ErrorObject): FieldProblem {
  const { missingProperty, additionalProperty, unevaluatedProperty, limit, format, type } = params
  const named: unknown = missingProperty ?? additionalProperty ?? unevaluatedProperty
  const path = typeof named === 'string' ? `${instancePath}/${escapePointer(named)}` : instancePath
  if (format === 'words') return { path, code: 'words' }
  const expected: unknown = limit ?? format ?? type
  const code = codeOf(keyword)
  return expected === undefined ? { path, code } : { path, code, meta: { expected } }
}

/** The same words as content's and forms' errors: 'required', 'unknown-key', 'choice', 'type', 'min-length', … */
function codeOf(keyword: string): string {
  switch (keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'unknown-key'
    case 'enum':
    case 'const':
    case 'anyOf':
    case 'oneOf':
      return 'choice'
    default:
      return keyword.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  }
}
