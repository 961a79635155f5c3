import { Problem } from '../../../kernel/problem.ts'
import type { Db } from '../../../platform/db/index.ts'
import type { OfficerVisitor, Visitor } from '../../../platform/http/index.ts'
import { historyOf, recordReading } from '../../../platform/ledger/index.ts'
import { listAgencyNames } from '../../agencies/index.ts'
import { listOfficerNames, listPersons } from '../../people/index.ts'
import { accountOf, showAccount } from '../../payments/index.ts'
import { getVersion, type ProcedureVersion } from '../../procedures/index.ts'
import { mayAct, maySee } from '../access.ts'
import {
  dossierEntries,
  type AllowedAction,
  type DossierPage,
  type Due,
  type Receipt,
  type Result,
  type SideAction,
  type Step,
  type Supplement as SupplementShown,
  type Tracking,
  type WorkAction,
} from '../contract.ts'
import { isDecidedHere, type Dossier, type Supplement } from '../domain.ts'
import { findResult, listSupplements, type IssuedResult } from '../store/outcomes.ts'
import { listParts } from '../store/parts.ts'
import { findDossierByCode, getDossier } from '../store/dossier.ts'
import { listSteps, type DossierStep } from '../store/steps.ts'
import { maskName } from './masking.ts'
import { outcomesOf } from './outcomes.ts'
import type { DossierParts } from './parts.ts'
import { termOf } from './procedure.ts'
import { openTaskOf } from './steps.ts'

interface Opened {
  readonly dossier: Dossier
  readonly version: ProcedureVersion
  readonly steps: readonly DossierStep[]
  readonly supplements: readonly Supplement[]
  readonly result: IssuedResult | undefined
  readonly agencies: ReadonlyMap<string, string>
  readonly officers: ReadonlyMap<string, string>
}

async function open(db: Db, dossier: Dossier): Promise<Opened> {
  const [version, steps, supplements, result] = await Promise.all([
    getVersion(db, dossier.procedureVersionId),
    listSteps(db, dossier.id),
    listSupplements(db, dossier.id),
    findResult(db, dossier.id),
  ])
  const agencyIds = [
    dossier.receivingAgencyId,
    dossier.competentAgencyId,
    ...steps.map((step) => step.agencyId),
  ]
  const officerIds = [
    ...steps.map((step) => step.officerId),
    ...supplements.map((one) => one.requestedBy),
    result?.signerId ?? null,
  ]
  const [agencies, officers] = await Promise.all([
    listAgencyNames(db, distinct(agencyIds)),
    listOfficerNames(db, distinct(officerIds)),
  ])
  return { dossier, version, steps, supplements, result, agencies, officers }
}

/**
 * The dossier as an officer works on it; the reading of the applicant's data is recorded before the answer leaves, with
 * the dossier as its purpose. Problem 'dossiers.missing' also for whom it is not to be seen by.
 */
