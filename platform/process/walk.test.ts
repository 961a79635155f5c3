import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import type { DrawnFlow, DrawnNode } from './bpmn.fixture.ts'
import { draw } from './bpmn.fixture.ts'
import type { ProcessGraph, ProcessState } from './index.ts'
import { complete, describeProcess, readProcess, readState, start } from './index.ts'

const rules = { roles: ['clerk'] }
const at = new Date('2026-02-10T01:00:00Z')

type Block =
  | { kind: 'task' }
  | { kind: 'line'; blocks: Block[] }
  | { kind: 'choice'; blocks: Block[] }
  | { kind: 'round'; block: Block }
  | { kind: 'exit' }

/** Draws nested blocks: sound by construction. */
function drawBlocks(root: Block): string {
  const nodes: DrawnNode[] = [
    { id: 'start', kind: 'start' },
    { id: 'end', kind: 'end' },
  ]
  const flows: DrawnFlow[] = []
  const flow = (from: string, to: string, when?: string) => {
    const id = `f${flows.length}`
    flows.push(when === undefined ? { id, from, to } : { id, from, to, when })
    return id
  }
  const fresh = (kind: string) => `${kind}${nodes.length}`
  /** Draws a block that leads on to `to`; gives the node by which it is entered. */
  const place = (block: Block, to: string): string => {
    switch (block.kind) {
      case 'task': {
        const id = fresh('task')
        nodes.push({ id, kind: 'task' })
        flow(id, to)
        return id
      }
      case 'exit': {
        const id = fresh('end')
        nodes.push({ id, kind: 'end' })
        return id
      }
      case 'line':
        return block.blocks.reduceRight((next, each) => place(each, next), to)
      case 'choice': {
        const id = fresh('gateway')
        const index = nodes.length
        nodes.push({ id, kind: 'gateway' })
        for (const [branch, each] of block.blocks.entries()) flow(id, place(each, to), `\${go == ${branch}}`)
        nodes[index] = { id, kind: 'gateway', default: flow(id, to) }
        return id
      }
      case 'round': {
        const check = fresh('gateway')
        const index = nodes.length
        nodes.push({ id: check, kind: 'gateway' })
        const task = fresh('task')
        nodes.push({ id: task, kind: 'task' })
        flow(task, check)
        const first = place(block.block, task)
        flow(check, first, '${go == 0}')
        nodes[index] = { id: check, kind: 'gateway', default: flow(check, to) }
        return first
      }
    }
  }
  flow('start', place(root, 'end'))
  return draw(nodes, flows)
}

const { block } = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant<Block>({ kind: 'task' }),
    fc.array(tie('block'), { minLength: 1, maxLength: 4 }).map((blocks): Block => ({ kind: 'line', blocks })),
    fc
      .array(fc.oneof(tie('block'), fc.constant<Block>({ kind: 'exit' })), { minLength: 1, maxLength: 3 })
      .map((blocks): Block => ({ kind: 'choice', blocks })),
    tie('block').map((inner): Block => ({ kind: 'round', block: inner })),
  ),
}))

const choices = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 })

/** Walks with the choices given, then always by the default; checks every state on the way. */
function walk(graph: ProcessGraph, turns: readonly number[]): void {
  const tasks = new Map(describeProcess(graph).map((task) => [task.node, task]))
  const ids = new Set<string>()
  const newId = () => {
    const id = `t${ids.size}`
    ids.add(id)
    return id
  }
  const isWhole = (state: ProcessState) => {
    expect(state.tasks.length).toBe(state.ended ? 0 : 1)
    expect(state.graph).toBe(graph.hash)
    for (const task of state.tasks) expect(tasks.has(task.node)).toBe(true)
    if (state.end !== null) expect(graph.nodes[state.end]?.kind).toBe('end')
    expect(state.end !== null).toBe(state.ended)
  }
  let { state } = start(graph, at, newId, { go: turns[0] ?? 9 })
  isWhole(state)
  const bound = turns.length + tasks.size + 1
  let closed = 0
  for (; !state.ended && closed <= bound; closed += 1) {
    const [open] = state.tasks
    if (!open) throw new Error('a token was lost')
    const before = JSON.stringify(state)
    const kept = readState(JSON.parse(before))
    expect(kept).toEqual(state)
    const outcome = { go: turns[closed + 1] ?? 9 }
    const step = complete(graph, kept, open.id, outcome, at, newId)
    expect(JSON.stringify(state)).toBe(before)
    expect(step.closed.map((task) => task.id)).toEqual([open.id])
    expect(step.opened).toEqual(step.state.tasks)
    const reached = step.state.end ?? step.state.tasks[0]?.node ?? ''
    expect(tasks.get(open.node)?.next).toContain(reached)
    isWhole(step.state)
    expect(() => complete(graph, step.state, open.id, outcome, at, newId)).toThrow('process.task-not-open')
    state = step.state
  }
  expect(state.ended).toBe(true)
  expect(ids.size).toBe(closed)
}

