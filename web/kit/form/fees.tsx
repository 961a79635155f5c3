import type { ReactNode } from 'react'
import type { FeeDecision } from '../../../modules/dossiers/contract.ts'
import type { Channel, Declaration, FeeAmount, FeeLine, Term } from '../../../modules/procedures/contract.ts'
import { Radios, TextField } from '../fields.tsx'
import type { Format } from '../format.ts'
import { Original } from '../original.tsx'
import { useWords } from '../words/use.ts'
import type { Words } from '../words/words.ts'
import type { Answers } from './definition.ts'
import { answerAt } from './requirements.ts'

/** Time limit and fees of a case through a channel; absent where it is not taken so. Null for a channel that no source names. */
export function findTerm(
  { terms }: Pick<Declaration, 'terms'>,
  caseKey: string | null,
  channel: Channel | null,
): Term | undefined {
  return terms.find(
    ({ cases, channels }) =>
      (channel === null || channels.includes(channel)) &&
      (cases === undefined || (caseKey !== null && cases.includes(caseKey))),
  )
}

/** The fee lines declared for a case through a channel. */
export function declaredFees(
  declaration: Pick<Declaration, 'terms'>,
  caseKey: string,
  channel: Channel | null,
): readonly FeeLine[] {
  return findTerm(declaration, caseKey, channel)?.fees ?? []
}

/** Whether the lines ask somebody anything: whether one applies, how many pages there are. */
export function asksAboutFees(lines: readonly FeeLine[]): boolean {
  return lines.some(({ condition, amount }) => condition !== undefined || amount.rule === 'per-page')
}

/** Whether the lines can come to a sum, whatever is answered: none that surely applies is without an amount or a clause. */
export function canBeSettled(lines: readonly FeeLine[]): boolean {
  return !lines.some((line) => line.condition === undefined && reasonUnknown(line) !== null)
}

/** Why the fees are not known yet, line by line. */
export function missingForFees(lines: readonly FeeLine[], answers: Answers, words: Words): readonly string[] {
  const say = words.money
  return lines.flatMap((line) => {
    const { name, condition, amount } = line
    const reason = reasonUnknown(line)
    if (condition !== undefined) return [say.missingDecision(name, condition)]
    if (reason !== null) return [say.missingAmount(name, reason)]
    if (amount.rule !== 'per-page') return []
    const known = [amount.pagesField, amount.copiesField].map((field) => numberAt(answers, field))
    return known.includes(undefined) ? [say.missingPages(name)] : []
  })
}

function reasonUnknown({ amount, basis }: FeeLine): string | null {
  if (amount.rule === 'unknown') return amount.reason
  return basis.confidence === 'unknown' ? basis.reason : null
}

/** The number that the form holds at a pointer; undefined where there is none. */
export function numberAt(answers: Answers, field: string | undefined): number | undefined {
  const answer = field === undefined ? undefined : answerAt(answers, field)
  return typeof answer === 'number' ? answer : undefined
}

/** What decides the fees, asked: yes or no for a line under a condition, pages and copies for one by the page. */
export function FeeFields({
  lines,
  answers,
  sent,
}: {
  readonly lines: readonly FeeLine[]
  readonly answers: Answers
  /** What was sent and refused, by field; undefined where nothing was. */
  readonly sent: (name: string) => string | undefined
}): ReactNode {
  const words = useWords()
  const say = words.money
  const perPage = lines.find(({ amount }) => amount.rule === 'per-page')?.amount
  const shown = (name: string, field: string | undefined) =>
    sent(name) ?? String(numberAt(answers, field) ?? '')
  return (
    <>
      {lines.map(({ key, name, condition }) =>
        condition === undefined ? null : (
          <Radios
            key={key}
            name={`fee-applies:${key}`}
            label={say.applies(name)}
            hint={<Original>{say.appliesHint(condition)}</Original>}
            choices={[
              { value: 'yes', label: words.frame.yes },
              { value: 'no', label: words.frame.no },
            ]}
            value={sent(`fee-applies:${key}`) ?? null}
          />
        ),
      )}
      {perPage?.rule === 'per-page' ? (
        <>
          <TextField
            name="fee-pages"
            label={say.pages}
            inputMode="numeric"
            size="short"
            value={shown('fee-pages', perPage.pagesField)}
          />
          <TextField
            name="fee-copies"
            label={say.copies}
            inputMode="numeric"
            size="short"
            value={shown('fee-copies', perPage.copiesField)}
          />
        </>
      ) : null}
    </>
  )
}

/** What a post says of the fees; what was left open stays open. */
export function readFees(post: FormData): FeeDecision {
  const applies: Record<string, boolean> = {}
  for (const [name, value] of post) {
    if (name.startsWith('fee-applies:')) applies[name.slice('fee-applies:'.length)] = value === 'yes'
  }
  const pages = readCount(post, 'fee-pages')
  const copies = readCount(post, 'fee-copies')
  return {
    ...(pages === undefined ? {} : { pages }),
    ...(copies === undefined ? {} : { copies }),
    ...(Object.keys(applies).length === 0 ? {} : { applies }),
  }
}

function readCount(post: FormData, name: string): number | undefined {
  const sent = post.get(name)
  return typeof sent === 'string' && /^[1-9]\d{0,3}$/.test(sent.trim()) ? Number(sent) : undefined
}

/** What a fee comes to, as it is told beside its name. */
export function feeText(amount: FeeAmount, words: Words, format: Format): string {
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
