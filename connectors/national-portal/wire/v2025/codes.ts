import type { Channel, Delivery, DossierState } from '../../../../modules/dossiers/contract.ts'
import type { DossierMessage, StateCode } from './dossier-message.ts'

/** TrangThaiHoSo of each of our states; a suspended dossier is told as suspended, never as finished. */
export const stateCodes: Readonly<Record<DossierState, StateCode>> = {
  submitted: '1',
  processing: '4',
  'awaiting-supplement': '5',
  refused: '3',
  finished: '9',
  released: '10',
}

/** TrangThai of a step: what the dossier became by it. */
export const stepCodes = {
  accepted: '2',
  done: '4',
  supplementRequested: '5',
  finished: '9',
  released: '10',
} as const

/** KenhThucHien. */
export const channelCodes: Readonly<Record<Channel, DossierMessage['KenhThucHien']>> = {
  counter: '1',
  online: '2',
  post: '3',
}

/** HinhThuc: whether the result goes by post; there is no code of its own for a result delivered online. */
export const deliveryCodes: Readonly<Record<Delivery, DossierMessage['HinhThuc']>> = {
  counter: '0',
  online: '0',
  post: '1',
}

// Filler numbers that systems in use have put where an owner's number was not known.
const FILLER = /^0{8}/

/** LoaiDinhDanh with its number; undefined for a number that is no citizen's. Passports and tax codes have no code that was seen. */
export function ownerIdOf(number: string): DossierMessage['DinhDanhCHS'][number] | undefined {
  if (FILLER.test(number)) return undefined
  if (/^\d{12}$/.test(number)) return { LoaiDinhDanh: '1', SoDinhDanh: number }
  if (/^\d{9}$/.test(number)) return { LoaiDinhDanh: '2', SoDinhDanh: number }
  return undefined
}
