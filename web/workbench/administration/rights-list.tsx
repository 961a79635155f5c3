import type { ReactNode } from 'react'
import type { Right } from '../../../modules/people/contract.ts'
import { useFormat } from '../../kit/format.ts'
import { useWords } from '../../kit/words/use.ts'
import { lastDay } from './sending.ts'

/** Rights of a day, each as role, agency, who delegated it and how long it lasts. */
export function RightsList({
  rights,
  none,
}: {
  readonly rights: readonly Right[]
  readonly none: string
}): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.administration
  if (rights.length === 0) return <p className="soft">{none}</p>
  return (
    <ul className="lines">
      {rights.map(({ agency, role, until, delegatedBy }) => (
        <li key={`${agency.id}${role}`}>
          <strong>{words.dossier.roles[role]}</strong>, {agency.name}
          {delegatedBy === null ? null : (
            <span className="soft"> · {say.list.delegated(delegatedBy.name)}</span>
          )}
          {until === null ? null : (
            <span className="soft"> · {say.untilDay(format.day(lastDay(until)))}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