export function readDossierPage(
  parts: DossierParts,
  visitor: OfficerVisitor,
  id: string,
): Promise<DossierPage> {
  return parts.database.transact(async (tx) => {
    const dossier = await getDossier(tx, id)
    if (!maySee(visitor, dossier)) throw new Problem('missing', 'dossiers.missing')
    const opened = await open(tx, dossier)
    const [papers, account, history, persons] = await Promise.all([
      listParts(tx, id),
      accountOf(tx, id),
      historyOf(tx, id),
      listPersons(tx, distinct([dossier.applicantId])),
    ])
    const actors = await listOfficerNames(
      tx,
      distinct(history.map(({ actor }) => (actor.kind === 'officer' ? actor.id : null))),
    )
    const applicant = persons[0]
    if (applicant !== undefined) {
      await recordReading(tx, {
        reader: { kind: 'officer', id: visitor.officerId },
        personId: applicant.id,
        purpose: 'dossier.opened',
        caseId: id,
        fields: ['name', 'national-id', 'phone', 'answers', 'parts'],
        at: parts.clock(),
      })
    }
    const { version, agencies } = opened
    return {
      id,
      code: dossier.code,
      procedure: version.code,
      procedureName: version.declaration.name,
      procedureVersionId: version.id,
      caseKey: dossier.caseKey,
      caseName: caseName(opened),
      state: dossier.state,
      channel: dossier.channel,
      delivery: dossier.delivery,
      applicant:
        applicant === undefined
          ? null
          : {
              id: applicant.id,
              name: applicant.name,
              nationalId: applicant.nationalId,
              phone: applicant.phone,
            },
      receivingAgency: { id: dossier.receivingAgencyId, name: agencies.get(dossier.receivingAgencyId) ?? '' },
      competentAgency: { id: dossier.competentAgencyId, name: agencies.get(dossier.competentAgencyId) ?? '' },
      ...instants(dossier),
      refusal: dossier.refusal,
      due: dueShown(opened),
      answers: dossier.answers,
      parts: [...papers],
      steps: opened.steps.map((step) => stepShown(step, opened)),
      supplements: opened.supplements.map((one) => supplementShown(one, opened)),
      result: resultShown(opened),
      account: account === null ? null : showAccount(account),
      timeline: history.map((one) => ({
        seq: one.caseSeq ?? 0,
        kind: one.kind,
        occurredAt: one.occurredAt.toISOString(),
        recordedAt: one.recordedAt.toISOString(),
        actor: one.actor.kind === 'person' ? (applicant?.name ?? null) : (actors.get(one.actor.id) ?? null),
        agencyName: one.agencyId === null ? null : (agencies.get(one.agencyId) ?? null),
        basis: one.basis,
      })),
      actions: [...allowedActions(visitor, opened)],
      sideActions: sideActions.filter((action) => mayAct(visitor, action, dossier, null)),
      version: dossier.version,
    }
  })
}

/** Where a dossier is, for whoever has its code: the applicant sees it whole, a stranger with the names masked. */
export async function trackDossier(parts: DossierParts, visitor: Visitor, code: string): Promise<Tracking> {
  return parts.database.snapshot(async (db) => {
    const dossier = await findDossierByCode(db, code.trim().toUpperCase())
    if (dossier === undefined) throw new Problem('missing', 'dossiers.missing')
    return trackingOf(db, visitor, dossier, parts)
  })
}

async function trackingOf(
  db: Db,
  visitor: Visitor,
  dossier: Dossier,
  { payAt }: Pick<DossierParts, 'payAt'>,
): Promise<Tracking> {
  const opened = await open(db, dossier)
  const own = visitor.kind === 'citizen' && visitor.personId === dossier.applicantId
  const [applicant] = await listPersons(db, distinct([dossier.applicantId]))
  const account = own ? await accountOf(db, dossier.id) : null
  const waiting = opened.supplements.find((one) => one.answeredAt === null)
  const { agencies } = opened
  return {
    code: dossier.code,
    own,
    procedure: opened.version.code,
    procedureName: opened.version.declaration.name,
    caseName: caseName(opened),
    applicant: applicant === undefined ? null : own ? applicant.name : maskName(applicant.name),
    state: dossier.state,
    channel: dossier.channel,
    delivery: dossier.delivery,
    receivingAgencyName: agencies.get(dossier.receivingAgencyId) ?? '',
    competentAgencyName: agencies.get(dossier.competentAgencyId) ?? '',
    ...instants(dossier),
    refusal: own ? dossier.refusal : null,
    due: dueShown(opened),
    steps: opened.steps.map((step) => ({ ...stepShown(step, opened), ...(own ? {} : { note: null }) })),
    supplement: waiting === undefined || !own ? null : supplementShown(waiting, opened),
    result: own ? resultShown(opened) : null,
    dossierId: own ? dossier.id : null,
    procedureVersionId: dossier.procedureVersionId,
    answers: own ? dossier.answers : null,
    account: account === null ? null : showAccount(account),
    mayPayOnline: payAt !== undefined && account !== null && account.outstanding > 0,
    receipt: own && dossier.acceptedAt !== null ? await receiptOf(db, dossier.id) : null,
  }
}

