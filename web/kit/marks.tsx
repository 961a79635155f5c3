import type { ReactNode } from 'react'

export type Tone = 'plain' | 'indigo' | 'on-time' | 'due-soon' | 'overdue' | 'unknown'

const shapes: Readonly<Record<Tone, ReactNode>> = {
  plain: <circle cx="8" cy="8" r="4" fill="currentColor" />,
  indigo: <path d="M8 1l7 7-7 7-7-7z" fill="currentColor" />,
  'on-time': <circle cx="8" cy="8" r="7" fill="currentColor" />,
  'due-soon': <path d="M8 1l7.5 14H.5z" fill="currentColor" />,
  overdue: <path d="M1 1h14v14H1z" fill="currentColor" />,
  unknown: (
    <path d="M1.5 8l6.5-6.5M1.5 14.5l13-13M8 14.5L14.5 8" stroke="currentColor" strokeWidth="2" fill="none" />
  ),
}

/** The shape that goes with a tone, so that a state is never colour alone. */
export function Shape({ tone }: { readonly tone: Tone }): ReactNode {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[tone]}
    </svg>
  )
}

/** A state: colour, shape and word together. */
export function Tag({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  return (
    <span className={`tag tone-${tone}`}>
      <Shape tone={tone} />
      <span>{children}</span>
    </span>
  )
}

/** A block that says one thing worth stopping for. */
export function Notice({
  tone = 'indigo',
  title,
  children,
}: {
  readonly tone?: Tone
  readonly title?: string
  readonly children?: ReactNode
}): ReactNode {
  return (
    <div className={`notice tone-${tone}`}>
      {title === undefined ? null : <h2>{title}</h2>}
      {children}
    </div>
  )
}

export function Facts({ children }: { readonly children: ReactNode }): ReactNode {
  return <dl className="facts">{children}</dl>
}

/** One row of facts; nothing to say is said as unknown, never left blank. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
