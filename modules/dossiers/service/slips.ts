import type { Clock } from '../../../kernel/clock.ts'
import { localDateOf, type LocalDate } from '../../../kernel/dates.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { DerivationLine } from '../../../kernel/working-time/index.ts'
import type { Database, Db } from '../../../platform/db/index.ts'
import type { CitizenVisitor, OfficerVisitor } from '../../../platform/http/index.ts'
import { historyOf, recordReading, type Entry } from '../../../platform/ledger/index.ts'
import { getAgency, listAgenciesByIds, listAgencyNames } from '../../agencies/index.ts'
import {
  handOverResult,
  momentOf,
  type RenderedSlip,
  type SlipData,
  type SlipKind,
  type Slips,
} from '../../documents/index.ts'
import { listOfficerNames, listPersons } from '../../people/index.ts'
import { getVersion, type ProcedureVersion } from '../../procedures/index.ts'
import { listAreas, type AreaKind } from '../../territory/index.ts'
import { maySeeWhose } from '../access.ts'
import { dossierEntries, type ApplicantSlip, type OfficeSlip, type Part } from '../contract.ts'
import { isDecidedHere, type Dossier } from '../domain.ts'
import { listSupplements } from '../store/outcomes.ts'
import { listParts } from '../store/parts.ts'
import { findDossierByCode, getDossier } from '../store/dossier.ts'
import { listSteps, type DossierStep } from '../store/steps.ts'
import { termOf } from './procedure.ts'

export interface SlipParts {
  readonly database: Database
  readonly clock: Clock
  readonly slips: Slips
  readonly publicUrl: URL
  readonly isDemo: boolean
  /** The path of the vote on a dossier that has ended, for whoever receives the result; absent where nobody votes. */
  readonly findVotePath?: (db: Db, dossierId: string) => Promise<string | undefined>
}

/** How many words of an area's name say its kind. */
const KIND_WORDS: Readonly<Record<AreaKind, number>> = {
  province: 1,
  city: 2,
  ward: 1,
  commune: 1,
  'special-zone': 2,
}

type Print = () => Promise<RenderedSlip>

const missing = () => new Problem('missing', 'dossiers.missing')
const noSlip = (kind: SlipKind) => new Problem('missing', 'dossiers.slip-missing', { meta: { kind } })

/**
 * A slip for an officer of the dossier's agencies; the reading is recorded first. Problems 'dossiers.missing',
 * 'dossiers.slip-missing' where the dossier has not come to what the slip tells.
 */
export async function printForOfficer(
  parts: SlipParts,
  visitor: OfficerVisitor,
  id: string,
  kind: OfficeSlip,
): Promise<RenderedSlip> {
  const print = await parts.database.transact(async (tx) => {
    const dossier = await getDossier(tx, id)
    if (!maySeeWhose(visitor, dossier)) throw missing()
    const prepared = await prepare(tx, parts, dossier, kind, visitor.officerId)
    if (dossier.applicantId !== null) {
      await recordReading(tx, {
        reader: { kind: 'officer', id: visitor.officerId },
        personId: dossier.applicantId,
        purpose: 'dossier.slip-printed',
        caseId: id,
        fields: ['name', 'phone', 'email', `slips/${kind}`],
        at: parts.clock(),
      })
    }
    return prepared
  })
  return print()
}

/** A slip for whoever it is addressed to: to anybody else the dossier has none. Problems as above. */
export async function printForApplicant(
  parts: SlipParts,
  visitor: CitizenVisitor,
  code: string,
  kind: ApplicantSlip,
): Promise<RenderedSlip> {
  const print = await parts.database.snapshot(async (db) => {
    const dossier = await findDossierByCode(db, code.trim().toUpperCase())
    if (dossier === undefined || dossier.applicantId !== visitor.personId) throw missing()
    return prepare(db, parts, dossier, kind, null)
  })
  return print()
}

/** What is printed is decided in one picture of the database, and printed when that is let go. */
function prepare(
  db: Db,
  parts: SlipParts,
  dossier: Dossier,
  kind: SlipKind,
  printedBy: string | null,
): Promise<Print> {
  switch (kind) {
    case '01':
      return receipt(db, parts, dossier)
    case '02':
      return supplementRequest(db, parts, dossier)
    case '03':
      return refusal(db, parts, dossier)
    case '06':
      return control(db, parts, dossier, printedBy)
    case '04':
    case '05':
      throw noSlip(kind)
  }
}

