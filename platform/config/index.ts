export type { LogLevel, Settings } from './settings.ts'
export { readSettings } from './settings.ts'
