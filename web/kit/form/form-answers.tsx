import type { ReactNode } from 'react'
import { useFormat, type Format } from '../format.ts'
import { Fact, Facts } from '../marks.tsx'
import { useLanguage, useWords } from '../words/use.ts'
import type { Words } from '../words/words.ts'
import {
  choicesOf,
  labelOf,
  shownNames,
  type Answers,
  type FieldSchema,
  type Form,
  type FormPage,
} from './definition.ts'

/** What was answered on one page, each under its question. `wrong` marks what has to be answered anew. */
export function FormAnswers({
  form,
  page,
  answers,
  wrong,
}: {
  readonly form: Form
  readonly page: FormPage
  readonly answers: Answers
  readonly wrong?: ReadonlyMap<string, string>
}): ReactNode {
  const language = useLanguage()
  const words = useWords()
  const format = useFormat()
  const shown = shownNames(form, answers)
  return (
    <Facts>
      {page.fields
        .filter(({ name }) => shown.has(name))
        .map(({ name, schema }) => (
          <Fact key={name} name={labelOf(schema, language, name)}>
            <AnswerValue schema={schema} value={answers[name]} say={{ language, words, format }} />
            {wrong?.has(name) ? <p className="field-error">{wrong.get(name)}</p> : null}
          </Fact>
        ))}
    </Facts>
  )
}

/** One answer as it is told in a table. */
export function AnswerText({
  schema,
  value,
}: {
  readonly schema: FieldSchema
  readonly value: unknown
}): ReactNode {
  const say = { language: useLanguage(), words: useWords(), format: useFormat() }
  if (value === undefined) return '–'
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.map((one) => answerText(schema.items ?? schema, one, say)).join(', ')
}

interface Speaking {
  readonly language: 'vi' | 'en'
  readonly words: Words
  readonly format: Format
}

function AnswerValue({
  schema,
  value,
  say,
}: {
  readonly schema: FieldSchema
  readonly value: unknown
  readonly say: Speaking
}): ReactNode {
  if (value === undefined || value === null) return <span className="soft">{say.words.form.notAnswered}</span>
  if (Array.isArray(value)) {
    const { items } = schema
    if (items === undefined) return null
    return (
      <ul className={items.type === 'object' ? 'bare' : undefined}>
        {value.map((one: unknown, index) => (
          <li key={index}>
            <AnswerValue schema={items} value={one} say={say} />
          </li>
        ))}
      </ul>
    )
  }
  if (typeof value === 'object') {
    const group = value as Answers
    return (
      <ul className="bare">
        {Object.entries(schema.properties ?? {}).map(([key, child]) => (
          <li key={key}>
            <span className="soft">{labelOf(child, say.language, key)}: </span>
            <AnswerValue schema={child} value={group[key]} say={say} />
          </li>
        ))}
      </ul>
    )
  }
  return <span className="answer">{answerText(schema, value, say)}</span>
}

function answerText(schema: FieldSchema, value: unknown, { language, words, format }: Speaking): string {
  if (typeof value === 'boolean') return value ? words.frame.yes : words.frame.no
  const text = String(value)
  const choice = choicesOf(schema, language)?.find((one) => one.value === text)
  if (choice !== undefined) return choice.label
  if (typeof value === 'number') return format.number(value, 6)
  if (schema.format === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(text)) return format.day(text)
  return text
}
