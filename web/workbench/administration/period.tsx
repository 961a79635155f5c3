import type { ReactNode } from 'react'
import { useFormat } from '../../kit/format.ts'
import { useWords } from '../../kit/words/use.ts'
import { lastDay } from './sending.ts'

/** 'từ 01/12/2026 đến hết 07/12/2026' of a half-open period. */
export function Period({ from, to }: { readonly from: string; readonly to: string | null }): ReactNode {
  const say = useWords().administration
  const format = useFormat()
  return to === null ? say.since(format.day(from)) : say.period(format.day(from), format.day(lastDay(to)))
}
