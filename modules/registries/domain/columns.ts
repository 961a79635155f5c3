import type { Declaration, Field, FieldName } from '../contract/declaration.ts'
import { partsOf } from './declared.ts'

/** A field as a column of the register's table. */
export interface Column {
  readonly field: FieldName
  readonly name: string
  readonly type: 'text' | 'date' | 'bigint' | 'numeric' | 'boolean' | 'text[]'
  /** Digits behind the point, of 'numeric'. */
  readonly scale: number
  readonly isRequired: boolean
  readonly isUnique: boolean
  readonly declared: Field
}

/** The table of one major version: 'r_science_organisations_v1'. Records that were replaced or removed lie beside it, in '…_past'. */
export function tableOf(key: string, major: number): string {
  const { sector, name } = partsOf(key)
  return `r_${sector}_${name}_v${major}`.replaceAll('-', '_')
}

export function columnsOf({ schema }: Declaration): readonly Column[] {
  return Object.entries(schema.properties).map(([field, declared]) => ({
    field,
    name: columnName(field),
    type: typeOf(declared),
    scale: scaleOf(declared),
    isRequired: schema.required.includes(field),
    isUnique: 'x-unique' in declared && declared['x-unique'] === true,
    declared,
  }))
}

/** 'taxCode' is tax_code. Columns of our own begin with record_, which no field may. */
export function columnName(field: FieldName): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function typeOf(field: Field): Column['type'] {
  switch (field.type) {
    case 'string':
      return field.format === 'date' ? 'date' : 'text'
    case 'integer':
      return 'bigint'
    case 'number':
      return 'numeric'
    case 'boolean':
      return 'boolean'
    case 'array':
      return 'text[]'
  }
}

const USUAL_SCALE = 6

function scaleOf(field: Field): number {
  if (field.type !== 'number') return 0
  return field.multipleOf === undefined ? USUAL_SCALE : Math.round(-Math.log10(field.multipleOf))
}

/** The longest name that PostgreSQL keeps whole. */
const LONGEST_NAME = 63

/** The name of an index, of which there is one in the whole schema: a long one is cut, and ends in a number made of all of it. */
export function indexName(table: string, column: string, end: string): string {
  const name = `${table}_${column}_${end}`
  if (name.length <= LONGEST_NAME) return name
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 2_176_782_336
  const tail = `_${sum.toString(36)}_${end}`
  return `${name.slice(0, LONGEST_NAME - tail.length)}${tail}`
}
