/** Indicators: the figures that leaders direct by, each with its definition, its dossiers and its past. */
export { loadIndicators, readIndicators } from './content.ts'
export { readAgencyRatios, readFigures, readRecords, type IndicatorParts } from './service.ts'
