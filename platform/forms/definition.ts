import type { Static } from 'typebox'
import Type from 'typebox'

/** Words on a screen: Vietnamese first, English where there are any. */
export const Words = Type.Object({
  vi: Type.String({ minLength: 1 }),
  en: Type.Optional(Type.String({ minLength: 1 })),
})
export type Words = Static<typeof Words>

const FieldName = Type.String({ pattern: '^[a-z][A-Za-z0-9]*$', maxLength: 60 })
const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean()])

/** Shown only while an earlier field has this answer; a list answers when it holds the value. */
export const ShowWhen = Type.Union([
  Type.Object({ field: FieldName, equals: Scalar }),
  Type.Object({ field: FieldName, in: Type.Array(Scalar, { minItems: 1 }) }),
])
export type ShowWhen = Static<typeof ShowWhen>

const PageField = Type.Union([
  FieldName,
  Type.Object({ field: FieldName, showWhen: Type.Optional(ShowWhen) }),
])
const Page = Type.Object({
  key: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 }),
  title: Words,
  help: Type.Optional(Words),
  showWhen: Type.Optional(ShowWhen),
  fields: Type.Array(PageField, { minItems: 1 }),
})

/**
 * A form as content: what is asked is JSON Schema 2020-12 (the part of it that `compileForm` knows, with `x-label`,
 * `x-help`, `x-personal`, `x-widget`, `x-from`), how it is asked is the layout.
 */
export const FormDefinition = Type.Object({
  schema: Type.Record(Type.String(), Type.Unknown()),
  layout: Type.Object({
    pages: Type.Array(Page, { minItems: 1 }),
    /** Fields on no page: the program gives them, a post never does. */
    hidden: Type.Optional(Type.Array(FieldName)),
  }),
})
export type FormDefinition = Static<typeof FormDefinition>

export type PersonalClass = 'none' | 'basic' | 'sensitive'

interface Described {
  readonly 'x-label'?: Words
  readonly 'x-help'?: Words
  readonly 'x-personal'?: PersonalClass
  readonly 'x-widget'?: 'textarea' | 'radio' | 'select' | 'checkboxes'
  /** Where a value may be taken over from, in the words of the room that fills the form in. */
  readonly 'x-from'?: string
}

export interface TextField extends Described {
  readonly type: 'string'
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly enum?: readonly string[]
  readonly oneOf?: readonly { readonly const: string; readonly 'x-label'?: Words }[]
}

export interface NumberField extends Described {
  readonly type: 'integer' | 'number'
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  readonly enum?: readonly number[]
}

export interface YesNoField extends Described {
  readonly type: 'boolean'
  /** `true`: nothing but yes will do (a consent). */
  readonly const?: boolean
}

export interface ListField extends Described {
  readonly type: 'array'
  /** A choice of several (a text with `enum` or `oneOf`), or rows of a group. */
  readonly items: FieldSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
}

export interface GroupField extends Described {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, FieldSchema>>
  readonly required?: readonly string[]
}

export type FieldSchema = TextField | NumberField | YesNoField | ListField | GroupField

/** Typed answers by field name, valid or not. */
export type Answers = Readonly<Record<string, unknown>>

/** The values a choice is made from; `undefined` where the field is no choice. */
export function choicesOf(field: FieldSchema): readonly (string | number)[] | undefined {
  if (field.type === 'string') return field.enum ?? field.oneOf?.map((choice) => choice.const)
  return field.type === 'integer' || field.type === 'number' ? field.enum : undefined
}
