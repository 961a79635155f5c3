import { Problem } from '../../../kernel/problem.ts'
import { contentHash } from '../../../platform/content/index.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { findUpload } from '../../../platform/files/index.ts'
import { visitorKey, type OfficerVisitor } from '../../../platform/http/index.ts'
import { readWorkbook, type WorkbookRow } from '../../../platform/workbook/index.ts'
import { covers, isPersonal, type Grant } from '../access.ts'
import type { ImportCounts, ImportRow, ImportTrial } from '../contract/import.ts'
import { referencesOf } from '../domain/declared.ts'
import { classify, keyOf, type Classified, type Surroundings } from '../domain/import.ts'
import { textOfValue, type Values } from '../domain/record.ts'
import type { Mapping, StoredImport } from '../store/imports.ts'
import { recordStore } from '../store/records.ts'
import { listRegisters, type StoredRegister } from '../store/registers.ts'
import type { RegistryParts } from './parts.ts'
import { expectGrants, registerAt } from './registers.ts'
import { readRow, sheetName } from './sheet.ts'

const SHOWN_OF_A_KIND = 100

export interface Trial {
  readonly register: StoredRegister
  readonly agencyId: string | null
  readonly headers: ReadonlyMap<string, string>
  readonly sheet: readonly WorkbookRow[]
  readonly mapping: Mapping
  readonly rows: readonly Classified[]
  readonly standing: ReadonlyMap<string, { id: string; revision: number; agencyId: string | null }>
  readonly counts: ImportCounts
  readonly plan: string
}

/** What the workbook would do, seen from within a transaction; the records that it is about are locked. */
export async function trialOf(
  parts: RegistryParts,
  visitor: OfficerVisitor,
  tx: Tx,
  { registerKey, file, mapping }: StoredImport,
): Promise<Trial> {
  const { register, agencies } = await registerAt(tx, registerKey, parts.clock())
  const grants = expectGrants(register, visitor, 'import', agencies)
  const { headers, rows: sheet } = await sheetOf(parts, visitor, register, file)
  const allowed = new Set(fieldsOf(register, grants))
  const used: Mapping = Object.fromEntries(
    Object.entries(mapping).filter(([letter, field]) => headers.has(letter) && allowed.has(field)),
  )
  const read = sheet.map((row) => readRow(register, row, used))
  const records = recordStore(register.declaration)
  const there = await records.listByKeys(
    tx,
    read.map(({ values }) => values).filter((values) => isKeyed(register, values)),
    true,
  )
  const standing = new Map(there.map((one) => [keyOf(register.declaration, one.values), one]))
  const around: Surroundings = {
    standing: new Map(
      [...standing].map(([key, one]) => [
        key,
        { values: one.values, mayCorrect: grants.some((grant) => covers(grant, one.agencyId)) },
      ]),
    ),
    named: await namedKeys(
      tx,
      register,
      read.map(({ values }) => values),
    ),
    holders: await holdersOf(
      tx,
      register,
      read.map(({ values }) => values),
    ),
    told: new Set(Object.values(used)),
    ownReferences: new Set(
      [...referencesOf(register.declaration)].filter(([, key]) => key === register.key).map(([name]) => name),
    ),
  }
  const rows = classify(register.declaration, read, around)
  const count = (outcome: Classified['outcome']) => rows.filter((row) => row.outcome === outcome).length
  const [grant] = grants
  const agencyId = grant?.agencies?.[0] ?? visitor.roles[0]?.agencyId ?? null
  return {
    register,
    agencyId,
    headers,
    sheet,
    mapping: used,
    rows,
    standing,
    counts: { new: count('new'), changed: count('changed'), same: count('same'), wrong: count('wrong') },
    plan: contentHash([
      file,
      register.hash,
      used,
      rows.map(({ row, outcome, values, problems }) => [row, outcome, values, problems]),
    ]),
  }
}

function isKeyed({ declaration }: StoredRegister, values: Values): boolean {
  return declaration.schema['x-key'].every((field) => {
    const value = values[field]
    const isWhole = declaration.schema.properties[field]?.type === 'integer'
    return isWhole ? Number.isSafeInteger(value) : typeof value === 'string'
  })
}

