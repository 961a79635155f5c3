import type { ReactNode } from 'react'
import type { Basis as BasisOf } from '../../../modules/procedures/contract.ts'
import { Original } from '../../kit/original.tsx'
import { useWords } from '../../kit/words/use.ts'

/** On what a statement rests, and how sure that is; what is not known says so. */
export function Basis({ basis }: { readonly basis: BasisOf }): ReactNode {
  const say = useWords().procedures
  if (basis.confidence === 'unknown') return <p className="unknown small">{say.unknown(basis.reason)}</p>
  return (
    <details className="basis small">
      <summary>{say.basis(say.confidence[basis.confidence])}</summary>
      <p className="soft">
        <Original>
          {basis.clause}
          {basis.note ? `. ${basis.note}` : null}
        </Original>
      </p>
    </details>
  )
}
