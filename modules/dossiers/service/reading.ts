import { Problem } from '../../../kernel/problem.ts'
import type { OfficerVisitor } from '../../../platform/http/index.ts'
import { historyOf, recordReading, type Entry } from '../../../platform/ledger/index.ts'
import { accountOf, showAccount } from '../../payments/index.ts'
import { listAgencyNames } from '../../agencies/index.ts'
import { listOfficerNames, listPersons } from '../../people/index.ts'
import { clausesOf } from '../../procedures/index.ts'
import { mayAct, maySee, maySeeWhose } from '../access.ts'
import type { AllowedAction, DossierPage, SideAction, WorkAction } from '../contract.ts'
import { getDossier } from '../store/dossier.ts'
import { listParts } from '../store/parts.ts'
import { outcomesOf } from './outcomes.ts'
import type { DossierParts } from './parts.ts'
import { termOf } from './procedure.ts'
import {
  caseName,
  distinct,
  dueShown,
  instants,
  open,
  resultShown,
  stepShown,
  supplementShown,
  type Opened,
} from './showing.ts'
import { openTaskOf } from './steps.ts'
import { verdictOf } from './verdict.ts'
import { withoutWhose } from './whose.ts'

/**
 * The dossier as an officer works on it, or its course alone for who only leads; the reading of the applicant's data is recorded before
 * the answer leaves, with the dossier as its purpose. Problem 'dossiers.missing' also for whom it is not to be seen by.
 */
export function readDossierPage(
  parts: DossierParts,
  visitor: OfficerVisitor,
  id: string,
): Promise<DossierPage> {
  return parts.database.transact(async (tx) => {
    const dossier = await getDossier(tx, id)
    if (!maySee(visitor, dossier)) throw new Problem('missing', 'dossiers.missing')
    const now = parts.clock()
    const isWhole = maySeeWhose(visitor, dossier)
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
    const entryAgencies = await listAgencyNames(tx, distinct(history.map(({ agencyId }) => agencyId)))
    const applicant = persons[0]
    if (applicant !== undefined) {
      await recordReading(tx, {
        reader: { kind: 'officer', id: visitor.officerId },
        personId: applicant.id,
        purpose: 'dossier.opened',
        caseId: id,
        fields: isWhole ? ['name', 'national-id', 'phone', 'answers', 'parts'] : ['course'],
        at: now,
      })
    }
    const { version, agencies } = opened
    const page: DossierPage = {
      id,
      isWhole: true,
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
      due: dueShown(opened, await verdictOf(tx, dossier, opened.supplements, now)),
      answers: dossier.answers,
      parts: [...papers],
      steps: opened.steps.map((step) => ({ ...stepShown(step, opened), note: step.note })),
      supplements: opened.supplements.map((one) => supplementShown(one, opened)),
      result: resultShown(opened),
      account: account === null ? null : showAccount(account),
      timeline: history.map((one) => ({
        seq: one.caseSeq ?? 0,
        kind: one.kind,
        occurredAt: one.occurredAt.toISOString(),
        recordedAt: one.recordedAt.toISOString(),
        actor: one.actor.kind === 'person' ? (applicant?.name ?? null) : (actors.get(one.actor.id) ?? null),
        agencyName: one.agencyId === null ? null : (entryAgencies.get(one.agencyId) ?? null),
        basis: wordsIn(one.payload, 'clause') ?? wordsIn(one.payload, 'basis') ?? one.basis,
      })),
      actions: [...allowedActions(visitor, opened)],
      clauses: [...clausesOf(opened.version.declaration)],
      sideActions: sideActions.filter((action) => mayAct(visitor, action, dossier, null)),
      version: dossier.version,
    }
    return isWhole ? page : withoutWhose(page)
  })
}

/** An officer's own words in an entry; erased with it. */
function wordsIn(payload: Entry['payload'], name: string): string | null {
  const words = payload?.[name]
  return typeof words === 'string' ? words : null
}

const sideActions: readonly SideAction[] = [
  'receive-supplement',
  'settle-fees',
  'receive-cash',
  'refund',
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