test('a sound process of any shape is accepted, never loses its token and ends exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(block, choices, async (root, turns) => {
      walk(await readProcess(drawBlocks(root), rules), turns)
    }),
    { numRuns: 150 },
  )
})

/** Nodes in a row ending in an end; every one leads on to the next or, now and then, to any; gateways further too. */
const drawing = fc
  .array(fc.constantFrom('task' as const, 'gateway' as const), { minLength: 1, maxLength: 6 })
  .chain((kinds) => {
    const any = fc.nat({ max: kinds.length })
    const ways = kinds.map((kind, index) => {
      const onward = fc.oneof({ arbitrary: fc.constant(index + 1), weight: 4 }, { arbitrary: any, weight: 1 })
      const aside = fc.array(any, { maxLength: kind === 'gateway' ? 2 : 0 })
      return fc.tuple(aside, onward).map(([others, last]) => [...others, last])
    })
    return fc
      .tuple(...ways)
      .map((targets) => kinds.map((kind, index) => ({ kind, to: targets[index] ?? [] })))
  })

function drawRow(row: readonly { kind: 'task' | 'gateway'; to: readonly number[] }[]): string {
  const nodes: DrawnNode[] = [
    { id: 'start', kind: 'start' },
    { id: `n${row.length}`, kind: 'end' },
  ]
  const flows: DrawnFlow[] = [{ id: 'first', from: 'start', to: 'n0' }]
  for (const [index, { kind, to }] of row.entries()) {
    const id = `n${index}`
    const last = to.length - 1
    nodes.push(last > 0 ? { id, kind, default: `${id}f${last}` } : { id, kind })
    for (const [turn, target] of to.entries()) {
      const flow = { id: `${id}f${turn}`, from: id, to: `n${target}` }
      flows.push(turn === last ? flow : { ...flow, when: `\${go == ${turn}}` })
    }
  }
  return draw(nodes, flows)
}

test('any drawing is either refused by a Problem, or from every task in it an end can be reached', async () => {
  let accepted = 0
  let refused = 0
  await fc.assert(
    fc.asyncProperty(drawing, choices, async (row, turns) => {
      const graph = await readProcess(drawRow(row), rules).catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error
        expect(error.code).toBe('process.malformed')
        expect(error.fields.length).toBeGreaterThan(0)
        return undefined
      })
      if (!graph) {
        refused += 1
        return
      }
      accepted += 1
      const next = new Map(describeProcess(graph).map((task) => [task.node, task.next]))
      const isTask = (id: string) => graph.nodes[id]?.kind === 'task'
      expect([...next.keys()].toSorted()).toEqual(Object.keys(graph.nodes).filter(isTask).toSorted())
      for (const task of next.keys()) {
        const seen = new Set([task])
        for (const id of seen) for (const to of next.get(id) ?? []) seen.add(to)
        expect([...seen].some((id) => graph.nodes[id]?.kind === 'end')).toBe(true)
      }
      let { state } = start(graph, at, () => 't', { go: 0 })
      for (const go of turns) {
        expect(state.tasks).toHaveLength(state.ended ? 0 : 1)
        if (!state.ended) state = complete(graph, state, 't', { go }, at, () => 't').state
      }
    }),
    { numRuns: 400 },
  )
  expect(accepted).toBeGreaterThan(40)
  expect(refused).toBeGreaterThan(40)
})
