/** Agencies: the bodies of the state, each name and superior with the days it is valid, and who succeeds whom. */
export type { AgenciesContent } from './contract.ts'
export { AgencyKind, CodeStatus } from './contract.ts'
export {
  findAgencyByKey,
  getAgency,
  listAgencies,
  listAgenciesByIds,
  listAgencyNames,
  loadAgencies,
  readAgencies,
  successorsOf,
} from './service.ts'
export type { Agency } from './store.ts'
