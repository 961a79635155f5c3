import { describe, expect, test } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import { draw, permit } from './bpmn.fixture.ts'
import type { Outcome, ProcessGraph, ProcessState } from './index.ts'
import { complete, describeProcess, freeSteps, readProcess, readState, start, stop } from './index.ts'

const roles = ['clerk', 'head']
const at = new Date('2026-02-10T01:00:00Z')
const later = new Date('2026-02-11T01:00:00Z')
function counter() {
  let count = 0
  return () => `t${(count += 1)}`
}

function problemOf(work: () => unknown): Problem {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('was not refused')
}

describe('a process of the subset', async () => {
  const graph = await readProcess(permit, { roles })

  test('runs from its start through a gateway to an end', () => {
    const newId = counter()
    const first = start(graph, at, newId)
    expect(first.opened).toEqual([{ id: 't1', node: 'check', startedAt: at }])
    expect(first.state).toEqual({ graph: graph.hash, tasks: first.opened, ended: false, end: null })
    const again = complete(graph, first.state, 't1', { outcome: 'incomplete' }, later, newId)
    expect(again.closed).toEqual([
      { id: 't1', node: 'check', startedAt: at, endedAt: later, outcome: { outcome: 'incomplete' } },
    ])
    expect(again.opened).toEqual([{ id: 't2', node: 'check', startedAt: later }])
    const sign = complete(graph, again.state, 't2', { outcome: 'approved' }, later, newId)
    expect(sign.opened[0]?.node).toBe('sign')
    const done = complete(graph, sign.state, 't3', {}, later, newId)
    expect(done.state).toEqual({ graph: graph.hash, tasks: [], ended: true, end: 'done' })
    expect(done.opened).toEqual([])
  })

  test('refuses a task that is not open, a state of another graph, an outcome that says too little', () => {
    const { state } = start(graph, at, counter())
    const step = (from: ProcessState, task: string, outcome: Outcome) => () =>
      complete(graph, from, task, outcome, later, counter())
    expect(problemOf(step(state, 't9', { outcome: 'approved' }))).toMatchObject({
      kind: 'conflict',
      code: 'process.task-not-open',
    })
    expect(problemOf(step({ ...state, graph: 'other' }, 't1', {}))).toMatchObject({
      kind: 'conflict',
      code: 'process.other-graph',
    })
    expect(problemOf(step(state, 't1', {}))).toMatchObject({
      kind: 'invalid',
      code: 'process.outcome-missing',
    })
    expect(problemOf(step(state, 't1', { outcome: 'refused' })).meta).toEqual({ name: 'appealed' })
    const { state: ended } = step(state, 't1', { outcome: 'refused', appealed: false })()
    expect(ended).toMatchObject({ ended: true, end: 'refused' })
    expect(problemOf(step(ended, 't1', {})).code).toBe('process.task-not-open')
  })

  test('can be stopped from outside, once', () => {
    const stopped = stop(start(graph, at, counter()).state, later)
    expect(stopped.state).toEqual({ graph: graph.hash, tasks: [], ended: true, end: null })
    expect(stopped.closed).toEqual([{ id: 't1', node: 'check', startedAt: at, endedAt: later, outcome: {} }])
    expect(problemOf(() => stop(stopped.state, later)).code).toBe('process.ended')
  })

  test('is told as its tasks in order, with what each is asked and what follows', () => {
    expect(describeProcess(graph)).toEqual([
      {
        node: 'check',
        name: 'check',
        role: 'clerk',
        share: 0.6,
        asks: [
          { name: 'outcome', values: ['approved', 'refused'] },
          { name: 'appealed', values: [true, false] },
        ],
        next: ['sign', 'refused', 'check'],
      },
      { node: 'sign', name: 'sign', role: 'head', share: 0.4, asks: [], next: ['done'] },
    ])
  })

  test('its graph and its states are plain JSON', () => {
    const copy: ProcessGraph = JSON.parse(JSON.stringify(graph))
    expect(copy).toEqual(graph)
    const { state } = start(graph, at, counter())
    expect(readState(JSON.parse(JSON.stringify(state)))).toEqual(state)
    expect(readState(state)).toEqual(state)
    expect(() => readState({ ...state, tasks: [{ id: 'a', node: 'b', startedAt: 'soon' }] })).toThrow()
    expect(() => readState(null)).toThrow()
  })

  test('ways are asked, and told, in the order of the gateway’s own list', async () => {
    const nodes = ['left', 'right'].map((id) => ({ id, kind: 'task' as const }))
    const xml = draw(
      [
        { id: 's', kind: 'start' },
        { id: 'g', kind: 'gateway', default: 'c' },
        ...nodes,
        { id: 'e', kind: 'end' },
      ],
      [
        { id: 'f', from: 's', to: 'g' },
        { id: 'a', from: 'g', to: 'left', when: '${x > 1}' },
        { id: 'b', from: 'g', to: 'right', when: '${x > 0}' },
        { id: 'c', from: 'g', to: 'e' },
        { id: 'd', from: 'left', to: 'e' },
        { id: 'h', from: 'right', to: 'e' },
      ],
    )
    const order = async (text: string) => {
      const read = await readProcess(text, { roles })
      const [first] = start(read, at, counter(), { x: 5 }).opened
      return [first?.node, ...describeProcess(read).map((task) => task.node)]
    }
    expect(await order(xml)).toEqual(['left', 'left', 'right'])
    const lists = ['b', 'a', 'c'].map((id) => `<bpmn:outgoing>${id}</bpmn:outgoing>`).join('')
    const listed = xml.replace('default="c"/>', `default="c">${lists}</bpmn:exclusiveGateway>`)
    expect(await order(listed)).toEqual(['right', 'right', 'left'])
  })

  test('a gateway before the first task asks for what is given at the start', async () => {
    const early = await readProcess(
      draw(
        [
          { id: 's', kind: 'start' },
          { id: 'g', kind: 'gateway', default: 'b' },
          { id: 'quick', kind: 'task' },
          { id: 'slow', kind: 'task' },
          { id: 'e', kind: 'end' },
        ],
        [
          { id: 'x', from: 's', to: 'g' },
          { id: 'a', from: 'g', to: 'quick', when: '${quick}' },
          { id: 'b', from: 'g', to: 'slow' },
          { id: 'y', from: 'quick', to: 'e' },
          { id: 'z', from: 'slow', to: 'e' },
        ],
      ),
      { roles },
    )
    expect(start(early, at, counter(), { quick: true }).opened[0]?.node).toBe('quick')
    expect(start(early, at, counter(), { quick: false }).opened[0]?.node).toBe('slow')
    expect(problemOf(() => start(early, at, counter())).code).toBe('process.outcome-missing')
  })
})

