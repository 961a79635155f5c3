/** Agencies: the bodies of the state, each name and superior with the days it is valid, and who succeeds whom. */
export { administers, type AdministeredAgencies, type Administrator } from './access.ts'
export type { AgenciesContent } from './contract.ts'
export { AgencyKind, CodeStatus } from './contract.ts'
export {
  administeredAgencies,
  ledAgencies,
  findAgencyByKey,
  getAgency,
  listAgencies,
  listAgenciesBegun,
  listAgencyIds,
  listAgenciesByIds,
  listAgencyNames,
  loadAgencies,
  readAgencies,
  successorsOf,
} from './service/lists.ts'
export type { Agency } from './store/agencies.ts'
export { endAgency, predecessorsOf, type AgencyEnding } from './service/ending.ts'
export { addAgency, changeAgency, readAgency } from './service/administering.ts'
