/** What the worker begins with. */
export interface Setting {
  /** The folder of the templates; a template reads nothing outside it. */
  readonly templates: string
}

export interface Question {
  readonly template: string
  /** JSON text, which the template finds as `sys.inputs.data`. */
  readonly data: string
  /** Seconds since 1970: the day that the document says it was made on. */
  readonly madeAt: number
}

export type Reply = { readonly pdf: Uint8Array } | { readonly failure: string }
