import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import { contentHash } from '../../../platform/content/index.ts'
import { recordUpload } from '../../../platform/files/index.ts'
import { visitorKey, type OfficerVisitor, type Upload } from '../../../platform/http/index.ts'
import { record } from '../../../platform/ledger/index.ts'
import { listOfficerNames } from '../../people/index.ts'
import type {
  ImportDone,
  ImportInput,
  Imports,
  ImportTrial,
  ImportUndone,
  MappingInput,
} from '../contract/import.ts'
import { registryEntries } from '../contract/register.ts'
import * as store from '../store/imports.ts'
import type { StoredImport } from '../store/imports.ts'
import { recordStore } from '../store/records.ts'
import { keepingRules, newRecord } from './made.ts'
import type { RegistryParts } from './parts.ts'
import { expectGrants, registerAt } from './registers.ts'
import { mappingOf, workbookOf, writtenText, wrongRowsWorkbook } from './sheet.ts'
import { noteOf } from './sheet-words.ts'
import { fieldsOf, sheetOf, shownTrial, trialOf } from './trial.ts'

/** The largest workbook taken in, 20 MB. */
export const LARGEST_IMPORT = 20 * 1024 * 1024
const SHOWN_IMPORTS = 50

/** An empty workbook of the register with the fields that the officer may bring in. Problem 'registries.forbidden'. */
export async function templateOf(
  { database, clock }: RegistryParts,
  visitor: OfficerVisitor,
  key: string,
): Promise<Buffer> {
  const { register, agencies } = await registerAt(database, key, clock())
  const grants = expectGrants(register, visitor, 'import', agencies)
  return await workbookOf(register.declaration, fieldsOf(register, grants), [])
}

/** Takes a workbook in and shows what each row would do; nothing is changed. Problems 'files.*', 'workbook.*', 'registries.sheet-empty'. */
export async function bringImport(
  parts: RegistryParts,
  visitor: OfficerVisitor,
  key: string,
  { stream, name, declaredType }: Upload,
): Promise<ImportTrial> {
  const { database, clock, files } = parts
  const { register, agencies } = await registerAt(database, key, clock())
  const grants = expectGrants(register, visitor, 'import', agencies)
  const stored = await files.storeFile(stream, { declaredType, name, limitBytes: LARGEST_IMPORT })
  await recordUpload(database, visitorKey(visitor), stored, clock())
  const { headers } = await sheetOf(parts, visitor, register, stored.sha256)
  const brought = {
    id: newId(clock().getTime()),
    registerKey: key,
    file: stored.sha256,
    fileName: name.slice(0, 200),
    mapping: mappingOf(register.declaration, headers, fieldsOf(register, grants)),
    broughtBy: visitor.officerId,
    broughtAt: clock(),
  }
  await store.saveImport(database, brought)
  return await tryImport(parts, visitor, brought.id)
}

/** What each row of a workbook that the officer brought would do now. Problem 'registries.import-missing'. */
export async function tryImport(
  parts: RegistryParts,
  visitor: OfficerVisitor,
  id: string,
): Promise<ImportTrial> {
  return await parts.database.transact(async (tx) => {
    const one = ownImport(await store.findImport(tx, id), visitor)
    return shownTrial(one, await trialOf(parts, visitor, tx, one))
  })
}

/** Says which field each column is, and shows what the rows would do then. Problems 'registries.column-twice', 'registries.import-done'. */
export async function mapImport(
  parts: RegistryParts,
  visitor: OfficerVisitor,
  id: string,
  { mapping }: MappingInput,
): Promise<ImportTrial> {
  await parts.database.transact(async (tx) => {
    const one = ownImport(await store.lockImport(tx, id), visitor)
    if (one.state !== 'brought') throw new Problem('conflict', 'registries.import-done')
    const fields = Object.values(mapping)
    if (new Set(fields).size < fields.length) throw new Problem('invalid', 'registries.column-twice')
    await store.saveMapping(tx, id, mapping)
  })
  return await tryImport(parts, visitor, id)
}

/**
 * Carries a tried workbook out, in one declared act and one transaction. Problems 'registries.import-changed' when the outcome is no
 * longer the one that was tried, 'registries.rows-wrong' when all or none was asked for, 'registries.nothing-to-import',
 * 'registries.import-done'.
 */
export async function applyImport(
  parts: RegistryParts,
  visitor: OfficerVisitor,
  id: string,
  { plan, take }: ImportInput,
): Promise<ImportDone> {
  const { database, clock } = parts
  const found = ownImport(await store.findImport(database, id), visitor)
  return await keepingRules(found.registerKey, () =>
    database.transact(async (tx) => {
      const one = ownImport(await store.lockImport(tx, id), visitor)
      if (one.state !== 'brought') throw new Problem('conflict', 'registries.import-done')
      const trial = await trialOf(parts, visitor, tx, one)
      if (trial.plan !== plan) throw new Problem('conflict', 'registries.import-changed')
      const { counts, register, rows } = trial
      if (take === 'all-or-none' && counts.wrong > 0) throw new Problem('conflict', 'registries.rows-wrong')
      if (counts.new + counts.changed === 0) throw new Problem('conflict', 'registries.nothing-to-import')
      const at = clock()
      const actor = { kind: 'officer', id: visitor.officerId } as const
      const brought = rows.filter(({ outcome }) => outcome === 'new')
      // In the order of the rows, which the list then keeps.
      const ids = brought.map(() => newId(at.getTime())).toSorted()
      const made = brought.map(({ values }, nth) =>
        newRecord(register, { id: ids[nth] ?? '', revision: 1, agencyId: trial.agencyId }, values),
      )
      const corrected = rows.flatMap(({ outcome, key, values }) => {
        const before = outcome === 'changed' ? trial.standing.get(key) : undefined
        return before === undefined
          ? []
          : [newRecord(register, { ...before, revision: before.revision + 1 }, values)]
      })
      const digest = contentHash([...made, ...corrected].map((each) => [each.id, each.revision, each.digest]))
      const [entry] = await record(tx, at, id, [
        {
          kind: registryEntries.imported,
          occurredAt: at,
          actor,
          agencyId: register.ownerId,
          payload: {
            register: register.key,
            version: register.declaration.version,
            file: one.file,
            counts,
            digest,
          },
        },
      ])
      if (entry === undefined) throw new Error('recorded, without an entry')
      const written = { entryId: entry.id, at }
      const records = recordStore(register.declaration)
      await records.replace(tx, corrected, written)
      await records.insert(tx, made, written)
      await store.noteApplied(tx, id, counts, entry.id, at)
      return { id, counts }
    }),
  )
}

