import type { Declaration } from '../contract/declaration.ts'
import type { ImportOutcome } from '../contract/import.ts'
import { textOfValue, type Values } from './record.ts'

/** What is wrong with a row: a field of it, or (null) the row as a whole. */
export interface RowProblem {
  readonly field: string | null
  readonly code: string
  readonly meta?: Readonly<Record<string, unknown>>
}

/** A row as it was read: what it says, and what was found wrong with it by itself. */
export interface ReadRow {
  readonly row: number
  readonly values: Values
  readonly problems: readonly RowProblem[]
}

export interface Standing {
  readonly values: Values
  readonly mayCorrect: boolean
}

/** What the register holds that the rows have to do with. */
export interface Surroundings {
  /** By key, as `keyOf` writes it. */
  readonly standing: ReadonlyMap<string, Standing>
  /** Of each field that names records, the keys that are there. */
  readonly named: ReadonlyMap<string, ReadonlySet<string>>
  /** Of each field that is there once, who has which value: the key of the record. */
  readonly holders: ReadonlyMap<string, ReadonlyMap<unknown, string>>
  /** Fields that the file says; the others stay as they are. */
  readonly told: ReadonlySet<string>
  /** The fields that name records of this very register. */
  readonly ownReferences: ReadonlySet<string>
}

export interface Classified {
  readonly row: number
  readonly key: string
  readonly outcome: ImportOutcome
  /** What the record would say. */
  readonly values: Values
  readonly changes: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[]
  readonly problems: readonly RowProblem[]
}

/** The key of a record as one text; parts cannot run together. */
export function keyOf({ schema }: Declaration, values: Values): string {
  return JSON.stringify(schema['x-key'].map((field) => values[field] ?? null))
}

/**
 * What each row does, all rows seen together: a key, or what may be there once, is taken by the first row that has it; a row may name
 * a record that another row of the file brings, unless that one is wrong.
 */
export function classify(
  declaration: Declaration,
  rows: readonly ReadRow[],
  around: Surroundings,
): readonly Classified[] {
  const taken = new Map<string, number>()
  const once = new Map([...around.holders].map(([field, held]) => [field, new Map(held)]))
  let classified: readonly Classified[] = rows.map((row): Classified => {
    const key = keyOf(declaration, row.values)
    const problems = [...row.problems]
    const isKeyed = !problems.some(
      ({ field }) => field !== null && declaration.schema['x-key'].includes(field),
    )
    const first = taken.get(key)
    if (isKeyed && first !== undefined) {
      const [field = null] = declaration.schema['x-key']
      problems.push({ field, code: 'key-twice', meta: { row: first } })
    } else if (isKeyed) taken.set(key, row.row)
    for (const [field, held] of once) {
      const value = row.values[field]
      if (value === undefined) continue
      const holder = held.get(value)
      if (holder !== undefined && holder !== key) problems.push({ field, code: 'value-taken' })
      else held.set(value, key)
    }
    const standing = isKeyed ? around.standing.get(key) : undefined
    if (standing?.mayCorrect === false) problems.push({ field: null, code: 'not-yours' })
    const values = standing === undefined ? row.values : merged(standing.values, row.values, around.told)
    const changes = standing === undefined ? [] : changesOf(declaration, standing.values, values)
    const outcome =
      problems.length > 0 ? 'wrong' : standing === undefined ? 'new' : changes.length > 0 ? 'changed' : 'same'
    return { row: row.row, key, outcome, values, changes, problems }
  })
  // A row that turns wrong takes away what others named: until nothing turns any more.
  for (;;) {
    const before = classified
    classified = withReferences(declaration, before, around)
    if (classified.every((one, index) => one.outcome === before[index]?.outcome)) return classified
  }
}

function withReferences(
  declaration: Declaration,
  rows: readonly Classified[],
  { named, ownReferences }: Surroundings,
): readonly Classified[] {
  const [keyField = ''] = declaration.schema['x-key']
  const brought = new Set(
    rows.filter(({ outcome }) => outcome !== 'wrong').map(({ values }) => values[keyField]),
  )
  return rows.map((row) => {
    if (row.outcome === 'wrong' || row.outcome === 'same') return row
    const problems = [...named].flatMap(([field, keys]): RowProblem[] => {
      const value = row.values[field]
      if (value === undefined || keys.has(textOfValue(value))) return []
      if (ownReferences.has(field) && brought.has(value)) return []
      return [{ field, code: 'reference-missing' }]
    })
    return problems.length === 0 ? row : { ...row, outcome: 'wrong', problems }
  })
}

function merged(before: Values, told: Values, fields: ReadonlySet<string>): Values {
  const kept = Object.entries(before).filter(([field]) => !fields.has(field))
  return Object.fromEntries([...kept, ...Object.entries(told)])
}

function changesOf({ schema }: Declaration, before: Values, after: Values): Classified['changes'] {
  return Object.keys(schema.properties).flatMap((field) => {
    const [was, is] = [before[field], after[field]]
    return JSON.stringify(was) === JSON.stringify(is)
      ? []
      : [{ field, before: was ?? null, after: is ?? null }]
  })
}
