import { useEffect, useState, type ReactNode } from 'react'
import { useFormat } from './format.ts'
import { useRoot, useWords } from './words/use.ts'

/** What heads a printed page instead of the masthead: whose it is, whence, when it was printed and by whom. */
export function PrintHead({
  area,
  province,
}: {
  readonly area: string
  readonly province: string
}): ReactNode {
  const words = useWords()
  const format = useFormat()
  const root = useRoot()
  const [printedAt, setPrintedAt] = useState(root?.now)
  useEffect(() => {
    const note = () => setPrintedAt(new Date().toISOString())
    window.addEventListener('beforeprint', note)
    return () => window.removeEventListener('beforeprint', note)
  }, [])
  if (root === undefined || root.visitor.kind !== 'officer') return null
  return (
    <div className="print-head" aria-hidden="true">
      <p>
        <strong>{province}</strong>
        <br />
        {root.offices.join(', ')}
      </p>
      <p>
        {area}
        <br />
        {words.frame.printed(printedAt === undefined ? '' : format.dateTime(printedAt), root.visitor.name)}
      </p>
    </div>
  )
}
