/** What of dossiers goes over the wire: to applicants, to officers, into the ledger. */
export * from './contract/applicant.ts'
export { dossierEntries, dossierProblems, type DossierProblem } from './contract/ledger.ts'
export * from './contract/continuity.ts'
export * from './contract/intake.ts'
export * from './contract/money.ts'
export * from './contract/officer.ts'
export { ApplicantSlip, OfficeSlip } from './contract/slips.ts'
export {
  Account,
  Answers,
  Channel,
  Delivery,
  DerivationLine,
  DossierState,
  Due,
  DueBasis,
  FeeState,
  Moment,
  Part,
  Result,
  Step,
  Supplement,
  Verdict,
  Vote,
  Wrong,
} from './contract/values.ts'
