/** A form as the procedure's page carries it: what is asked is JSON Schema with our words, how it is asked is the layout. */
export interface FormDefinition {
  readonly schema: {
    readonly properties: Readonly<Record<string, FieldSchema>>
    readonly required?: readonly string[]
  }
  readonly layout: { readonly pages: readonly PageDefinition[]; readonly hidden?: readonly string[] }
}

export interface Spoken {
  readonly vi: string
  readonly en?: string
}

export type Scalar = string | number | boolean

export type ShowWhen =
  | { readonly field: string; readonly equals: Scalar }
  | { readonly field: string; readonly in: readonly Scalar[] }

export interface PageDefinition {
  readonly key: string
  readonly title: Spoken
  readonly help?: Spoken
  readonly showWhen?: ShowWhen
  readonly fields: readonly (string | { readonly field: string; readonly showWhen?: ShowWhen })[]
}

export interface FieldSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object'
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly enum?: readonly (string | number)[]
  readonly oneOf?: readonly { readonly const: string; readonly 'x-label'?: Spoken }[]
  readonly const?: boolean
  readonly items?: FieldSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, FieldSchema>>
  readonly required?: readonly string[]
  readonly 'x-label'?: Spoken
  readonly 'x-help'?: Spoken
  readonly 'x-widget'?: 'textarea' | 'radio' | 'select' | 'checkboxes'
  readonly 'x-from'?: string
}

export type Answers = Readonly<Record<string, unknown>>

export interface FormField {
  readonly name: string
  readonly schema: FieldSchema
  readonly isRequired: boolean
  /** All of these must hold for the field to be asked; the page's condition stands first. */
  readonly showWhen: readonly ShowWhen[]
}

export interface FormPage {
  readonly key: string
  readonly title: Spoken
  readonly help: Spoken | null
  readonly fields: readonly FormField[]
}

export interface Form {
  readonly pages: readonly FormPage[]
}

const empty: Form = { pages: [] }

/** The pages with their fields; a procedure without a form has none. */
export function formOf(definition: unknown): Form {
  if (!isDefinition(definition)) return empty
  const { schema, layout } = definition
  const required = new Set(schema.required)
  return {
    pages: layout.pages.map((page) => ({
      key: page.key,
      title: page.title,
      help: page.help ?? null,
      fields: page.fields.flatMap((listed) => {
        const { field: name, showWhen } = typeof listed === 'string' ? { field: listed } : listed
        const known = schema.properties[name]
        if (known === undefined) return []
        const conditions = [page.showWhen, showWhen].filter((when) => when !== undefined)
        return [{ name, schema: known, isRequired: required.has(name), showWhen: conditions }]
      }),
    })),
  }
}

function isDefinition(value: unknown): value is FormDefinition {
  return typeof value === 'object' && value !== null && 'schema' in value && 'layout' in value
}

/** The names of the fields that these answers show; an answer to a hidden field shows nothing. */
export function shownNames(form: Form, answers: Answers): ReadonlySet<string> {
  const shown = new Set<string>()
  for (const { name, showWhen } of form.pages.flatMap((page) => page.fields)) {
    const holds = showWhen.every((when) =>
      isMet(when, shown.has(when.field) ? answers[when.field] : undefined),
    )
    if (holds) shown.add(name)
  }
  return shown
}

function isMet(when: ShowWhen, answer: unknown): boolean {
  const wanted: readonly unknown[] = 'in' in when ? when.in : [when.equals]
  return Array.isArray(answer) ? answer.some((one) => wanted.includes(one)) : wanted.includes(answer)
}

/** The pages that have something to ask, given these answers. */
export function shownPages(form: Form, answers: Answers): readonly FormPage[] {
  const shown = shownNames(form, answers)
  return form.pages.filter((page) => page.fields.some(({ name }) => shown.has(name)))
}

export function spokenIn(language: 'vi' | 'en', words: Spoken): string {
  return language === 'en' ? (words.en ?? words.vi) : words.vi
}

export function labelOf(schema: FieldSchema, language: 'vi' | 'en', fallback: string): string {
  const label = schema['x-label']
  return label === undefined ? fallback : spokenIn(language, label)
}

/** What a field is chosen from; undefined where it is no choice. */
export function choicesOf(
  schema: FieldSchema,
  language: 'vi' | 'en',
): readonly { readonly value: string; readonly label: string }[] | undefined {
  if (schema.oneOf !== undefined) {
    return schema.oneOf.map((one) => ({
      value: one.const,
      label: one['x-label'] === undefined ? one.const : spokenIn(language, one['x-label']),
    }))
  }
  return schema.enum?.map((value) => ({ value: String(value), label: String(value) }))
}
