import type { LocalDate } from '../../../kernel/dates.ts'
import { Problem, type FieldProblem } from '../../../kernel/problem.ts'
import type { Db } from '../../../platform/db/index.ts'
import { listUploads, type StoredFile } from '../../../platform/files/index.ts'
import { checkAnswers, tidyAnswers } from '../../../platform/forms/index.ts'
import { findCurrentVersion, papersFor, termFor, type ProcedureVersion } from '../../procedures/index.ts'
import type { Answers, Channel, PartInput } from '../contract.ts'
import type { Dossier, Term } from '../domain.ts'
import type { NewPart } from '../store/contents.ts'
import { newId } from '../../../kernel/ids.ts'

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

/** What a dossier's papers depend on. */
export interface PapersAsked {
  readonly caseKey: string
  readonly channel: Channel
  readonly answers: Answers
  readonly on: LocalDate
}

/**
 * The papers as they will be kept, each with its file's type and size taken from the store, never from the request.
 * Problems 'dossiers.case-unknown', 'dossiers.part-missing', 'dossiers.part-unknown', 'dossiers.file-missing'.
 */
export async function rightPapers(
  db: Db,
  uploader: string,
  version: ProcedureVersion,
  asked: PapersAsked,
  given: readonly PartInput[],
  mustBeComplete: boolean,
): Promise<readonly NewPart[]> {
  const brought = await listUploads(
    db,
    given.map(({ sha256 }) => ({ uploader, sha256 })),
  )
  const files = new Map(brought.map((file) => [file.sha256, file]))
  return papersOf(version, asked, given, (sha256) => files.get(sha256), mustBeComplete)
}

/** As `rightPapers`, of files that were looked up already. */
export function papersOf(
  { declaration }: ProcedureVersion,
  { caseKey, channel, answers, on }: PapersAsked,
  given: readonly PartInput[],
  fileOf: (sha256: string) => StoredFile | undefined,
  mustBeComplete: boolean,
): readonly NewPart[] {
  if (!declaration.cases.some(({ key }) => key === caseKey)) {
    throw new Problem('invalid', 'dossiers.case-unknown', { fields: [{ path: '/caseKey', code: 'choice' }] })
  }
  const papers = papersFor(declaration, caseKey, channel, answers, on)
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
  return given.map((part): NewPart => {
    const file = fileOf(part.sha256)
    if (file === undefined) {
      throw new Problem('invalid', 'dossiers.file-missing', {
        fields: [{ path: `/parts/${part.requirement}`, code: 'file-missing' }],
      })
    }
    const { mediaType, size } = file
    const title =
      papers.find(({ requirement }) => requirement.key === part.requirement)?.requirement.name ?? ''
    return { id: newId(), ...part, title, mediaType, size }
  })
}
