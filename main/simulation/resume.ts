import { isDeepStrictEqual } from 'node:util'
import { Problem } from '../../kernel/problem.ts'
import type { Dossier } from '../../modules/dossiers/domain.ts'
import { listDossiersByIds } from '../../modules/dossiers/store/dossier.ts'
import type { Simulation } from '../../modules/dossiers/store/simulation.ts'
import type { Db } from '../../platform/db/index.ts'
import type { Batch } from './plan.ts'
import type { Setting } from './setting.ts'
import { livesOf } from './write.ts'

/**
 * Lives a batch that is written once more and holds it against what is there: procedures, offices or calendars that changed since
 * would give the rest another life than the first part has. Problem 'simulation.content-changed'.
 */
export async function expectSameLife(
  db: Db,
  simulation: Simulation,
  setting: Setting,
  written: Batch,
): Promise<void> {
  const lives = livesOf(simulation, setting, written)
  const ids = lives.map(({ dossier }) => dossier.id)
  const there = new Map((await listDossiersByIds(db, ids)).map((dossier) => [dossier.id, dossier]))
  const isSame = lives.every(({ dossier }) => {
    const stored = there.get(dossier.id)
    return stored !== undefined && isDeepStrictEqual(comparable(stored, dossier), comparable(dossier, stored))
  })
  if (!isSame) throw new Problem('conflict', 'simulation.content-changed')
}

/** Without its code, which is drawn; of one that an officer went on with since, what no decision changes. */
function comparable(dossier: Dossier, other: Dossier): unknown {
  const { id, procedureVersionId, caseKey, channel, submittedAt, applicantId } = dossier
  const fixed = { id, procedureVersionId, caseKey, channel, submittedAt, applicantId }
  const compared = dossier.version === other.version ? { ...dossier, code: '' } : fixed
  return JSON.parse(JSON.stringify(compared)) as unknown
}
