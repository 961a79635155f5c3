import type { Answers, FieldSchema, FormField } from './definition.ts'

/** The answers of some fields as a post brings them, typed by their schema; empty is absent. What cannot be read stays text, for the check to refuse. */
export function readFields(fields: readonly FormField[], post: FormData): Answers {
  const entries = fields.map(({ name, schema }) => [name, readField(schema, name, post)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function readField(schema: FieldSchema, name: string, post: FormData): unknown {
  if (schema.type === 'object') return readGroup(schema, name, post)
  const texts = post.getAll(name).flatMap((sent) => (typeof sent === 'string' ? [tidy(sent)] : []))
  const given = texts.filter((text) => text !== '')
  if (schema.type !== 'array') return given[0] === undefined ? undefined : readText(schema, given[0])
  const { items } = schema
  if (items === undefined) return undefined
  if (items.type !== 'object') {
    return given.length === 0 ? undefined : given.map((text) => readText(items, text))
  }
  const rows = rowNumbers(name, post)
    .map((row) => readGroup(items, `${name}.${row}`, post))
    .filter((row) => row !== undefined)
  return rows.length === 0 ? undefined : rows
}

function readGroup(schema: FieldSchema, name: string, post: FormData): Answers | undefined {
  const entries = Object.entries(schema.properties ?? {})
    .map(([key, child]) => [key, readField(child, `${name}.${key}`, post)] as const)
    .filter(([, value]) => value !== undefined)
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function rowNumbers(name: string, post: FormData): number[] {
  const rows = new Set<number>()
  for (const sent of post.keys()) {
    const row = sent.startsWith(`${name}.`)
      ? /^\d{1,4}(?=\.)/.exec(sent.slice(name.length + 1))?.[0]
      : undefined
    if (row !== undefined) rows.add(Number(row))
  }
  return [...rows].toSorted((a, b) => a - b)
}

function readText(schema: FieldSchema, text: string): unknown {
  if (schema.type === 'boolean')
    return text === 'true' || text === 'on' ? true : text === 'false' ? false : text
  if (schema.format === 'date') return readDay(text)
  if (schema.type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text)
  if (schema.type === 'integer' && /^\d{1,3}(?:\.\d{3})+$/.test(text)) return Number(text.replaceAll('.', ''))
  if (schema.type === 'number' && /^-?\d{1,12}(?:,\d{1,6})?$/.test(text))
    return Number(text.replace(',', '.'))
  return text
}

/** A day as people write it ('5/11/2026', '05.11.2026', '05112026') as 'YYYY-MM-DD'; anything else as it is. */
export function readDay(text: string): string {
  const parts = /^(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})$|^(\d{2})(\d{2})(\d{4})$/.exec(text)
  if (parts === null) return text
  const [day = '', month = '', year = ''] = parts.slice(1).filter((part) => part !== undefined)
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function tidy(text: string): string {
  return text.replaceAll('\r\n', '\n').normalize('NFC').trim()
}
