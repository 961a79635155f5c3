import type { ReactNode } from 'react'
import { Shape, type Tone } from './marks.tsx'
import { useWords } from './words/use.ts'
import type { Words } from './words/words.ts'

export interface Clocked {
  readonly state: string
  readonly acceptedAt: string | null
  readonly dueAt: string | null
  readonly dueBasis: string
}

export interface TimeLeft {
  readonly tone: Tone
  readonly text: string
  /** The share of the time that has gone, 0 to 1; null when no clock runs. */
  readonly gone: number | null
}

const hour = 3_600_000
const day = 24 * hour

/** How much of a dossier's time is left, in words; whoever reads it needs no legend. */
export function timeLeftOf(item: Clocked, now: string, words: Words): TimeLeft {
  const say = words.timeLeft
  if (item.state === 'finished' || item.state === 'released' || item.state === 'refused') {
    return { tone: 'plain', text: say.done, gone: null }
  }
  if (item.dueBasis === 'suspended' || item.state === 'awaiting-supplement') {
    return { tone: 'unknown', text: say.suspended, gone: null }
  }
  if (item.acceptedAt === null) return { tone: 'plain', text: say.notStarted, gone: null }
  if (item.dueBasis === 'no-limit') return { tone: 'plain', text: say.noLimit, gone: null }
  if (item.dueAt === null) return { tone: 'unknown', text: say.unknown, gone: null }
  const left = Date.parse(item.dueAt) - Date.parse(now)
  const whole = Date.parse(item.dueAt) - Date.parse(item.acceptedAt)
  const gone = whole <= 0 ? 1 : Math.min(1, Math.max(0, 1 - left / whole))
  if (left < 0) return { tone: 'overdue', text: overdue(-left, say), gone: 1 }
  if (left < hour) return { tone: 'due-soon', text: say.minutes, gone }
  if (left < 2 * day)
    return { tone: left < day ? 'due-soon' : 'on-time', text: say.hours(Math.floor(left / hour)), gone }
  return { tone: 'on-time', text: say.days(Math.floor(left / day)), gone }
}

function overdue(late: number, say: Words['timeLeft']): string {
  if (late < hour) return say.overdueNow
  return late < day ? say.overdueHours(Math.floor(late / hour)) : say.overdueDays(Math.floor(late / day))
}

export function TimeLeftBar({ item, now }: { readonly item: Clocked; readonly now: string }): ReactNode {
  const left = timeLeftOf(item, now, useWords())
  return (
    <span className={`time-left tone-${left.tone}`}>
      <span className="tag">
        <Shape tone={left.tone} />
        <span>{left.text}</span>
      </span>
      {left.gone === null ? null : <Bar share={left.gone} tone={left.tone} />}
    </span>
  )
}

/** A thin bar; decoration beside words that say the same. */
export function Bar({ share, tone }: { readonly share: number; readonly tone?: Tone }): ReactNode {
  return (
    <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect className="ground" width="100" height="8" />
      <rect
        className={tone ? `fill tone-${tone}` : 'fill'}
        width={Math.round(share * 1000) / 10}
        height="8"
      />
    </svg>
  )
}
