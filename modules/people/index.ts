/** People: citizens and organisations, officers with their dated assignments, and who a visitor is. */
export { agenciesWithRole, hasRole, type Scope } from './access.ts'
export { DemoPeople } from './contract.ts'
export { loadDemoPeople, readDemoPeople } from './demo.ts'
export type { Assignment, CitizenClaims, Officer, Person } from './domain.ts'
export {
  admitOfficer,
  findPersonByNationalId,
  getOfficer,
  getPerson,
  listOfficerNames,
  listOfficersAt,
  listPersons,
  recordPerson,
  upsertPersonFromSignIn,
  visitorOf,
  visitors,
} from './service/visitors.ts'