describe('steps of a case that lives elsewhere', () => {
  test('open and close in the order they are told, until the end is told', () => {
    const newId = counter()
    const first = freeSteps.step(freeSteps.begin(), ' Thẩm định '.normalize('NFD'), at, newId)
    expect(first.opened).toEqual([{ id: 't1', node: 'Thẩm định', startedAt: at }])
    const second = freeSteps.step(readState(JSON.parse(JSON.stringify(first.state))), 'Ký', later, newId)
    expect(second.closed).toEqual([
      { id: 't1', node: 'Thẩm định', startedAt: at, endedAt: later, outcome: {} },
    ])
    const over = freeSteps.end(second.state, later)
    expect(over.state).toEqual({ graph: 'free', tasks: [], ended: true, end: null })
    expect(over.closed[0]?.node).toBe('Ký')
    expect(problemOf(() => freeSteps.step(over.state, 'Ký', later, newId)).code).toBe('process.ended')
    expect(problemOf(() => freeSteps.end(over.state, later)).code).toBe('process.ended')
    expect(problemOf(() => freeSteps.step(freeSteps.begin(), ' ', at, newId)).code).toBe('process.step-name')
  })

  test('are not mixed with those of a model', async () => {
    const graph = await readProcess(permit, { roles })
    const { state } = start(graph, at, counter())
    expect(problemOf(() => freeSteps.step(state, 'x', at, counter())).code).toBe('process.other-graph')
    const free = freeSteps.step(freeSteps.begin(), 'x', at, counter())
    expect(problemOf(() => complete(graph, free.state, 't1', {}, at, counter())).code).toBe(
      'process.other-graph',
    )
  })
})
