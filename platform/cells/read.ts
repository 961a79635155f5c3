import { isLocalDate } from '../../kernel/dates.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Db } from '../db/index.ts'
import { getReadyDefinitions, type ReadyDefinition } from './definition.ts'
import { statementOf } from './query.ts'
import type { CellQuery } from './sources.ts'
import { listSums } from './sums.ts'
import type { KeptSums } from './sums.ts'

export interface CellGroup {
  /** By the names asked for; a month is 'YYYY-MM'; a dimension that was not said is ''. */
  readonly key: Readonly<Record<string, string>>
  readonly num: number
  readonly den: number
}

type Row = { readonly num: number; readonly den: number } & Readonly<Record<`k${number}`, string>>

function checkDays({ from, to, asRecordedOn }: CellQuery): void {
  for (const [path, day] of Object.entries({ from, to, asRecordedOn })) {
    if (day === undefined || isLocalDate(day)) continue
    throw new Problem('invalid', 'cells.not-a-day', {
      fields: [{ path: `/${path}`, code: 'cells.not-a-day' }],
    })
  }
}

/**
 * The figure at this moment, exact: folded and not yet folded in one statement. No data is no row. Problems:
 * 'cells.unknown-definition', 'cells.not-ready' (busy), 'cells.not-a-day', 'cells.day-not-closed' where `asRecordedOn` has not been
 * given to `closeDay`.
 */
export async function readCells(db: Db, query: CellQuery): Promise<readonly CellGroup[]> {
  checkDays(query)
  const definitions = await getReadyDefinitions(db, [query.definition])
  return readReady(db, query, definitions.get(query.definition), [])
}

/**
 * Several figures of one moment, each as `readCells`. `db` must be a snapshot: the sums that are kept beside the cells are read only
 * where they are known to be kept.
 */
export async function readManyCells(
  db: Db,
  queries: readonly CellQuery[],
): Promise<readonly (readonly CellGroup[])[]> {
  for (const query of queries) checkDays(query)
  const [definitions, sums] = await Promise.all([
    getReadyDefinitions(
      db,
      queries.map(({ definition }) => definition),
    ),
    listSums(db),
  ])
  return Promise.all(
    queries.map((query) => {
      const { definition } = query
      const kept = sums.filter((one) => one.definition === definition)
      return readReady(db, query, definitions.get(definition), kept)
    }),
  )
}

async function readReady(
  db: Db,
  query: CellQuery,
  definition: ReadyDefinition | undefined,
  sums: readonly KeptSums[],
): Promise<readonly CellGroup[]> {
  if (definition === undefined) throw new Error(`the definition ${query.definition} was lost`)
  const { id, few, closed } = definition
  if (query.asRecordedOn !== undefined && (closed === null || closed < query.asRecordedOn)) {
    throw new Problem('conflict', 'cells.day-not-closed', { meta: { day: query.asRecordedOn } })
  }
  const { text, values, names } = statementOf(query, id, few, sums)
  const rows = await db.rows<Row>(text, values)
  return rows.map((row) => ({
    key: Object.fromEntries(names.map((name, index) => [name, row[`k${index}`] ?? ''])),
    num: row.num,
    den: row.den,
  }))
}
