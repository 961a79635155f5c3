import type { Clock } from '../../kernel/clock.ts'
import { Problem } from '../../kernel/problem.ts'
import type { Database, Tx } from '../db/index.ts'
import { countInOf } from './count-in.ts'
import type { CellSums, KeptSums } from './sums.ts'

async function numbered(tx: Tx, wanted: readonly CellSums[]): Promise<readonly KeptSums[]> {
  const rows = await tx.rows<{ definition: string; id: number }>('SELECT definition, id FROM cell_definition')
  const ids = new Map(rows.map(({ definition, id }) => [definition, id]))
  return wanted.map((sums, index) => {
    const { definition, agencies, dimensions, events, recorded } = sums
    const meta = { definition }
    const definitionId = ids.get(definition)
    if (definitionId === undefined) throw new Problem('missing', 'cells.unknown-definition', { meta })
    if (dimensions.length > 2) throw new Problem('invalid', 'cells.too-many-dimensions', { meta })
    return { id: index + 1, definition, definitionId, agencies, dimensions, events, recorded }
  })
}

/**
 * Keeps these sums from now on: counts them in from the log, unless they are what is kept already. Folding waits meanwhile, writing
 * and reading do not. Problems 'cells.unknown-definition', 'cells.too-many-dimensions'.
 */
export async function keepSums(database: Database, clock: Clock, wanted: readonly CellSums[]): Promise<void> {
  await database.transact(async (tx) => {
    const kept = await tx.one<{ sets: readonly KeptSums[]; ready: boolean }>(
      'SELECT sets, ready_at IS NOT NULL AS ready FROM cell_sum_kept FOR UPDATE',
    )
    const sets = await numbered(tx, wanted)
    if (kept.ready && sameSets(kept.sets, sets)) return
    await tx.run('DELETE FROM cell_sum')
    await tx.run('UPDATE cell_sum_kept SET sets = $1::jsonb, ready_at = $2', [JSON.stringify(sets), clock()])
    await tx.run(`SET LOCAL work_mem = '256MB'`)
    for (const ofOne of Map.groupBy(sets, ({ definitionId }) => definitionId).values()) {
      await tx.run(countInOf(ofOne))
    }
  })
}

const keyOf = ({ id, definitionId, agencies, dimensions, events, recorded }: KeptSums) =>
  JSON.stringify([id, definitionId, agencies, dimensions, events, recorded])

function sameSets(a: readonly KeptSums[], b: readonly KeptSums[]): boolean {
  return a.map(keyOf).join() === b.map(keyOf).join()
}

/** Before a bulk act that would add to them at every step: no sums are kept or read until `keepSums` is called. */
export async function setSumsAside(database: Database): Promise<void> {
  await database.run('UPDATE cell_sum_kept SET ready_at = NULL WHERE ready_at IS NOT NULL')
}
