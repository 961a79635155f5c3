import type { ReactNode } from 'react'

export type Weight = 'first' | 'second' | 'grave'

const classes: Readonly<Record<Weight, string>> = {
  first: 'button',
  second: 'button second',
  grave: 'button grave',
}

export function Button({
  weight = 'first',
  name,
  value,
  form,
  children,
}: {
  readonly weight?: Weight
  readonly name?: string
  readonly value?: string
  readonly form?: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <button type="submit" className={classes[weight]} name={name} value={value} form={form}>
      {children}
    </button>
  )
}

/** A link that looks like a button, because it begins something. */
export function ButtonLink({
  to,
  weight = 'first',
  children,
}: {
  readonly to: string
  readonly weight?: Weight
  readonly children: ReactNode
}): ReactNode {
  return (
    <a href={to} className={classes[weight]}>
      {children}
    </a>
  )
}

export function ButtonRow({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="button-row">{children}</div>
}
