import type { LocalDate } from '../../../kernel/dates.ts'
import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Db } from '../../../platform/db/index.ts'
import { listUploads, type StoredFile } from '../../../platform/files/index.ts'
import { papersFor, type ProcedureVersion } from '../../procedures/index.ts'
import type { Answers, Channel, PaperInput, PartInput } from '../contract.ts'
import type { SeenPaper } from '../domain.ts'
import { listEarlierPapersAt, type EarlierPaper, type NewPart, type ReusedFrom } from '../store/parts.ts'

/** What a dossier's papers depend on. */
export interface PapersAsked {
  readonly caseKey: string
  readonly channel: Channel
  readonly answers: Answers
  /** The day of submission: what data replaces by then is not asked for. */
  readonly on: LocalDate
  /** Whose earlier papers may be used again; null for somebody new. */
  readonly applicantId: string | null
}

/** Where the digital copies come from, looked up already. */
export interface PaperSources {
  readonly upload: (sha256: string) => StoredFile | undefined
  readonly earlier: (place: ReusedFrom) => EarlierPaper | undefined
}

/** A paper that comes online is its digital copy alone. */
export function onlinePaper({ requirement, sha256, name, reusedFrom }: PartInput): PaperInput {
  return {
    requirement,
    originals: 0,
    copies: 0,
    file: { sha256, name },
    ...(reusedFrom === undefined ? {} : { reusedFrom }),
  }
}

/** Papers as figures see them. */
export function seenPapers(
  papers: readonly (Pick<NewPart, 'originals' | 'copies' | 'file'> & { readonly reusedFrom: unknown })[],
): readonly SeenPaper[] {
  return papers.map(({ originals, copies, file, reusedFrom }) => ({
    originals,
    copies,
    hasFile: file !== null,
    isReused: reusedFrom !== null,
  }))
}

/** Papers as the ledger is told of them: which, how many on paper, and the digital copy by its content. */
export function papersTold(papers: readonly NewPart[]) {
  return papers.map(({ requirement, originals, copies, file, reusedFrom }) => ({
    requirement,
    sha256: file?.sha256 ?? null,
    ...(originals + copies === 0 ? {} : { originals, copies }),
    ...(reusedFrom === null ? {} : { reusedFrom }),
  }))
}

/**
 * The papers as they will be kept, each with its file's type and size taken from the store, never from the request. Problems
 * 'dossiers.case-unknown', 'dossiers.part-missing', 'dossiers.part-unknown', 'dossiers.file-missing', 'dossiers.paper-empty',
 * 'dossiers.reuse-unknown'.
 */
export async function rightPapers(
  db: Db,
  uploader: string,
  version: ProcedureVersion,
  asked: PapersAsked,
  given: readonly PaperInput[],
  mustBeComplete: boolean,
): Promise<readonly NewPart[]> {
  return papersOf(version, asked, given, await sourcesFor(db, uploader, given), mustBeComplete)
}

/** The files that an uploader brought and the earlier papers that are named, looked up at once. */
export async function sourcesFor(
  db: Db,
  uploader: string,
  given: readonly PaperInput[],
): Promise<PaperSources> {
  const [brought, earlier] = await Promise.all([
    listUploads(
      db,
      given.flatMap(({ file, reusedFrom }) =>
        file === undefined || reusedFrom !== undefined ? [] : [{ uploader, sha256: file.sha256 }],
      ),
    ),
    listEarlierPapersAt(
      db,
      given.flatMap(({ reusedFrom }) => reusedFrom ?? []),
    ),
  ])
  const files = new Map(brought.map((file) => [file.sha256, file]))
  return { upload: (sha256) => files.get(sha256), earlier: earlierIn(earlier) }
}

export function earlierIn(papers: readonly EarlierPaper[]): PaperSources['earlier'] {
  const byPlace = new Map(papers.map((paper) => [placeOf(paper), paper]))
  return (place) => byPlace.get(placeOf(place))
}

const placeOf = ({ dossierId, partId }: ReusedFrom) => `${dossierId} ${partId ?? 'result'}`

/** As `rightPapers`, of what was looked up already. */
export function papersOf(
  { declaration }: ProcedureVersion,
  { caseKey, channel, answers, on, applicantId }: PapersAsked,
  given: readonly PaperInput[],
  sources: PaperSources,
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
  return given.map((paper): NewPart => {
    const title =
      papers.find(({ requirement }) => requirement.key === paper.requirement)?.requirement.name ?? ''
    const { requirement, originals, copies } = paper
    return { id: newId(), requirement, title, originals, copies, ...digitalOf(paper, applicantId, sources) }
  })
}

function digitalOf(
  { requirement, originals, copies, file, reusedFrom }: PaperInput,
  applicantId: string | null,
  { upload, earlier }: PaperSources,
): Pick<NewPart, 'file' | 'reusedFrom'> {
  const refuse = (code: string, field: string) =>
    new Problem('invalid', code, { fields: [{ path: `/parts/${requirement}`, code: field }] })
  if (reusedFrom !== undefined) {
    const found = earlier(reusedFrom)
    // Somebody else's paper is as absent as none.
    if (found === undefined || applicantId === null || found.applicantId !== applicantId) {
      throw refuse('dossiers.reuse-unknown', 'choice')
    }
    const { name, sha256, mediaType, size } = found
    return { reusedFrom, file: { name, sha256, mediaType, size } }
  }
  if (file === undefined) {
    if (originals + copies === 0) throw refuse('dossiers.paper-empty', 'required')
    return { reusedFrom: null, file: null }
  }
  const stored = upload(file.sha256)
  if (stored === undefined) throw refuse('dossiers.file-missing', 'file-missing')
  const { mediaType, size } = stored
  return { reusedFrom: null, file: { ...file, mediaType, size } }
}
