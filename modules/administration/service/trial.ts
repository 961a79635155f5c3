import { createHash } from 'node:crypto'
import { localDateOf } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import { within, type Tx } from '../../../platform/db/index.ts'
import { findUpload, recordUpload } from '../../../platform/files/index.ts'
import { visitorKey, type OfficerVisitor, type Upload } from '../../../platform/http/index.ts'
import { record } from '../../../platform/ledger/index.ts'
import { readWorkbook, type WorkbookRow } from '../../../platform/workbook/index.ts'
import { listAgencies } from '../../agencies/index.ts'
import { administrationEntries, type ApplyInput, type RowOutcome, type WorkbookTrial } from '../contract.ts'
import { lockWorkbooks } from '../store.ts'
import type { AdministrationParts, RoleRow, Run } from './parts.ts'
import { carryOut } from './rows.ts'
import { columns, sheets, type Sheet } from './template.ts'

/** The largest workbook taken in, 5 MB: more than twenty thousand rows of ours. */
export const LARGEST_WORKBOOK = 5 * 1024 * 1024

const order: readonly Sheet[] = ['agencies', 'officers', 'roles', 'days']

/** Takes a workbook in, to be tried by the one who brought it. Problems 'files.*' and those of reading it. */
export async function bringWorkbook(
  parts: AdministrationParts,
  visitor: OfficerVisitor,
  { stream, name, declaredType }: Upload,
): Promise<WorkbookTrial> {
  const file = await parts.files.storeFile(stream, { declaredType, name, limitBytes: LARGEST_WORKBOOK })
  await recordUpload(parts.database, visitorKey(visitor), file, parts.clock())
  return tryWorkbook(parts, visitor, file.sha256)
}

/** What would become of each row, found out by carrying all out and taking all back. Problem 'administration.file-missing'. */
export async function tryWorkbook(
  parts: AdministrationParts,
  visitor: OfficerVisitor,
  sha256: string,
): Promise<WorkbookTrial> {
  const rows = await rowsOf(parts, visitor, sha256)
  const outcome: { trial?: WorkbookTrial } = {}
  const takenBack = new Error('tried, and taken back')
  await parts.database
    .transact(async (tx) => {
      outcome.trial = await run(parts, visitor, tx, sha256, rows)
      throw takenBack
    })
    .catch((error: unknown) => {
      if (error !== takenBack) throw error
    })
  if (outcome.trial === undefined) throw new Error('a trial without an outcome')
  return outcome.trial
}

/**
 * Carries a workbook out, in one declared act and one transaction. Problems 'administration.plan-changed' when its outcome is no longer
 * the one that was tried, 'administration.rows-wrong' when all or none was asked for, 'administration.nothing-to-apply'.
 */
export async function applyWorkbook(
  parts: AdministrationParts,
  visitor: OfficerVisitor,
  sha256: string,
  { plan, take }: ApplyInput,
): Promise<WorkbookTrial> {
  const rows = await rowsOf(parts, visitor, sha256)
  return parts.database.transact(async (tx) => {
    const trial = await run(parts, visitor, tx, sha256, rows)
    if (trial.plan !== plan) throw new Problem('conflict', 'administration.plan-changed')
    const { counts } = trial
    if (take === 'all-or-none' && counts.wrong > 0) throw new Problem('conflict', 'administration.rows-wrong')
    if (counts.new + counts.changed === 0) throw new Problem('conflict', 'administration.nothing-to-apply')
    await record(tx, parts.clock(), null, [
      {
        kind: administrationEntries.workbookApplied,
        occurredAt: parts.clock(),
        actor: { kind: 'officer', id: visitor.officerId },
        payload: { file: sha256, plan, take, counts },
      },
    ])
    return trial
  })
}

async function rowsOf(
  { database, files }: AdministrationParts,
  visitor: OfficerVisitor,
  sha256: string,
): Promise<ReadonlyMap<Sheet, readonly WorkbookRow[]>> {
  if ((await findUpload(database, visitorKey(visitor), sha256)) === undefined) {
    throw new Problem('missing', 'administration.file-missing')
  }
  const { stream } = await files.openFile(sha256)
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  const read = await readWorkbook(
    Buffer.concat(chunks),
    order.map((sheet) => sheets[sheet]),
  )
  return new Map(order.map((sheet) => [sheet, bodyOf(sheet, read.get(sheets[sheet]) ?? [])]))
}

/** The rows under the headers. Problem 'administration.headers-wrong' {at}. */
function bodyOf(sheet: Sheet, rows: readonly WorkbookRow[]): readonly WorkbookRow[] {
  const [head, ...body] = rows
  for (const [index, { header }] of columns[sheet].entries()) {
    const letter = letterOf(index)
    if (head?.number !== 1 || head.cells.get(letter) !== header) {
      throw new Problem('invalid', 'administration.headers-wrong', {
        meta: { at: `${sheets[sheet]}!${letter}1`, expected: header },
      })
    }
  }
  return body
}

export function letterOf(index: number): string {
  return String.fromCodePoint(65 + index)
}

async function run(
  { clock }: AdministrationParts,
  visitor: OfficerVisitor,
  tx: Tx,
  file: string,
  rows: ReadonlyMap<Sheet, readonly WorkbookRow[]>,
): Promise<WorkbookTrial> {
  await lockWorkbooks(tx)
  const today = localDateOf(clock())
  const agencies = await listAgencies(tx, today)
  const running: Run = {
    parts: { database: within(tx), clock },
    visitor,
    agencies: new Map(agencies.map((agency) => [agency.key, agency])),
    rolesOf: rolesOf(rows.get('roles') ?? []),
    entered: new Set(),
  }
  const outcomes: RowOutcome[] = []
  for (const sheet of order) {
    for (const row of rows.get(sheet) ?? []) outcomes.push(await outcomeOf(running, sheet, row))
  }
  const count = (wanted: RowOutcome['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length
  const plan = createHash('sha256')
    .update(JSON.stringify([file, outcomes]))
    .digest('hex')
  return {
    file,
    plan,
    counts: { new: count('new'), changed: count('changed'), same: count('same'), wrong: count('wrong') },
    rows: outcomes.filter(({ outcome }) => outcome !== 'same'),
  }
}

function rolesOf(rows: readonly WorkbookRow[]): ReadonlyMap<string, readonly RoleRow[]> {
  const told = rows.map(({ cells }) => ({
    account: String(cells.get('A') ?? ''),
    agency: String(cells.get('B') ?? ''),
    role: String(cells.get('C') ?? ''),
  }))
  return Map.groupBy(told, ({ account }) => account)
}

async function outcomeOf(running: Run, sheet: Sheet, row: WorkbookRow): Promise<RowOutcome> {
  const about = { sheet: sheets[sheet], row: row.number, what: whatOf(row) }
  try {
    return { ...about, outcome: await carryOut[sheet](running, row), problems: [] }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const fields = error.fields.length > 0 ? error.fields : [{ path: 'A', code: error.code }]
    const problems = fields.map(({ path, code }) => ({ cell: `${sheets[sheet]}!${path}${row.number}`, code }))
    return { ...about, outcome: 'wrong', problems }
  }
}

function whatOf({ cells }: WorkbookRow): string {
  return ['A', 'B', 'C', 'D']
    .flatMap((letter) => cells.get(letter) ?? [])
    .slice(0, 3)
    .map(String)
    .join(' · ')
    .slice(0, 200)
}
