/** What a dossier is and what may be decided of it, without a clock, a database or a request. */
export * from './domain/decisions.ts'
export * from './domain/dossier.ts'
export * from './domain/evidence.ts'
export { isOnTime, isProvable } from './domain/late.ts'
export { isDecidedHere, simulated, SIMULATION, takeIn, type LivedCase } from './domain/lived.ts'
