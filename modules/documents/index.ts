/** Documents: the slips that an office gives or keeps, each by the form in force on its day, as PDF. */
export { SlipKind } from './contract.ts'
export type { HandOverResult, SlipData, SlipsContent } from './contract.ts'
export { handOverResult, momentOf } from './domain.ts'
export type { RenderedSlip, Slips } from './service.ts'
export { openSlips, readSlips } from './service.ts'
