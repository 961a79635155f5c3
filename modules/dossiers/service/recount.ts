import type { Clock } from '../../../kernel/clock.ts'
import { countCase, type Count } from '../../../platform/cells/index.ts'
import type { Db, Tx } from '../../../platform/db/index.ts'
import { getVersion } from '../../procedures/index.ts'
import { countsOf, factOf } from '../fact.ts'
import { findResult } from '../store/contents.ts'
import { getDossierForChange, listDossiers, saveCounted } from '../store/dossier.ts'

const PAGE = 1000

/** Every count that every dossier stands for, from the dossiers alone: what the cells must equal. */
export async function* recountDossiers(db: Db): AsyncGenerator<Count> {
  const procedures = new Map<string, string>()
  let after: string | null = null
  for (;;) {
    const page = await listDossiers(db, after, PAGE)
    for (const { dossier } of page) {
      const code =
        procedures.get(dossier.procedureVersionId) ?? (await getVersion(db, dossier.procedureVersionId)).code
      procedures.set(dossier.procedureVersionId, code)
      const result = dossier.finishedAt === null ? undefined : await findResult(db, dossier.id)
      yield* countsOf(factOf(dossier, code, result !== undefined && result.file !== null))
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
  for (const { dossier: listed } of page) {
    const { dossier, counted } = await getDossierForChange(tx, listed.id)
    const { code } = await getVersion(tx, dossier.procedureVersionId)
    const result = await findResult(tx, dossier.id)
    const counts = countsOf(factOf(dossier, code, result !== undefined && result.file !== null))
    await countCase(tx, clock, counted, counts)
    await saveCounted(tx, dossier.id, counts)
  }
  return page.at(-1)?.dossier.id ?? null
}
