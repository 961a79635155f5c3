import type { ReactNode } from 'react'
import type { FeeLine, Term } from '../../../modules/procedures/contract.ts'
import type { FeeDecision } from '../../../modules/dossiers/contract.ts'
import { Radios, TextField } from '../../kit/fields.tsx'
import { feeText } from '../../kit/form/fees.tsx'
import type { Answers } from '../../kit/form/definition.ts'
import { useFormat } from '../../kit/format.ts'
import { Original } from '../../kit/original.tsx'
import { useWords } from '../../kit/words/use.ts'
import { sentOf, type Sent } from '../sent.ts'
import { isCounted, totalOf } from './fees.ts'

/** The time limit in words, what decides the fees, and what they come to as far as that is known. */
export function Terms({
  term,
  answers,
  decision,
  sent,
}: {
  readonly term: Term | undefined
  readonly answers: Answers
  readonly decision: FeeDecision
  readonly sent: Sent
}): ReactNode {
  const words = useWords()
  const format = useFormat()
  const say = words.intake
  const total = term === undefined ? null : totalOf(term.fees, answers, decision)
  return (
    <section className="panel" aria-labelledby="terms-title">
      <h2 id="terms-title">{say.terms}</h2>
      {term === undefined ? (
        <p>{say.noTerm}</p>
      ) : (
        <>
          <p>
            {say.timeLimit}: <strong>{useLimitWords(term)}</strong>
          </p>
          {term.fees.map((line) => (
            <Line key={line.key} line={line} sent={sent} />
          ))}
          <div className="fields-row">
            {(['pages', 'copies'] as const)
              .filter((which) => term.fees.some((line) => isCounted(line, which)))
              .map((which) => (
                <TextField
                  key={which}
                  name={which === 'pages' ? 'pages' : 'copyCount'}
                  label={which === 'pages' ? say.pages : say.copyCount}
                  value={sentOf(sent, which === 'pages' ? 'pages' : 'copyCount')}
                  inputMode="numeric"
                  size="short"
                />
              ))}
          </div>
          <p aria-live="polite">
            <strong>
              {total === null
                ? say.notYetKnown
                : total === 0
                  ? say.nothingDue
                  : say.total(format.money(total))}
            </strong>
          </p>
        </>
      )}
    </section>
  )
}

/** A line that always applies is told, one with a condition is asked about. */
function Line({ line, sent }: { readonly line: FeeLine; readonly sent: Sent }): ReactNode {
  const words = useWords()
  const say = words.intake
  const amount = feeText(line.amount, words, useFormat())
  if (line.condition === undefined) {
    return (
      <p>
        <Original>{line.name}</Original>: {amount}
      </p>
    )
  }
  const name = `applies:${line.key}`
  return (
    <div className="side-by-side">
      <Radios
        name={name}
        label={<Original>{say.applies(line.name, line.condition)}</Original>}
        hint={amount}
        choices={[
          { value: 'true', label: words.frame.yes },
          { value: 'false', label: words.frame.no },
          { value: '', label: say.judgeLater },
        ]}
        value={sentOf(sent, name)}
      />
    </div>
  )
}

function useLimitWords({ limit }: Term): string {
  const say = useWords().procedures
  const format = useFormat()
  if (limit.unit === 'unknown') return say.unknown(limit.reason)
  if (limit.unit === 'none') return say.noLimit
  const span = limit.amount === 0 ? say.sameDay : say.limits[limit.unit](format.number(limit.amount, 2))
  return limit.cutOff === undefined ? span : `${span}; ${say.cutOff(limit.cutOff)}`
}
