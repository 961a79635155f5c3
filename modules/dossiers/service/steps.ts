import { dueDate, workingMinutesBetween, type WorkCalendar } from '../../../kernel/working-time/index.ts'
import {
  describeProcess,
  type OpenTask,
  type ProcessGraph,
  type ProcessState,
  type TaskDescription,
} from '../../../platform/process/index.ts'
import type { ProcedureVersion } from '../../procedures/index.ts'
import { suspensionsOf, type Dossier, type Supplement, type Term } from '../domain.ts'
import type { DossierStep } from '../store/steps.ts'

export function openTaskOf(steps: readonly DossierStep[]): DossierStep | undefined {
  return steps.find((step) => step.closedAt === null)
}

export function lastTaskOf(steps: readonly DossierStep[]): DossierStep | undefined {
  return steps.at(-1)
}

/** The process as its rows say it stands. */
export function processStateOf(graph: ProcessGraph, steps: readonly DossierStep[]): ProcessState {
  const tasks = steps.flatMap(({ id, key, openedAt, closedAt }): OpenTask[] =>
    closedAt === null && openedAt !== null ? [{ id, node: key, startedAt: openedAt }] : [],
  )
  return { graph: graph.hash, tasks, ended: tasks.length === 0, end: null }
}

/** By what a dossier's time is counted. */
export interface Timing {
  readonly term: Term
  readonly calendar: WorkCalendar
  readonly supplements: readonly Supplement[]
}

/** Opened tasks as steps, each due when its share of the limit has passed since it was opened, and never after the dossier. */
export function openedSteps(
  opened: readonly OpenTask[],
  version: ProcedureVersion,
  dossier: Dossier,
  timing: Timing,
  firstOrdinal: number,
): readonly DossierStep[] {
  return opened.map((task, index): DossierStep => {
    const about = taskOf(version, task.node)
    return {
      id: task.id,
      key: task.node,
      name: about.name,
      role: about.role,
      agencyId: dossier.competentAgencyId,
      officerId: null,
      sourceActor: null,
      openedAt: task.startedAt,
      dueAt: shareDue(task.startedAt, about.share, dossier, timing),
      closedAt: null,
      outcome: null,
      note: null,
      flags: [],
      ordinal: firstOrdinal + index,
      sourceEvent: null,
    }
  })
}

/** When an open step is due after its applicant has answered. */
export function stepDueAnew(
  step: DossierStep,
  version: ProcedureVersion,
  dossier: Dossier,
  timing: Timing,
): Date | null {
  if (step.openedAt === null) return null
  return shareDue(step.openedAt, taskOf(version, step.key).share, dossier, timing)
}

function taskOf({ code, process }: ProcedureVersion, node: string): TaskDescription {
  const about = process === null ? undefined : describeProcess(process).find((task) => task.node === node)
  if (about === undefined) throw new Error(`process of ${code} has no task ${node}`)
  return about
}

/**
 * A task's share is of the working time that the law gives, counted from when it was opened; while the applicant is awaited
 * its clock stands, or starts anew, as the dossier's does.
 */
function shareDue(
  openedAt: Date,
  share: number,
  { acceptedAt, dueAt }: Dossier,
  { term, calendar, supplements }: Timing,
): Date | null {
  if (acceptedAt === null || dueAt === null) return null
  const { limit, cutOff } = term
  const undisturbed = dueDate({ calendar, limit, receivedAt: acceptedAt, cutOff }).dueAt
  if (undisturbed === null) return dueAt
  const amount = (workingMinutesBetween(calendar, acceptedAt, undisturbed) * share) / 60
  if (amount * 60 < 1) return dueAt
  const { dueAt: ownDueAt } = dueDate({
    calendar,
    limit: { unit: 'working-hour', amount },
    receivedAt: openedAt,
    cutOff: null,
    suspensions: suspensionsOf(supplements).filter(({ from }) => from >= openedAt),
  })
  return ownDueAt === null || ownDueAt > dueAt ? dueAt : ownDueAt
}
