/** What the national portal's connector tells over the API; screens import no connector, so its shapes stand here. */
export interface Remark {
  readonly path: string
  readonly code: string
}

export interface Message {
  readonly id: string
  readonly dossierId: string
  readonly dossierCode: string | null
  readonly inDoubt: boolean
  readonly reasons: readonly Remark[]
  readonly omissions: readonly Remark[]
  readonly since: string
  readonly attempts: number
  readonly error: string | null
}

export interface Messages {
  readonly items: readonly Message[]
  readonly next: string | null
}

export interface Status {
  readonly connected: boolean
  readonly standIn: boolean
  readonly counts: { readonly waiting: number; readonly held: number; readonly sent: number }
  readonly dossiersTold: number
  readonly notTold: { readonly takenIn: number; readonly neverAccepted: number }
  readonly lag: number
  readonly lastSuccessAt: string | null
  readonly lastError: string | null
}
