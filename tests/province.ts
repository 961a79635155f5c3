import { findAgencyByKey, loadAgencies, readAgencies } from '../modules/agencies/index.ts'
import { loadTerritory, readTerritory } from '../modules/territory/index.ts'
import { testDatabase, type TestDatabase } from './database.ts'

const folder = new URL('../content/tay-ninh', import.meta.url).pathname

export interface LoadedProvince extends TestDatabase {
  agencyId(key: string): Promise<string>
}

/** A province with its communes and agencies, and nobody in it. */
export async function loadedProvince(at: Date): Promise<LoadedProvince> {
  const given = await testDatabase()
  const [territory, agencies] = [await readTerritory(folder), await readAgencies(folder)]
  await given.database.transact(async (tx) => {
    await loadTerritory(tx, at, territory)
    await loadAgencies(tx, at, agencies)
  })
  return {
    ...given,
    async agencyId(key) {
      const agency = await findAgencyByKey(given.database, key)
      if (agency === undefined) throw new Error(`There is no agency ${key}`)
      return agency.id
    },
  }
}
