import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Problem } from '../../kernel/problem.ts'
import { findAgencyByKey, loadAgencies, readAgencies } from '../../modules/agencies/index.ts'
import {
  currentVersion,
  loadProcedures,
  readProcedures,
  type ProcedureVersion,
} from '../../modules/procedures/index.ts'
import { localDateOf } from '../../kernel/dates.ts'
import { readContent } from '../../platform/content/index.ts'
import type { Database } from '../../platform/db/index.ts'
import { LogDeclaration } from './contract.ts'

export interface DeclaredLog {
  readonly declaration: LogDeclaration
  readonly agencyId: string
  readonly version: ProcedureVersion
}

/** The name a file goes by when none is given: 'receipt' for receipt.xes.gz. */
export function logNameOf(path: string): string {
  return basename(path)
    .replace(/\.xes(\.gz)?$/i, '')
    .toLowerCase()
}

/** Finds what is declared for a log and brings its agency and procedure in; Problem 'event-log.not-declared' names what is. */
export async function declareLog(
  database: Database,
  at: Date,
  contentFolder: string,
  name: string,
): Promise<DeclaredLog> {
  const logs = join(contentFolder, 'event-logs')
  const declared: readonly string[] = await readdir(logs).catch(() => [])
  if (!declared.includes(name)) {
    throw new Problem('invalid', 'event-log.not-declared', { meta: { name, declared } })
  }
  const folder = join(logs, name)
  const { value: declaration } = await readContent(join(folder, 'log.yaml'), LogDeclaration, {
    root: contentFolder,
  })
  const [agencies, procedures] = [await readAgencies(folder), await readProcedures(folder)]
  await database.transact(async (tx) => {
    await loadAgencies(tx, at, agencies)
    await loadProcedures(tx, at, procedures)
  })
  const agency = await findAgencyByKey(database, declaration.agency)
  if (agency === undefined)
    throw new Problem('missing', 'agencies.missing', { meta: { key: declaration.agency } })
  const version = await currentVersion(database, declaration.procedure, localDateOf(at))
  return { declaration, agencyId: agency.id, version }
}
