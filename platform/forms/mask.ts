import type { Form } from './compile.ts'
import type { Answers, FieldSchema, PersonalClass } from './definition.ts'

const masked = '•••'
const ranks: readonly PersonalClass[] = ['none', 'basic', 'sensitive']

/**
 * Answers as a stranger may see them. Sensitive values are wholly masked, basic ones keep only what lets their owner
 * recognise them: first letters of words, the last three digits of a number, the year of a day. What is no field of the
 * form, or is not of its field's type, is left out or wholly masked.
 */
export function maskAnswers(form: Form, answers: Answers): Answers {
  const entries = form.fields.flatMap(({ name, schema }): [string, unknown][] =>
    Object.hasOwn(answers, name) ? [[name, mask(schema, answers[name], 'none')]] : [],
  )
  return Object.fromEntries(entries)
}

/** The class of a field itself: the highest of its own and of all within it. */
export function personalClassOf(schema: FieldSchema): PersonalClass {
  const inside =
    schema.type === 'object'
      ? Object.values(schema.properties)
      : schema.type === 'array'
        ? [schema.items]
        : []
  return inside.map(personalClassOf).reduce(higher, schema['x-personal'] ?? 'none')
}

function mask(schema: FieldSchema, value: unknown, above: PersonalClass): unknown {
  const personal = higher(above, schema['x-personal'] ?? 'none')
  if (schema.type === 'array' && Array.isArray(value))
    return value.map((item: unknown) => mask(schema.items, item, personal))
  if (schema.type === 'object' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value).flatMap(([name, child]: [string, unknown]): [string, unknown][] => {
      const known = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined
      return known ? [[name, mask(known, child, personal)]] : []
    })
    return Object.fromEntries(entries)
  }
  if (personal === 'none') return value
  return personal === 'basic' && typeof value === 'string' ? recognisable(value) : masked
}

function recognisable(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text.slice(0, 4)}-••-••`
  if (/^[\d\s.+-]+$/.test(text)) return text.length > 6 ? `${masked}${text.slice(-3)}` : masked
  if (text.includes('@')) return `${text.slice(0, 1)}${masked}`
  // No more than a few words, and each of the same length: neither the number of letters nor the end shows.
  const words = text.split(/\s+/).filter((word) => word !== '')
  if (words.some((word) => /\d/.test(word)) || words.length > 6) return masked
  return words.map((word) => `${String.fromCodePoint(word.codePointAt(0) ?? 0)}${masked}`).join(' ')
}

function higher(a: PersonalClass, b: PersonalClass): PersonalClass {
  return ranks.indexOf(a) >= ranks.indexOf(b) ? a : b
}
