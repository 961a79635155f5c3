import { Problem } from '../../kernel/problem.ts'
import type { Outcome } from './condition.ts'
import { holds } from './condition.ts'
import type { ProcessGraph } from './graph.ts'
import { nodeOf } from './graph.ts'

export interface OpenTask {
  readonly id: string
  /** The task's id in the model; of a free step its name. */
  readonly node: string
  readonly startedAt: Date
}

export interface ClosedTask extends OpenTask {
  readonly endedAt: Date
  readonly outcome: Outcome
}

/** Where one case stands. Plain rows: it comes back from JSON by `readState`. */
export interface ProcessState {
  /** The hash of the graph it moves in. */
  readonly graph: string
  readonly tasks: readonly OpenTask[]
  readonly ended: boolean
  /** The end event reached; `null` while it runs, and when it was stopped from outside. */
  readonly end: string | null
}

export interface StepResult {
  readonly state: ProcessState
  readonly opened: readonly OpenTask[]
  readonly closed: readonly ClosedTask[]
}

/** Opens the first task. `given` are values that a gateway before it may ask for. */
export function start(graph: ProcessGraph, at: Date, newId: () => string, given: Outcome = {}): StepResult {
  return arrive(graph, graph.start, given, at, newId, [])
}

/**
 * Closes an open task with its outcome and goes on to the next one or the end. Pure. Problems: conflict
 * `process.task-not-open`, `process.other-graph`; invalid `process.outcome-missing`, `process.outcome-type`.
 */
export function complete(
  graph: ProcessGraph,
  state: ProcessState,
  taskId: string,
  outcome: Outcome,
  at: Date,
  newId: () => string,
): StepResult {
  if (state.graph !== graph.hash)
    throw new Problem('conflict', 'process.other-graph', { meta: { pinned: state.graph, given: graph.hash } })
  const task = state.tasks.find((open) => open.id === taskId)
  if (!task) throw new Problem('conflict', 'process.task-not-open', { meta: { taskId } })
  return arrive(graph, task.node, outcome, at, newId, [{ ...task, endedAt: at, outcome }])
}

/** Ends a case from outside its process (withdrawn, refused at the counter): open tasks close, no end is reached. */
export function stop(state: ProcessState, at: Date): StepResult {
  if (state.ended) throw new Problem('conflict', 'process.ended')
  return {
    state: { graph: state.graph, tasks: [], ended: true, end: null },
    opened: [],
    closed: state.tasks.map((task) => ({ ...task, endedAt: at, outcome: {} })),
  }
}

function arrive(
  graph: ProcessGraph,
  from: string,
  outcome: Outcome,
  at: Date,
  newId: () => string,
  closed: readonly ClosedTask[],
): StepResult {
  let node = nodeOf(graph, from)
  // Compiled graphs have no round without a task, so this ends.
  while (node.kind !== 'end') {
    const to =
      node.kind === 'gateway'
        ? (node.flows.find((flow) => holds(flow.condition, outcome))?.to ?? node.default)
        : node.to
    node = nodeOf(graph, to)
    if (node.kind === 'task') {
      const task: OpenTask = { id: newId(), node: to, startedAt: at }
      return { state: { graph: graph.hash, tasks: [task], ended: false, end: null }, opened: [task], closed }
    }
    if (node.kind === 'end')
      return { state: { graph: graph.hash, tasks: [], ended: true, end: to }, opened: [], closed }
  }
  throw new Error(`process ${graph.id} goes on from its end ${from}`)
}

/** A state from the JSON it was kept as; anything else is a bug (Error). */
export function readState(kept: unknown): ProcessState {
  if (!isRecord(kept) || !Array.isArray(kept.tasks)) throw new Error('not a process state')
  const { graph, ended, end } = kept
  if (typeof graph !== 'string' || typeof ended !== 'boolean' || !(end === null || typeof end === 'string'))
    throw new Error('not a process state')
  const tasks = kept.tasks.map((task: unknown): OpenTask => {
    if (!isRecord(task) || typeof task.id !== 'string' || typeof task.node !== 'string')
      throw new Error('not an open task')
    const { startedAt } = task
    const instant =
      startedAt instanceof Date ? startedAt : new Date(typeof startedAt === 'string' ? startedAt : NaN)
    if (Number.isNaN(instant.getTime())) throw new Error('not an instant')
    return { id: task.id, node: task.node, startedAt: instant }
  })
  return { graph, tasks, ended, end }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
