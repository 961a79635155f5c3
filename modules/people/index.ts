/** People: citizens and organisations, officers with their dated assignments, and who a visitor is. */
export { agenciesWithRole, hasRole, type Scope } from './access.ts'
export { DemoPeople, type OfficerPage } from './contract.ts'
export { loadDemoPeople, readDemoPeople } from './demo.ts'
export { rightsOn, type Assignment, type CitizenClaims, type Officer, type Person } from './domain.ts'
export {
  admitOfficer,
  findPersonByNationalId,
  getOfficer,
  getPerson,
  listOfficerNames,
  listOfficersAt,
  listOfficersByIds,
  listPersons,
  recordPerson,
  upsertPersonFromSignIn,
  visitorOf,
  visitors,
} from './service/visitors.ts'
export { assignRole, endRole, enterOfficer, renameOfficer, setPosition } from './service/officers.ts'
export { findAdministeredOfficer, listAdministeredOfficers, readOfficer } from './service/reading.ts'
