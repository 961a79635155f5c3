import { foldVietnamese } from '../../../kernel/vietnamese.ts'
import { checkAnswers, readAnswers } from '../../../platform/forms/index.ts'
import {
  dayIn,
  writeWorkbook,
  type CellValue,
  type WorkbookColumn,
  type WorkbookRow,
} from '../../../platform/workbook/index.ts'
import type { Declaration, Field } from '../contract/declaration.ts'
import type { ReadRow, RowProblem } from '../domain/import.ts'
import { textOfValue, type Values } from '../domain/record.ts'
import type { StoredRegister } from '../store/registers.ts'
import type { Mapping } from '../store/imports.ts'
import { formOf } from './form.ts'

const LONGEST_SHEET_NAME = 31
const SEPARATOR = '; '

/** The one sheet of a register's workbook, by the register's name as far as Excel takes it. */
export function sheetName({ name }: Declaration): string {
  return name.vi
    .replaceAll(/[[\]:*?/\\]/g, ' ')
    .slice(0, LONGEST_SHEET_NAME)
    .trim()
}

/** A workbook of these records, or of none: a column a field, with what to fill in, and drop-downs where one is chosen. */
export async function workbookOf(
  declaration: Declaration,
  fields: readonly string[],
  records: readonly Values[],
): Promise<Buffer> {
  const columns = fields.flatMap((field) => columnOf(declaration, field) ?? [])
  const rows = records.map((values) => fields.map((field) => cellText(declaration, field, values[field])))
  return await writeWorkbook([{ name: sheetName(declaration), columns, rows }])
}

/** The rows that something is wrong with, as they were written, each wrong cell coloured and with what is wrong beside it. */
export async function wrongRowsWorkbook(
  declaration: Declaration,
  fields: readonly string[],
  rows: readonly {
    readonly cells: readonly string[]
    readonly marks: readonly { readonly column: number; readonly note: string }[]
  }[],
): Promise<Buffer> {
  return await writeWorkbook([
    {
      name: sheetName(declaration),
      columns: fields.flatMap((field) => columnOf(declaration, field) ?? []),
      rows: rows.map(({ cells }) => cells),
      marks: rows.flatMap(({ marks }, row) => marks.map(({ column, note }) => ({ row, column, note }))),
    },
  ])
}

function columnOf({ schema }: Declaration, name: string): WorkbookColumn | undefined {
  const field = schema.properties[name]
  if (field === undefined) return undefined
  const label = field['x-label'].vi
  const choices = field.type === 'string' ? field.oneOf : undefined
  const note = [
    field['x-help']?.vi,
    ruleWords(field),
    schema.required.includes(name) ? 'Bắt buộc.' : undefined,
  ].filter((part) => part !== undefined)
  return {
    header: headerOf(schema, name),
    width: Math.min(40, Math.max(12, label.length + 4)),
    ...(note.length === 0 ? {} : { note: note.join(' ') }),
    ...(choices === undefined ? {} : { choices: choices.map(choiceText) }),
    ...(field.type === 'boolean' ? { choices: ['Có', 'Không'] } : {}),
  }
}

function headerOf({ properties, required }: Declaration['schema'], name: string): string {
  const label = properties[name]?.['x-label'].vi ?? name
  const isShared = Object.entries(properties).some(
    ([other, field]) => other !== name && field['x-label'].vi === label,
  )
  return `${label}${isShared ? ` (${name})` : ''}${required.includes(name) ? ' *' : ''}`
}

function choiceText({
  const: value,
  'x-label': label,
}: {
  const: string
  'x-label'?: { vi: string }
}): string {
  return label?.vi ?? value
}

function ruleWords(field: Field): string | undefined {
  if (field.type === 'array') {
    return `Một hoặc nhiều, cách nhau bằng dấu chấm phẩy: ${field.items.oneOf.map(choiceText).join(SEPARATOR)}.`
  }
  if (field.type === 'string') {
    if (field.format === 'date') return 'Ngày, ví dụ 20/11/2026.'
    return field['x-reference'] === undefined ? undefined : 'Mã của bản ghi được nhắc tới.'
  }
  if (field.type === 'boolean') return 'Có hoặc Không.'
  return field.type === 'integer' ? 'Số nguyên.' : 'Số, phần lẻ sau dấu phẩy.'
}

