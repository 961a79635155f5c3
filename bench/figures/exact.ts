import { dossierSeries, seriesName } from '../../modules/dossiers/index.ts'
import { countsOf } from '../../modules/dossiers/fact.ts'
import type { DossierFact } from '../../modules/dossiers/domain.ts'
import { compareCells } from '../../platform/cells/index.ts'
import type { Count } from '../../platform/cells/index.ts'
import type { Database } from '../../platform/db/index.ts'
import type { Agreement } from '../submit/consistency.ts'

const FACTS = `
SELECT agency_id AS agency, procedure, channel, provable, accepted_at AS "acceptedAt", ended_at AS "endedAt", late_from AS "lateFrom", fees,
  digitised, reused, paper, electronic_result AS "electronicResult", end_to_end AS "offeredEndToEnd", eligible AS "eligibleForEndToEnd", vote
FROM dossier_fact WHERE replaced_on IS NULL`

/** The filled cells against the product's own arithmetic over the filled facts. */
export async function filledExactly(database: Database): Promise<Agreement> {
  return database.snapshot(async (db) => {
    const facts = await db.rows<DossierFact>(FACTS)
    async function* counts(): AsyncGenerator<Count> {
      for (const fact of facts) yield* countsOf(fact)
    }
    let [cells, differing] = [0, 0]
    for (const series of Object.keys(dossierSeries) as (keyof typeof dossierSeries)[]) {
      const report = await compareCells(db, seriesName(series), counts())
      cells += report.cells
      differing += report.mismatchCount
    }
    return {
      what: 'cells and a recount from nothing',
      counts: { cells, differing },
      holds: cells > 0 && differing === 0,
    }
  })
}
