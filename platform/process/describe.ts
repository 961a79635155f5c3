import type { OutcomeValue } from './condition.ts'
import { namesIn } from './condition.ts'
import type { ProcessGraph } from './graph.ts'
import { forwardOrder, nodeOf, targetsOf } from './graph.ts'

/** A value that completing a task must or may give, with those that the way onward tells apart. */
export interface AskedValue {
  readonly name: string
  /** Empty when the value is only ordered (a number) or compared with another. */
  readonly values: readonly OutcomeValue[]
}

export interface TaskDescription {
  readonly node: string
  readonly name: string
  readonly role: string
  readonly share: number
  readonly asks: readonly AskedValue[]
  /** Tasks that may follow, and ends that may be reached, by node id. */
  readonly next: readonly string[]
}

// A graph is a value that never changes.
const described = new WeakMap<ProcessGraph, readonly TaskDescription[]>()

/** The tasks of a process in forward order, as a person would tell it. */
export function describeProcess(graph: ProcessGraph): readonly TaskDescription[] {
  const known = described.get(graph)
  if (known !== undefined) return known
  const tasks = describe(graph)
  described.set(graph, tasks)
  return tasks
}

function describe(graph: ProcessGraph): readonly TaskDescription[] {
  const order = forwardOrder(graph.start, (id) => targetsOf(nodeOf(graph, id)))
  return order.flatMap((id) => {
    const node = nodeOf(graph, id)
    if (node.kind !== 'task') return []
    const { name, role, share } = node
    return { node: id, name, role, share, ...onwardFrom(graph, node.to) }
  })
}

function onwardFrom(graph: ProcessGraph, first: string): Pick<TaskDescription, 'asks' | 'next'> {
  const asks = new Map<string, Set<OutcomeValue>>()
  const next = new Set<string>()
  const seen = new Set<string>()
  const queue = [first]
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (seen.has(id)) continue
    seen.add(id)
    const node = nodeOf(graph, id)
    if (node.kind !== 'gateway') {
      next.add(id)
      continue
    }
    for (const { name, value } of node.flows.flatMap((flow) => namesIn(flow.condition))) {
      const values = asks.get(name) ?? new Set()
      asks.set(name, value === undefined ? values : values.add(value))
    }
    queue.push(...targetsOf(node))
  }
  return { asks: [...asks].map(([name, values]) => ({ name, values: [...values] })), next: [...next] }
}
