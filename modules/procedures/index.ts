/** Procedures: what the law asks and promises, each version with the days it is in force. */
export type { CatalogueImported, CatalogueImportRequest } from './catalogue/import.ts'
export { countReasons, importCatalogue } from './catalogue/import.ts'
export type { ProcedureContent } from './content.ts'
export { readProcedure, readProcedures } from './content.ts'
export type { Channel, Declaration, FeeLine, Requirement, ResultType, Term } from './contract.ts'
export type { OfferedLevel, Paper } from './domain.ts'
export {
  answerAt,
  clauseNamedIn,
  clausesOf,
  feeDong,
  findResult,
  getCase,
  isComplete,
  isEligibleForEndToEnd,
  isReplaced,
  papersFor,
  requirementsOf,
  takesOnline,
  termFor,
} from './domain.ts'
export type { ProcedureVersion, Published } from './service.ts'
export {
  currentVersion,
  findCurrentVersion,
  getVersion,
  listCurrentVersions,
  listProcedureNames,
  listServiceLevels,
  listVersions,
  loadProcedures,
  publishProcedure,
} from './service.ts'
export { loadEverydayWords, readEverydayWords, searchProcedures } from './service/search.ts'
