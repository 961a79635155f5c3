import type { Declaration, Field, TextField } from '../contract/declaration.ts'
import { versionOf, type Version } from './declared.ts'

/** One difference between two versions of a declaration; `isBreaking`: what was read or sent before may no longer hold. */
export interface Difference {
  readonly path: string
  readonly code:
    | 'field-added'
    | 'field-removed'
    | 'type-changed'
    | 'key-changed'
    | 'required'
    | 'no-longer-required'
    | 'narrowed'
    | 'widened'
    | 'reference-changed'
    | 'unique-changed'
    | 'worded'
    | 'rights-changed'
    | 'kept-differently'
  readonly isBreaking: boolean
}

/** What a new version changes. Narrower rules, new duties and lost fields break; new optional fields, wider rules and words do not. */
export function differencesOf(before: Declaration, after: Declaration): readonly Difference[] {
  const found: Difference[] = []
  const add = (path: string, code: Difference['code'], isBreaking = false) =>
    found.push({ path, code, isBreaking })
  const isRequired = (declaration: Declaration, name: string) => declaration.schema.required.includes(name)
  const [old, now] = [new Map(fieldsOf(before)), new Map(fieldsOf(after))]
  for (const [name, field] of now) {
    const path = `/schema/properties/${name}`
    const was = old.get(name)
    if (was === undefined) {
      add(path, 'field-added', isRequired(after, name))
      continue
    }
    fieldDifferences(was, field, path, add)
    if (isRequired(after, name) && !isRequired(before, name)) add(path, 'required', true)
    // Whoever reads may have relied on it.
    if (!isRequired(after, name) && isRequired(before, name)) add(path, 'no-longer-required', true)
  }
  for (const name of old.keys()) if (!now.has(name)) add(`/schema/properties/${name}`, 'field-removed', true)
  if (!isSame(before.schema['x-key'], after.schema['x-key'])) add('/schema/x-key', 'key-changed', true)
  if (!isSame(before.rights, after.rights) || before.open !== after.open) add('/rights', 'rights-changed')
  if (!isSame(before.retention, after.retention) || before.owner !== after.owner) {
    add('/retention', 'kept-differently')
  }
  const told = (one: Declaration) => [
    one.name,
    one.purpose,
    one.legalBasis,
    one.pages,
    one.list,
    one.schema['x-title'],
  ]
  if (!isSame(told(before), told(after))) add('', 'worded')
  return found
}

function fieldsOf({ schema }: Declaration): readonly (readonly [string, Field])[] {
  return Object.entries(schema.properties)
}

type Add = (path: string, code: Difference['code'], isBreaking?: boolean) => void

function fieldDifferences(before: Field, after: Field, path: string, add: Add): void {
  if (before.type !== after.type) {
    add(path, 'type-changed', true)
    return
  }
  if (before.type === 'string' && after.type === 'string') textDifferences(before, after, path, add)
  if (before.type === 'array' && after.type === 'array') {
    listDifferences(valuesOf(before.items.oneOf), valuesOf(after.items.oneOf), path, add)
    bounds(before.minItems, after.minItems, before.maxItems, after.maxItems, path, add)
  }
  if (isNumber(before) && isNumber(after)) {
    bounds(before.minimum, after.minimum, before.maximum, after.maximum, path, add)
    if (before.multipleOf !== after.multipleOf) add(path, 'type-changed', true)
  }
  const unique = (field: Field) => 'x-unique' in field && field['x-unique'] === true
  if (unique(before) !== unique(after)) add(path, 'unique-changed', unique(after))
  const words = (field: Field) => [
    field['x-label'],
    field['x-help'],
    field['x-legal'],
    'x-widget' in field ? field['x-widget'] : undefined,
    field['x-personal'],
  ]
  if (!isSame(words(before), words(after))) add(path, 'worded')
}

function isNumber(field: Field): field is Extract<Field, { minimum?: number }> {
  return field.type === 'integer' || field.type === 'number'
}

function textDifferences(before: TextField, after: TextField, path: string, add: Add): void {
  if (before['x-reference'] !== after['x-reference']) add(path, 'reference-changed', true)
  if (before.format !== after.format || before.pattern !== after.pattern) {
    const isFreed = after.format === undefined && after.pattern === undefined
    add(path, isFreed ? 'widened' : 'narrowed', !isFreed)
  }
  bounds(before.minLength, after.minLength, before.maxLength, after.maxLength, path, add)
  if (before.oneOf === undefined && after.oneOf === undefined) return
  if (before.oneOf === undefined) add(path, 'narrowed', true)
  else if (after.oneOf === undefined) add(path, 'widened', true)
  else listDifferences(valuesOf(before.oneOf), valuesOf(after.oneOf), path, add)
}

function bounds(
  least: number | undefined,
  newLeast: number | undefined,
  most: number | undefined,
  newMost: number | undefined,
  path: string,
  add: Add,
): void {
  const isNarrower =
    (newLeast ?? -Infinity) > (least ?? -Infinity) || (newMost ?? Infinity) < (most ?? Infinity)
  const isWider = (newLeast ?? -Infinity) < (least ?? -Infinity) || (newMost ?? Infinity) > (most ?? Infinity)
  if (isNarrower) add(path, 'narrowed', true)
  else if (isWider) add(path, 'widened')
}

function listDifferences(before: readonly string[], after: readonly string[], path: string, add: Add): void {
  if (before.some((value) => !after.includes(value))) add(path, 'narrowed', true)
  else if (after.some((value) => !before.includes(value))) add(path, 'widened')
}

function valuesOf(choices: readonly { readonly const: string }[]): readonly string[] {
  return choices.map((choice) => choice.const)
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The number that a change must have: the next major where something breaks, else the next minor; a change of words alone, the next patch. */
export function nextVersion(before: string, differences: readonly Difference[]): string {
  const { major, minor, patch }: Version = versionOf(before)
  if (differences.some(({ isBreaking }) => isBreaking)) return `${major + 1}.0.0`
  if (differences.some(({ code }) => code !== 'worded')) return `${major}.${minor + 1}.0`
  return `${major}.${minor}.${patch + 1}`
}
