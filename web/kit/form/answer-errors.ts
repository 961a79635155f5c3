import type { ProblemField } from '../api.ts'
import type { FieldError } from '../error-summary.tsx'
import type { Language } from '../language.ts'
import { fieldNameOf, fieldWords, sentence } from '../problems.ts'
import type { Words } from '../words/words.ts'
import { choicesOf, labelOf, type FieldSchema, type Form } from './definition.ts'

/** What is wrong with answers, in the words that stand beside the question, whoever found it and whenever. */
export function answerErrors(
  problems: readonly ProblemField[],
  form: Form,
  language: Language,
  words: Words,
): FieldError[] {
  return problems.map((problem) => {
    const name = fieldNameOf(problem.path)
    const asked = askedAt(form, name, language, words)
    if (asked === undefined) return { name: null, text: `${name}: ${fieldWords(problem, words)}` }
    const rule = ruleWords(problem, asked.schema, words)
    return { name, text: `${asked.label}: ${rule}`, short: sentence(rule) }
  })
}

interface Asked {
  readonly schema: FieldSchema
  readonly label: string
}

/** The question behind a name: 'members.0.share' is a question of the first row of 'members'. */
function askedAt(form: Form, name: string, language: Language, words: Words): Asked | undefined {
  const [first = '', ...rest] = name.split('.')
  const field = form.pages.flatMap((page) => page.fields).find((one) => one.name === first)
  if (field === undefined) return undefined
  let { schema } = field
  const labels = [labelOf(schema, language, first)]
  for (const step of rest) {
    const row = /^\d+$/.test(step) ? schema.items : undefined
    const child = row ?? schema.properties?.[step]
    if (child === undefined) break
    labels.push(row === undefined ? labelOf(child, language, step) : words.form.row(Number(step) + 1))
    schema = child
  }
  return { schema, label: labels.join(', ') }
}

function ruleWords(problem: ProblemField, schema: FieldSchema, words: Words): string {
  if (problem.code === 'required' && isChoice(schema)) return words.problems.rules['not-chosen']
  if (problem.code === 'format') {
    const formats: Readonly<Record<string, string>> = words.form.formats
    const said = formats[schema.format ?? '']
    if (said !== undefined) return said
  }
  return fieldWords(problem, words)
}

function isChoice(schema: FieldSchema): boolean {
  const asked = schema.type === 'array' ? schema.items : schema
  return asked !== undefined && (asked.type === 'boolean' || choicesOf(asked, 'vi') !== undefined)
}
