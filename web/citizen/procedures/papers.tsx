import type { ReactNode } from 'react'
import type { Declaration, ProcedureCase, Requirement } from '../../../modules/procedures/contract.ts'
import { useFormat } from '../../kit/format.ts'
import { Original } from '../../kit/original.tsx'
import { useWords } from '../../kit/words/use.ts'
import { Basis } from './basis.tsx'

/** The papers of one case; a single case needs no heading. */
export function Papers({
  declaration,
  procedureCase,
}: {
  readonly declaration: Pick<Declaration, 'requirements' | 'cases'>
  readonly procedureCase: ProcedureCase
}): ReactNode {
  const say = useWords().procedures
  const papers = procedureCase.requirements.flatMap((key) =>
    declaration.requirements.filter((one) => one.key === key),
  )
  const list = (
    <ul>
      {papers.map((paper) => (
        <Paper key={paper.key} paper={paper} />
      ))}
    </ul>
  )
  if (declaration.cases.length === 1) return list
  return (
    <details>
      <summary>{say.papersOfCase(procedureCase.name)}</summary>
      <p className="soft">
        <Original>{procedureCase.help}</Original>
      </p>
      {list}
    </details>
  )
}

function Paper({ paper }: { readonly paper: Requirement }): ReactNode {
  const say = useWords().procedures
  const format = useFormat()
  const facts = [
    say.handling[paper.handling],
    paper.isForm
      ? say.isForm
      : paper.originals + paper.copies > 0
        ? say.copies(format.number(paper.originals), format.number(paper.copies))
        : '',
    paper.condition === undefined ? '' : say.onlyIf(paper.condition.text),
  ].filter((fact) => fact !== '')
  return (
    <li>
      <Original>{paper.name}</Original>
      <p className="soft small">{facts.join(' · ')}</p>
      {paper.replacedBy === undefined ? null : (
        <p className="soft small">{say.replacedBy(paper.replacedBy.database, paper.replacedBy.clause)}</p>
      )}
      {paper.note ? (
        <p className="soft small">
          <Original>{paper.note}</Original>
        </p>
      ) : null}
      <Basis basis={paper.basis} />
    </li>
  )
}
