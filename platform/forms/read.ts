import type { Form, FormField } from './compile.ts'
import type { Answers, FieldSchema, GroupField } from './definition.ts'
import { formats } from './formats.ts'
import { parseNumber } from './numbers.ts'
import { shownFields } from './show.ts'

/** A form post as it comes: names as sent, one text or several. */
export type RawAnswers = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Turns a post into typed answers by the form's schema: texts trimmed and NFC, nothing for what was left empty,
 * groups and rows by `name.field` and `name.0.field`. What cannot be read as its type stays the text that was sent,
 * so that it can be shown again, and `checkAnswers` says what is wrong with it. Answers to fields that are not shown
 * are dropped; fields on no page come from `given`, never from a post.
 */
export function readAnswers(form: Form, raw: RawAnswers, given: Answers = {}): Answers {
  return answered(form, given, raw, (field) => field.page !== null)
}

/** A draft with one page answered anew: what that page no longer says, or no longer shows elsewhere, is gone. */
export function answerPage(form: Form, draft: Answers, page: string, raw: RawAnswers): Answers {
  return answered(form, draft, raw, (field) => field.page === page)
}

function answered(
  form: Form,
  kept: Answers,
  raw: RawAnswers,
  isAsked: (field: FormField) => boolean,
): Answers {
  const entries = form.fields.map((field): Entry => {
    const { name, schema } = field
    return [name, isAsked(field) ? readField(schema, name, raw) : own(kept, name)]
  })
  return shownAnswers(form, record(entries))
}

/** The same answers without those of fields that their conditions hide, and without fields the form does not have. */
export function shownAnswers(form: Form, answers: Answers): Answers {
  return record(shownFields(form, answers).map(({ name }): Entry => [name, own(answers, name)]))
}

/** Typed answers from elsewhere (an API, a draft) tidied like a post's: trimmed, NFC, empty as absent. */
export function tidyAnswers(form: Form, answers: Answers): Answers {
  const known: readonly FormField[] = form.fields
  return shownAnswers(
    form,
    record(known.map(({ name, schema }): Entry => [name, tidy(schema, own(answers, name))])),
  )
}

type Entry = readonly [name: string, value: unknown]

function readField(schema: FieldSchema, name: string, raw: RawAnswers): unknown {
  if (schema.type === 'object') return readGroup(schema, name, raw)
  const sent = own(raw, name)
  const texts = (sent === undefined ? [] : typeof sent === 'string' ? [sent] : sent).map(tidyText)
  const given = texts.filter((text) => text !== '')
  if (schema.type !== 'array') {
    const [first, second] = given
    // Sent twice, a single answer is not chosen from: the check refuses the list.
    return second === undefined ? first && readText(schema, first) : given
  }
  const { items } = schema
  if (items.type !== 'object')
    return given.length === 0 ? undefined : given.map((text) => readText(items, text))
  const rows = rowNumbers(name, raw).map((row) => readGroup(items, `${name}.${row}`, raw))
  const filled = rows.filter((row) => row !== undefined)
  return filled.length === 0 ? undefined : filled
}

function readGroup(schema: GroupField, name: string, raw: RawAnswers): Answers | undefined {
  const group = record(
    Object.entries(schema.properties).map(([key, child]): Entry => [
      key,
      readField(child, `${name}.${key}`, raw),
    ]),
  )
  return Object.keys(group).length === 0 ? undefined : group
}

function rowNumbers(name: string, raw: RawAnswers): readonly number[] {
  const rows = new Set<number>()
  for (const sent of Object.keys(raw)) {
    if (!sent.startsWith(`${name}.`)) continue
    const row = /^(0|[1-9]\d{0,3})\./.exec(sent.slice(name.length + 1))?.[1]
    if (row !== undefined) rows.add(Number(row))
  }
  return [...rows].toSorted((a, b) => a - b)
}

function readText(schema: FieldSchema, text: string): unknown {
  switch (schema.type) {
    case 'string':
      return schema.format === undefined ? text : (formats[schema.format]?.tidy(text) ?? text)
    case 'integer':
    case 'number':
      return parseNumber(text, schema.type === 'integer') ?? text
    case 'boolean':
      // 'on' is what a ticked box sends that has no value of its own.
      return text === 'true' || text === 'on' ? true : text === 'false' ? false : text
    case 'array':
    case 'object':
      return text
  }
}

function tidy(schema: FieldSchema, value: unknown): unknown {
  if (typeof value === 'string') {
    const text = tidyText(value)
    if (text === '') return undefined
    return schema.type === 'string' ? readText(schema, text) : text
  }
  if (Array.isArray(value)) {
    const items = schema.type === 'array' ? schema.items : undefined
    const kept = value
      .map((item: unknown) => (items ? tidy(items, item) : item))
      .filter((item) => item !== undefined)
    return kept.length === 0 ? undefined : kept
  }
  if (value === null) return undefined
  if (typeof value !== 'object' || schema.type !== 'object') return value
  const group = record(
    Object.entries(value).map(([name, child]: [string, unknown]): Entry => {
      const known = own(schema.properties, name)
      return [name, known ? tidy(known, child) : child]
    }),
  )
  return Object.keys(group).length === 0 ? undefined : group
}

function tidyText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/\p{Cf}/gu, '')
    .normalize('NFC')
    .trim()
}

function own<T>(from: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(from, name) ? from[name] : undefined
}

function record(entries: readonly Entry[]): Answers {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}
