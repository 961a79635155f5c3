import type { Condition } from './condition.ts'

/** A human's step. `role` is who may do it, `share` the part (0..1) of the whole time limit that it may take. */
export interface TaskNode {
  readonly kind: 'task'
  readonly name: string
  readonly role: string
  readonly share: number
  readonly to: string
}

export interface GatewayNode {
  readonly kind: 'gateway'
  readonly name: string
  /** Asked in this order; the first that holds is taken, `default` when none does. */
  readonly flows: readonly { readonly condition: Condition; readonly to: string }[]
  readonly default: string
}

export type ProcessNode =
  | { readonly kind: 'start'; readonly name: string; readonly to: string }
  | { readonly kind: 'end'; readonly name: string }
  | TaskNode
  | GatewayNode

/** A process compiled once and stepped many times; plain JSON. */
export interface ProcessGraph {
  readonly id: string
  readonly name: string
  /** SHA-256 of the model's text: what a state is pinned to. */
  readonly hash: string
  readonly start: string
  readonly nodes: Readonly<Record<string, ProcessNode>>
}

/** A rule of well-formedness that a model breaks, at the element `id`. */
export interface ProcessFault {
  readonly id: string
  readonly code: string
  readonly meta?: Readonly<Record<string, unknown>>
}

/** The nodes a node leads to, in order, each once. */
export function targetsOf(node: ProcessNode): readonly string[] {
  switch (node.kind) {
    case 'end':
      return []
    case 'gateway':
      return [...new Set([...node.flows.map((flow) => flow.to), node.default])]
    case 'start':
    case 'task':
      return [node.to]
  }
}

/** The node with an id of this very graph. */
export function nodeOf(graph: ProcessGraph, id: string): ProcessNode {
  const node = graph.nodes[id]
  if (!node) throw new Error(`process ${graph.id} has no node ${id}`)
  return node
}

/**
 * Forward order: every node before those it leads to, apart from flows that return to a step already on the way.
 */
export function forwardOrder(start: string, targets: (id: string) => readonly string[]): readonly string[] {
  const entered = new Set<string>()
  const order: string[] = []
  const stack: { id: string; rest: string[] }[] = []
  const enter = (id: string) => {
    entered.add(id)
    stack.push({ id, rest: targets(id).toReversed() })
  }
  enter(start)
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    // The last target first, so that in the reversed finishing order the first one comes first.
    const to = top.rest.shift()
    if (to === undefined) {
      stack.pop()
      order.unshift(top.id)
    } else if (!entered.has(to)) enter(to)
  }
  return order
}
