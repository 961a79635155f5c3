import type { Count } from '../../../platform/cells/index.ts'
import type { Db } from '../../../platform/db/index.ts'
import { getVersion } from '../../procedures/index.ts'
import { countsOf, factOf } from '../fact.ts'
import { findResult } from '../store/contents.ts'
import { listDossiers } from '../store/dossier.ts'

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
