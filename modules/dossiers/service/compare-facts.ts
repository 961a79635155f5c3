import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../../platform/db/index.ts'
import { getVersion, type ProcedureVersion } from '../../procedures/index.ts'
import { factOf } from '../fact.ts'
import { listDossiers } from '../store/dossier.ts'
import { listCurrentFacts } from '../store/facts.ts'

const PAGE = 1000

export interface FactReport {
  readonly dossiers: number
  readonly mismatchCount: number
  /** The first of the dossiers whose fact is not what it is counted by, by id. */
  readonly mismatches: readonly string[]
}

const MOST_NAMED = 20

/** Holds the fact that each figure's records are read from against the dossier itself, one by one. */
export async function compareFacts(db: Db): Promise<FactReport> {
  const versions = new Map<string, ProcedureVersion>()
  const mismatches: string[] = []
  let dossiers = 0
  let mismatchCount = 0
  let after: string | null = null
  for (;;) {
    const page = await listDossiers(db, after, PAGE)
    const facts = await listCurrentFacts(
      db,
      page.map(({ dossier }) => dossier.id),
    )
    for (const { dossier } of page) {
      const id = dossier.procedureVersionId
      const version = versions.get(id) ?? (await getVersion(db, id))
      versions.set(id, version)
      if (isDeepStrictEqual(factOf(dossier, version), facts.get(dossier.id) ?? null)) continue
      mismatchCount += 1
      if (mismatches.length < MOST_NAMED) mismatches.push(dossier.id)
    }
    dossiers += page.length
    if (page.length < PAGE) return { dossiers, mismatchCount, mismatches }
    after = page.at(-1)?.dossier.id ?? null
  }
}