async function receiptOf(db: Db, dossierId: string): Promise<Receipt> {
  const [papers, history] = await Promise.all([listParts(db, dossierId), historyOf(db, dossierId)])
  const accepted = history.find(({ kind }) => kind === dossierEntries.accepted)
  const officers = await listOfficerNames(db, accepted?.actor.kind === 'officer' ? [accepted.actor.id] : [])
  return {
    acceptedBy: officers.get(accepted?.actor.id ?? '') ?? null,
    papers: papers.map(({ title, file, originals, copies }) => ({
      title,
      name: file?.name ?? null,
      originals,
      copies,
    })),
  }
}

function instants(dossier: Dossier) {
  return {
    submittedAt: dossier.submittedAt.toISOString(),
    acceptedAt: dossier.acceptedAt?.toISOString() ?? null,
    finishedAt: dossier.finishedAt?.toISOString() ?? null,
    refusedAt: dossier.refusedAt?.toISOString() ?? null,
    releasedAt: dossier.releasedAt?.toISOString() ?? null,
  }
}

function caseName({ dossier, version }: Opened): string {
  return version.declaration.cases.find(({ key }) => key === dossier.caseKey)?.name ?? dossier.caseKey
}

function dueShown({ dossier, version }: Opened): Due {
  return {
    at: dossier.dueAt?.toISOString() ?? null,
    basis: dossier.dueBasis,
    derivation: dossier.derivation.map((line) => ({ ...line })),
    clause: isDecidedHere(dossier) ? termOf(version, dossier).clause : null,
  }
}

function stepShown(step: DossierStep, { agencies, officers }: Opened): Step {
  return {
    id: step.id,
    key: step.key,
    name: step.name,
    role: step.role,
    agencyId: step.agencyId,
    agencyName: step.agencyId === null ? null : (agencies.get(step.agencyId) ?? null),
    officerName: step.officerId === null ? step.sourceActor : (officers.get(step.officerId) ?? null),
    openedAt: step.openedAt?.toISOString() ?? null,
    dueAt: step.dueAt?.toISOString() ?? null,
    closedAt: step.closedAt?.toISOString() ?? null,
    outcome: step.outcome,
    note: step.note,
    flags: [...step.flags],
  }
}

function supplementShown(one: Supplement, { officers }: Opened): SupplementShown {
  return {
    id: one.id,
    requestedAt: one.requestedAt.toISOString(),
    requestedBy: one.requestedBy === null ? null : (officers.get(one.requestedBy) ?? null),
    message: one.message,
    wrong: [...one.wrong],
    answeredAt: one.answeredAt?.toISOString() ?? null,
    mode: one.mode,
  }
}

function resultShown({ result, officers }: Opened): Result | null {
  if (result === undefined) return null
  return {
    key: result.key,
    name: result.name,
    number: result.number,
    issuedAt: result.issuedAt.toISOString(),
    signer: officers.get(result.signerId) ?? '',
    decision: result.decision,
    file: result.file,
  }
}

const sideActions: readonly SideAction[] = [
  'receive-supplement',
  'settle-fees',
  'receive-cash',
  'handle-papers',
]

function allowedActions(visitor: OfficerVisitor, opened: Opened): readonly AllowedAction[] {
  const { dossier, version, steps, supplements } = opened
  const task = openTaskOf(steps) ?? null
  const asked = version.declaration.supplement.maxRequests
  const possible: readonly WorkAction[] = [
    'accept',
    'complete-task',
    'request-supplement',
    'refuse',
    'release',
  ]
  return possible
    .filter((action) => mayAct(visitor, action, dossier, task))
    .filter((action) => action !== 'request-supplement' || asked === null || supplements.length < asked)
    .map((action): AllowedAction => {
      const isTask = action === 'complete-task' && task !== null && version.process !== null
      return {
        action,
        taskId: isTask ? task.id : null,
        taskName: isTask ? task.name : null,
        outcomes: isTask && version.process !== null ? outcomesOf(version.process, steps, task) : [],
        clause: action === 'accept' ? termOf(version, dossier).clause : null,
      }
    })
}

function distinct(ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== null))]
}
