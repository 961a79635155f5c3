import type { ReactNode } from 'react'
import type { Declaration, ProcedureCase, Requirement } from '../../../modules/procedures/contract.ts'
import { useFormat } from '../../kit/format.ts'
import { Original } from '../../kit/original.tsx'
import { useWords } from '../../kit/words/use.ts'
import type { Words } from '../../kit/words/words.ts'
import { Basis } from './basis.tsx'

type Declared = Pick<
  Declaration,
  'requirements' | 'cases' | 'offered' | 'channels' | 'onlineSystem' | 'sharedForm'
>

/** Whether the declaration is made on these pages: no system of the state takes it, and it has a form of its own here. */
export function isDeclaredHere({
  offered,
  channels,
  onlineSystem,
  sharedForm,
}: Omit<Declared, 'requirements' | 'cases'>): boolean {
  return offered && channels.includes('online') && onlineSystem === undefined && sharedForm === undefined
}

/** The papers of one case; a single case needs no heading. */
export function Papers({
  declaration,
  procedureCase,
}: {
  readonly declaration: Declared
  readonly procedureCase: ProcedureCase
}): ReactNode {
  const say = useWords().procedures
  const papers = procedureCase.requirements.flatMap((key) =>
    declaration.requirements.filter((one) => one.key === key),
  )
  const list = (
    <ul>
      {papers.map((paper) => (
        <Paper key={paper.key} paper={paper} declaration={declaration} />
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

function Paper({
  paper,
  declaration,
}: {
  readonly paper: Requirement
  readonly declaration: Declared
}): ReactNode {
  const say = useWords().procedures
  const format = useFormat()
  const facts = [
    say.handling[paper.handling],
    paper.isForm
      ? formWords(declaration, say)
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

/** Where the declaration is made. */
function formWords(declaration: Declared, say: Words['procedures']): string {
  if (isDeclaredHere(declaration)) return say.isForm
  return declaration.onlineSystem !== undefined && declaration.channels.includes('online')
    ? say.isFormElsewhere(declaration.onlineSystem.name)
    : say.isFormAtCounter
}
