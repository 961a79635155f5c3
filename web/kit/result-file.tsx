import type { ReactNode } from 'react'
import type { Result } from '../../modules/dossiers/contract.ts'

/** The issued result as a file to open, where it was issued electronically. */
export function ResultFile({
  dossierId,
  result,
}: {
  readonly dossierId: string | null
  readonly result: Result
}): ReactNode {
  if (dossierId === null || result.file === null) return null
  return (
    <p>
      <a href={`/api/v1/dossiers/${dossierId}/result/file`}>{result.file.name}</a>
    </p>
  )
}
