import type { ReactNode } from 'react'
import { Back, PageTitle } from '../../kit/frame.tsx'
import { Original } from '../../kit/original.tsx'
import { useWords } from '../../kit/words/use.ts'
import type { Place } from './steps.ts'

/** The head of every page of an application: the way back, what has to be mended, how far it is, what it is about. */
export function StepHead({
  place,
  title,
  procedureName,
  lead,
  summary,
}: {
  readonly place: Place
  readonly title: string
  readonly procedureName: string
  readonly lead?: ReactNode
  readonly summary?: ReactNode
}): ReactNode {
  const words = useWords()
  const step = words.frame.step(place.number, place.of)
  const share = Math.round((place.number / place.of) * 100)
  return (
    <>
      {place.before === null ? null : <Back to={place.before} />}
      {summary}
      <p className="progress-line">
        {step} · <Original>{procedureName}</Original>
      </p>
      <svg className="progress-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="6" />
        <rect className="done" width={share} height="6" />
      </svg>
      <PageTitle title={title} tab={`${step}: ${title}`} lead={lead} />
    </>
  )
}
