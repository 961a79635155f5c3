import { loadAgencies, readAgencies } from '../modules/agencies/index.ts'
import { loadCalendars, readCalendars } from '../modules/calendars/index.ts'
import { loadIndicators, readIndicators } from '../modules/indicators/index.ts'
import { loadDemoPeople, readDemoPeople } from '../modules/people/index.ts'
import {
  loadEverydayWords,
  loadProcedures,
  readEverydayWords,
  readProcedures,
} from '../modules/procedures/index.ts'
import { loadTerritory, readTerritory } from '../modules/territory/index.ts'
import type { ProvinceMode } from '../platform/auth/index.ts'
import type { Database } from '../platform/db/index.ts'

/**
 * Brings the province to what its content says, all or nothing: every file is read and checked before the first row is
 * written. Loading the same content again changes nothing. Problem 'content.invalid' with file and line.
 */
export async function loadContent(
  database: Database,
  at: Date,
  folder: string,
  mode: ProvinceMode,
): Promise<void> {
  const territory = await readTerritory(folder)
  const agencies = await readAgencies(folder)
  const calendars = await readCalendars(folder)
  const procedures = await readProcedures(folder)
  const everydayWords = await readEverydayWords(folder)
  const indicators = await readIndicators(folder)
  const people = mode === 'demo' ? await readDemoPeople(folder) : undefined
  await database.transact(async (tx) => {
    // One process at a time loads; the others then find nothing to change.
    await tx.run(
      `SELECT pg_advisory_xact_lock(hashtextextended('thong-suot.content.' || current_schema(), 0))`,
    )
    await loadTerritory(tx, at, territory)
    await loadAgencies(tx, at, agencies)
    await loadCalendars(tx, at, calendars)
    await loadProcedures(tx, at, procedures)
    if (everydayWords !== undefined) await loadEverydayWords(tx, at, everydayWords)
    await loadIndicators(tx, at, indicators)
    if (people !== undefined) await loadDemoPeople(tx, at, people)
  })
}
