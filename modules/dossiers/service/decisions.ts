import { localDateOf } from '../../../kernel/dates.ts'
import { newId } from '../../../kernel/ids.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Tx } from '../../../platform/db/index.ts'
import { findUpload } from '../../../platform/files/index.ts'
import { visitorKey, type CitizenVisitor, type OfficerVisitor } from '../../../platform/http/index.ts'
import type { Actor } from '../../../platform/ledger/index.ts'
import { complete, start } from '../../../platform/process/index.ts'
import { calendarFor } from '../../calendars/index.ts'
import { clauseNamedIn } from '../../procedures/index.ts'
import {
  dossierEntries,
  type AcceptInput,
  type CompleteTaskInput,
  type RefusalInput,
  type ReleaseInput,
  type SupplementInput,
  type SupplementReceivedInput,
  type SupplementRequestInput,
} from '../contract.ts'
import * as domain from '../domain.ts'
import { saveResult, saveSupplement } from '../store/outcomes.ts'
import { addParts, listParts, type PartFile } from '../store/parts.ts'
import { closeStep, insertSteps, saveStepDue } from '../store/steps.ts'
import { asOfficer, by, entry } from './acting.ts'
import { changeDossier, type Decided, type Loaded } from './change.ts'
import { chargeKnown } from './fees.ts'
import type { DossierParts } from './parts.ts'
import { onlinePaper, papersTold, rightPapers, seenPapers } from './papers.ts'
import { rightAnswers, termOf } from './procedure.ts'
import { valuesAsked } from './outcomes.ts'
import { openedSteps, openTaskOf, processStateOf, stepDueAnew } from './steps.ts'

/** Takes the dossier in: form 01, the due date with its derivation, the first task, and the fees where they are known. Problem 'dossiers.not-submitted'. */
export function acceptDossier(
  parts: DossierParts,
  visitor: OfficerVisitor,
  dossierId: string,
  { fees = {} }: AcceptInput = {},
) {
  return asOfficer(parts, dossierId, visitor, 'accept', async (loaded, at, tx) => {
    const accepted = await acceptance(tx, loaded, at, by(visitor))
    const charge = chargeKnown(tx, at, accepted.dossier, loaded.version, fees, by(visitor))
    return {
      ...accepted,
      dossier: domain.observe(accepted.dossier, { fees: charge.fees }),
      rows: () => [...(accepted.rows?.() ?? []), ...charge.rows()],
    }
  })
}

/** What acceptance decides; its first task's rows go with the rest. */
export async function acceptance(
  tx: Tx,
  { dossier, version, steps, supplements }: Loaded,
  at: Date,
  actor: Actor,
): Promise<Decided> {
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
    rows: () => [insertSteps(tx, dossier.id, opened)],
    entries: [
      entry(dossierEntries.accepted, accepted, at, actor, term.clause, {
        dueAt: accepted.dueAt,
        dueBasis: accepted.dueBasis,
        derivation: accepted.derivation,
        opened: opened.map(({ id, key }) => ({ id, key })),
      }),
    ],
  }
}