async function namedKeys(
  db: Db,
  register: StoredRegister,
  rows: readonly Values[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const references = referencesOf(register.declaration)
  if (references.size === 0) return new Map()
  const declarations = new Map((await listRegisters(db)).map((one) => [one.key, one.declaration]))
  const named = new Map<string, ReadonlySet<string>>()
  for (const [field, key] of references) {
    const other = declarations.get(key)
    const [keyField = ''] = other?.schema['x-key'] ?? []
    const wanted = textsOf(rows, field)
    const held = other === undefined ? [] : await recordStore(other).listHolders(db, keyField, wanted)
    named.set(field, new Set(held.map(({ value }) => textOfValue(value))))
  }
  return named
}

/** Who holds which value of a field that is there once, by the key of the record. */
async function holdersOf(
  db: Db,
  { declaration }: StoredRegister,
  rows: readonly Values[],
): Promise<ReadonlyMap<string, ReadonlyMap<unknown, string>>> {
  const holders = new Map<string, ReadonlyMap<unknown, string>>()
  const records = recordStore(declaration)
  for (const [name, field] of Object.entries(declaration.schema.properties)) {
    if (!('x-unique' in field) || field['x-unique'] !== true) continue
    const held = await records.listHolders(db, name, textsOf(rows, name))
    holders.set(name, new Map(held.map(({ value, values }) => [value, keyOf(declaration, values)])))
  }
  return holders
}

function textsOf(rows: readonly Values[], field: string): readonly unknown[] {
  return [...new Set(rows.flatMap((values) => (values[field] === undefined ? [] : [values[field]])))]
}

/** The sheet of a workbook that the officer brought. Problems 'registries.import-missing', 'registries.sheet-empty', those of reading it. */
export async function sheetOf(
  { database, files }: RegistryParts,
  visitor: OfficerVisitor,
  { declaration }: StoredRegister,
  sha256: string,
): Promise<{ readonly headers: ReadonlyMap<string, string>; readonly rows: readonly WorkbookRow[] }> {
  if ((await findUpload(database, visitorKey(visitor), sha256)) === undefined) {
    throw new Problem('missing', 'registries.import-missing')
  }
  const { stream } = await files.openFile(sha256)
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  const name = sheetName(declaration)
  const [head, ...rows] = (await readWorkbook(Buffer.concat(chunks), [name])).get(name) ?? []
  if (head?.number !== 1 || rows.length === 0) throw new Problem('invalid', 'registries.sheet-empty')
  return { headers: new Map([...head.cells].map(([letter, value]) => [letter, String(value)])), rows }
}

/** The fields that these rights bring in; personal ones only where they may be read. */
export function fieldsOf({ declaration }: StoredRegister, grants: readonly Grant[]): readonly string[] {
  return Object.entries(declaration.schema.properties)
    .filter(([name, field]) =>
      grants.some(
        ({ fields, purposes }) =>
          (fields === null || fields.includes(name)) && (!isPersonal(field) || purposes !== null),
      ),
    )
    .map(([name]) => name)
}

/** A trial as its officer sees it. */
export function shownTrial(one: StoredImport, trial: Trial): ImportTrial {
  const { register, headers, mapping, rows, counts, plan } = trial
  const { schema } = register.declaration
  const told = new Set(Object.values(mapping))
  const first = (outcome: Classified['outcome']) =>
    rows.filter((row) => row.outcome === outcome).slice(0, SHOWN_OF_A_KIND)
  return {
    id: one.id,
    register: register.key,
    fileName: one.fileName,
    state: one.state,
    columns: [...headers].map(([letter, header]) => ({ letter, header, field: mapping[letter] ?? null })),
    missing: schema.required.filter((field) => !told.has(field)),
    plan,
    counts,
    rows: [...first('wrong'), ...first('changed'), ...first('new')].map((row) => shownRow(trial, row)),
  }
}

function shownRow(
  { register, mapping }: Trial,
  { row, outcome, values, changes, problems }: Classified,
): ImportRow {
  const { schema } = register.declaration
  const letterOf = new Map(Object.entries(mapping).map(([letter, field]) => [field, letter]))
  const said = [...new Set([...schema['x-key'], schema['x-title']])]
  return {
    row,
    outcome,
    what: said
      .flatMap((field) => (values[field] === undefined ? [] : [textOfValue(values[field])]))
      .join(' · ')
      .slice(0, 200),
    changes: changes.map((change) => ({ ...change })),
    problems: problems.map(({ field, code, meta }) => ({
      cell: `${field === null ? 'A' : (letterOf.get(field) ?? 'A')}${row}`,
      field,
      code,
      ...(meta === undefined ? {} : { meta: { ...meta } }),
    })),
  }
}
