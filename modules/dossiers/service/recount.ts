import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../../kernel/clock.ts'
import { countCase, difference, type Count } from '../../../platform/cells/index.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { getVersion, type ProcedureVersion } from '../../procedures/index.ts'
import { countsOf, factOf } from '../fact.ts'
import { getDossierForChange, listDossiers, saveCounted } from '../store/dossier.ts'
import { listCurrentFacts, saveFacts } from '../store/facts.ts'

const PAGE = 1000

/** Every count that every dossier stands for, from the dossiers alone: what the cells must equal. */
export async function* recountDossiers(db: Db): AsyncGenerator<Count> {
  const versions = new Map<string, ProcedureVersion>()
  let after: string | null = null
  for (;;) {
    const page = await listDossiers(db, after, PAGE)
    for (const { dossier } of page) {
      const id = dossier.procedureVersionId
      const version = versions.get(id) ?? (await getVersion(db, id))
      versions.set(id, version)
      yield* countsOf(factOf(dossier, version))
    }
    if (page.length < PAGE) return
    after = page.at(-1)?.dossier.id ?? null
  }
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