async function receipt(db: Db, parts: SlipParts, dossier: Dossier): Promise<Print> {
  const { acceptedAt } = dossier
  if (acceptedAt === null || !isDecidedHere(dossier)) throw noSlip('01')
  const on = localDateOf(acceptedAt)
  const history = await historyOf(db, dossier.id)
  const accepted = history.find((entry) => entry.kind === dossierEntries.accepted)
  const [common, papers, { form }] = await Promise.all([
    commonOf(db, parts, dossier, on, actorOf(accepted)),
    listParts(db, dossier.id),
    getVersion(db, dossier.procedureVersionId),
  ])
  const data: SlipData<'01'> = {
    ...common,
    hasForm: form !== null,
    papers: papers.map((paper) => ({ title: paperTold(paper), file: paper.file?.name ?? null })),
    acceptedAt: momentOf(acceptedAt),
    due: await dueOf(db, dossier, accepted),
    delivery: dossier.delivery,
  }
  return () => parts.slips.renderSlip('01', on, data)
}

async function supplementRequest(db: Db, parts: SlipParts, dossier: Dossier): Promise<Print> {
  const last = (await listSupplements(db, dossier.id)).at(-1)
  if (last === undefined || !isDecidedHere(dossier)) throw noSlip('02')
  const on = localDateOf(last.requestedAt)
  const version = await getVersion(db, dossier.procedureVersionId)
  const data: SlipData<'02'> = {
    ...(await commonOf(db, parts, dossier, on, last.requestedBy)),
    requestedAt: momentOf(last.requestedAt),
    message: last.message,
    wrong: last.wrong.map(({ path, reason }) => ({ what: labelOf(version, path), reason })),
    mode: last.mode,
  }
  return () => parts.slips.renderSlip('02', on, data)
}

async function refusal(db: Db, parts: SlipParts, dossier: Dossier): Promise<Print> {
  const { refusedAt, refusal: refused, submittedAt } = dossier
  if (refusedAt === null || refused === null) throw noSlip('03')
  const on = localDateOf(refusedAt)
  const history = await historyOf(db, dossier.id)
  const entry = history.findLast((one) => one.kind === dossierEntries.refused)
  const data: SlipData<'03'> = {
    ...(await commonOf(db, parts, dossier, on, actorOf(entry))),
    submittedAt: momentOf(submittedAt),
    refusedAt: momentOf(refusedAt),
    ground: refused.ground,
    clause: refused.clause,
  }
  return () => parts.slips.renderSlip('03', on, data)
}

async function control(db: Db, parts: SlipParts, dossier: Dossier, printedBy: string | null): Promise<Print> {
  const { acceptedAt, finishedAt, releasedAt } = dossier
  if (acceptedAt === null) throw noSlip('06')
  const on = localDateOf(parts.clock())
  const [history, steps] = await Promise.all([historyOf(db, dossier.id), listSteps(db, dossier.id)])
  const receiver = actorOf(history.find((entry) => entry.kind === dossierEntries.accepted))
  const [officers, agencies] = await Promise.all([
    listOfficerNames(db, known([receiver, ...steps.map(({ officerId }) => officerId)])),
    listAgencyNames(db, known(steps.map(({ agencyId }) => agencyId))),
  ])
  const who = ({ officerId, sourceActor, agencyId }: DossierStep) =>
    officers.get(officerId ?? '') ?? sourceActor ?? agencies.get(agencyId ?? '') ?? null
  const votePath = finishedAt === null ? undefined : await parts.findVotePath?.(db, dossier.id)
  const data: SlipData<'06'> = {
    ...(await commonOf(db, parts, dossier, on, printedBy)),
    acceptedAt: momentOf(acceptedAt),
    due: shown(dossier, dossier.derivation, await clauseOf(db, dossier)),
    finishedAt: momentOrNull(finishedAt),
    releasedAt: momentOrNull(releasedAt),
    voteUrl: votePath === undefined ? null : new URL(votePath, parts.publicUrl).href,
    rows: steps.map((step, place) => {
      const before = steps[place - 1]
      return {
        giver: before === undefined ? (officers.get(receiver ?? '') ?? null) : who(before),
        receiver: who(step),
        step: step.name,
        at: momentOrNull(step.openedAt),
        dueAt: momentOrNull(step.dueAt),
        closedAt: momentOrNull(step.closedAt),
        result: handOverResult({
          isOpen: step.closedAt === null,
          dueAt: step.dueAt,
          closedAt: step.closedAt,
        }),
      }
    }),
  }
  return () => parts.slips.renderSlip('06', on, data)
}