/** Which field each header is: as the template writes it, by the label or by the field's name, with or without accents. */
export function mappingOf(
  declaration: Declaration,
  headers: ReadonlyMap<string, string>,
  fields: readonly string[],
): Mapping {
  const byWords = new Map(
    fields.flatMap((name) => {
      const label = declaration.schema.properties[name]?.['x-label'].vi ?? name
      const written = headerOf(declaration.schema, name)
      return [name, label, written].map((words) => [plain(words), name] as const)
    }),
  )
  const mapped = new Set<string>()
  const entries = [...headers].flatMap(([letter, header]): [string, string][] => {
    const field = byWords.get(plain(header))
    if (field === undefined || mapped.has(field)) return []
    mapped.add(field)
    return [[letter, field]]
  })
  return Object.fromEntries(entries)
}

function plain(words: string): string {
  return foldVietnamese(words.replace(/\s*\*\s*$/, ''))
}

/** What a row says, by the declared types and never by a guess; with what is wrong with it. */
export function readRow(
  { declaration, hash }: StoredRegister,
  { number, cells }: WorkbookRow,
  mapping: Mapping,
): ReadRow {
  const form = formOf(declaration, hash)
  const raw: Record<string, string | readonly string[]> = {}
  for (const [letter, name] of Object.entries(mapping)) {
    const [value, field] = [cells.get(letter), declaration.schema.properties[name]]
    if (value !== undefined && field !== undefined) raw[name] = rawOf(field, value)
  }
  const values = readAnswers(form, raw)
  const problems = checkAnswers(form, values).map(({ path, code, meta }): RowProblem => ({
    field: path.split('/')[1] ?? null,
    code,
    ...(meta === undefined ? {} : { meta }),
  }))
  return { row: number, values, problems }
}

function rawOf(field: Field, value: CellValue): string | readonly string[] {
  if (field.type === 'array') {
    return textOf(value)
      .split(/[;\n]/)
      .map((part) => chosen(field.items.oneOf, part.trim()))
  }
  if (field.type === 'boolean') {
    if (typeof value === 'boolean') return String(value)
    const said = foldVietnamese(textOf(value))
    return said === 'co' || said === 'x' ? 'true' : said === 'khong' ? 'false' : textOf(value)
  }
  if (field.type === 'string') {
    if (field.format === 'date') return dayIn(value) ?? textOf(value)
    return field.oneOf === undefined ? textOf(value) : chosen(field.oneOf, textOf(value))
  }
  return typeof value === 'number' ? String(value).replace('.', ',') : textOf(value)
}

function textOf(value: CellValue): string {
  return typeof value === 'boolean' ? (value ? 'Có' : 'Không') : String(value)
}

/** The choice meant by its label or its value; what is none of them stays as it is, for the check to refuse. */
function chosen(
  choices: readonly { readonly const: string; readonly 'x-label'?: { readonly vi: string } }[],
  text: string,
): string {
  const found =
    choices.find((one) => one.const === text) ??
    choices.find((one) => foldVietnamese(one['x-label']?.vi ?? one.const) === foldVietnamese(text))
  return found?.const ?? text
}

/** A value as its cell is written, so that reading it again gives the same. */
export function cellText({ schema }: Declaration, name: string, value: unknown): string {
  const field = schema.properties[name]
  if (value === undefined || value === null || field === undefined) return ''
  if (field.type === 'array' && Array.isArray(value)) {
    return value.map((one: unknown) => labelled(field.items.oneOf, textOfValue(one))).join(SEPARATOR)
  }
  if (field.type === 'boolean') return value === true ? 'Có' : 'Không'
  const text = textOfValue(value)
  if (field.type === 'number') return text.replace('.', ',')
  if (field.type !== 'string') return text
  if (field.format === 'date') return text.split('-').toReversed().join('/')
  return field.oneOf === undefined ? text : labelled(field.oneOf, text)
}

/** A cell as it was written: a day that Excel keeps as a number is written as a day. */
export function writtenText({ schema }: Declaration, name: string, value: CellValue | undefined): string {
  if (value === undefined) return ''
  const field = schema.properties[name]
  const day = field?.type === 'string' && field.format === 'date' ? dayIn(value) : undefined
  return day === undefined ? textOf(value) : day.split('-').toReversed().join('/')
}

function labelled(
  choices: readonly { readonly const: string; readonly 'x-label'?: { readonly vi: string } }[],
  value: string,
): string {
  const choice = choices.find((one) => one.const === value)
  return choice?.['x-label']?.vi ?? value
}
