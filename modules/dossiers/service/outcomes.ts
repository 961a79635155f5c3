import { complete, describeProcess, type ProcessGraph } from '../../../platform/process/index.ts'
import type { AllowedAction } from '../contract.ts'
import type { DossierStep } from '../store/steps.ts'
import { processStateOf } from './steps.ts'

/** The value that takes a task's default way, where the model's conditions name only the others. */
export const PROCEED = 'proceed'

/** The values that a task can be completed with; the model sends any other one the default way, unasked. */
export function valuesAsked(graph: ProcessGraph, task: Pick<DossierStep, 'key'>): readonly string[] {
  const described = describeProcess(graph).find(({ node }) => node === task.key)
  const named = described?.asks.find(({ name }) => name === 'outcome')?.values ?? []
  return [...named.map(String), PROCEED]
}

/** What an open task can end with, each told by where it leads: found by stepping the process, not by reading it. */
export function outcomesOf(
  graph: ProcessGraph,
  steps: readonly DossierStep[],
  task: DossierStep,
): AllowedAction['outcomes'] {
  const state = processStateOf(graph, steps)
  const seen = new Set<string>()
  return valuesAsked(graph, task).flatMap((value) => {
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
