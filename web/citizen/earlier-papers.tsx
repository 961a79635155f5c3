import type { ReactNode } from 'react'
import type { ReusablePaper } from '../../modules/dossiers/contract.ts'
import { Select } from '../kit/fields.tsx'
import { useFormat } from '../kit/format.ts'
import { useWords } from '../kit/words/use.ts'

/** Names an earlier paper in a form. */
export function placeOf({ dossierId, partId }: Pick<ReusablePaper, 'dossierId' | 'partId'>): string {
  return `${dossierId} ${partId ?? 'result'}`
}

/** The papers of earlier dossiers to choose from; those of the wanted name stand first. */
export function EarlierPapers({
  name,
  id,
  papers,
  wanted,
  error,
}: {
  readonly name: string
  readonly id: string
  readonly papers: readonly ReusablePaper[]
  readonly wanted: string
  readonly error?: string | undefined
}): ReactNode {
  const say = useWords().wizard
  const format = useFormat()
  const fitting = papers.filter(({ title }) => title === wanted)
  const others = papers.filter(({ title }) => title !== wanted)
  return (
    <Select
      name={name}
      id={id}
      label={say.reuseLabel}
      placeholder={say.reuseChoose}
      error={error}
      choices={[...fitting, ...others].map((paper) => ({
        value: placeOf(paper),
        label: say.reuseChoice(paper.title, paper.code, format.dateTime(paper.at)),
      }))}
    />
  )
}
