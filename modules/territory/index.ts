/** Territory: the province and its communes, each name and code with the days it is valid. */
export type { AreasContent, Province } from './contract.ts'
export { Area, AreaKind } from './contract.ts'
export { findProvinceCode } from './domain.ts'
export type { Loaded } from './service.ts'
export {
  findArea,
  listAreas,
  listCommunes,
  loadTerritory,
  readProvince,
  readTerritory,
  showArea,
} from './service.ts'
export type { StoredArea } from './store.ts'
