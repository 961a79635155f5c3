import type { FieldProblem } from '../../../kernel/problem.ts'
import type { Declaration, Field, FieldName } from '../contract/declaration.ts'

/** The sector and the name that a register's key is made of. */
export function partsOf(key: string): { readonly sector: string; readonly name: string } {
  const [sector = '', name = ''] = key.split('.')
  return { sector, name }
}

export interface Version {
  readonly major: number
  readonly minor: number
  readonly patch: number
}

export function versionOf(text: string): Version {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number)
  return { major, minor, patch }
}

export function fieldOf({ schema }: Declaration, name: FieldName): Field | undefined {
  return Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined
}

/** The other registers that a register's records name, by field. */
export function referencesOf({ schema }: Declaration): ReadonlyMap<FieldName, string> {
  const references = new Map<FieldName, string>()
  for (const [name, field] of Object.entries(schema.properties)) {
    if (field.type === 'string' && field['x-reference'] !== undefined) {
      references.set(name, field['x-reference'])
    }
  }
  return references
}

const MOST_FIELDS = 150
/** The longest text that is a key, for keys are indexed and read aloud. */
const LONGEST_KEY = 200

/**
 * What is wrong with a declaration that fits its schema, as JSON pointers and codes. `others` are the declarations of the registers
 * that are there already, or come with this one.
 */
export function declarationFaults(
  declaration: Declaration,
  others: ReadonlyMap<string, Declaration>,
): readonly FieldProblem[] {
  const { schema, pages, list, rights } = declaration
  const faults: FieldProblem[] = []
  const fault = (path: string, code: string) => faults.push({ path, code })
  const known = (names: readonly string[], path: string) => {
    for (const [index, name] of names.entries()) {
      if (fieldOf(declaration, name) === undefined) fault(`${path}/${index}`, 'field-unknown')
    }
  }
  const names = Object.keys(schema.properties)
  if (names.length > MOST_FIELDS) fault('/schema/properties', 'too-many-fields')
  for (const name of names) {
    const path = `/schema/properties/${name}`
    const field = fieldOf(declaration, name)
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) fault(path, 'field-name')
    else if (name.startsWith('record')) fault(path, 'field-reserved')
    else if (field !== undefined) fieldFaults(field, path, fault)
  }
  known(schema['x-key'], '/schema/x-key')
  known(schema.required, '/schema/required')
  known([schema['x-title']], '/schema/x-title')
  for (const [index, name] of schema['x-key'].entries()) {
    const field = fieldOf(declaration, name)
    if (field === undefined) continue
    if (!schema.required.includes(name)) fault(`/schema/x-key/${index}`, 'key-not-required')
    if (!isKey(field)) fault(`/schema/x-key/${index}`, 'key-unfit')
  }
  const title = fieldOf(declaration, schema['x-title'])
  if (title !== undefined && title.type !== 'string') fault('/schema/x-title', 'title-unfit')
  known(list.columns, '/list/columns')
  known(list.filters, '/list/filters')
  for (const [index, name] of list.filters.entries()) {
    const field = fieldOf(declaration, name)
    if (field !== undefined && !isFilter(field)) fault(`/list/filters/${index}`, 'filter-unfit')
  }
  const placed = new Set<string>()
  for (const [at, page] of (pages ?? []).entries()) {
    known(page.fields, `/pages/${at}/fields`)
    for (const [index, name] of page.fields.entries()) {
      if (placed.has(name)) fault(`/pages/${at}/fields/${index}`, 'field-twice')
      placed.add(name)
    }
  }
  if (pages !== undefined) {
    for (const name of names) if (!placed.has(name)) fault(`/schema/properties/${name}`, 'field-on-no-page')
  }
  for (const [at, right] of rights.entries()) known(right.fields ?? [], `/rights/${at}/fields`)
  for (const [name, register] of referencesOf(declaration)) {
    const path = `/schema/properties/${name}/x-reference`
    const other = register === declaration.id ? declaration : others.get(register)
    if (other === undefined) fault(path, 'register-unknown')
    else if (!canBeNamed(other)) fault(path, 'reference-unfit')
    else if (register !== declaration.id && leadsTo(other, declaration.id, others)) {
      fault(path, 'reference-cycle')
    }
  }
  return faults
}

function fieldFaults(field: Field, path: string, fault: (path: string, code: string) => void): void {
  if (field.type === 'string') {
    const { oneOf, format, maxLength, minLength, pattern } = field
    const isBound = oneOf !== undefined || format !== undefined || field['x-reference'] !== undefined
    if (!isBound && maxLength === undefined) fault(path, 'length-unbound')
    if (minLength !== undefined && maxLength !== undefined && minLength > maxLength) {
      fault(`${path}/minLength`, 'limits-crossed')
    }
    if (oneOf !== undefined && field['x-reference'] !== undefined) fault(`${path}/oneOf`, 'choices-twice')
    if (pattern !== undefined && !isPattern(pattern)) fault(`${path}/pattern`, 'pattern')
    choiceFaults(oneOf, `${path}/oneOf`, fault)
  } else if (field.type === 'array') choiceFaults(field.items.oneOf, `${path}/items/oneOf`, fault)
  else if (field.type !== 'boolean') {
    const { minimum, maximum } = field
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      fault(`${path}/minimum`, 'limits-crossed')
    }
  }
}

function choiceFaults(
  choices: readonly { readonly const: string }[] | undefined,
  path: string,
  fault: (path: string, code: string) => void,
): void {
  const seen = new Set<string>()
  for (const [index, choice] of (choices ?? []).entries()) {
    if (seen.has(choice.const)) fault(`${path}/${index}`, 'choice-twice')
    seen.add(choice.const)
  }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp
  } catch {
    return false
  }
}

function isKey(field: Field): boolean {
  if (field.type === 'integer') return true
  return field.type === 'string' && (field.maxLength ?? 0) <= LONGEST_KEY && field['x-widget'] !== 'textarea'
}

function isFilter(field: Field): boolean {
  if (field.type === 'string') return field['x-widget'] !== 'textarea'
  return true
}

/** Records can be named where one text is their key. */
export function canBeNamed(declaration: Declaration): boolean {
  const [key, ...more] = declaration.schema['x-key']
  return key !== undefined && more.length === 0 && fieldOf(declaration, key)?.type === 'string'
}

function leadsTo(from: Declaration, to: string, others: ReadonlyMap<string, Declaration>): boolean {
  const seen = new Set([from.id])
  const queue = [from]
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    for (const register of referencesOf(one).values()) {
      if (register === to) return true
      const next = others.get(register)
      if (next === undefined || seen.has(register)) continue
      seen.add(register)
      queue.push(next)
    }
  }
  return false
}
