/** What is to be paid, as main puts it together from payments and dossiers; what is not known is null, never a stand-in value. */
export interface Order {
  readonly reference: string
  /** In đồng. */
  readonly amount: number
  /** False once it was paid or has failed: there is nothing to bring to the platform. */
  readonly isOpen: boolean
  readonly caseId: string
  readonly caseCode: string
  readonly procedure: { readonly code: string; readonly name: string }
  readonly agency: { readonly code: string | null; readonly name: string }
  readonly payer: {
    readonly personId: string
    readonly name: string
    readonly nationalId: string | null
  } | null
  /** After exemptions. */
  readonly lines: readonly {
    readonly key: string
    readonly kind: 'fee' | 'charge'
    readonly name: string
    readonly amount: number
  }[]
  /** The path of this site where the payer goes on afterwards. */
  readonly returnTo: string
}
