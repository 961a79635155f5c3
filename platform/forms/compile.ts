import type { ValidateFunction } from 'ajv/dist/2020.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { FieldProblem } from '../../kernel/problem.ts'
import { Problem } from '../../kernel/problem.ts'
import type { FieldSchema, FormDefinition, ShowWhen, Words } from './definition.ts'
import { choicesOf } from './definition.ts'
import { formats } from './formats.ts'
import { isRecord, schemaFaults } from './malformed.ts'

/** One question of a form. */
export interface FormField {
  readonly name: string
  readonly schema: FieldSchema
  readonly isRequired: boolean
  /** The page it stands on; `null` for a field that only the program gives. */
  readonly page: string | null
  /** All must hold: the page's own condition and the field's. */
  readonly showWhen: readonly ShowWhen[]
  readonly validate: ValidateFunction
}

export interface FormPage {
  readonly key: string
  readonly title: Words
  readonly help?: Words
  readonly fields: readonly FormField[]
}

/** A form ready to read and check answers. `fields` come in the order in which they are asked, hidden ones first. */
export interface Form {
  readonly pages: readonly FormPage[]
  readonly fields: readonly FormField[]
}

const ajv = new Ajv2020({
  allErrors: true,
  strict: false,
  coerceTypes: false,
  unicodeRegExp: true,
  multipleOfPrecision: 6,
})
for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, (text) => format.isValid(text))

/**
 * Checks a definition and makes it ready. Problem `forms.malformed` with every fault as a JSON pointer into the
 * definition: keywords and formats that forms do not know, fields on no page or on two, conditions on later fields.
 */
export function compileForm(definition: FormDefinition): Form {
  const { schema, layout } = definition
  const faults = [...schemaFaults(schema)]
  if (!hasFields(schema)) throw malformed(faults)
  const place = new Placing(schema.properties)
  for (const [index, name] of (layout.hidden ?? []).entries()) place.field(name, `/layout/hidden/${index}`)
  const pages = layout.pages.map(({ key, title, help, showWhen: pageWhen, fields }, at) => {
    const path = `/layout/pages/${at}`
    place.page(key, `${path}/key`)
    if (pageWhen) place.condition(pageWhen, `${path}/showWhen`)
    const placed = fields.map((entry, index) => {
      const name = typeof entry === 'string' ? entry : entry.field
      const showWhen = typeof entry === 'string' ? undefined : entry.showWhen
      const here = `${path}/fields/${index}`
      if (showWhen) place.condition(showWhen, `${here}/showWhen`)
      place.field(name, typeof entry === 'string' ? here : `${here}/field`)
      place.label(name)
      return { name, page: key, showWhen: [pageWhen, showWhen].filter((when) => when !== undefined) }
    })
    return { key, title, ...(help && { help }), placed }
  })
  place.all()
  faults.push(...place.faults)
  if (faults.length > 0) throw malformed(faults)
  const required = new Set(schema.required ?? [])
  const field = (name: string, page: string | null, showWhen: readonly ShowWhen[]): FormField => {
    const own = place.schemaOf(name)
    const validate = ajv.compile(validatorSchema(own))
    return { name, schema: own, isRequired: required.has(name), page, showWhen, validate }
  }
  const hidden = (layout.hidden ?? []).map((name) => field(name, null, []))
  const ready = pages.map(({ placed, ...page }) => ({
    ...page,
    fields: placed.map(({ name, page: key, showWhen }) => field(name, key, showWhen)),
  }))
  return { pages: ready, fields: [...hidden, ...ready.flatMap((page) => page.fields)] }
}

/** Keeps where fields and pages have been placed, in the order of the layout. */
class Placing {
  readonly faults: FieldProblem[] = []
  readonly #fields: Readonly<Record<string, FieldSchema>>
  readonly #placed = new Set<string>()
  readonly #pages = new Set<string>()

  constructor(fields: Readonly<Record<string, FieldSchema>>) {
    this.#fields = fields
  }

  page(key: string, path: string): void {
    if (this.#pages.has(key)) this.faults.push({ path, code: 'page-twice' })
    this.#pages.add(key)
  }

  field(name: string, path: string): void {
    if (!Object.hasOwn(this.#fields, name)) this.faults.push({ path, code: 'field-unknown' })
    else if (this.#placed.has(name)) this.faults.push({ path, code: 'field-twice' })
    this.#placed.add(name)
  }

  label(name: string): void {
    const field = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined
    if (field && !field['x-label'])
      this.faults.push({ path: `/schema/properties/${name}/x-label`, code: 'label-missing' })
  }

  condition(when: ShowWhen, path: string): void {
    if (!this.#placed.has(when.field)) {
      const code = Object.hasOwn(this.#fields, when.field) ? 'field-later' : 'field-unknown'
      this.faults.push({ path: `${path}/field`, code })
      return
    }
    const field = Object.hasOwn(this.#fields, when.field) ? this.#fields[when.field] : undefined
    if (!field) return
    const asked = field.type === 'array' ? field.items : field
    const values = 'in' in when ? when.in : [when.equals]
    for (const value of values)
      if (!canAnswer(asked, value)) this.faults.push({ path, code: 'never-shown', meta: { value } })
  }

  all(): void {
    for (const name of Object.keys(this.#fields))
      if (!this.#placed.has(name))
        this.faults.push({ path: `/schema/properties/${name}`, code: 'field-on-no-page' })
  }

  schemaOf(name: string): FieldSchema {
    const field = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined
    if (!field) throw new Error(`there is no field ${name}`)
    return field
  }
}

function canAnswer(field: FieldSchema, value: string | number | boolean): boolean {
  const choices = choicesOf(field)
  if (choices) return choices.some((choice) => choice === value)
  if (field.type === 'integer') return Number.isInteger(value)
  return field.type === typeof value
}

/** Plain JSON Schema for the checking: choices as an `enum`, groups closed, our own annotations left out. */
function validatorSchema(field: FieldSchema): object {
  const choices = choicesOf(field)
  const rules = Object.entries(field).filter(([word]) => !word.startsWith('x-') && word !== 'oneOf')
  const plain = { ...Object.fromEntries(rules), ...(choices && { enum: choices }) }
  if (field.type === 'array') return { ...plain, items: validatorSchema(field.items) }
  if (field.type !== 'object') return plain
  const properties = Object.entries(field.properties).map(([name, child]) => [name, validatorSchema(child)])
  return { ...plain, properties: Object.fromEntries(properties), additionalProperties: false }
}

interface RootSchema {
  readonly properties: Readonly<Record<string, FieldSchema>>
  readonly required?: readonly string[]
}

// Sound as far as `schemaFaults` finds none; with faults nothing but the names is used.
function hasFields(schema: object): schema is RootSchema {
  return (
    'properties' in schema && isRecord(schema.properties) && Object.values(schema.properties).every(isRecord)
  )
}

function malformed(faults: readonly FieldProblem[]): Problem {
  return new Problem('invalid', 'forms.malformed', { fields: faults })
}
