import type { ReactNode } from 'react'
import { Tag, type Tone } from './marks.tsx'
import { timeLeftOf, type Clocked } from './time-left.tsx'
import { useWords } from './words/use.ts'

const tones: Readonly<Record<string, Tone>> = {
  submitted: 'indigo',
  processing: 'indigo',
  'awaiting-supplement': 'due-soon',
  refused: 'overdue',
  finished: 'on-time',
  released: 'on-time',
}

/** What state a dossier is in; while the clock runs, in the tone of the time that is left. */
export function StateTag({ item, now }: { readonly item: Clocked; readonly now: string }): ReactNode {
  const words = useWords()
  const states: Readonly<Record<string, string>> = words.dossier.states
  const text = states[item.state] ?? item.state
  if (item.state !== 'processing') return <Tag tone={tones[item.state] ?? 'plain'}>{text}</Tag>
  const left = timeLeftOf(item, now, words)
  return (
    <Tag tone={left.tone === 'plain' ? 'indigo' : left.tone}>
      {text}, {left.text}
    </Tag>
  )
}
