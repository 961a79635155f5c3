import type { ReactNode } from 'react'

export type Stage = 'done' | 'now' | 'next' | 'waiting' | 'stopped'

export interface TimelineItem {
  readonly key: string
  readonly stage: Stage
  readonly title: ReactNode
  readonly when?: ReactNode
  readonly detail?: ReactNode
}

const signs: Readonly<Record<Stage, ReactNode>> = {
  done: <path className="mark-sign" d="M7 12.5l3.5 3.5L17 8.5" />,
  now: <circle className="mark-now-sign" cx="12" cy="12" r="4" />,
  next: null,
  waiting: <path className="mark-sign" d="M9.5 8v8M14.5 8v8" />,
  stopped: <path className="mark-sign" d="M8 8l8 8M16 8l-8 8" />,
}

/** What happened, what happens and what comes, downwards; the mark's shape says which, and `stageWords` says it aloud. */
export function Timeline({
  items,
  stageWords,
}: {
  readonly items: readonly TimelineItem[]
  readonly stageWords: Readonly<Record<Stage, string>>
}): ReactNode {
  return (
    <ol className="timeline">
      {items.map((item) => (
        <li key={item.key} className={item.stage} aria-current={item.stage === 'now' ? 'step' : undefined}>
          <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <circle
              className={`mark-${item.stage}`}
              cx="12"
              cy="12"
              r={item.stage === 'next' ? 9 : 11}
              strokeWidth="2"
            />
            {signs[item.stage]}
          </svg>
          <p className="what">
            <span className="out-of-sight">{stageWords[item.stage]}: </span>
            {item.title}
          </p>
          {item.when ? <p className="when">{item.when}</p> : null}
          {item.detail ? <div>{item.detail}</div> : null}
        </li>
      ))}
    </ol>
  )
}
