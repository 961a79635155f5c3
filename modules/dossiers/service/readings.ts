import { localDateOf } from '../../../kernel/dates.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { CitizenVisitor } from '../../../platform/http/index.ts'
import { listReadingsOf, type Reading } from '../../../platform/ledger/index.ts'
import { listAgencyNames } from '../../agencies/index.ts'
import { listOfficersByIds, rightsOn, type Officer } from '../../people/index.ts'
import { getVersion } from '../../procedures/index.ts'
import { maySee } from '../access.ts'
import type { MyReading, MyReadings } from '../contract.ts'
import type { Dossier } from '../domain.ts'
import { listDossiersByIds } from '../store/dossier.ts'
import type { DossierParts } from './parts.ts'

const PAGE = 50

/** Who looked at the data of the citizen who asks: by duty and agency, for an office acts and not a name. Newest first. */
export async function readMyReadings(
  { database }: DossierParts,
  visitor: CitizenVisitor,
  before: string | undefined,
): Promise<MyReadings> {
  const found = await listReadingsOf(database, visitor.personId, {
    limit: PAGE + 1,
    ...(before === undefined ? {} : { before }),
  })
  const page = found.slice(0, PAGE)
  return {
    items: await shown(database, page),
    next: found.length > PAGE ? (page.at(-1)?.id ?? null) : null,
  }
}

async function shown(db: Db, readings: readonly Reading[]): Promise<MyReading[]> {
  const readers = readings.map(({ reader }) => (reader.kind === 'officer' ? reader.id : null))
  const [officers, dossiers] = await Promise.all([
    listOfficersByIds(db, distinct(readers)),
    listDossiersByIds(db, distinct(readings.map(({ caseId }) => caseId))),
  ])
  const officerOf = new Map(officers.map((officer) => [officer.id, officer]))
  const dossierOf = new Map(dossiers.map((dossier) => [dossier.id, dossier]))
  const looked = readings.map((reading) => {
    const dossier = dossierOf.get(reading.caseId ?? '')
    const officer = reading.reader.kind === 'officer' ? officerOf.get(reading.reader.id) : undefined
    return { reading, dossier, held: officer && dutyOf(officer, reading.at, dossier) }
  })
  const agencies = await listAgencyNames(db, distinct(looked.map(({ held }) => held?.agencyId ?? null)))
  return Promise.all(
    looked.map(async ({ reading, dossier, held }): Promise<MyReading> => ({
      id: reading.id,
      at: reading.at.toISOString(),
      agencyName: held === undefined ? null : (agencies.get(held.agencyId) ?? null),
      duty: held?.role ?? null,
      system: reading.reader.kind === 'officer' ? null : reading.reader.id,
      purpose: reading.purpose,
      fields: [...reading.fields],
      dossier:
        dossier === undefined
          ? null
          : {
              code: dossier.code,
              procedureName: (await getVersion(db, dossier.procedureVersionId)).declaration.name,
            },
    })),
  )
}

/** What the officer held or carried that day by which the dossier could be seen; failing that, whatever was held. */
function dutyOf(officer: Officer, at: Date, dossier: Dossier | undefined) {
  const held = rightsOn(officer, localDateOf(at))
  const opened =
    dossier &&
    held.filter((one) => {
      const leads = one.role === 'leader' ? null : []
      return maySee({ officerId: officer.id, roles: [one], leads }, dossier)
    })
  return opened?.find(({ role }) => role !== 'leader') ?? opened?.[0] ?? held[0]
}

function distinct(ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== null))]
}
