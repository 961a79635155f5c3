declare const cited: unique symbol

/**
 * A citation as content declares it: the only thing that may stand as a basis in the ledger's sealed metadata, which no erasure
 * reaches. What somebody typed is a string and belongs into a payload.
 */
export type Clause = string & { readonly [cited]: true }

/** Makes a text a citation; for content and for what the program itself cites, never for what came in with a request. */
export function cite(text: string): Clause {
  return text as Clause
}
