import type { Clause } from '../../../kernel/clause.ts'
import type { LocalDate } from '../../../kernel/dates.ts'
import { Problem, type FieldProblem } from '../../../kernel/problem.ts'
import type { Db } from '../../../platform/db/index.ts'
import { checkAnswers, tidyAnswers } from '../../../platform/forms/index.ts'
import { findCurrentVersion, termFor, type ProcedureVersion } from '../../procedures/index.ts'
import type { Answers } from '../contract.ts'
import type { Dossier, Term } from '../domain.ts'

/** The version in force of a procedure that citizens may submit. Problems 'dossiers.procedure-unknown', 'dossiers.procedure-not-offered'. */
export async function getOffered(db: Db, code: string, on: LocalDate): Promise<ProcedureVersion> {
  return offered(await findCurrentVersion(db, code, on), code)
}

/** As `getOffered`, of a version that was looked up already. */
export function offered(version: ProcedureVersion | undefined, code: string): ProcedureVersion {
  if (version === undefined) throw new Problem('missing', 'dossiers.procedure-unknown', { meta: { code } })
  if (!version.declaration.offered) {
    throw new Problem('conflict', 'dossiers.procedure-not-offered', { meta: { code } })
  }
  return version
}

/** What the version says of time for this dossier, and the clause of it; a limit that is not known stays so. */
export function termOf(
  version: ProcedureVersion,
  { caseKey, channel }: Pick<Dossier, 'caseKey' | 'channel'>,
): Term & { readonly clause: Clause | null } {
  const { limit } = termFor(version.declaration, caseKey, channel)
  const { mode, maxRequests } = version.declaration.supplement
  const policy = { supplementMode: mode, supplementRequests: maxRequests }
  if (limit.unit === 'unknown') return { limit, cutOff: null, clause: null, ...policy }
  const clause = limit.basis.confidence === 'unknown' ? null : limit.basis.clause
  if (limit.unit === 'none') return { limit: { unit: 'none' }, cutOff: null, clause, ...policy }
  const { unit, amount, cutOff } = limit
  return { limit: { unit, amount }, cutOff: cutOff ?? null, clause, ...policy }
}

/** The answers tidied and found right by the form; Problem 'dossiers.answers-invalid' names each field. */
export function rightAnswers(version: ProcedureVersion, given: Answers): Answers {
  if (version.form === null) return {}
  const answers = tidyAnswers(version.form, given)
  const fields = checkAnswers(version.form, answers).map((one): FieldProblem => ({
    ...one,
    path: `/answers${one.path}`,
  }))
  if (fields.length > 0) throw new Problem('invalid', 'dossiers.answers-invalid', { fields })
  return answers
}
