import type { Tx } from '../../../platform/db/index.ts'
import type { Actor } from '../../../platform/ledger/index.ts'
import { chargeFees, type FeeLine } from '../../payments/index.ts'
import { answerAt, feeDong, termFor, type ProcedureVersion } from '../../procedures/index.ts'
import type { FeeDecision, FeeState } from '../contract.ts'
import type { Dossier } from '../domain.ts'

/**
 * What a dossier costs by its procedure's version, line by line; null while that is not known: an amount that no source gives, a
 * line without a clause, pages that nobody counted, a condition that nobody judged. Nothing is guessed.
 */
export function feeLinesOf(
  { declaration }: ProcedureVersion,
  { caseKey, channel, answers }: Pick<Dossier, 'caseKey' | 'channel' | 'answers'>,
  { pages, copies, applies = {} }: FeeDecision,
): readonly FeeLine[] | null {
  const { fees } = termFor(declaration, caseKey, channel)
  const lines: FeeLine[] = []
  for (const { key, kind, name, amount, basis, condition } of fees) {
    const isDue = condition === undefined ? true : applies[key]
    if (isDue === false) continue
    if (isDue === undefined || basis.confidence === 'unknown') return null
    const counted = { pages, copies: copies ?? (amount.rule === 'fixed' ? 1 : undefined) }
    if (amount.rule === 'per-page') {
      counted.pages ??= numberAt(answers, amount.pagesField)
      counted.copies ??= numberAt(answers, amount.copiesField)
      if (counted.pages === undefined || counted.copies === undefined) return null
    }
    const dong = feeDong(amount, counted.pages ?? 1, counted.copies ?? 1)
    if (dong === null) return null
    lines.push({ key, kind, name, amount: dong, clause: basis.clause })
  }
  return lines
}

/** The fees of a dossier that is being taken in, fixed with its other rows where they are known. */
export function chargeKnown(
  tx: Tx,
  at: Date,
  dossier: Dossier,
  version: ProcedureVersion,
  decision: FeeDecision,
  actor: Actor,
): { readonly fees: FeeState | null; readonly rows: () => readonly Promise<unknown>[] } {
  const lines = feeLinesOf(version, dossier, decision)
  if (lines === null) return { fees: null, rows: () => [] }
  const { id: caseId, receivingAgencyId: agencyId, applicantId: payerId } = dossier
  return {
    fees: lines.some(({ amount }) => amount > 0) ? 'due' : 'none',
    rows: () => [chargeFees(tx, at, { caseId, agencyId, payerId, lines, actor })],
  }
}

function numberAt(answers: Dossier['answers'], pointer: string | undefined): number | undefined {
  const answer = pointer === undefined ? undefined : answerAt(answers, pointer)
  return typeof answer === 'number' ? answer : undefined
}