async function commonOf(
  db: Db,
  parts: SlipParts,
  dossier: Dossier,
  on: LocalDate,
  officerId: string | null,
): Promise<Pick<SlipData, keyof SlipData>> {
  const [[agencyThen], version, officers, [applicant], areas] = await Promise.all([
    listAgenciesByIds(db, [dossier.receivingAgencyId], on),
    getVersion(db, dossier.procedureVersionId),
    listOfficerNames(db, known([officerId])),
    listPersons(db, known([dossier.applicantId])),
    listAreas(db, on),
  ])
  // As it was called on the slip's day; one that is no more is called as it was last.
  const agency = agencyThen ?? (await getAgency(db, dossier.receivingAgencyId))
  const { declaration } = version
  const area = areas.find(({ id }) => id === agency.areaId)
  return {
    agency: agency.name,
    desk: agency.counter,
    place: area === undefined ? null : placeOf(area),
    code: dossier.code,
    trackingUrl: new URL(`/ho-so/${encodeURIComponent(dossier.code)}`, parts.publicUrl).href,
    procedure: {
      code: version.code,
      name: declaration.name,
      case: declaration.cases.find(({ key }) => key === dossier.caseKey)?.name ?? dossier.caseKey,
    },
    applicant: {
      name: applicant?.name ?? null,
      address: null,
      phone: applicant?.phone ?? null,
      email: applicant?.email ?? null,
    },
    officer: officers.get(officerId ?? '') ?? null,
    isSigned: false,
    isDemo: parts.isDemo,
  }
}

/** What was promised when the dossier was accepted, for a receipt goes on saying it; what is known now where that was erased. */
async function dueOf(db: Db, dossier: Dossier, accepted: Entry | undefined): Promise<SlipData<'01'>['due']> {
  const payload = accepted?.payload ?? null
  const clause = accepted?.basis ?? (await clauseOf(db, dossier))
  if (payload === null) return shown(dossier, dossier.derivation, clause)
  const { dueAt, dueBasis, derivation } = payload as {
    readonly dueAt: string | null
    readonly dueBasis: Dossier['dueBasis']
    readonly derivation: readonly DerivationLine[]
  }
  return shown({ dueAt: dueAt === null ? null : new Date(dueAt), dueBasis }, derivation, clause)
}

function shown(
  { dueAt, dueBasis }: Pick<Dossier, 'dueAt' | 'dueBasis'>,
  lines: readonly DerivationLine[],
  clause: string | null,
): SlipData<'01'>['due'] {
  return { at: momentOrNull(dueAt), basis: dueBasis, clause, lines: [...lines] }
}

async function clauseOf(db: Db, dossier: Dossier): Promise<string | null> {
  if (!isDecidedHere(dossier)) return null
  return termOf(await getVersion(db, dossier.procedureVersionId), dossier).clause
}

/** A field or a paper by the name that the applicant knows it under. */
function labelOf({ declaration, form }: ProcedureVersion, path: string): string {
  const [, where, key = ''] = path.split('/')
  if (where === 'parts') return declaration.requirements.find((one) => one.key === key)?.name ?? key
  const fields = form?.pages.flatMap((page) => page.fields) ?? []
  return fields.find(({ name }) => name === key)?.schema['x-label']?.vi ?? key
}

/** What stands before the date: the name of the place without its kind (NĐ 30/2020/NĐ-CP, annex I, II.4). */
function placeOf({ name, kind }: { readonly name: string; readonly kind: AreaKind }): string {
  return name.split(' ').slice(KIND_WORDS[kind]).join(' ')
}

function actorOf(entry: Entry | undefined): string | null {
  return entry?.actor.kind === 'officer' ? entry.actor.id : null
}

function momentOrNull(instant: Date | null): string | null {
  return instant === null ? null : momentOf(instant)
}

function known(ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== null))]
}

/** A paper by its title, and how many of it came on paper. */
function paperTold({ title, originals, copies, file }: Part): string {
  const name = title === '' ? (file?.name ?? '') : title
  return originals + copies === 0 ? name : `${name}: ${originals} bản chính, ${copies} bản sao`
}
