import type { Clock } from '../../kernel/clock.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Database, Db, Tx } from '../db/index.ts'

export interface CellDefinition {
  readonly key: string
  /** Another meaning is another version. */
  readonly version: number
  /** The dimensions that the month cells keep; the log keeps all. */
  readonly few: readonly string[]
}

export interface AddedDefinition extends CellDefinition {
  /** 'key@version'. */
  readonly definition: string
  /** The last of the existing cases that has been counted in. */
  readonly countedTo: string | null
  /** Null while existing cases are still being counted in: nothing can be read before. */
  readonly readyAt: Date | null
}

/**
 * Counts the next `limit` existing cases after `after` (null: the first) under the new definition: locks each, calls `countCase`
 * with the difference between what it was counted under and what it counts as, saves that with the case. Returns the last case's
 * key, or null when there are no more.
 */
export type CountIn = (tx: Tx, after: string | null, limit: number) => Promise<string | null>

const CASES_AT_ONCE = 500
const RESERVED = ['agency', 'month', 'day']

const COLUMNS = `key, version, definition, few, counted_to AS "countedTo", ready_at AS "readyAt"`

/** 'key@version'. */
export function definitionName({ key, version }: Pick<CellDefinition, 'key' | 'version'>): string {
  return `${key}@${version}`
}

/** All definitions ever added. */
export function listDefinitions(db: Db): Promise<readonly AddedDefinition[]> {
  return db.rows<AddedDefinition>(`SELECT ${COLUMNS} FROM cell_definition ORDER BY key, version`)
}

/**
 * Makes a definition known, so that changes can be counted under it, while nothing can be read yet. Problems:
 * 'cells.definition-changed' where the same version means something else, 'cells.reserved-dimension'.
 */
export async function declareDefinition(
  database: Database,
  clock: Clock,
  definition: CellDefinition,
): Promise<void> {
  const name = definitionName(definition)
  const few = definition.few.toSorted()
  if (few.some((dimension) => RESERVED.includes(dimension))) {
    throw new Problem('invalid', 'cells.reserved-dimension', { meta: { definition: name } })
  }
  await database.run(
    `INSERT INTO cell_definition (key, version, few, added_at) VALUES ($1, $2, $3, $4) ON CONFLICT (definition) DO NOTHING`,
    [definition.key, definition.version, few, clock()],
  )
  const there = await database.one<{ few: string[] }>(
    'SELECT few FROM cell_definition WHERE definition = $1',
    [name],
  )
  if (there.few.join() !== few.join()) {
    throw new Problem('conflict', 'cells.definition-changed', { meta: { definition: name } })
  }
}

/** One batch and its cursor in one transaction, under the definition's row: one process at a time. True when all is counted. */
async function countBatch(tx: Tx, at: Date, name: string, countIn: CountIn): Promise<boolean> {
  const { countedTo, readyAt } = await tx.one<AddedDefinition>(
    `SELECT ${COLUMNS} FROM cell_definition WHERE definition = $1 FOR UPDATE`,
    [name],
  )
  if (readyAt !== null) return true
  const last = await countIn(tx, countedTo, CASES_AT_ONCE)
  if (last === null)
    await tx.run('UPDATE cell_definition SET ready_at = $2 WHERE definition = $1', [name, at])
  else await tx.run('UPDATE cell_definition SET counted_to = $2 WHERE definition = $1', [name, last])
  return last === null
}

/**
 * Adds a definition and counts all existing cases in, batch by batch; interrupted, it goes on where it was when called again. Every
 * process that changes cases meanwhile must already count them under the definition: declare it first. Problems as
 * `declareDefinition`.
 */
export async function addDefinition(
  database: Database,
  clock: Clock,
  definition: CellDefinition,
  countIn: CountIn,
): Promise<void> {
  await declareDefinition(database, clock, definition)
  const name = definitionName(definition)
  while (!(await database.transact((tx) => countBatch(tx, clock(), name, countIn))));
}

export interface ReadyDefinition {
  readonly id: number
  readonly few: readonly string[]
  /** The last closed day, where there is one. */
  readonly closed: string | null
}

/** Definitions that may be read, by name. Problems: 'cells.unknown-definition', 'cells.not-ready' (busy). */
export async function getReadyDefinitions(
  db: Db,
  names: readonly string[],
): Promise<ReadonlyMap<string, ReadyDefinition>> {
  const rows = await db.rows<ReadyDefinition & { definition: string; ready: boolean }>(
    `SELECT definition, id, few, ready_at IS NOT NULL AS ready, (SELECT max(day) FROM cell_day) AS closed
     FROM cell_definition WHERE definition = ANY($1::text[])`,
    [names],
  )
  const found = new Map(rows.map((row) => [row.definition, row]))
  for (const name of names) {
    const meta = { definition: name }
    const row = found.get(name)
    if (row === undefined) throw new Problem('missing', 'cells.unknown-definition', { meta })
    if (!row.ready) throw new Problem('busy', 'cells.not-ready', { meta })
  }
  return found
}
