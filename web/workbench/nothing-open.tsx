import type { ReactNode } from 'react'
import { useWords } from '../kit/words/use.ts'

/** The list without a dossier beside it. */
export default function NothingOpen(): ReactNode {
  return <p className="bench-empty soft">{useWords().workbench.choose}</p>
}
