import type { LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Db } from '../../../platform/db/index.ts'
import { findAgencyByKey, listAgenciesByIds, type Agency } from '../../agencies/index.ts'
import type { Declaration } from '../../procedures/index.ts'

/**
 * The agency that decides on a dossier: the one that is named, the one that receives if it decides itself, or the only one that the
 * procedure names. Where several may (a commune's procedure brought to the province's centre), somebody has to say which.
 * Problems 'dossiers.agency-not-competent', 'dossiers.competence-unknown'.
 */
export async function competentAgencyId(
  db: Db,
  { agencies: { competent, only } }: Declaration,
  receiving: Agency,
  named: string | undefined,
  on: LocalDate,
): Promise<string> {
  const decides = ({ kind, key }: Agency) =>
    competent.some((one) => one === kind) && (only === undefined || only.includes(key))
  if (named !== undefined) {
    const [agency] = await listAgenciesByIds(db, [named], on)
    if (agency !== undefined && decides(agency)) return agency.id
    throw refuse('dossiers.agency-not-competent', 'choice')
  }
  if (decides(receiving)) return receiving.id
  const [single, another] = only ?? []
  const agency = single === undefined || another !== undefined ? undefined : await findAgencyByKey(db, single)
  if (agency === undefined) throw refuse('dossiers.competence-unknown', 'required')
  return agency.id
}

const refuse = (code: string, field: string) =>
  new Problem('invalid', code, { fields: [{ path: '/competentAgencyId', code: field }] })
