import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../../kernel/clock.ts'
import { countCase, difference, type Count } from '../../../platform/cells/index.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { getVersion, type ProcedureVersion } from '../../procedures/index.ts'
import { countsOf, factOf } from '../fact.ts'
import { getDossierForChange, listDossiers, saveCounted } from '../store/dossier.ts'
import { listCurrentFacts, saveFacts } from '../store/facts.ts'
import { walkDossiers } from '../store/walk.ts'

const PAGE = 2000
const MOST_NAMED = 20

export interface FactReport {
  readonly dossiers: number
  readonly mismatchCount: number
  /** The first of the dossiers whose fact is not what it is counted by. */
  readonly mismatches: readonly string[]
}

/** All dossiers looked through once. */
export interface Recount {
  /** Every count that every dossier stands for, from the dossiers alone, agency by agency: what the cells must equal. */
  readonly counts: AsyncGenerator<Count>
  /** Once the counts have been taken to the end: the facts that figures' records are read from, held against the dossiers. */
  readonly report: () => FactReport
}

/** Recounts in a transaction, whose snapshot it stays in, and keeps nothing in mind. `progress` is told how many dossiers it saw. */
export function recount(db: Db, progress: (dossiers: number) => void = () => undefined): Recount {
  const versions = new Map<string, ProcedureVersion>()
  const mismatches: string[] = []
  let dossiers = 0
  let mismatchCount = 0
  async function* counts(): AsyncGenerator<Count> {
    for await (const page of walkDossiers(db, PAGE)) {
      for (const { id, procedureVersionId, dossier, fact } of page) {
        const version = versions.get(procedureVersionId) ?? (await getVersion(db, procedureVersionId))
        versions.set(procedureVersionId, version)
        const expected = factOf(dossier, version)
        if (!isDeepStrictEqual(expected, fact)) {
          mismatchCount += 1
          if (mismatches.length < MOST_NAMED) mismatches.push(id)
        }
        yield* countsOf(expected)
      }
      dossiers += page.length
      progress(dossiers)
    }
  }
  return { counts: counts(), report: () => ({ dossiers, mismatchCount, mismatches }) }
}

/** Every count that every dossier stands for, from the dossiers alone, agency by agency; in a transaction. */
export function recountDossiers(db: Db): AsyncGenerator<Count> {
  return recount(db).counts
}

/** Holds the fact that each figure's records are read from against the dossier itself, one by one; in a transaction. */
export async function compareFacts(db: Db): Promise<FactReport> {
  const { counts, report } = recount(db)
  for await (const count of counts) void count
  return report()
}

/** Counts the next existing dossiers after `after` under the series of today; the last one's id, or null when there are no more. */
export async function countInDossiers(
  tx: Tx,
  clock: Clock,
  after: string | null,
  limit: number,
): Promise<string | null> {
  const page = await listDossiers(tx, after, limit)
  const known = await listCurrentFacts(
    tx,
    page.map(({ dossier }) => dossier.id),
  )
  for (const { dossier: listed } of page) {
    const { dossier, counted } = await getDossierForChange(tx, listed.id)
    const fact = factOf(dossier, await getVersion(tx, dossier.procedureVersionId))
    const counts = countsOf(fact)
    // Counted in with a series before: as it stands, it is kept already.
    if (difference(counted, counts).length === 0) continue
    const recordedOn = await countCase(tx, clock, counted, counts)
    await saveCounted(tx, dossier.id, counts)
    if (!isDeepStrictEqual(known.get(dossier.id) ?? null, fact))
      await saveFacts(tx, recordedOn, [{ dossierId: dossier.id, fact }])
  }
  return page.at(-1)?.dossier.id ?? null
}
