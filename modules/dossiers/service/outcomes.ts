import { complete, describeProcess, type ProcessGraph } from '../../../platform/process/index.ts'
import type { AllowedAction } from '../contract.ts'
import type { DossierStep } from '../store/steps.ts'
import { processStateOf } from './steps.ts'

/** The value that takes a task's default way, where the model's conditions name only the others. */
export const PROCEED = 'proceed'

/** What an open task can end with, each told by where it leads: found by stepping the process, not by reading it. */
export function outcomesOf(
  graph: ProcessGraph,
  steps: readonly DossierStep[],
  task: DossierStep,
): AllowedAction['outcomes'] {
  const described = describeProcess(graph).find(({ node }) => node === task.key)
  const named = described?.asks.find(({ name }) => name === 'outcome')?.values ?? []
  const state = processStateOf(graph, steps)
  const seen = new Set<string>()
  return [...named.map(String), PROCEED].flatMap((value) => {
    const { state: then, opened } = complete(
      graph,
      state,
      task.id,
      { outcome: value },
      new Date(0),
      () => 'next',
    )
    const to = then.ended ? then.end : opened[0]?.node
    if (to === undefined || to === null || seen.has(to)) return []
    seen.add(to)
    return [{ value, label: graph.nodes[to]?.name ?? to, finishes: then.ended }]
  })
}
