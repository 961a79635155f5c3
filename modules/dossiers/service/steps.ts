import { dueDate, workingMinutesBetween, type WorkCalendar } from '../../../kernel/working-time/index.ts'
import {
  describeProcess,
  type OpenTask,
  type ProcessGraph,
  type ProcessState,
} from '../../../platform/process/index.ts'
import type { ProcedureVersion } from '../../procedures/index.ts'
import type { Dossier } from '../domain.ts'
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

/** Opened tasks as steps, each due when its share of the limit has passed since it was opened, and never after the dossier. */
export function openedSteps(
  opened: readonly OpenTask[],
  version: ProcedureVersion,
  dossier: Dossier,
  calendar: WorkCalendar,
  firstOrdinal: number,
): readonly DossierStep[] {
  if (version.process === null) return []
  const described = new Map(describeProcess(version.process).map((task) => [task.node, task]))
  return opened.map((task, index): DossierStep => {
    const about = described.get(task.node)
    if (about === undefined) throw new Error(`process of ${version.code} has no task ${task.node}`)
    return {
      id: task.id,
      key: task.node,
      name: about.name,
      role: about.role,
      agencyId: dossier.competentAgencyId,
      officerId: null,
      sourceActor: null,
      openedAt: task.startedAt,
      dueAt: shareDue(task.startedAt, about.share, dossier, calendar),
      closedAt: null,
      outcome: null,
      note: null,
      flags: [],
      ordinal: firstOrdinal + index,
      sourceEvent: null,
    }
  })
}

/** A task's share is of the working time from acceptance to the due date, counted from when it was opened. */
function shareDue(
  openedAt: Date,
  share: number,
  { acceptedAt, dueAt }: Dossier,
  calendar: WorkCalendar,
): Date | null {
  if (acceptedAt === null || dueAt === null) return null
  const hours = (workingMinutesBetween(calendar, acceptedAt, dueAt) * share) / 60
  if (hours * 60 < 1) return dueAt
  const limit = { unit: 'working-hour', amount: hours } as const
  const { dueAt: ownDueAt } = dueDate({ calendar, limit, receivedAt: openedAt, cutOff: null })
  return ownDueAt === null || ownDueAt > dueAt ? dueAt : ownDueAt
}
