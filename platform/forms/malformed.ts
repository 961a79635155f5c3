import type { FieldProblem } from '../../kernel/problem.ts'
import { formats } from './formats.ts'

const described = [
  'x-label',
  'x-help',
  'x-personal',
  'x-widget',
  'x-from',
  'type',
  '$comment',
  'title',
  'description',
]
const keywords: Readonly<Record<string, readonly string[]>> = {
  string: ['format', 'pattern', 'minLength', 'maxLength', 'enum', 'oneOf'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'enum'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'enum'],
  boolean: ['const'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
  object: ['properties', 'required'],
}
const personalClasses: readonly unknown[] = ['none', 'basic', 'sensitive']
const widgets: readonly unknown[] = ['textarea', 'radio', 'select', 'checkboxes']
const rootOnly = ['$schema', '$id', 'additionalProperties']

type Found = FieldProblem[]
type Loose = Readonly<Record<string, unknown>>

/** Everything in a form's schema that is outside what forms know, as pointers into the definition. */
export function schemaFaults(schema: Loose): readonly FieldProblem[] {
  const faults: Found = []
  const { type } = schema
  if (type !== 'object') faults.push({ path: '/schema/type', code: 'root-not-object' })
  groupFaults(schema, '/schema', [...described, ...rootOnly, 'properties', 'required'], faults)
  return faults
}

function groupFaults(schema: Loose, path: string, known: readonly string[], faults: Found): void {
  unknownKeywords(schema, path, known, faults)
  const { properties, required } = schema
  if (!isRecord(properties) || Object.keys(properties).length === 0) {
    faults.push({ path: `${path}/properties`, code: 'properties-missing' })
    return
  }
  for (const [name, field] of Object.entries(properties)) {
    const at = `${path}/properties/${name}`
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) faults.push({ path: at, code: 'field-name' })
    if (isRecord(field)) fieldFaults(field, at, faults)
    else faults.push({ path: at, code: 'not-a-schema' })
  }
  if (required === undefined) return
  if (!Array.isArray(required)) faults.push({ path: `${path}/required`, code: 'not-a-list' })
  else
    for (const [index, name] of required.entries())
      if (typeof name !== 'string' || !Object.hasOwn(properties, name))
        faults.push({ path: `${path}/required/${index}`, code: 'field-unknown' })
}

function fieldFaults(field: Loose, path: string, faults: Found): void {
  const { type } = field
  const own = typeof type === 'string' ? keywords[type] : undefined
  if (typeof type !== 'string' || !own) {
    faults.push({ path: `${path}/type`, code: 'type-unknown' })
    return
  }
  wordFaults(field, path, faults)
  if (type === 'object') {
    groupFaults(field, path, [...described, ...own], faults)
    return
  }
  unknownKeywords(field, path, [...described, ...own], faults)
  for (const word of own) limitFaults(field[word], word, `${path}/${word}`, faults)
  choiceFaults(field, type, path, faults)
  if (type !== 'array') return
  const { items } = field
  if (!isRecord(items)) faults.push({ path: `${path}/items`, code: 'items-missing' })
  else if (items.type === 'array') faults.push({ path: `${path}/items`, code: 'list-in-list' })
  else fieldFaults(items, `${path}/items`, faults)
}

function wordFaults(field: Loose, path: string, faults: Found): void {
  for (const word of ['x-label', 'x-help']) {
    const words = field[word]
    const isWords =
      isRecord(words) &&
      typeof words.vi === 'string' &&
      (words.en === undefined || typeof words.en === 'string')
    if (words !== undefined && !isWords) faults.push({ path: `${path}/${word}`, code: 'words' })
  }
  const { 'x-personal': personal, 'x-widget': widget, 'x-from': from } = field
  if (personal !== undefined && !personalClasses.includes(personal))
    faults.push({ path: `${path}/x-personal`, code: 'personal-class' })
  if (widget !== undefined && !widgets.includes(widget))
    faults.push({ path: `${path}/x-widget`, code: 'widget' })
  if (from !== undefined && typeof from !== 'string')
    faults.push({ path: `${path}/x-from`, code: 'not-a-text' })
}

function limitFaults(value: unknown, word: string, path: string, faults: Found): void {
  if (value === undefined) return
  if (word === 'format' && (typeof value !== 'string' || !Object.hasOwn(formats, value)))
    faults.push({ path, code: 'format-unknown', meta: { known: Object.keys(formats) } })
  if (word === 'pattern' && !isPattern(value)) faults.push({ path, code: 'pattern' })
  if (/^(min|max)(Length|Items)$/.test(word) && !(Number.isInteger(value) && Number(value) >= 0))
    faults.push({ path, code: 'not-a-count' })
  const isNumeric = /^(exclusive)?(minimum|maximum)$/i.test(word) || word === 'multipleOf'
  if (isNumeric && (typeof value !== 'number' || (word === 'multipleOf' && value <= 0)))
    faults.push({ path, code: 'not-a-number' })
  if ((word === 'uniqueItems' || word === 'const') && typeof value !== 'boolean')
    faults.push({ path, code: 'not-yes-or-no' })
}

function choiceFaults(field: Loose, type: string, path: string, faults: Found): void {
  const { enum: values, oneOf } = field
  if (values !== undefined && oneOf !== undefined)
    faults.push({ path: `${path}/oneOf`, code: 'choices-twice' })
  if (values !== undefined) valueFaults(values, type, `${path}/enum`, faults)
  if (oneOf === undefined) return
  const choices: readonly unknown[] = Array.isArray(oneOf) ? oneOf : []
  valueFaults(
    choices.map((choice) => (isRecord(choice) ? choice.const : undefined)),
    type,
    `${path}/oneOf`,
    faults,
  )
  for (const [index, choice] of choices.entries()) {
    if (!isRecord(choice)) continue
    unknownKeywords(choice, `${path}/oneOf/${index}`, ['const', 'x-label'], faults)
    wordFaults(choice, `${path}/oneOf/${index}`, faults)
  }
}

function valueFaults(values: unknown, type: string, path: string, faults: Found): void {
  const isType = (value: unknown) =>
    type === 'string' ? typeof value === 'string' && value !== '' : typeof value === 'number'
  const isGood =
    Array.isArray(values) &&
    values.length > 0 &&
    values.every(isType) &&
    new Set(values).size === values.length
  if (!isGood) faults.push({ path, code: 'choices' })
}

function unknownKeywords(schema: Loose, path: string, known: readonly string[], faults: Found): void {
  for (const word of Object.keys(schema))
    if (!known.includes(word)) faults.push({ path: `${path}/${word}`, code: 'keyword-unknown' })
}

function isPattern(value: unknown): boolean {
  if (typeof value !== 'string') return false
  try {
    new RegExp(value, 'u')
    return true
  } catch {
    return false
  }
}

export function isRecord(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
