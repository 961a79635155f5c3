import { lastDayOf, type LocalMonth } from '../../../kernel/dates.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { Agency } from '../../agencies/index.ts'
import { listServiceLevels, type OfferedLevel } from '../../procedures/index.ts'
import type { Ratio } from '../contract.ts'
import { isProvidedOnline, ratioOf } from '../domain.ts'
import { stands, type Reading } from './reading.ts'

export const PROVIDED_ONLINE = 'provided-online'

/** The figure that counts procedures, not dossiers: those that the agencies asked about decide on. */
export interface ProvidedOnline {
  /** As they were in force at the end of a month, or today while it runs. */
  procedures(month: LocalMonth, agencies?: readonly Agency[]): readonly OfferedLevel[]
  ratio(month: LocalMonth, agencies?: readonly Agency[]): Ratio
}

export async function providedOnline(db: Db, reading: Reading): Promise<ProvidedOnline> {
  const levels = await listServiceLevels(db)
  const { period, asOf, procedure } = reading
  const procedures: ProvidedOnline['procedures'] = (month, agencies = reading.agencies) => {
    const decides = ({ competent, only }: OfferedLevel) =>
      agencies.some(
        (agency) =>
          stands(reading, agency) && competent.includes(agency.kind) && (only?.includes(agency.key) ?? true),
      )
    return levels(month === period.month ? period.to : lastDayOf(month), asOf).filter(
      (offered) => decides(offered) && (procedure === null || offered.code === procedure),
    )
  }
  return {
    procedures,
    ratio(month, agencies) {
      const offered = procedures(month, agencies)
      return ratioOf(offered.filter(isProvidedOnline).length, offered.length, 0)
    },
  }
}
