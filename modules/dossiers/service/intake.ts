import { addDays, localDateOf } from '../../../kernel/dates.ts'
import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import { countCase } from '../../../platform/cells/index.ts'
import type { Tx } from '../../../platform/db/index.ts'
import {
  findEarlierAnswer,
  idempotent,
  visitorKey,
  type OfficerVisitor,
  type Once,
} from '../../../platform/http/index.ts'
import { record, recordReading } from '../../../platform/ledger/index.ts'
import { listAgenciesByIds } from '../../agencies/index.ts'
import { findPersonByNationalId, getPerson, recordPerson } from '../../people/index.ts'
import { getVersion } from '../../procedures/index.ts'
import { mayTakeIn } from '../access.ts'
import {
  dossierEntries,
  type ApplicantInput,
  type IntakeInput,
  type PersonFound,
  type PersonQuery,
  type ReusablePaper,
  type ReusablePapers,
  type TakenIn,
} from '../contract.ts'
import * as domain from '../domain.ts'
import { countsOf, factOf } from '../fact.ts'
import { insertDossier } from '../store/dossier.ts'
import { saveFacts } from '../store/facts.ts'
import { insertParts, listEarlierPapers, type NewPart } from '../store/parts.ts'
import { by } from './acting.ts'
import { competentAgencyId } from './competence.ts'
import { acceptance } from './decisions.ts'
import { chargeKnown } from './fees.ts'
import { papersTold, rightPapers, seenPapers } from './papers.ts'
import type { DossierParts } from './parts.ts'
import { getOffered, rightAnswers } from './procedure.ts'
import { dossierCode } from './serials.ts'

/** A letter lies no longer at the office before it is entered; what is older has to be looked into. */
const DAYS_A_LETTER_LIES = 31

/**
 * Takes a dossier in that was brought to the counter or came by post: who it is of, what was said, each paper, and, when it is
 * accepted at once, its due date and its fees, in one transaction; the same request repeated under its Idempotency-Key gets the
 * same answer. Problems as `submitDossier`, and 'dossiers.forbidden', 'dossiers.paper-empty', 'dossiers.reuse-unknown',
 * 'dossiers.received-at-impossible', 'dossiers.birth-impossible', 'people.person-missing'.
 */
export async function takeInAtOffice(
  parts: DossierParts,
  visitor: OfficerVisitor,
  input: IntakeInput,
  once: Once | undefined,
): Promise<TakenIn> {
  const { database, clock, serials } = parts
  const { agencyId, procedure, caseKey, channel } = input
  const earlier = await findEarlierAnswer<TakenIn>(database, once)
  if (earlier !== undefined) return earlier.answer
  if (!mayTakeIn(visitor, agencyId)) throw new Problem('forbidden', 'dossiers.forbidden')
  const today = localDateOf(clock())
  const version = await getOffered(database, procedure, today)
  const { declaration } = version
  if (!declaration.channels.includes(channel)) throw new Problem('conflict', 'dossiers.channel-not-offered')
  const [agency] = await listAgenciesByIds(database, [agencyId], today)
  if (agency === undefined) throw new Problem('missing', 'agencies.missing', { meta: { id: agencyId } })
  if (agency.code === null || !declaration.agencies.receiving.some((kind) => kind === agency.kind)) {
    throw new Problem('invalid', 'dossiers.agency-not-competent', {
      fields: [{ path: '/agencyId', code: 'choice' }],
    })
  }
  const competentId = await competentAgencyId(database, declaration, agency, input.competentAgencyId, today)
  const answers = rightAnswers(version, input.answers)
  const code = dossierCode(agency.code, clock(), await serials.next(agency.id, today))
  return database.transact(async (tx) => {
    const at = clock()
    return idempotent(tx, at, once, async () => {
      const applicantId = await applicantOf(tx, at, input.applicant)
      const asked = { caseKey, channel, answers, applicantId, on: today }
      const papers = await rightPapers(tx, visitorKey(visitor), version, asked, input.papers, input.accept)
      const submission = {
        id: newId(at.getTime()),
        code,
        procedureVersionId: version.id,
        caseKey,
        channel,
        applicantId,
        assurance: null,
        receivingAgencyId: agency.id,
        competentAgencyId: competentId,
        answers,
        delivery: input.delivery,
        seen: domain.seenIn(seenPapers(papers), channel),
      }
      const dossier = domain.submit(submission, receivedAt(input, at))
      await write(parts, tx, at, { visitor, input, dossier, papers })
      return { id: dossier.id, code }
    })
  })
}

/** When it reached the office: now, or when the post brought it. Problem 'dossiers.received-at-impossible'. */
function receivedAt({ channel, receivedAt: stated }: IntakeInput, at: Date): Date {
  if (stated === undefined) return at
  const received = new Date(stated)
  const earliest = addDays(localDateOf(at), -DAYS_A_LETTER_LIES)
  if (channel !== 'post' || received > at || localDateOf(received) < earliest) {
    throw new Problem('invalid', 'dossiers.received-at-impossible', {
      fields: [{ path: '/receivedAt', code: 'dossiers.received-at-impossible' }],
    })
  }
  return received
}

