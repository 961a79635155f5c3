import { Problem } from '../../kernel/problem.ts'
import type { Condition } from './condition.ts'
import { ConditionError, parseCondition } from './condition.ts'
import type { GatewayNode, ProcessFault, ProcessGraph, ProcessNode } from './graph.ts'
import { forwardOrder, targetsOf } from './graph.ts'
import type { Model, ModelFlow, ModelNode } from './model.ts'
import { readModel } from './model.ts'

export interface ProcessRules {
  /** The roles that a task may name. */
  readonly roles: readonly string[]
}

/**
 * Reads and compiles a BPMN 2.0 model: start and end events, user tasks with `ts:role` and `ts:share`, exclusive
 * gateways, sequence flows. Problems: `process.unreadable`; `process.unsupported` (`meta.elements`: id and type of
 * everything outside the subset); `process.malformed` (`meta.faults`: every rule broken, at which element).
 */
export async function readProcess(xml: string, rules: ProcessRules): Promise<ProcessGraph> {
  return compile(await readModel(xml), rules)
}

function compile(model: Model, rules: ProcessRules): ProcessGraph {
  const faults: ProcessFault[] = []
  const out = new Map<string, ModelFlow[]>(model.nodes.map((node) => [node.id, []]))
  const entered = new Set<string>()
  for (const flow of model.flows) {
    const from = out.get(flow.from)
    if (from && out.has(flow.to)) {
      from.push(flow)
      entered.add(flow.to)
    } else faults.push({ id: flow.id, code: 'loose-flow' })
  }
  const starts = model.nodes.filter((node) => node.kind === 'start')
  const [start] = starts
  if (!start) faults.push({ id: model.id, code: 'no-start' })
  for (const other of starts.slice(1)) faults.push({ id: other.id, code: 'several-starts' })
  if (!model.nodes.some((node) => node.kind === 'end')) faults.push({ id: model.id, code: 'no-end' })
  const nodes = new Map<string, ProcessNode>()
  for (const node of model.nodes) {
    if (node.kind === 'start' && entered.has(node.id)) faults.push({ id: node.id, code: 'start-entered' })
    const compiled = compileNode(node, out.get(node.id) ?? [], rules, faults)
    if (compiled) nodes.set(node.id, compiled)
  }
  if (start && nodes.size === model.nodes.length) faults.push(...wayFaults(start.id, nodes))
  if (!start || faults.length > 0)
    throw new Problem('invalid', 'process.malformed', {
      fields: faults.map(({ id, code, meta }) => ({ path: `/${id}`, code, ...(meta && { meta }) })),
      meta: { faults },
    })
  const { id, name, hash } = model
  return { id, name, hash, start: start.id, nodes: Object.fromEntries(nodes) }
}

function compileNode(
  { id, kind, name, role, share, defaultFlow }: ModelNode,
  out: readonly ModelFlow[],
  rules: ProcessRules,
  faults: ProcessFault[],
): ProcessNode | undefined {
  const [first] = out
  if (kind === 'end') {
    if (first) faults.push({ id, code: 'end-goes-on' })
    return first ? undefined : { kind, name }
  }
  if (!first) {
    faults.push({ id, code: 'dead-end' })
    return undefined
  }
  if (kind === 'gateway') return compileGateway(id, name, defaultFlow, out, faults)
  refuseConditions(out, faults)
  if (out.length > 1) {
    faults.push({ id, code: 'several-ways-out' })
    return undefined
  }
  if (kind === 'start') return { kind, name, to: first.to }
  if (role === undefined || role === '') faults.push({ id, code: 'role-missing' })
  else if (!rules.roles.includes(role)) faults.push({ id, code: 'role-unknown', meta: { role } })
  if (share === undefined) faults.push({ id, code: 'share-missing' })
  else if (!isShare(share)) faults.push({ id, code: 'share-range', meta: { share } })
  return { kind, name, role: role ?? '', share: isShare(share) ? Number(share) : 0, to: first.to }
}

