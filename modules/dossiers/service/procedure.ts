import type { LocalDate } from '../../../kernel/dates.ts'
import { Problem, type FieldProblem } from '../../../kernel/problem.ts'
import type { Db } from '../../../platform/db/index.ts'
import { findUpload } from '../../../platform/files/index.ts'
import { checkAnswers, tidyAnswers } from '../../../platform/forms/index.ts'
import { findCurrentVersion, papersFor, termFor, type ProcedureVersion } from '../../procedures/index.ts'
import type { Answers, Channel, PartInput } from '../contract.ts'
import type { Dossier, Term } from '../domain.ts'
import type { NewPart } from '../store/contents.ts'
import { newId } from '../../../kernel/ids.ts'

/** The version in force of a procedure that citizens may submit. Problems 'dossiers.procedure-unknown', 'dossiers.procedure-not-offered'. */
export async function getOffered(db: Db, code: string, on: LocalDate): Promise<ProcedureVersion> {
  const version = await findCurrentVersion(db, code, on)
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
): Term & { readonly clause: string | null } {
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

/**
 * The papers as they will be kept, each with its file's type and size taken from the store, never from the request.
 * Problems 'dossiers.case-unknown', 'dossiers.part-missing', 'dossiers.part-unknown', 'dossiers.file-missing'.
 */
export async function rightPapers(
  db: Db,
  uploader: string,
  version: ProcedureVersion,
  dossier: { readonly caseKey: string; readonly channel: Channel; readonly answers: Answers },
  given: readonly PartInput[],
  mustBeComplete: boolean,
): Promise<readonly NewPart[]> {
  const { declaration } = version
  if (!declaration.cases.some(({ key }) => key === dossier.caseKey)) {
    throw new Problem('invalid', 'dossiers.case-unknown', { fields: [{ path: '/caseKey', code: 'choice' }] })
  }
  const papers = papersFor(declaration, dossier.caseKey, dossier.channel, dossier.answers)
  const unknown = given.filter(
    (part) => !papers.some(({ requirement }) => requirement.key === part.requirement),
  )
  if (unknown.length > 0) {
    throw new Problem('invalid', 'dossiers.part-unknown', {
      fields: unknown.map(({ requirement }) => ({ path: `/parts/${requirement}`, code: 'choice' })),
    })
  }
  const absent = papers.filter(
    ({ requirement, isNeeded }) => isNeeded && !given.some((part) => part.requirement === requirement.key),
  )
  if (mustBeComplete && absent.length > 0) {
    throw new Problem('invalid', 'dossiers.part-missing', {
      fields: absent.map(({ requirement: { key, name } }) => ({
        path: `/parts/${key}`,
        code: 'required',
        meta: { name },
      })),
    })
  }
  return Promise.all(
    given.map(async (part): Promise<NewPart> => {
      const file = await findUpload(db, uploader, part.sha256)
      if (file === undefined) {
        throw new Problem('invalid', 'dossiers.file-missing', {
          fields: [{ path: `/parts/${part.requirement}`, code: 'file-missing' }],
        })
      }
      const title =
        papers.find(({ requirement }) => requirement.key === part.requirement)?.requirement.name ?? ''
      return { id: newId(), ...part, title, mediaType: file.mediaType, size: file.size }
    }),
  )
}
