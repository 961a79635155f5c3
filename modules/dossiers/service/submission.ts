import { localDateOf, type LocalDate } from '../../../kernel/dates.ts'
import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import { listUploads, type StoredFile } from '../../../platform/files/index.ts'
import { grouped } from '../../../platform/grouping/index.ts'
import {
  type Claim,
  claimAll,
  earlierAnswer,
  visitorKey,
  type CitizenVisitor,
  type Once,
} from '../../../platform/http/index.ts'
import { recordAll, type CaseEntries } from '../../../platform/ledger/index.ts'
import { listAgenciesByIds, type Agency } from '../../agencies/index.ts'
import { listCurrentVersions, takesOnline, type ProcedureVersion } from '../../procedures/index.ts'
import { dossierEntries, type Acknowledgement, type Answers, type SubmitInput } from '../contract.ts'
import { seenIn, submit, type Dossier } from '../domain.ts'
import { insertParts, listEarlierPapersAt, type NewPart } from '../store/parts.ts'
import { insertDossiers } from '../store/dossier.ts'
import { deleteDraft } from '../store/drafts.ts'
import type { DossierParts } from './parts.ts'
import { competentAgencyId } from './competence.ts'
import { earlierIn, onlinePaper, papersOf, papersTold, seenPapers, type PaperSources } from './papers.ts'
import { offered, rightAnswers } from './procedure.ts'
import { dossierCode } from './serials.ts'

/** What one citizen asks for; `once` where the request came with an Idempotency-Key. */
export interface Asked {
  readonly visitor: CitizenVisitor
  readonly input: SubmitInput
  readonly once: Once | undefined
}

const channel = 'online'

/**
 * Submissions that come at the same time are one declared bulk act: checked each by itself, written in one transaction, and
 * tried again each alone should that fail. Problems as `submitDossier`.
 */
export function submissions(parts: DossierParts): (asked: Asked) => Promise<Acknowledgement> {
  return grouped((asked) => submitAll(parts, asked))
}

/**
 * A citizen submits online: everything is checked before anything is written, and the same request repeated under its
 * Idempotency-Key gets the same answer. Problems 'dossiers.procedure-unknown', 'dossiers.procedure-not-offered',
 * 'dossiers.channel-not-offered', 'dossiers.case-unknown', 'dossiers.agency-not-competent', 'dossiers.answers-invalid',
 * 'dossiers.part-missing', 'dossiers.part-unknown', 'dossiers.file-missing', 'agencies.missing'.
 */
export async function submitDossier(
  parts: DossierParts,
  visitor: CitizenVisitor,
  input: SubmitInput,
  once: Once | undefined,
): Promise<Acknowledgement> {
  const [answer] = await submitAll(parts, [{ visitor, input, once }])
  if (answer === undefined || answer instanceof Error) throw answer
  return answer
}

async function submitAll(
  parts: DossierParts,
  asked: readonly Asked[],
): Promise<readonly (Acknowledgement | Problem)[]> {
  const at = parts.clock()
  const known = await lookUp(parts, asked, localDateOf(at))
  const submitted = await Promise.all(
    asked.map(async (one) => {
      const checked = orProblem(() => check(one, known))
      return checked instanceof Problem ? checked : submitOne(parts, checked, at).catch(asProblem)
    }),
  )
  const right = submitted.filter((one): one is Submitted => !(one instanceof Problem))
  const repeated = right.length === 0 ? new Set<Submitted>() : await writeAll(parts, right, at)
  return Promise.all(
    submitted.map(async (one) => {
      if (one instanceof Problem) return one
      const { claim, answer } = one
      if (claim === null || !repeated.has(one)) return answer
      return earlierAnswer<Acknowledgement>(parts.database, claim.once).catch(asProblem)
    }),
  )
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  throw error
}

function orProblem<T>(work: () => T): T | Problem {
  try {
    return work()
  } catch (error) {
    return asProblem(error)
  }
}

/** What the checks need to know, looked up for all at once. */
interface Known {
  readonly day: LocalDate
  readonly versions: ReadonlyMap<string, ProcedureVersion>
  readonly agencies: ReadonlyMap<string, Agency>
  readonly fileOf: (uploader: string, sha256: string) => StoredFile | undefined
  readonly earlier: PaperSources['earlier']
}

async function lookUp({ database }: DossierParts, asked: readonly Asked[], day: LocalDate): Promise<Known> {
  const brought = asked.flatMap(({ visitor, input }) =>
    input.parts.flatMap(({ sha256, reusedFrom }) =>
      reusedFrom === undefined ? [{ uploader: visitorKey(visitor), sha256 }] : [],
    ),
  )
  const reused = asked.flatMap(({ input }) => input.parts.flatMap(({ reusedFrom }) => reusedFrom ?? []))
  const [versions, agencies, files, earlier] = await Promise.all([
    listCurrentVersions(database, [...new Set(asked.map(({ input }) => input.procedure))], day),
    listAgenciesByIds(database, [...new Set(asked.map(({ input }) => input.agencyId))], day),
    listUploads(database, brought),
    listEarlierPapersAt(database, reused),
  ])
  const nameOf = (uploader: string, sha256: string) => `${sha256} ${uploader}`
  const byName = new Map(files.map((file) => [nameOf(file.uploader, file.sha256), file]))
  return {
    day,
    versions: new Map(versions.map((version) => [version.code, version])),
    agencies: new Map(agencies.map((agency) => [agency.id, agency])),
    fileOf: (uploader, sha256) => byName.get(nameOf(uploader, sha256)),
    earlier: earlierIn(earlier),
  }
}