function compileGateway(
  id: string,
  name: string,
  defaultFlow: string | undefined,
  out: readonly ModelFlow[],
  faults: ProcessFault[],
): GatewayNode | undefined {
  const [only, second] = out
  if (only && !second) {
    refuseConditions(out, faults)
    return { kind: 'gateway', name, flows: [], default: only.to }
  }
  const otherwise = out.find((flow) => flow.id === defaultFlow)
  if (!otherwise) faults.push({ id, code: 'default-missing' })
  else refuseConditions([otherwise], faults)
  const flows: { condition: Condition; to: string }[] = []
  for (const flow of out) {
    if (flow === otherwise) continue
    if (flow.condition === undefined) {
      // With a default already there, a flow that asks nothing would be a second one.
      faults.push({ id: flow.id, code: otherwise ? 'two-defaults' : 'condition-missing' })
      continue
    }
    try {
      flows.push({ condition: parseCondition(flow.condition), to: flow.to })
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error
      const { position, message: found } = error
      faults.push({ id: flow.id, code: 'condition', meta: { position, found, condition: flow.condition } })
    }
  }
  // A way lost to a fault would make the nodes behind it look unreachable.
  if (!otherwise || flows.length < out.length - 1) return undefined
  return { kind: 'gateway', name, flows, default: otherwise.to }
}

function isShare(text: string | undefined): boolean {
  return text !== undefined && /^(0(\.\d+)?|1(\.0+)?)$/.test(text)
}

function refuseConditions(flows: readonly ModelFlow[], faults: ProcessFault[]): void {
  for (const flow of flows)
    if (flow.condition !== undefined) faults.push({ id: flow.id, code: 'condition-not-asked' })
}

/** What only the whole way shows: nodes never reached, ways that never end, rounds without a task, shares beyond 1. */
function wayFaults(start: string, nodes: ReadonlyMap<string, ProcessNode>): readonly ProcessFault[] {
  const targets = (id: string) => {
    const node = nodes.get(id)
    return node ? targetsOf(node) : []
  }
  const order = forwardOrder(start, targets)
  const reached = new Set(order)
  const faults: ProcessFault[] = []
  for (const id of nodes.keys()) if (!reached.has(id)) faults.push({ id, code: 'unreachable' })
  const ending = new Set<string>()
  const sources = new Map<string, string[]>()
  for (const id of order)
    for (const to of targets(id)) {
      const from = sources.get(to)
      if (from) from.push(id)
      else sources.set(to, [id])
    }
  const queue = order.filter((id) => nodes.get(id)?.kind === 'end')
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (ending.has(id)) continue
    ending.add(id)
    queue.push(...(sources.get(id) ?? []))
  }
  for (const id of order) if (!ending.has(id)) faults.push({ id, code: 'never-ends' })
  for (const id of order)
    if (nodes.get(id)?.kind === 'gateway' && returnsWithoutTask(id, nodes, targets))
      faults.push({ id, code: 'cycle-without-task' })
  faults.push(...shareFaults(order, nodes, targets))
  return faults
}

function returnsWithoutTask(
  gateway: string,
  nodes: ReadonlyMap<string, ProcessNode>,
  targets: (id: string) => readonly string[],
): boolean {
  const seen = new Set<string>()
  const queue = [...targets(gateway)]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (id === gateway) return true
    if (seen.has(id) || nodes.get(id)?.kind !== 'gateway') continue
    seen.add(id)
    queue.push(...targets(id))
  }
  return false
}

function shareFaults(
  order: readonly string[],
  nodes: ReadonlyMap<string, ProcessNode>,
  targets: (id: string) => readonly string[],
): readonly ProcessFault[] {
  const before = new Map<string, number>()
  const faults: ProcessFault[] = []
  for (const id of order) {
    const node = nodes.get(id)
    const sum = (before.get(id) ?? 0) + (node?.kind === 'task' ? node.share : 0)
    // Thirds written as 0.3333 or 0.34 are decimals in a double: a millionth is no share.
    if (node?.kind === 'end' && sum > 1 + 1e-6)
      faults.push({ id, code: 'shares-exceed', meta: { sum: Math.round(sum * 1e6) / 1e6 } })
    // A way back ends at a node already summed, and so counts for nothing.
    for (const to of targets(id)) before.set(to, Math.max(before.get(to) ?? 0, sum))
  }
  return faults
}
