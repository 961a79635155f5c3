import { localDateOf } from '../../../kernel/dates.ts'
import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { findUpload } from '../../../platform/files/index.ts'
import { visitorKey, type CitizenVisitor, type OfficerVisitor } from '../../../platform/http/index.ts'
import type { NewEntry } from '../../../platform/ledger/index.ts'
import { complete, start } from '../../../platform/process/index.ts'
import { calendarFor } from '../../calendars/index.ts'
import { mayAct, maySee } from '../access.ts'
import {
  dossierEntries,
  type CompleteTaskInput,
  type RefusalInput,
  type ReleaseInput,
  type SupplementInput,
  type SupplementRequestInput,
  type WorkAction,
} from '../contract.ts'
import * as domain from '../domain.ts'
import { addParts, saveResult, saveSupplement } from '../store/contents.ts'
import { closeStep, insertSteps, saveStepDue } from '../store/steps.ts'
import { changeDossier, type Loaded } from './change.ts'
import type { DossierParts } from './parts.ts'
import { rightAnswers, rightPapers, termOf } from './procedure.ts'
import { lastTaskOf, openedSteps, openTaskOf, processStateOf, stepDueAnew } from './steps.ts'

type Change = (loaded: Loaded, at: Date, tx: Tx) => ReturnType<Parameters<typeof changeDossier>[3]>

function asOfficer(
  parts: DossierParts,
  dossierId: string,
  visitor: OfficerVisitor,
  action: WorkAction,
  change: Change,
) {
  return parts.database.transact((tx) =>
    changeDossier(parts, tx, dossierId, (loaded, at) => {
      allow(visitor, action, loaded)
      return change(loaded, at, tx)
    }),
  )
}

/**
 * Problem 'dossiers.missing' for whom the dossier is not to be seen by, 'dossiers.forbidden' when the officer's roles would not
 * allow it in any state; a wrong state is for the decision to say.
 */
function allow(visitor: OfficerVisitor, action: WorkAction, { dossier, steps }: Loaded): void {
  if (!maySee(visitor, dossier)) throw new Problem('missing', 'dossiers.missing')
  const task = openTaskOf(steps) ?? lastTaskOf(steps)
  const states = { accept: 'submitted', refuse: 'submitted', release: 'finished' } as const
  const state =
    action === 'request-supplement' || action === 'complete-task'
      ? dossier.acceptedAt === null
        ? 'submitted'
        : 'processing'
      : states[action]
  if (action === 'complete-task' && dossier.acceptedAt === null) {
    throw new Problem('conflict', 'dossiers.not-processing', { meta: { state: dossier.state } })
  }
  if (!mayAct(visitor, action, { ...dossier, state }, task ?? null))
    throw new Problem('forbidden', 'dossiers.forbidden')
}

const by = (visitor: OfficerVisitor) => ({ kind: 'officer', id: visitor.officerId }) as const

/** Takes the dossier in: form 01, the due date with its derivation, the first task. Problem 'dossiers.not-submitted'. */
export function acceptDossier(parts: DossierParts, visitor: OfficerVisitor, dossierId: string) {
  return asOfficer(
    parts,
    dossierId,
    visitor,
    'accept',
    async ({ dossier, version, steps, supplements }, at, tx) => {
      const term = termOf(version, dossier)
      const calendar = await calendarFor(tx, dossier.competentAgencyId, at)
      const accepted = domain.accept(dossier, term, calendar, at)
      const opened =
        version.process === null
          ? []
          : openedSteps(
              start(version.process, at, newId).opened,
              version,
              accepted,
              { term, calendar, supplements },
              steps.length,
            )
      return {
        dossier: accepted,
        rows: () => [insertSteps(tx, dossierId, opened)],
        entries: [
          entry(dossierEntries.accepted, accepted, at, by(visitor), term.clause, {
            dueAt: accepted.dueAt,
            dueBasis: accepted.dueBasis,
            derivation: accepted.derivation,
            opened: opened.map(({ id, key }) => ({ id, key })),
          }),
        ],
      }
    },
  )
}

