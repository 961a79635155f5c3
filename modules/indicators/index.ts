/** Indicators: the figures that leaders direct by, each with its definition, its dossiers and its past. */
export { loadIndicators, readIndicators } from './content.ts'
export { readBreakdown } from './service/breakdown.ts'
export { readFigures } from './service/figures.ts'
export type { IndicatorParts } from './service/parts.ts'
export { readRecords } from './service/records.ts'
