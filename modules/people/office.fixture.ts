import { decideProvinceMode } from '../../platform/auth/index.ts'
import type { OfficerVisitor } from '../../platform/http/index.ts'
import { loadedProvince, type LoadedProvince } from '../../tests/province.ts'
import type { DelegableRole, OfficerPage } from './contract.ts'
import { loadDemoPeople, readDemoPeople, visitorOf } from './index.ts'
import { enterOfficer } from './service/officers.ts'
import { readOfficer } from './service/reading.ts'
import type { PeopleParts } from './service/administering.ts'

export const TODAY = '2026-11-23'
export const TOMORROW = '2026-11-24'
export const basis = 'QĐ 12/QĐ-UBND'
const folder = new URL('../../content/tay-ninh', import.meta.url).pathname
const loadedAt = new Date('2026-11-01T02:00:00Z')

/** A province with its demo people on one day of work, and those who administer it. */
export interface Office {
  readonly given: LoadedProvince
  readonly parts: PeopleParts
  loadPeople(): Promise<void>
  visitor(subject: string, on?: string): Promise<OfficerVisitor>
  operator(): Promise<OfficerVisitor>
  ofProvince(): Promise<OfficerVisitor>
  ofLongAn(): Promise<OfficerVisitor>
  page(subject: string, on?: string): Promise<OfficerPage>
  rolesOn(subject: string, on: string): Promise<readonly string[]>
  entered(subject: string, agency: string, ...roles: DelegableRole[]): Promise<OfficerPage>
}

export async function openOffice(): Promise<Office> {
  const given = await loadedProvince(loadedAt)
  const parts = { database: given.database, clock: () => new Date(`${TODAY}T02:00:00Z`) }
  await given.database.transact((tx) => decideProvinceMode(tx, loadedAt, undefined))
  const loadPeople = async () => {
    const content = await readDemoPeople(folder)
    await given.database.transact((tx) => loadDemoPeople(tx, loadedAt, content))
  }
  await loadPeople()
  const visitor = async (subject: string, on = TODAY) => {
    const found = await visitorOf(given.database, { issuer: 'officer', subject, assurance: null }, on)
    if (found.kind !== 'officer') throw new Error(`There is no officer ${subject}`)
    return found
  }
  const operator = () => visitor('to-thanh-phong')
  return {
    given,
    parts,
    loadPeople,
    visitor,
    operator,
    ofProvince: () => visitor('truong-cong-thanh'),
    ofLongAn: () => visitor('ngo-thi-kim-ngan'),
    async page(subject, on) {
      return readOfficer(parts, await operator(), (await visitor(subject)).officerId, on)
    },
    async rolesOn(subject, on) {
      return (await visitor(subject, on)).roles.map(({ role }) => role).toSorted()
    },
    async entered(subject, agency, ...roles) {
      return enterOfficer(parts, await operator(), {
        subject,
        name: `Người ${subject}`,
        agencyId: await given.agencyId(agency),
        roles,
        from: TODAY,
        basis,
      })
    },
  }
}
