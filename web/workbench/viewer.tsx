import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Part } from '../../modules/dossiers/contract.ts'
import { paperPath } from '../kit/calls/work.ts'
import { useWords } from '../kit/words/use.ts'

/** A paper beside its dossier. */
export function PaperViewer({
  dossierId,
  part,
}: {
  readonly dossierId: string
  readonly part: Part
}): ReactNode {
  const say = useWords().desk
  const [search] = useSearchParams()
  const closed = new URLSearchParams(search)
  closed.delete('paper')
  const path = paperPath(dossierId, part.id)
  const { file } = part
  if (file === null) return null
  return (
    <aside className="viewer" aria-label={part.title}>
      <p className="viewer-head">
        <strong>{part.title}</strong>
        <Link to={`?${closed.toString()}`}>{say.closePaper}</Link>
      </p>
      {file.mediaType.startsWith('image/') ? (
        <img src={path} alt={`${part.title}: ${file.name}`} />
      ) : (
        <p>
          <a href={path} target="_blank" rel="noreferrer">
            {file.name}
          </a>{' '}
          {say.notAnImage}
        </p>
      )}
    </aside>
  )
}
