import { Fragment, useState, type ReactNode } from 'react'
import { Button } from '../buttons.tsx'
import { Checkbox, Checkboxes, Radios, Select, TextArea, TextField } from '../fields.tsx'
import { useLanguage, useWords } from '../words/use.ts'
import {
  choicesOf,
  labelOf,
  shownNames,
  spokenIn,
  type Answers,
  type FieldSchema,
  type Form,
  type FormField,
  type FormPage,
} from './definition.ts'

/** How many rows a repeated group shows although it holds fewer: the visitor asked for one more. */
export type ExtraRows = Readonly<Record<string, number>>

/**
 * The fields of one page. Without JavaScript every field that an answer on this very page would hide is shown with
 * the condition in words; with JavaScript it comes and goes as its condition does, from the start where a page is sure of it
 * (`startsLive`).
 */
export function FormFields({
  form,
  page,
  answers,
  errors,
  extraRows,
  startsLive = false,
}: {
  readonly form: Form
  readonly page: FormPage
  readonly answers: Answers
  readonly errors: ReadonlyMap<string, string>
  readonly extraRows: ExtraRows
  readonly startsLive?: boolean
}): ReactNode {
  const [changed, setChanged] = useState<Answers>({})
  const [isLive, setLive] = useState(startsLive)
  const shown = shownNames(form, { ...answers, ...changed })
  const here = new Set(page.fields.map(({ name }) => name))
  const watched = new Set(page.fields.flatMap(({ showWhen }) => showWhen.map((when) => when.field)))
  const control = (field: FormField): ReactNode => (
    <FormControl
      key={field.name}
      name={field.name}
      schema={field.schema}
      value={answers[field.name]}
      isRequired={field.isRequired}
      errors={errors}
      extraRows={extraRows}
      {...(watched.has(field.name)
        ? {
            onChange: (value: unknown) => {
              setLive(true)
              setChanged((before) => ({ ...before, [field.name]: value }))
            },
          }
        : {})}
    />
  )
  return (
    <>
      {groupsOf(page.fields, here).map(({ isDependent, fields }) => {
        const asked = fields.filter(({ name }) => shown.has(name) || (isDependent && !isLive))
        const [first] = fields
        if (first === undefined || asked.length === 0) return null
        return isDependent ? (
          <div className="depends" key={first.name}>
            {isLive ? null : <Condition form={form} field={first} />}
            {asked.map(control)}
          </div>
        ) : (
          <Fragment key={first.name}>{asked.map(control)}</Fragment>
        )
      })}
    </>
  )
}

interface Group {
  /** Whether an answer on this very page shows or hides these fields. */
  readonly isDependent: boolean
  readonly fields: readonly FormField[]
}

/** Neighbours under one condition stand together, so that the condition is said once. */
function groupsOf(fields: readonly FormField[], here: ReadonlySet<string>): readonly Group[] {
  const groups: { key: string; isDependent: boolean; fields: FormField[] }[] = []
  for (const field of fields) {
    const isDependent = field.showWhen.some((when) => here.has(when.field))
    const key = isDependent ? JSON.stringify(field.showWhen) : ''
    const last = groups.at(-1)
    if (last?.key === key) last.fields.push(field)
    else groups.push({ key, isDependent, fields: [field] })
  }
  return groups
}

function Condition({ form, field }: { readonly form: Form; readonly field: FormField }): ReactNode {
  const words = useWords()
  const language = useLanguage()
  const said = field.showWhen.flatMap((when) => {
    const other = form.pages.flatMap((page) => page.fields).find(({ name }) => name === when.field)
    if (other === undefined) return []
    const choices = choicesOf(other.schema, language)
    const wanted = 'in' in when ? when.in : [when.equals]
    const values = wanted.map((value) =>
      value === true
        ? words.frame.yes
        : value === false
          ? words.frame.no
          : (choices?.find((choice) => choice.value === String(value))?.label ?? String(value)),
    )
    return [words.form.onlyIf(labelOf(other.schema, language, other.name), values.join(', '))]
  })
  return <p className="field-hint">{said.join(' ')}</p>
}