/** Nobody has lived longer; what lies further back is a slip of the hand. */
const LONGEST_LIFE_YEARS = 130

async function applicantOf(tx: Tx, at: Date, applicant: ApplicantInput): Promise<string> {
  if ('personId' in applicant) return (await getPerson(tx, applicant.personId)).id
  const today = localDateOf(at)
  const earliest = `${Number(today.slice(0, 4)) - LONGEST_LIFE_YEARS}-01-01`
  const { birthOn } = applicant
  if (birthOn !== null && (birthOn > today || birthOn < earliest)) {
    throw new Problem('invalid', 'dossiers.birth-impossible', {
      fields: [{ path: '/applicant/birthOn', code: 'dossiers.birth-impossible' }],
    })
  }
  return (await recordPerson(tx, at, applicant)).id
}

interface Written {
  readonly visitor: OfficerVisitor
  readonly input: IntakeInput
  readonly dossier: domain.Dossier
  readonly papers: readonly NewPart[]
}

async function write(
  parts: DossierParts,
  tx: Tx,
  at: Date,
  { visitor, input, dossier, papers }: Written,
): Promise<void> {
  const version = await getVersion(tx, dossier.procedureVersionId)
  const actor = by(visitor)
  const submitted = {
    kind: dossierEntries.submitted,
    occurredAt: dossier.submittedAt,
    actor,
    agencyId: dossier.receivingAgencyId,
    payload: {
      code: dossier.code,
      procedure: version.code,
      case: dossier.caseKey,
      channel: dossier.channel,
      applicant: dossier.applicantId,
      parts: papersTold(papers),
      answers: dossier.answers,
    },
  }
  const accepted = input.accept
    ? await acceptance(tx, { dossier, version, steps: [], supplements: [] }, at, actor)
    : { dossier, entries: [], rows: () => [] }
  const charge = input.accept
    ? chargeKnown(tx, at, accepted.dossier, version, input.fees ?? {}, actor)
    : { fees: null, rows: () => [] }
  const final = domain.observe(accepted.dossier, { fees: charge.fees })
  const fact = factOf(final, version)
  const counts = countsOf(fact)
  await Promise.all([
    insertDossier(tx, final, counts),
    insertParts(
      tx,
      papers.map((paper) => ({ ...paper, dossierId: dossier.id })),
      at,
    ),
    ...(accepted.rows?.() ?? []),
    countCase(tx, parts.clock, [], counts).then((recordedOn) =>
      saveFacts(tx, recordedOn, [{ dossierId: dossier.id, fact }]),
    ),
    record(tx, at, dossier.id, [submitted, ...accepted.entries]),
    ...charge.rows(),
  ])
}

/** Whether somebody is known by the national id; the look is recorded. Problem 'dossiers.forbidden' for whoever takes nothing in. */
export async function findApplicant(
  { database, clock }: DossierParts,
  visitor: OfficerVisitor,
  { nationalId }: PersonQuery,
): Promise<PersonFound> {
  if (!mayTakeIn(visitor)) throw new Problem('forbidden', 'dossiers.forbidden')
  return database.transact(async (tx) => {
    const person = await findPersonByNationalId(tx, nationalId)
    if (person === undefined) return { person: null }
    await recordReading(tx, {
      reader: by(visitor),
      personId: person.id,
      purpose: 'intake.applicant-looked-up',
      caseId: null,
      fields: ['name', 'national-id', 'birth', 'phone'],
      at: clock(),
    })
    const { id, kind, name, birthOn, phone } = person
    return { person: { id, kind, name, nationalId, birthOn, phone } }
  })
}

const EARLIER_PAPERS = 100

/** What an applicant's earlier dossiers hold, to be used again at the counter; the look is recorded. Problem 'dossiers.forbidden'. */
export async function listApplicantPapers(
  parts: DossierParts,
  visitor: OfficerVisitor,
  personId: string,
): Promise<ReusablePapers> {
  if (!mayTakeIn(visitor)) throw new Problem('forbidden', 'dossiers.forbidden')
  const { id } = await getPerson(parts.database, personId)
  await recordReading(parts.database, {
    reader: by(visitor),
    personId: id,
    purpose: 'intake.papers-looked-up',
    caseId: null,
    fields: ['parts', 'results'],
    at: parts.clock(),
  })
  return reusablePapers(parts, id)
}

/** What a citizen's own earlier dossiers hold. */
export async function reusablePapers(
  { database }: Pick<DossierParts, 'database'>,
  personId: string,
): Promise<ReusablePapers> {
  const papers = (await listEarlierPapers(database, personId, EARLIER_PAPERS)).map(
    async ({ procedureVersionId, at, ...paper }): Promise<ReusablePaper> => ({
      dossierId: paper.dossierId,
      partId: paper.partId,
      code: paper.code,
      requirement: paper.requirement,
      title: paper.title,
      name: paper.name,
      sha256: paper.sha256,
      mediaType: paper.mediaType,
      size: paper.size,
      procedureName: (await getVersion(database, procedureVersionId)).name,
      at: at.toISOString(),
    }),
  )
  return { papers: await Promise.all(papers) }
}
