import { Ajv2020, type ErrorObject, type Options } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { FastifyInstance } from 'fastify'
import { type FieldProblem, Problem } from '../../kernel/problem.ts'

const options: Options = { removeAdditional: false, allErrors: true, useDefaults: false, strict: false }

/** Bodies are taken as they are; addresses and headers carry text only, so numbers in them are read from text. */
export function useValidation(app: FastifyInstance): void {
  const asIs = formats.default(new Ajv2020({ ...options, coerceTypes: false }))
  const fromText = formats.default(new Ajv2020({ ...options, coerceTypes: 'array' }))
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? asIs : fromText).compile(schema as Record<string, unknown>),
  )
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

const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
