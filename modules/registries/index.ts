/** Registries: sectors of public data whose registers are declared, and made by their declarations. */
export { loadSectors, readSectors, type SectorFiles } from './content.ts'
export type { RegistryParts } from './service/parts.ts'
