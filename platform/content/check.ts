import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { TSchema } from 'typebox'
import { closed } from './closed.ts'
import { escapePointer } from './source.ts'

/** A broken rule of the schema; `isKey` says that it is the key at `path` that offends, not its value. */
export interface Finding {
  readonly path: string
  readonly code: string
  readonly detail: string
  readonly isKey: boolean
}

const ajv = new Ajv2020({ allErrors: true, strict: false, verbose: true, coerceTypes: false })
formats.default(ajv)

const compiled = new WeakMap<TSchema, ValidateFunction>()

/** Holds a value against a schema whose objects are all closed, coercing nothing. An empty list: it fits. */
export function check(schema: TSchema, value: unknown): readonly Finding[] {
  let validate = compiled.get(schema)
  if (!validate) {
    validate = ajv.compile(closed(schema))
    compiled.set(schema, validate)
  }
  if (validate(value)) return []
  const findings = nearest(validate.errors ?? []).map(finding)
  const seen = new Set<string>()
  return findings.filter((found) => {
    const key = `${found.path} ${found.code}`
    return seen.has(key) ? false : seen.add(key)
  })
}

/**
 * Of a union's members, only the nearest is worth reading: the one whose tag (a `const` right below) fits.
 * Without such a member the union itself is the finding.
 */
function nearest(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf')
  const dropped = new Set<ErrorObject>()
  for (const union of unions) {
    const members = new Map<string, ErrorObject[]>()
    for (const error of errors) {
      const member = memberOf(union, error)
      if (member === undefined) continue
      const list = members.get(member)
      if (list) list.push(error)
      else members.set(member, [error])
    }
    const fitting = [...members.values()].filter((list) => !list.some((error) => missesTag(union, error)))
    const all = [...members.values()].flat()
    const [only] = fitting
    if (only && fitting.length === 1) {
      dropped.add(union)
      for (const error of all) if (!only.includes(error)) dropped.add(error)
    } else for (const error of all) dropped.add(error)
  }
  const kept = errors.filter((error) => !dropped.has(error) && error.keyword !== 'if')
  return kept.length > 0 ? kept : errors
}

function memberOf(union: ErrorObject, error: ErrorObject): string | undefined {
  if (error === union || !error.schemaPath.startsWith(`${union.schemaPath}/`)) return undefined
  if (!isWithin(error.instancePath, union.instancePath)) return undefined
  return error.schemaPath.slice(union.schemaPath.length + 1).split('/')[0]
}

function missesTag(union: ErrorObject, error: ErrorObject): boolean {
  const below = error.instancePath.slice(union.instancePath.length).split('/').length - 1
  if (below === 0) return ['type', 'const', 'enum'].includes(error.keyword)
  return below === 1 && error.keyword === 'const'
}

function isWithin(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}/`)
}

function finding(error: ErrorObject): Finding {
  const path = error.instancePath
  const params: Record<string, unknown> = error.params
  const detail = error.message ?? error.keyword
  switch (error.keyword) {
    case 'required': {
      const key = String(params.missingProperty)
      return { path: `${path}/${escapePointer(key)}`, code: 'required', detail, isKey: false }
    }
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const key = String(params.additionalProperty ?? params.unevaluatedProperty)
      const known = `“${key}” is not a key known here`
      return { path: `${path}/${escapePointer(key)}`, code: 'unknown-key', detail: known, isKey: true }
    }
    case 'propertyNames': {
      const key = String(params.propertyName)
      return { path: `${path}/${escapePointer(key)}`, code: 'key', detail, isKey: true }
    }
    case 'type': {
      const isBareNumber = params.type === 'string' && typeof error.data === 'number'
      return {
        path,
        code: 'type',
        detail: isBareNumber ? `${detail}: put it in quotes` : detail,
        isKey: false,
      }
    }
    case 'enum': {
      const values = Array.isArray(params.allowedValues) ? params.allowedValues.map(String).join(', ') : ''
      return { path, code: 'choice', detail: `must be one of: ${values}`, isKey: false }
    }
    case 'const':
      return { path, code: 'choice', detail: `must be ${JSON.stringify(params.allowedValue)}`, isKey: false }
    case 'anyOf':
    case 'oneOf':
      return { path, code: 'choice', detail: unionDetail(error), isKey: false }
    default:
      return { path, code: kebab(error.keyword), detail, isKey: false }
  }
}

function unionDetail(error: ErrorObject): string {
  const members: readonly unknown[] = Array.isArray(error.schema) ? error.schema : []
  const values = members.map((member) =>
    typeof member === 'object' && member !== null && 'const' in member ? String(member.const) : undefined,
  )
  return values.every((value) => value !== undefined)
    ? `must be one of: ${values.join(', ')}`
    : 'fits none of the shapes allowed here'
}

function kebab(keyword: string): string {
  return keyword.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
