import type { ReactNode } from 'react'
import { useWords } from './words/use.ts'

/** The slips of a dossier that there are, each a PDF to open; `from` is the address that they lie under. */
export function SlipLinks({
  from,
  kinds,
}: {
  readonly from: string
  readonly kinds: readonly ('01' | '02' | '03' | '06')[]
}): ReactNode {
  const { slipNames, slipFile } = useWords().dossier
  return kinds.map((kind) => (
    <p key={kind} className="no-print">
      <a href={`${from}/slips/${kind}`}>{slipFile(slipNames[kind])}</a>
    </p>
  ))
}
