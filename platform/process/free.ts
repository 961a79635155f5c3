import { Problem } from '../../kernel/problem.ts'
import type { Outcome } from './condition.ts'
import type { OpenTask, ProcessState, StepResult } from './step.ts'
import { stop } from './step.ts'

const free = 'free'

/**
 * The process of a case that lives elsewhere and is only told of: steps of any name in the order they are told, until
 * the end is told too. Never more than one step is open.
 */
export const freeSteps = {
  /** Before the first step. */
  begin(): ProcessState {
    return { graph: free, tasks: [], ended: false, end: null }
  },
  /** Closes the open step, if any, and opens the named one. Problems: `process.step-name`, `process.ended`. */
  step(state: ProcessState, name: string, at: Date, newId: () => string): StepResult {
    const node = name.normalize('NFC').trim()
    if (node === '') throw new Problem('invalid', 'process.step-name')
    const closed = close(state, at)
    const task: OpenTask = { id: newId(), node, startedAt: at }
    return { state: { graph: free, tasks: [task], ended: false, end: null }, opened: [task], closed }
  },
  /** Ends the case where it stands. Problem `process.ended` when it has ended. */
  end(state: ProcessState, at: Date): StepResult {
    close(state, at)
    return stop(state, at)
  },
}

function close(state: ProcessState, at: Date): StepResult['closed'] {
  if (state.graph !== free)
    throw new Problem('conflict', 'process.other-graph', { meta: { pinned: state.graph, given: free } })
  if (state.ended) throw new Problem('conflict', 'process.ended')
  const outcome: Outcome = {}
  return state.tasks.map((task) => ({ ...task, endedAt: at, outcome }))
}