interface ControlProps {
  readonly name: string
  readonly schema: FieldSchema
  readonly value: unknown
  readonly isRequired: boolean
  readonly errors: ReadonlyMap<string, string>
  readonly extraRows: ExtraRows
  readonly onChange?: (value: unknown) => void
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

const modes: Readonly<Record<string, 'numeric' | 'tel' | 'email'>> = {
  date: 'numeric',
  'national-id': 'numeric',
  'tax-code': 'numeric',
  'phone-vn': 'tel',
  email: 'email',
}
const completes: Readonly<Record<string, string>> = { 'phone-vn': 'tel', email: 'email' }

function FormControl(props: ControlProps): ReactNode {
  const { name, schema, value, isRequired, errors, onChange } = props
  const words = useWords()
  const language = useLanguage()
  const help = schema['x-help']
  const common = {
    name,
    label: labelOf(schema, language, name),
    hint: help === undefined ? hintOf(schema, words.form.hints) : spokenIn(language, help),
    error: errors.get(name),
    optional: !isRequired,
  }
  const choices = choicesOf(schema, language)
  if (choices !== undefined) {
    const chosen = isScalar(value) ? String(value) : null
    const changed = onChange === undefined ? {} : { onChange }
    const fewEnough = choices.length <= 6 && schema['x-widget'] !== 'select'
    return fewEnough || schema['x-widget'] === 'radio' ? (
      <Radios {...common} choices={choices} value={chosen} {...changed} />
    ) : (
      <Select {...common} choices={choices} value={chosen} placeholder={words.form.choose} {...changed} />
    )
  }
  switch (schema.type) {
    case 'boolean':
      if (schema.const === true) return <Checkbox {...common} optional={false} checked={value === true} />
      return (
        <Radios
          {...common}
          choices={[
            { value: 'true', label: words.frame.yes },
            { value: 'false', label: words.frame.no },
          ]}
          value={typeof value === 'boolean' ? String(value) : null}
          {...(onChange === undefined ? {} : { onChange: (text: string) => onChange(text === 'true') })}
        />
      )
    case 'object':
      return <FieldGroup {...props} label={common.label} hint={common.hint} />
    case 'array':
      return <List {...props} label={common.label} hint={common.hint} />
    case 'integer':
    case 'number':
      return (
        <TextField
          {...common}
          value={typeof value === 'number' || typeof value === 'string' ? String(value) : ''}
          inputMode={schema.type === 'integer' ? 'numeric' : 'decimal'}
          size="date"
        />
      )
    case 'string':
      return <Text {...props} common={common} />
  }
}

function Text({
  schema,
  value,
  common,
}: ControlProps & { readonly common: Parameters<typeof TextField>[0] }): ReactNode {
  const text = typeof value === 'string' ? value : ''
  const { format, maxLength } = schema
  const limit = maxLength === undefined ? {} : { maxLength }
  if (schema['x-widget'] === 'textarea') return <TextArea {...common} value={text} {...limit} />
  const mode = modes[format ?? '']
  const complete = completes[format ?? '']
  return (
    <TextField
      {...common}
      value={format === 'date' ? dayText(text) : text}
      size={format === 'date' ? 'date' : 'full'}
      type={format === 'email' ? 'email' : format === 'phone-vn' ? 'tel' : 'text'}
      {...limit}
      {...(mode === undefined ? {} : { inputMode: mode })}
      {...(complete === undefined ? {} : { autoComplete: complete })}
    />
  )
}

/** A kept day as it is written here: a date field of the browser's would speak the browser's language. */
function dayText(kept: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(kept) ?? []
  return year === undefined ? kept : `${day}/${month}/${year}`
}

function hintOf(schema: FieldSchema, hints: Readonly<Record<string, string>>): string | undefined {
  return schema.format === undefined ? undefined : hints[schema.format]
}

type TitledControl = ControlProps & { readonly label: string; readonly hint: string | undefined }

function FieldGroup({ name, schema, value, errors, extraRows, label, hint }: TitledControl): ReactNode {
  const answers = (typeof value === 'object' && value !== null ? value : {}) as Answers
  return (
    <fieldset className="field panel">
      <legend>{label}</legend>
      {hint ? <p className="field-hint">{hint}</p> : null}
      {Object.entries(schema.properties ?? {}).map(([key, child]) => (
        <FormControl
          key={key}
          name={`${name}.${key}`}
          schema={child}
          value={answers[key]}
          isRequired={schema.required?.includes(key) ?? false}
          errors={errors}
          extraRows={extraRows}
        />
      ))}
    </fieldset>
  )
}

function List({ name, schema, value, isRequired, errors, extraRows, label, hint }: TitledControl): ReactNode {
  const words = useWords()
  const language = useLanguage()
  const { items } = schema
  const values: readonly unknown[] = Array.isArray(value) ? value : []
  if (items === undefined) return null
  if (items.type !== 'object') {
    const chosen = values.map(String)
    const field = { name, label, hint, error: errors.get(name), optional: !isRequired }
    return <Checkboxes {...field} choices={choicesOf(items, language) ?? []} values={chosen} />
  }
  const most = schema.maxItems ?? 100
  const count = Math.min(most, Math.max(values.length + (extraRows[name] ?? 0), schema.minItems ?? 0, 1))
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      {hint ? <p className="field-hint">{hint}</p> : null}
      {errors.has(name) ? <p className="field-error">{errors.get(name)}</p> : null}
      {Array.from({ length: count }, (_, row) => (
        <FieldGroup
          key={row}
          name={`${name}.${row}`}
          schema={items}
          value={values[row]}
          isRequired={isRequired}
          errors={errors}
          extraRows={extraRows}
          label={words.form.row(row + 1)}
          hint={undefined}
        />
      ))}
      {count < most ? (
        <Button weight="second" name="_add" value={name}>
          {words.form.addRow}
        </Button>
      ) : null}
    </fieldset>
  )
}