/** Form 03, with its ground. Problem 'dossiers.not-submitted'. */
export function refuseDossier(
  parts: DossierParts,
  visitor: OfficerVisitor,
  dossierId: string,
  input: RefusalInput,
) {
  return asOfficer(parts, dossierId, visitor, 'refuse', ({ dossier, version }, at) => {
    const refusal = { ground: input.ground, clause: input.clause ?? null }
    const clause = clauseNamedIn(version.declaration, refusal.clause ?? '')
    const refused = domain.refuse(dossier, refusal, at)
    return {
      dossier: refused,
      entries: [entry(dossierEntries.refused, refused, at, by(visitor), clause, refusal)],
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
    changeDossier(parts, tx, dossierId, (loaded, at) => {
      if (loaded.dossier.applicantId !== visitor.personId) throw new Problem('missing', 'dossiers.missing')
      const brought = { answers: input.answers, papers: input.parts.map(onlinePaper) }
      return supplemented(tx, loaded, at, brought, {
        uploader: visitorKey(visitor),
        actor: { kind: 'person', id: visitor.personId },
      })
    }),
  )
}

/** The same, brought to the counter or come by post. Problems as `supplementDossier`. */
export function receiveSupplement(
  parts: DossierParts,
  visitor: OfficerVisitor,
  dossierId: string,
  input: SupplementReceivedInput,
) {
  return asOfficer(parts, dossierId, visitor, 'receive-supplement', (loaded, at, tx) =>
    supplemented(tx, loaded, at, input, { uploader: visitorKey(visitor), actor: by(visitor) }),
  )
}

async function supplemented(
  tx: Tx,
  { dossier, version, supplements, steps }: Loaded,
  at: Date,
  brought: SupplementReceivedInput,
  { uploader, actor }: { readonly uploader: string; readonly actor: Actor },
): Promise<Decided> {
  const answers = rightAnswers(version, { ...dossier.answers, ...brought.answers })
  const { caseKey, channel, applicantId, id: dossierId } = dossier
  const papers =
    channel === null
      ? []
      : await rightPapers(
          tx,
          uploader,
          version,
          { caseKey, channel, answers, applicantId, on: localDateOf(dossier.submittedAt) },
          brought.papers,
          false,
        )
  const calendar = await calendarFor(tx, dossier.competentAgencyId, at)
  const term = termOf(version, dossier)
  const goesOn = domain.supplement(dossier, supplements, { answers }, term, calendar, at)
  const answered = supplements.map((one) => (one.id === goesOn.answered.id ? goesOn.answered : one))
  const open = openTaskOf(steps)
  const openDueAt =
    open === undefined
      ? null
      : stepDueAnew(open, version, goesOn.dossier, { term, calendar, supplements: answered })
  const replaced = new Set(papers.map(({ requirement }) => requirement))
  const kept = (await listParts(tx, dossierId)).filter(({ requirement }) => !replaced.has(requirement))
  const seen = channel === null ? {} : domain.seenIn([...seenPapers(kept), ...seenPapers(papers)], channel)
  return {
    dossier: domain.observe(goesOn.dossier, seen),
    rows: () => [
      saveSupplement(tx, dossierId, goesOn.answered),
      ...(open === undefined ? [] : [saveStepDue(tx, open.id, openDueAt)]),
      addParts(tx, dossierId, papers, at, true),
    ],
    entries: [
      entry(dossierEntries.supplemented, goesOn.dossier, at, actor, term.clause, {
        supplement: goesOn.answered.id,
        dueAt: goesOn.dossier.dueAt,
        derivation: goesOn.dossier.derivation,
        parts: papersTold(papers),
        answers: brought.answers,
      }),
    ],
  }
}

/**
 * Completes the open task; when the process ends with it the dossier is finished and its result issued. Problems
 * 'process.task-not-open', 'dossiers.outcome-unknown', 'dossiers.result-needed' (an end without a numbered result), 'dossiers.result-not-yet'.
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
      const task = steps.find(({ id }) => id === input.taskId)
      if (task === undefined || !valuesAsked(graph, task).includes(input.outcome)) {
        throw new Problem('invalid', 'dossiers.outcome-unknown', {
          fields: [{ path: '/outcome', code: 'choice' }],
        })
      }
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
      const file = result.file === undefined ? null : await broughtFile(tx, visitor, result.file)
      const finished = domain.finish(dossier, { decision: end, isElectronic: file !== null }, at)
      const issued = {
        key: kind.key,
        name: kind.name,
        number: result.number,
        issuedAt: at,
        signerId: visitor.officerId,
        decision: end,
        file,
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
    input.taskId,
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
    if (input.delivery === 'online' && !dossier.evidence.electronicResult) {
      throw new Problem('conflict', 'dossiers.result-on-paper-only')
    }
    const released = domain.release(dossier, input.delivery, at)
    return {
      dossier: released,
      entries: [
        entry(dossierEntries.released, released, at, by(visitor), null, {
          delivery: input.delivery,
          handedTo: input.handedTo ?? null,
          consignment: input.consignment ?? null,
        }),
      ],
    }
  })
}

async function broughtFile(
  tx: Tx,
  visitor: OfficerVisitor,
  { sha256, name }: { readonly sha256: string; readonly name: string },
): Promise<PartFile> {
  const brought = await findUpload(tx, visitorKey(visitor), sha256)
  if (brought === undefined) {
    throw new Problem('invalid', 'dossiers.file-missing', {
      fields: [{ path: '/result/file', code: 'file-missing' }],
    })
  }
  return { sha256, name, mediaType: brought.mediaType, size: brought.size }
}
