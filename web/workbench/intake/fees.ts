import type { FeeAmount, FeeLine } from '../../../modules/procedures/contract.ts'
import type { FeeDecision } from '../../../modules/dossiers/contract.ts'
import type { Answers } from '../../kit/form/definition.ts'
import { numberAt } from '../../kit/form/fees.tsx'

/** Whether an officer has to count pages or copies for a line, because the form does not ask for them. */
export function isCounted({ amount }: FeeLine, which: 'pages' | 'copies'): boolean {
  if (amount.rule !== 'per-page') return false
  return (which === 'pages' ? amount.pagesField : amount.copiesField) === undefined
}

/** What is to be paid, in đồng, as the platform will charge it; null while it is not known. Nothing is guessed. */
export function totalOf(
  fees: readonly FeeLine[],
  answers: Answers,
  { pages, copies, applies = {} }: FeeDecision,
): number | null {
  let total = 0
  for (const { key, amount, basis, condition } of fees) {
    const isDue = condition === undefined ? true : applies[key]
    if (isDue === false) continue
    if (isDue === undefined || basis.confidence === 'unknown') return null
    const dong = dongOf(amount, answers, pages, copies)
    if (dong === null) return null
    total += dong
  }
  return total
}

function dongOf(
  amount: FeeAmount,
  answers: Answers,
  countedPages: number | undefined,
  countedCopies: number | undefined,
): number | null {
  switch (amount.rule) {
    case 'unknown':
      return null
    case 'fixed':
      return amount.dong * (countedCopies ?? 1)
    case 'per-page': {
      const pages = countedPages ?? numberAt(answers, amount.pagesField)
      const copies = countedCopies ?? numberAt(answers, amount.copiesField)
      if (pages === undefined || copies === undefined) return null
      let page = 0
      let perCopy = 0
      for (const { toPage = pages, dong } of amount.tiers) {
        const here = Math.max(0, Math.min(pages, toPage) - page)
        perCopy += dong * here
        page += here
      }
      return Math.min(perCopy, amount.mostPerCopy ?? perCopy) * copies
    }
  }
}
