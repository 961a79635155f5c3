import type { ReactNode } from 'react'
import type { Channel, Declaration, FeeLine, Limit, Term } from '../../../modules/procedures/contract.ts'
import { feeText } from '../../kit/form/fees.tsx'
import { useFormat } from '../../kit/format.ts'
import { Original } from '../../kit/original.tsx'
import { useWords } from '../../kit/words/use.ts'
import { Basis } from './basis.tsx'

type Declared = Pick<Declaration, 'terms' | 'cases' | 'channels'>

/** What holds for some cases through some channels; null where it holds for all. */
interface Scope {
  readonly cases: string | null
  readonly channels: readonly Channel[] | null
}

/** One property of the terms, said once for all the channels that share it. */
export function termsOf<T>(
  { terms, cases, channels }: Declared,
  pick: (term: Term) => T,
): readonly (Scope & { readonly value: T })[] {
  const scopes: { cases: string | null; channels: Channel[]; value: T; same: string }[] = []
  for (const term of terms) {
    const value = pick(term)
    const named = term.cases === undefined ? null : cases.filter(({ key }) => term.cases?.includes(key))
    const heading = named === null ? null : named.map(({ name }) => name).join('; ')
    const same = JSON.stringify([heading, value])
    const scope = scopes.find((one) => one.same === same)
    if (scope === undefined) scopes.push({ cases: heading, channels: [...term.channels], value, same })
    else scope.channels.push(...term.channels)
  }
  return scopes.map((scope) => ({
    cases: scope.cases,
    channels: channels.every((one) => scope.channels.includes(one)) ? null : scope.channels,
    value: scope.value,
  }))
}

function Heading({ cases, channels }: Scope): ReactNode {
  const words = useWords()
  if (cases === null && channels === null) return null
  return (
    <p className="small">
      <strong>
        <Original>{cases}</Original>
        {cases === null || channels === null ? null : ' · '}
        {channels?.map((channel) => words.dossier.channels[channel]).join(', ')}
      </strong>
    </p>
  )
}

export function LimitOf({ limit, ...scope }: Scope & { readonly limit: Limit }): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.procedures
  return (
    <div>
      <Heading {...scope} />
      {limit.unit === 'unknown' ? (
        <p className="unknown">{say.unknown(limit.reason)}</p>
      ) : limit.unit === 'none' ? (
        <p>{say.noLimit}</p>
      ) : (
        <p>
          {limit.amount === 0 ? say.sameDay : say.limits[limit.unit](format.number(limit.amount, 2))}
          {limit.cutOff === undefined ? null : <span className="soft">; {say.cutOff(limit.cutOff)}</span>}
        </p>
      )}
      {limit.unit === 'unknown' ? null : <Basis basis={limit.basis} />}
    </div>
  )
}

export function FeesOf({ fees, ...scope }: Scope & { readonly fees: readonly FeeLine[] }): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.procedures
  return (
    <div>
      <Heading {...scope} />
      {fees.length === 0 ? <p>{say.noFees}</p> : null}
      {fees.map((fee) => (
        <div key={fee.key}>
          <p>
            <Original>{fee.name}</Original> ({say.feeKinds[fee.kind]}):{' '}
            <strong>{feeText(fee.amount, words, format)}</strong>
            <span className="soft">
              {' '}
              · {say.due[fee.due]}
              {fee.refundable ? '' : ` · ${say.notRefunded}`}
              {fee.condition ? ` · ${say.onlyIf(fee.condition)}` : ''}
            </span>
          </p>
          {fee.note ? (
            <p className="soft small">
              <Original>{fee.note}</Original>
            </p>
          ) : null}
          <Basis basis={fee.basis} />
        </div>
      ))}
    </div>
  )
}
