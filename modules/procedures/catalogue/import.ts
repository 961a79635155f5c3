import { createHash, type Hash } from 'node:crypto'
import { basename } from 'node:path'
import type { LocalDate } from '../../../kernel/dates.ts'
import { localDateOf } from '../../../kernel/dates.ts'
import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import { foldVietnamese } from '../../../kernel/vietnamese.ts'
import { contentHash } from '../../../platform/content/index.ts'
import { readCsvFile, readCsvTable } from '../../../platform/csv/index.ts'
import type { Database, Tx } from '../../../platform/db/index.ts'
import { record } from '../../../platform/ledger/index.ts'
import type { CatalogueFacts, CatalogueFinding, FindingReason } from '../contract/catalogue.ts'
import { catalogueEntries } from '../contract/catalogue.ts'
import * as store from '../store/catalogue.ts'
import { absenceFindings, compareEntries, nameFindings, type Changes } from './changes.ts'
import { CODE, columns, readRow } from './row.ts'

export interface CatalogueImportRequest {
  readonly database: Database
  readonly at: Date
  readonly path: string
  /** The day that the file tells of; today unless given. */
  readonly asOf?: LocalDate
  /** Reads and compares, and writes nothing. */
  readonly dryRun?: boolean
  readonly progress?: (rows: number) => void
}

export interface CatalogueImported {
  /** Null when nothing was written: for a trial, or because the file tells nothing new. */
  readonly importId: string | null
  readonly file: string
  readonly hash: string
  readonly asOf: LocalDate
  readonly rows: number
  readonly changes: Changes
  readonly findings: readonly CatalogueFinding[]
}

interface ReadFile {
  readonly hash: string
  readonly entries: readonly ReadEntry[]
  readonly findings: readonly CatalogueFinding[]
}

interface ReadEntry {
  readonly row: number
  readonly code: string
  readonly source: Readonly<Record<string, string>>
  readonly facts: CatalogueFacts
  readonly hash: string
}

/**
 * Takes a file of the national catalogue in, CSV or gzip of it: every row becomes an entry under its code, from a day on,
 * with its text as it was; every doubt becomes a finding. The file is read whole before the first row is written, and one
 * that tells nothing new changes nothing. Problems 'csv.*', 'catalogue.code-malformed', 'catalogue.code-twice',
 * 'catalogue.empty', 'catalogue.older'.
 */
export async function importCatalogue(request: CatalogueImportRequest): Promise<CatalogueImported> {
  const { database, at, path, dryRun = false } = request
  const read = await readCatalogue(path, request.progress)
  const file = basename(path)
  const asOf = request.asOf ?? localDateOf(at)
  return await database.transact(async (tx) => {
    await store.lockCatalogue(tx)
    const last = await store.findLastImport(tx)
    if (last !== undefined && asOf < last.asOf)
      throw new Problem('conflict', 'catalogue.older', { meta: { asOf, last: last.asOf } })
    const changes = compareEntries(await store.listKnownEntries(tx), read.entries)
    const findings = [...read.findings, ...absenceFindings(changes.absent)]
    const done = { file, hash: read.hash, asOf, rows: read.entries.length, changes, findings }
    const tellsNothing = last?.hash === read.hash && changes.added.length + changes.changed.length === 0
    if (dryRun || tellsNothing) return { importId: null, ...done }
    return { importId: await save(tx, at, read.entries, done), ...done }
  })
}

async function readCatalogue(path: string, progress?: (rows: number) => void): Promise<ReadFile> {
  const hash = createHash('sha256')
  const rowOf = new Map<string, number>()
  const entries: ReadEntry[] = []
  const findings: CatalogueFinding[] = []
  for await (const { row, line, values } of readCsvTable(hashing(readCsvFile(path), hash), columns)) {
    const code = values.ma_thu_tuc.trim()
    if (!CODE.test(code))
      throw new Problem('invalid', 'catalogue.code-malformed', { meta: { row, line, code } })
    const first = rowOf.get(code)
    if (first !== undefined)
      throw new Problem('invalid', 'catalogue.code-twice', { meta: { row, line, code, first } })
    rowOf.set(code, row)
    const { facts, doubts } = readRow(values)
    entries.push({ row, code, source: values, facts, hash: contentHash({ source: values, facts }) })
    findings.push(...doubts.map((doubt) => ({ code, row, ...doubt })))
    progress?.(entries.length)
  }
  if (entries.length === 0) throw new Problem('invalid', 'catalogue.empty')
  findings.push(...nameFindings(entries.map(({ code, row, facts }) => ({ code, row, name: facts.name }))))
  return { hash: hash.digest('hex'), entries, findings }
}

async function* hashing(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk)
    yield chunk
  }
}

async function save(
  tx: Tx,
  at: Date,
  entries: readonly ReadEntry[],
  { file, hash, asOf, rows, changes, findings }: Omit<CatalogueImported, 'importId'>,
): Promise<string> {
  const { added, changed, unchanged, absent } = changes
  const counts = { rows, added: added.length, changed: changed.length, unchanged, absent: absent.length }
  const id = newId(at.getTime())
  await store.saveImport(tx, { id, fileName: file, hash, asOf, importedAt: at, ...counts })
  await store.endEntries(
    tx,
    changed.map(({ ends }) => ends),
    asOf,
  )
  const isNew = new Set([...added, ...changed.map(({ code }) => code)])
  await store.saveEntries(
    tx,
    at,
    { importId: id, validFrom: asOf },
    entries
      .filter(({ code }) => isNew.has(code))
      .map(({ code, source, facts, hash: entryHash }) => ({
        code,
        source,
        facts,
        folded: foldVietnamese(`${code} ${facts.name} ${facts.field}`),
        hash: entryHash,
      })),
  )
  await store.saveFindings(tx, id, findings)
  await record(tx, at, null, [
    {
      kind: catalogueEntries.imported,
      occurredAt: at,
      actor: { kind: 'system', id: 'import-catalogue' },
      payload: { importId: id, file, hash, asOf, ...counts, findings: countReasons(findings) },
    },
  ])
  return id
}

/** How many findings there are of each reason. */
export function countReasons(
  findings: readonly CatalogueFinding[],
): Readonly<Partial<Record<FindingReason, number>>> {
  const counts: Partial<Record<FindingReason, number>> = {}
  for (const { reason } of findings) counts[reason] = (counts[reason] ?? 0) + 1
  return counts
}
