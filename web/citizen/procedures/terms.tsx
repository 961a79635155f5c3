import type { ReactNode } from 'react'
import type { Declaration, FeeAmount, FeeLine, Limit } from '../../../modules/procedures/contract.ts'
import { useFormat, type Format } from '../../kit/format.ts'
import { Original } from '../../kit/original.tsx'
import { useWords } from '../../kit/words/use.ts'
import type { Words } from '../../kit/words/words.ts'
import { Basis } from './basis.tsx'

type Declared = Pick<Declaration, 'terms' | 'cases'>

export interface NamedTerm {
  /** Which cases it speaks of; null when it speaks of all. */
  readonly heading: string | null
  readonly limit: Limit
  readonly fees: readonly FeeLine[]
}

export function termsByCase({ terms, cases }: Declared): readonly NamedTerm[] {
  return terms.map((term) => ({
    heading:
      term.cases === undefined
        ? null
        : cases
            .filter(({ key }) => term.cases?.includes(key))
            .map(({ name }) => name)
            .join('; '),
    limit: term.limit,
    fees: term.fees,
  }))
}

function Heading({ text }: { readonly text: string | null }): ReactNode {
  return text === null ? null : (
    <p className="small">
      <strong>
        <Original>{text}</Original>
      </strong>
    </p>
  )
}

export function LimitOf({
  heading,
  limit,
}: {
  readonly heading: string | null
  readonly limit: Limit
}): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.procedures
  return (
    <div>
      <Heading text={heading} />
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

export function FeesOf({
  heading,
  fees,
}: {
  readonly heading: string | null
  readonly fees: readonly FeeLine[]
}): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.procedures
  return (
    <div>
      <Heading text={heading} />
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

function feeText(amount: FeeAmount, words: Words, format: Format): string {
  const say = words.procedures
  switch (amount.rule) {
    case 'fixed':
      return amount.dong === 0 ? words.format.free : format.money(amount.dong)
    case 'unknown':
      return say.unknown(amount.reason)
    case 'per-page': {
      const tiers = amount.tiers.map((tier, index) => {
        const from = String((amount.tiers[index - 1]?.toPage ?? 0) + 1)
        return tier.toPage === undefined
          ? say.perPageOn(from, format.money(tier.dong))
          : say.perPage(from, String(tier.toPage), format.money(tier.dong))
      })
      const most = amount.mostPerCopy === undefined ? [] : [say.mostPerCopy(format.money(amount.mostPerCopy))]
      return [...tiers, ...most].join('; ')
    }
  }
}
