import { useEffect, useRef, type ReactNode } from 'react'
import { fieldId } from './fields.tsx'
import { useWords } from './words/use.ts'

export interface FieldError {
  /** The field's name; null for what is wrong with the whole. */
  readonly name: string | null
  readonly text: string
  /** The same without the field's label, for beside the field; `text` where absent. */
  readonly short?: string
}

/** What to say beside each field. */
export function besideFields(errors: readonly FieldError[]): ReadonlyMap<string, string> {
  return new Map(
    errors.flatMap(({ name, text, short }) => (name === null ? [] : [[name, short ?? text] as const])),
  )
}

/** Everything that is wrong, at the top of the page, each line a link to its field. */
export function ErrorSummary({
  errors,
  title,
}: {
  readonly errors: readonly FieldError[]
  readonly title?: string
}): ReactNode {
  const words = useWords()
  if (errors.length === 0) return null
  return (
    <SummaryBox title={title ?? words.problems.summaryTitle} told={errors}>
      {errors.map((error) => (
        <li key={`${error.name ?? ''}${error.text}`}>
          {error.name === null ? error.text : <a href={`#${fieldId(error.name)}`}>{error.text}</a>}
        </li>
      ))}
    </SummaryBox>
  )
}

/** The box takes the focus: by the browser's autofocus when the page is loaded, by script in a page that is there. */
export function SummaryBox({
  title,
  told,
  children,
}: {
  readonly title: string
  /** What is told: the focus moves when it changes, and not when the page is merely drawn again. */
  readonly told: unknown
  readonly children: readonly ReactNode[]
}): ReactNode {
  const words = useWords()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [told])
  return (
    // What went wrong is what the visitor has to hear first (GOV.UK's error summary does the same).
    // oxlint-disable-next-line jsx-a11y/no-autofocus
    <div className="error-summary" role="alert" tabIndex={-1} ref={box} autoFocus={true}>
      <h2>{title}</h2>
      <p>{words.problems.kept}</p>
      <ul>{children}</ul>
    </div>
  )
}
