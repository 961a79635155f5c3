import type { ReactNode } from 'react'
import type { Verdict } from '../../modules/dossiers/contract.ts'
import { useFormat, type Format } from './format.ts'
import { sentence } from './problems.ts'
import { useWords } from './words/use.ts'
import type { Words } from './words/words.ts'

/** A line as it comes over the wire: closed by `kind`, its values by the kind (`Due` in the dossiers' contract). */
export type WireLine = { readonly kind: string } & Readonly<Record<string, unknown>>

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const count = (value: unknown): number => (typeof value === 'number' ? value : 0)

interface Derived {
  readonly lines: readonly WireLine[]
  readonly clause: string | null
  readonly stated: boolean
  readonly verdict: Verdict | null
}

/** Why the due date is what it is, to be opened. */
export function Derivation(derived: Derived): ReactNode {
  const words = useWords()
  if (derived.lines.length === 0 && !derived.stated) return null
  return (
    <details className="no-print">
      <summary>{words.derivation.open}</summary>
      <DerivationLines {...derived} />
    </details>
  )
}

/** One sentence a line, and at the end how the dossier stands to the date. */
export function DerivationLines({ lines, clause, stated, verdict }: Derived): ReactNode {
  const words = useWords()
  const format = useFormat()
  const judged = verdict === null ? [] : verdictSentences(verdict, words, format)
  return (
    <>
      {clause === null ? null : <p className="soft">{words.derivation.clause(clause)}</p>}
      {stated ? <p>{words.derivation.stated}</p> : null}
      <ol className="derivation">
        {sentencesOf(lines, words, format).map((told, index) => (
          <li key={`${index}${told}`} className={lines[index]?.kind === 'due' ? 'due' : undefined}>
            {sentence(told)}
          </li>
        ))}
        {judged.map((told) => (
          <li key={told} className={verdict?.isLate === true ? 'judged late' : 'judged'}>
            {told}
          </li>
        ))}
      </ol>
    </>
  )
}

/** How a dossier stands to its due date: what made it late where that is another thing, and by how much. */
export function verdictSentences(verdict: Verdict, words: Words, format: Format): string[] {
  const say = words.derivation
  const { isLate, endedAt, lateFrom, cause, workingMinutes } = verdict
  if (!isLate) return endedAt === null ? [] : [say.inTime(format.moment(endedAt))]
  const minutes = workingMinutes ?? 0
  const by = minutes === 0 ? '' : say.lateBy(say.hours(Math.floor(minutes / 60), minutes % 60))
  const from = lateFrom === null ? '' : format.moment(lateFrom)
  const why =
    cause === 'due' ? [] : [cause === 'second-request' ? say.secondRequest(from) : say.earlierDue(from)]
  return [...why, endedAt === null ? say.stillOpen(by) : say.late(format.moment(endedAt), by)]
}

export function sentencesOf(lines: readonly WireLine[], words: Words, format: Format): string[] {
  const say = words.derivation
  const moment = (value: unknown): string => {
    const { date, time } = (value ?? {}) as { date?: unknown; time?: unknown }
    return say.at(text(time), format.dayWithWeekday(text(date)))
  }
  let measure = 'minute'
  const amount = (value: unknown): string =>
    measure === 'minute'
      ? say.hours(Math.floor(count(value) / 60), count(value) % 60)
      : format.number(count(value))
  return lines.map((line) => {
    const at = moment(line)
    const day = () => format.dayWithWeekday(text(line['date']))
    const named = [text(line['name']), text(line['source'])] as const
    switch (line.kind) {
      case 'received':
        return say.received(at)
      case 'moved': {
        const reason = wordOf(say.reasons, line['reason'])
        return say.moved(
          line['reason'] === 'after-cut-off' ? reason + say.cutOff(text(line['cutOff'])) : reason,
        )
      }
      case 'started':
        measure = text(line['measure'])
        return say.started(limitOf(line, words, format), at)
      case 'calendar': {
        const unsure = line['confidence'] === 'low' || line['confidence'] === 'medium'
        return say.calendar(...named) + (unsure ? say.unconfirmed : '')
      }
      case 'rest':
        return say.rest(day())
      case 'holiday':
        return say.holiday(day(), ...named)
      case 'make-up':
        return say.makeUp(day(), ...named)
      case 'changed-hours':
        return say.changedHours(day(), ...named)
      case 'worked':
        return say.worked(day(), spansOf(line['spans']), amount(line['minutes']), amount(line['total']))
      case 'counted':
        return say.counted(day(), format.number(count(line['total'])))
      case 'paused':
        return say.paused(at, wordOf(say.reasonsOfPause, line['reason']))
      case 'suspended-after-due':
        return say.suspendedAfterDue(at, wordOf(say.reasonsOfPause, line['reason']))
      case 'resumed':
        return say.resumed(at)
      case 'restarted':
        return say.restarted(at)
      case 'waiting':
        return say.waiting(at)
      case 'extended':
        return say.extended(at, moment(line['until']), text(line['basis']))
      case 'due':
        return say.due(at)
      case 'no-limit':
        return say.noLimit
      case 'unknown-limit':
        return say.unknownLimit(text(line['reason']))
      default:
        return say.other(line.kind)
    }
  })
}

function limitOf(line: WireLine, words: Words, format: Format): string {
  const unit = text(line['unit'])
  const limits: Readonly<Record<string, (amount: string) => string>> = words.derivation.limits
  const amount = format.number(count(line['amount']), 2)
  return limits[unit]?.(amount) ?? `${amount} ${unit}`
}

function spansOf(value: unknown): string {
  const spans = Array.isArray(value) ? (value as readonly { from?: unknown; to?: unknown }[]) : []
  return spans.map((span) => `${text(span.from)}–${text(span.to)}`).join(', ')
}

/** The word for a code of a closed list, or the code itself where the list has grown. */
export function wordOf(words: Readonly<Record<string, string>>, code: unknown): string {
  return words[text(code)] ?? text(code)
}