/**
 * Takes back what an import did: new records go, changed ones say again what they said; what somebody changed since stays. Problems
 * 'registries.import-missing', 'registries.import-not-done', 'registries.record-named' while a record elsewhere names a new one.
 */
export async function undoImport(
  { database, clock }: RegistryParts,
  visitor: OfficerVisitor,
  id: string,
): Promise<ImportUndone> {
  const found = ownImport(await store.findImport(database, id), visitor)
  return await keepingRules(
    found.registerKey,
    () =>
      database.transact(async (tx) => {
        const at = clock()
        const one = ownImport(await store.lockImport(tx, id), visitor)
        const { entryId } = one
        if (one.state !== 'applied' || entryId === null) {
          throw new Problem('conflict', 'registries.import-not-done')
        }
        const { register, agencies } = await registerAt(tx, one.registerKey, at)
        expectGrants(register, visitor, 'import', agencies)
        const records = recordStore(register.declaration)
        const [written, kept] = await Promise.all([
          records.lockWritten(tx, entryId),
          records.countOvertaken(tx, entryId),
        ])
        const [entry] = await record(tx, at, id, [
          {
            kind: registryEntries.importUndone,
            occurredAt: at,
            actor: { kind: 'officer', id: visitor.officerId },
            agencyId: register.ownerId,
            payload: { register: register.key, back: written.length, kept },
          },
        ])
        if (entry === undefined) throw new Error('recorded, without an entry')
        const undone = { entryId: entry.id, at }
        const back = written.flatMap(({ record: now, before }) =>
          before === undefined
            ? []
            : [newRecord(register, { ...now, revision: now.revision + 1 }, before.values)],
        )
        const gone = written.filter(({ before }) => before === undefined).map(({ record: now }) => now.id)
        await records.replace(tx, back, undone)
        if (gone.length > 0) await records.remove(tx, gone, undone)
        await store.noteUndone(tx, id, at)
        return { id, back: written.length, kept }
      }),
    true,
  )
}

/** The imports of a register, the newest first. */
export async function listImports(
  { database, clock }: RegistryParts,
  visitor: OfficerVisitor,
  key: string,
): Promise<Imports> {
  const { register, agencies } = await registerAt(database, key, clock())
  expectGrants(register, visitor, 'import', agencies)
  const imports = await store.listImports(database, key, SHOWN_IMPORTS)
  const names = await listOfficerNames(database, [...new Set(imports.map(({ broughtBy }) => broughtBy))])
  return {
    items: imports.flatMap(({ id, fileName, state, counts, broughtBy, appliedAt, undoneAt }) =>
      state === 'brought' || counts === null || appliedAt === null
        ? []
        : [
            {
              id,
              fileName,
              state,
              counts,
              by: names.get(broughtBy) ?? '',
              appliedAt: appliedAt.toISOString(),
              undoneAt: undoneAt?.toISOString() ?? null,
            },
          ],
    ),
  }
}

/**
 * The rows that something is wrong with, as they were written, with what is wrong beside each cell: to be mended and brought again.
 * Problem 'registries.import-missing'.
 */
export async function wrongRowsOf(
  parts: RegistryParts,
  visitor: OfficerVisitor,
  id: string,
): Promise<Buffer> {
  return await parts.database.transact(async (tx) => {
    const one = ownImport(await store.findImport(tx, id), visitor)
    const { register, sheet, rows, mapping } = await trialOf(parts, visitor, tx, one)
    const columns = Object.entries(mapping)
    const fields = columns.map(([, field]) => field)
    const cellsOf = new Map(sheet.map(({ number, cells }) => [number, cells]))
    const wrong = rows
      .filter(({ outcome }) => outcome === 'wrong')
      .map(({ row, problems }) => ({
        cells: columns.map(([letter, field]) =>
          writtenText(register.declaration, field, cellsOf.get(row)?.get(letter)),
        ),
        marks: fields.flatMap((field, column) => {
          const own = problems.filter((problem) => (problem.field ?? fields[0]) === field)
          return own.length === 0 ? [] : [{ column, note: own.map(noteOf).join(' ') }]
        }),
      }))
    return await wrongRowsWorkbook(register.declaration, fields, wrong)
  })
}

/** What one brought oneself. Problem 'registries.import-missing'. */
function ownImport(found: StoredImport | undefined, visitor: OfficerVisitor): StoredImport {
  if (found?.broughtBy !== visitor.officerId) throw new Problem('missing', 'registries.import-missing')
  return found
}