/** Form 03, with its ground. Problem 'dossiers.not-submitted'. */
export function refuseDossier(
  parts: DossierParts,
  visitor: OfficerVisitor,
  dossierId: string,
  input: RefusalInput,
) {
  return asOfficer(parts, dossierId, visitor, 'refuse', ({ dossier }, at) => {
    const refusal = { ground: input.ground, clause: input.clause ?? null }
    const refused = domain.refuse(dossier, refusal, at)
    return {
      dossier: refused,
      entries: [entry(dossierEntries.refused, refused, at, by(visitor), refusal.clause, refusal)],
    }
  })
}

/**
 * Form 02: asks once for everything that is missing, each wrong field or paper marked. Problems
 * 'dossiers.supplement-already-requested', 'dossiers.wrong-place-unknown', 'dossiers.not-processing'.
 */
export function requestSupplement(
  parts: DossierParts,
  visitor: OfficerVisitor,
  dossierId: string,
  input: SupplementRequestInput,
) {
  return asOfficer(
    parts,
    dossierId,
    visitor,
    'request-supplement',
    ({ dossier, version, supplements, steps }, at, tx) => {
      const fields = new Set(version.form?.fields.map(({ name }) => name) ?? [])
      const papers = new Set(version.declaration.requirements.map(({ key }) => key))
      const strange = input.wrong.filter(({ path }) => {
        const [, where, name = ''] = path.split('/')
        return where === 'parts' ? !papers.has(name) : where !== 'answers' || !fields.has(name)
      })
      if (strange.length > 0) {
        throw new Problem('invalid', 'dossiers.wrong-place-unknown', {
          fields: strange.map(({ path }) => ({ path, code: 'choice' })),
        })
      }
      const request = { id: newId(at.getTime()), officerId: visitor.officerId, ...input }
      const open = openTaskOf(steps)
      const asked = domain.requestSupplement(dossier, supplements, termOf(version, dossier), request, at)
      return {
        dossier: asked.dossier,
        rows: () => [
          saveSupplement(tx, dossierId, asked.supplement),
          ...(open === undefined ? [] : [saveStepDue(tx, open.id, asked.dossier.dueAt)]),
        ],
        entries: [
          entry(
            dossierEntries.supplementRequested,
            asked.dossier,
            at,
            by(visitor),
            version.declaration.supplement.basis,
            {
              supplement: asked.supplement.id,
              mode: asked.supplement.mode,
              message: input.message,
              wrong: input.wrong,
            },
          ),
        ],
      }
    },
  )
}

/** The applicant brings what was asked for. Problems 'dossiers.not-awaiting-supplement', 'dossiers.answers-invalid', 'dossiers.file-missing'. */
export function supplementDossier(
  parts: DossierParts,
  visitor: CitizenVisitor,
  dossierId: string,
  input: SupplementInput,
) {
  return parts.database.transact((tx) =>
    changeDossier(parts, tx, dossierId, async ({ dossier, version, supplements, steps }, at, tx) => {
      if (dossier.applicantId !== visitor.personId) throw new Problem('missing', 'dossiers.missing')
      const answers = rightAnswers(version, { ...dossier.answers, ...input.answers })
      const { caseKey, channel } = dossier
      const papers =
        channel === null
          ? []
          : await rightPapers(
              tx,
              visitorKey(visitor),
              version,
              { caseKey, channel, answers, on: localDateOf(dossier.submittedAt) },
              input.parts,
              false,
            )
      const calendar = await calendarFor(tx, dossier.competentAgencyId, at)
      const term = termOf(version, dossier)
      const brought = domain.supplement(dossier, supplements, { answers }, term, calendar, at)
      const answered = supplements.map((one) => (one.id === brought.answered.id ? brought.answered : one))
      const open = openTaskOf(steps)
      const openDueAt =
        open === undefined
          ? null
          : stepDueAnew(open, version, brought.dossier, { term, calendar, supplements: answered })
      return {
        dossier: brought.dossier,
        rows: () => [
          saveSupplement(tx, dossierId, brought.answered),
          ...(open === undefined ? [] : [saveStepDue(tx, open.id, openDueAt)]),
          addParts(tx, dossierId, papers, at, true),
        ],
        entries: [
          entry(
            dossierEntries.supplemented,
            brought.dossier,
            at,
            { kind: 'person', id: visitor.personId },
            term.clause,
            {
              supplement: brought.answered.id,
              dueAt: brought.dossier.dueAt,
              derivation: brought.dossier.derivation,
              parts: papers.map(({ requirement, sha256 }) => ({ requirement, sha256 })),
              answers: input.answers,
            },
          ),
        ],
      }
    }),
  )
}

