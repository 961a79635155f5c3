/** The portal's services that are used here; both pushes and the question go with a session in one envelope. */
export const services = {
  dossier: 'DongBoHoSoMC',
  progress: 'CapNhatTienDoHoSoMC',
  lookUp: 'TraCuuHoSo',
} as const

export type PushService = typeof services.dossier | typeof services.progress