interface Checked {
  readonly asked: Asked
  readonly version: ProcedureVersion
  readonly agency: Agency
  readonly agencyCode: string
  readonly answers: Answers
  readonly papers: readonly NewPart[]
}

function check(asked: Asked, { day, versions, agencies, fileOf, earlier }: Known): Checked {
  const { visitor, input } = asked
  const version = offered(versions.get(input.procedure), input.procedure)
  const { declaration } = version
  if (!takesOnline(declaration)) throw new Problem('conflict', 'dossiers.channel-not-offered')
  const agency = agencies.get(input.agencyId)
  if (agency === undefined) {
    throw new Problem('missing', 'agencies.missing', { meta: { id: input.agencyId, on: day } })
  }
  const { code: agencyCode, kind } = agency
  if (agencyCode === null || !declaration.agencies.receiving.some((receiving) => receiving === kind)) {
    throw new Problem('invalid', 'dossiers.agency-not-competent', {
      fields: [{ path: '/agencyId', code: 'choice' }],
    })
  }
  const answers = rightAnswers(version, input.answers)
  const papers = papersOf(
    version,
    { caseKey: input.caseKey, channel, answers, applicantId: visitor.personId, on: day },
    input.parts.map(onlinePaper),
    { upload: (sha256) => fileOf(visitorKey(visitor), sha256), earlier },
    true,
  )
  return { asked, version, agency, agencyCode, answers, papers }
}

interface Submitted {
  readonly asked: Asked
  readonly dossier: Dossier
  readonly papers: readonly NewPart[]
  readonly entries: CaseEntries
  readonly answer: Acknowledgement
  readonly claim: Claim | null
}

async function submitOne(
  { database, serials }: DossierParts,
  { asked, version, agency, agencyCode, answers, papers }: Checked,
  at: Date,
): Promise<Submitted> {
  const { visitor, input } = asked
  const { caseKey, delivery } = input
  const { personId, assurance } = visitor
  const named = input.competentAgencyId
  const competentId = await competentAgencyId(database, version.declaration, agency, named, localDateOf(at))
  const dossier = submit(
    {
      id: newId(at.getTime()),
      code: dossierCode(agencyCode, at, await serials.next(agency.id, localDateOf(at))),
      procedureVersionId: version.id,
      caseKey,
      channel,
      applicantId: personId,
      assurance,
      receivingAgencyId: agency.id,
      competentAgencyId: competentId,
      answers,
      delivery,
      seen: seenIn(seenPapers(papers), channel),
    },
    at,
  )
  const { id, code } = dossier
  const payload = {
    code,
    procedure: version.code,
    case: caseKey,
    channel,
    assurance,
    parts: papersTold(papers),
    answers,
  }
  const entry = {
    kind: dossierEntries.submitted,
    occurredAt: at,
    actor: { kind: 'person', id: personId },
    agencyId: agency.id,
    payload,
  } as const
  const answer = {
    id,
    code,
    submittedAt: at.toISOString(),
    procedure: version.code,
    procedureName: version.declaration.name,
    agencyName: agency.name,
  }
  const claim = asked.once === undefined ? null : { once: asked.once, answer }
  return { asked, dossier, papers, entries: { caseId: id, entries: [entry] }, answer, claim }
}

/** Writes those whose request is the first under its key, all or none; gives the others, which were carried out before. */
async function writeAll(
  { database }: DossierParts,
  submitted: readonly Submitted[],
  at: Date,
): Promise<ReadonlySet<Submitted>> {
  return database.transact(async (tx) => {
    const claimed = await claimAll(
      tx,
      at,
      submitted.flatMap(({ claim }) => claim ?? []),
    )
    const isFirst = ({ claim }: Submitted) => claim === null || claimed.has(claim)
    const first = submitted.filter(isFirst)
    await Promise.all([
      insertDossiers(
        tx,
        first.map(({ dossier }) => ({ dossier, counted: [] })),
      ),
      insertParts(
        tx,
        first.flatMap(({ dossier, papers }) => papers.map((paper) => ({ ...paper, dossierId: dossier.id }))),
        at,
      ),
      recordAll(
        tx,
        at,
        first.map(({ entries }) => entries),
      ),
      ...first.flatMap(({ asked: { input, visitor } }) =>
        input.draftId === undefined ? [] : [deleteDraft(tx, input.draftId, visitor.personId)],
      ),
    ])
    return new Set(submitted.filter((one) => !isFirst(one)))
  })
}