/**
 * Completes the open task; when the process ends with it the dossier is finished and its result issued. Problems
 * 'process.task-not-open', 'dossiers.result-needed' (an end without a numbered result), 'dossiers.result-not-yet'.
 */
export function completeTask(
  parts: DossierParts,
  visitor: OfficerVisitor,
  dossierId: string,
  input: CompleteTaskInput,
) {
  return asOfficer(
    parts,
    dossierId,
    visitor,
    'complete-task',
    async ({ dossier, version, steps, supplements }, at, tx) => {
      const graph = version.process
      if (graph === null) throw new Problem('conflict', 'dossiers.not-processing')
      const outcome = { outcome: input.outcome }
      const stepped = complete(graph, processStateOf(graph, steps), input.taskId, outcome, at, newId)
      const closing = { at, officerId: visitor.officerId, outcome: input.outcome, note: input.note ?? null }
      const close = () => closeStep(tx, input.taskId, closing)
      const done = { task: input.taskId, outcome: input.outcome, note: input.note ?? null }
      if (!stepped.state.ended) {
        if (input.result !== undefined) throw new Problem('invalid', 'dossiers.result-not-yet')
        const goesOn = domain.proceed(dossier)
        const calendar = await calendarFor(tx, dossier.competentAgencyId, at)
        const timing = { term: termOf(version, dossier), calendar, supplements }
        const opened = openedSteps(stepped.opened, version, goesOn, timing, steps.length)
        return {
          dossier: goesOn,
          rows: () => [close(), insertSteps(tx, dossierId, opened)],
          entries: [
            entry(dossierEntries.taskCompleted, goesOn, at, by(visitor), null, {
              ...done,
              opened: opened.map(({ id, key }) => ({ id, key })),
            }),
          ],
        }
      }
      const end = stepped.state.end ?? ''
      const { result } = input
      if (result === undefined) throw new Problem('invalid', 'dossiers.result-needed')
      const kind = version.declaration.results.find((one) => one.end === end)
      if (kind === undefined)
        throw new Error(`procedure ${version.code} declares no result for its end ${end}`)
      if (
        result.file !== undefined &&
        (await findUpload(tx, visitorKey(visitor), result.file.sha256)) === undefined
      ) {
        throw new Problem('invalid', 'dossiers.file-missing', {
          fields: [{ path: '/result/file', code: 'file-missing' }],
        })
      }
      const finished = domain.finish(dossier, { decision: end, isElectronic: result.file !== undefined }, at)
      const issued = {
        key: kind.key,
        name: kind.name,
        number: result.number,
        issuedAt: at,
        signerId: visitor.officerId,
        decision: end,
        file: result.file ?? null,
      }
      return {
        dossier: finished,
        rows: () => [close(), saveResult(tx, dossierId, issued)],
        entries: [
          entry(dossierEntries.taskCompleted, finished, at, by(visitor), null, done),
          entry(dossierEntries.finished, finished, at, by(visitor), null, {
            decision: end,
            result: { key: issued.key, number: issued.number, file: issued.file?.sha256 ?? null },
            onTime: domain.isOnTime(finished),
          }),
        ],
      }
    },
  )
}

/** Hands the result over. Problem 'dossiers.not-finished'. */
export function releaseResult(
  parts: DossierParts,
  visitor: OfficerVisitor,
  dossierId: string,
  input: ReleaseInput,
) {
  return asOfficer(parts, dossierId, visitor, 'release', ({ dossier }, at) => {
    const released = domain.release(dossier, input.delivery, at)
    return {
      dossier: released,
      entries: [
        entry(dossierEntries.released, released, at, by(visitor), null, {
          delivery: input.delivery,
          handedTo: input.handedTo ?? null,
        }),
      ],
    }
  })
}

type Basis = string | null | { readonly confidence: string; readonly clause?: string }

function entry(
  kind: string,
  dossier: domain.Dossier,
  at: Date,
  actor: NewEntry['actor'],
  basis: Basis,
  payload: Readonly<Record<string, unknown>>,
): NewEntry {
  const clause = basis === null || typeof basis === 'string' ? basis : (basis.clause ?? null)
  return { kind, occurredAt: at, actor, agencyId: dossier.competentAgencyId, basis: clause, payload }
}
