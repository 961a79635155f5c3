import type { ErrorObject } from 'ajv/dist/2020.js'
import type { FieldProblem } from '../../kernel/problem.ts'
import type { Form, FormField } from './compile.ts'
import type { Answers } from './definition.ts'
import { isAmbiguous } from './numbers.ts'
import { shownFields } from './show.ts'

/**
 * What is wrong with answers, as JSON pointers and codes: 'required', 'format', 'pattern', 'too-long', 'too-short',
 * 'minimum', 'maximum', 'multiple-of', 'choice', 'integer', 'number', 'ambiguous-number', 'boolean', 'type',
 * 'too-few', 'too-many', 'duplicate', 'characters', 'not-nfc', 'unknown'. With `page`, of that page alone. Fields that
 * are not shown are not asked for. An empty list: nothing is wrong.
 */
export function checkAnswers(form: Form, answers: Answers, page?: string): readonly FieldProblem[] {
  const shown = shownFields(form, answers)
  const asked = page === undefined ? shown : shown.filter((field) => field.page === page)
  const problems = asked.flatMap((field) => checkField(field, answers))
  if (page !== undefined) return problems
  const known = new Set(form.fields.map((field) => field.name))
  const strangers = Object.keys(answers).filter((name) => !known.has(name))
  return [...problems, ...strangers.map((name) => ({ path: `/${escape(name)}`, code: 'unknown' }))]
}

function checkField({ name, isRequired, validate }: FormField, answers: Answers): readonly FieldProblem[] {
  const path = `/${name}`
  const value = Object.hasOwn(answers, name) ? answers[name] : undefined
  if (value === undefined) return isRequired ? [{ path, code: 'required' }] : []
  const problems = [...textProblems(value, path)]
  if (!validate(value))
    problems.push(...(validate.errors ?? []).map((error) => problemOf(error, path, value)))
  // One answer, one problem: a wrong type breaks every other rule as well.
  const first = new Map<string, FieldProblem>()
  for (const problem of problems) if (!first.has(problem.path)) first.set(problem.path, problem)
  return [...first.values()]
}

function problemOf(error: ErrorObject, field: string, value: unknown): FieldProblem {
  const path = `${field}${error.instancePath}`
  const params: Record<string, unknown> = error.params
  const limit = { meta: { limit: params.limit } }
  switch (error.keyword) {
    case 'required':
      return { path: `${path}/${escape(String(params.missingProperty))}`, code: 'required' }
    case 'additionalProperties':
      return { path: `${path}/${escape(String(params.additionalProperty))}`, code: 'unknown' }
    case 'type':
      return { path, code: typeCode(String(params.type), valueAt(value, error.instancePath)) }
    case 'format':
      return { path, code: 'format', meta: { format: params.format } }
    case 'maxLength':
      return { path, code: 'too-long', ...limit }
    case 'minLength':
      return { path, code: 'too-short', ...limit }
    case 'minimum':
    case 'exclusiveMinimum':
      return { path, code: 'minimum', meta: { limit: params.limit, comparison: params.comparison } }
    case 'maximum':
    case 'exclusiveMaximum':
      return { path, code: 'maximum', meta: { limit: params.limit, comparison: params.comparison } }
    case 'multipleOf':
      return { path, code: 'multiple-of', meta: { of: params.multipleOf } }
    case 'enum':
    case 'const':
      return { path, code: 'choice' }
    case 'minItems':
      return { path, code: 'too-few', ...limit }
    case 'maxItems':
      return { path, code: 'too-many', ...limit }
    case 'uniqueItems':
      return { path, code: 'duplicate' }
    default:
      return { path, code: error.keyword }
  }
}

function typeCode(wanted: string, value: unknown): string {
  if (wanted === 'number' && typeof value === 'string' && isAmbiguous(value)) return 'ambiguous-number'
  return wanted === 'integer' || wanted === 'number' || wanted === 'boolean' ? wanted : 'type'
}

// What no text of a form holds and no jsonb takes: control characters but tab and line end, and half a character.
const controls = /(?![\t\n])\p{Cc}/u

function textProblems(value: unknown, path: string): readonly FieldProblem[] {
  if (typeof value === 'string') {
    if (controls.test(value) || !value.isWellFormed()) return [{ path, code: 'characters' }]
    return value === value.normalize('NFC') ? [] : [{ path, code: 'not-nfc' }]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => textProblems(child, `${path}/${escape(key)}`))
}

function valueAt(value: unknown, pointer: string): unknown {
  let at = value
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    const inside: [string, unknown][] = typeof at === 'object' && at !== null ? Object.entries(at) : []
    at = inside.find(([name]) => name === key)?.[1]
  }
  return at
}

function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
