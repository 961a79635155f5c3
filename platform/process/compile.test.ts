import { describe, expect, test } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import type { DrawnFlow, DrawnNode } from './bpmn.fixture.ts'
import { bpmn, draw, permit } from './bpmn.fixture.ts'
import { readProcess } from './index.ts'

const roles = ['clerk', 'head']

async function refusal(xml: string): Promise<Problem> {
  const result: unknown = await readProcess(xml, { roles }).catch((error: unknown) => error)
  if (result instanceof Problem) return result
  throw new Error('was not refused', { cause: result })
}
describe('what a file may carry besides', () => {
  const line =
    '<bpmn:startEvent id="s"/><bpmn:userTask id="a" ts:role="clerk" ts:share="1"/><bpmn:endEvent id="e"/>'
  const flows =
    '<bpmn:sequenceFlow id="f" sourceRef="s" targetRef="a"/><bpmn:sequenceFlow id="g" sourceRef="a" targetRef="e"/>'

  test('pools, lanes, notes, groups and data that carry no behaviour are passed over', async () => {
    const xml = bpmn(
      `<bpmn:documentation>how it goes</bpmn:documentation>
      <bpmn:laneSet id="ls"><bpmn:lane id="l" name="Clerk"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
      ${line}${flows}<bpmn:dataObject id="d"/><bpmn:dataObjectReference id="dr" dataObjectRef="d"/>
      <bpmn:textAnnotation id="t"><bpmn:text>a note</bpmn:text></bpmn:textAnnotation>
      <bpmn:association id="as" sourceRef="a" targetRef="t"/><bpmn:group id="gr"/>`,
      '<bpmn:collaboration id="c"><bpmn:participant id="p" processRef="permit"/></bpmn:collaboration><bpmn:message id="m"/>',
    )
    expect(Object.keys((await readProcess(xml, { roles })).nodes)).toEqual(['s', 'a', 'e'])
  })

  test('everything else is refused, all of it at once, by id and type', async () => {
    const problem = await refusal(
      bpmn(
        `<bpmn:startEvent id="s"><bpmn:timerEventDefinition id="timer"/></bpmn:startEvent>
        <bpmn:userTask id="a" ts:role="clerk" ts:shares="1" camunda:assignee="x" completionQuantity="2">
          <bpmn:extensionElements><camunda:taskListener event="create"/></bpmn:extensionElements>
          <bpmn:multiInstanceLoopCharacteristics id="many"/>
        </bpmn:userTask>
        <bpmn:serviceTask id="svc"/><bpmn:parallelGateway id="par"/><bpmn:boundaryEvent id="b" attachedToRef="a"/>
        <bpmn:subProcess id="sub"/><bpmn:task id="plain"/><bpmn:endEvent id="e"/>
        <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="a">
          <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" language="javascript">1</bpmn:conditionExpression>
        </bpmn:sequenceFlow>`,
        `<bpmn:collaboration id="c"><bpmn:participant id="p" processRef="permit"/>
        <bpmn:messageFlow id="mf" sourceRef="p" targetRef="a"/></bpmn:collaboration>
        <bpmn:process id="second"><bpmn:scriptTask id="script"/></bpmn:process><bpmn:globalTask id="global"/>`,
      ),
    )
    expect(problem).toMatchObject({ kind: 'invalid', code: 'process.unsupported' })
    const elements: unknown = problem.meta.elements
    expect(elements).toHaveLength(problem.fields.length)
    expect(problem.fields.map(({ path, meta }) => `${path} ${String(meta?.type)}`)).toEqual([
      '/mf bpmn:MessageFlow',
      '/global bpmn:GlobalTask',
      '/permit bpmn:Process',
      '/script bpmn:ScriptTask',
      '/timer bpmn:TimerEventDefinition',
      '/a camunda:taskListener',
      '/a ts:shares',
      '/a camunda:assignee',
      '/many bpmn:MultiInstanceLoopCharacteristics',
      '/a completionQuantity',
      '/svc bpmn:ServiceTask',
      '/par bpmn:ParallelGateway',
      '/b bpmn:BoundaryEvent',
      '/sub bpmn:SubProcess',
      '/plain bpmn:Task',
      '/f language',
    ])
  })

  test('what is no BPMN, or points at what is not there, is unreadable', async () => {
    const cut = permit.slice(0, permit.length / 2)
    const loose = bpmn(`${line}${flows}<bpmn:sequenceFlow id="h" sourceRef="a" targetRef="gone"/>`)
    const unknown = bpmn(`${line}${flows}<bpmn:teleport id="h"/>`)
    const twice = bpmn(`${line}${flows}<bpmn:endEvent id="e"/>`)
    const empty = permit.replace(/<bpmn:process.*<\/bpmn:process>/s, '')
    for (const xml of ['', '<a/>', cut, loose, unknown, twice, empty]) {
      const problem = await refusal(xml)
      expect(problem).toMatchObject({ kind: 'invalid', code: 'process.unreadable' })
      expect(problem.meta.details).toHaveLength(1)
    }
  })
})

describe('a process that cannot be walked is refused, naming the element', () => {
  const nodes: readonly DrawnNode[] = [
    { id: 's', kind: 'start' },
    { id: 'a', kind: 'task' },
    { id: 'g', kind: 'gateway', default: 'no' },
    { id: 'b', kind: 'task' },
    { id: 'e', kind: 'end' },
  ]
  const flows: readonly DrawnFlow[] = [
    { id: 'f', from: 's', to: 'a' },
    { id: 'h', from: 'a', to: 'g' },
    { id: 'yes', from: 'g', to: 'b', when: '${ok}' },
    { id: 'no', from: 'g', to: 'e' },
    { id: 'l', from: 'b', to: 'e' },
  ]
  const without = (id: string) => flows.filter((flow) => flow.id !== id)
  const node = (changed: DrawnNode) => nodes.map((old) => (old.id === changed.id ? changed : old))
  const flow = (changed: DrawnFlow) => flows.map((old) => (old.id === changed.id ? changed : old))
  const faultsOf = async (xml: string) =>
    (await refusal(xml)).fields.map(({ path, code }) => `${path} ${code}`)

  test('the model itself is sound', async () => {
    await expect(readProcess(draw(nodes, flows), { roles })).resolves.toBeDefined()
  })

  test.each<[string, string, string[]]>([
    ['no start', draw(nodes.slice(1), without('f')), ['/permit no-start']],
    [
      'two starts',
      draw([...nodes, { id: 's2', kind: 'start' }], [...flows, { id: 'z', from: 's2', to: 'a' }]),
      ['/s2 several-starts', '/s2 unreachable'],
    ],
    [
      'no end',
      draw(node({ id: 'e', kind: 'task' }), [...flows, { id: 'z', from: 'e', to: 'a' }]),
      ['/permit no-end', '/s never-ends', '/a never-ends', '/g never-ends', '/b never-ends', '/e never-ends'],
    ],
    ['a start that is entered', draw(nodes, flow({ id: 'l', from: 'b', to: 's' })), ['/s start-entered']],
    ['an end that goes on', draw(nodes, [...flows, { id: 'z', from: 'e', to: 'a' }]), ['/e end-goes-on']],
    ['a dead end', draw(nodes, without('l')), ['/b dead-end']],
    [
      'a node out of reach',
      draw([...nodes, { id: 'c', kind: 'task' }], [...flows, { id: 'z', from: 'c', to: 'e' }]),
      ['/c unreachable'],
    ],
    [
      'a task with two ways out',
      draw(nodes, [...flows, { id: 'z', from: 'a', to: 'b' }]),
      ['/a several-ways-out'],
    ],
    [
      'a gateway without default',
      draw(node({ id: 'g', kind: 'gateway' }), flows),
      ['/g default-missing', '/no condition-missing'],
    ],
    [
      'a gateway with two defaults',
      draw(nodes, flow({ id: 'yes', from: 'g', to: 'b' })),
      ['/yes two-defaults'],
    ],
    [
      'a default that asks',
      draw(nodes, flow({ id: 'no', from: 'g', to: 'e', when: '${x}' })),
      ['/no condition-not-asked'],
    ],
    [
      'a condition where none is asked',
      draw(nodes, flow({ id: 'l', from: 'b', to: 'e', when: '${x}' })),
      ['/l condition-not-asked'],
    ],
    [
      'a condition that is none',
      draw(nodes, flow({ id: 'yes', from: 'g', to: 'b', when: '${x.y}' })),
      ['/yes condition'],
    ],
    ['an unknown role', draw(node({ id: 'a', kind: 'task', role: 'king' }), flows), ['/a role-unknown']],
    ['a role left empty', draw(node({ id: 'a', kind: 'task', role: '' }), flows), ['/a role-missing']],
    ['a share that is none', draw(node({ id: 'a', kind: 'task', share: '1.5' }), flows), ['/a share-range']],
    [
      'shares of one way beyond the whole',
      draw(
        node({ id: 'a', kind: 'task', share: '0.6' }).map((old) =>
          old.id === 'b' ? { ...old, share: '0.5' } : old,
        ),
        flows,
      ),
      ['/e shares-exceed'],
    ],
    [
      'a round without a task',
      draw(
        [...nodes, { id: 'm', kind: 'gateway', default: 'out' }],
        [
          ...without('yes'),
          { id: 'yes', from: 'g', to: 'm', when: '${ok}' },
          { id: 'back', from: 'm', to: 'g', when: '${again}' },
          { id: 'out', from: 'm', to: 'b' },
        ],
      ),
      ['/g cycle-without-task', '/m cycle-without-task'],
    ],
    ['a way that never ends', draw(nodes, flow({ id: 'l', from: 'b', to: 'b' })), ['/b never-ends']],
  ])('%s', async (_, xml, faults) => {
    expect(await faultsOf(xml)).toEqual(faults)
  })

  test('a task must say its role and its share', async () => {
    const xml = draw(nodes, flows).replace(' ts:role="clerk" ts:share="0"', '')
    expect(await faultsOf(xml)).toEqual(['/a role-missing', '/a share-missing'])
  })

  test('a broken condition is shown with its position', async () => {
    const problem = await refusal(draw(nodes, flow({ id: 'yes', from: 'g', to: 'b', when: '${x.y}' })))
    expect(problem.meta.faults).toEqual([
      { id: 'yes', code: 'condition', meta: { position: 4, found: '.', condition: '${x.y}' } },
    ])
  })

  test('shares are summed along each way, and a way back is counted once', async () => {
    const twoWays = (left: string, right: string, last: string) =>
      draw(
        [
          { id: 's', kind: 'start' },
          { id: 'g', kind: 'gateway', default: 'no' },
          { id: 'b', kind: 'task', share: left },
          { id: 'c', kind: 'task', share: right },
          { id: 'z', kind: 'task', share: last },
          { id: 'back', kind: 'gateway', default: 'q' },
          { id: 'e', kind: 'end' },
        ],
        [
          { id: 'f', from: 's', to: 'g' },
          { id: 'yes', from: 'g', to: 'b', when: '${ok}' },
          { id: 'no', from: 'g', to: 'c' },
          { id: 'l', from: 'b', to: 'z' },
          { id: 'k', from: 'c', to: 'z' },
          { id: 'm', from: 'z', to: 'back' },
          { id: 'again', from: 'back', to: 'g', when: '${again}' },
          { id: 'q', from: 'back', to: 'e' },
        ],
      )
    await expect(readProcess(twoWays('0.7', '0.6', '0.3'), { roles })).resolves.toBeDefined()
    await expect(readProcess(twoWays('0.333333', '0.1', '0.666667'), { roles })).resolves.toBeDefined()
    expect(await faultsOf(twoWays('0.8', '0.1', '0.3'))).toEqual(['/e shares-exceed'])
    expect(await faultsOf(twoWays('0.1', '0.8', '0.3'))).toEqual(['/e shares-exceed'])
  })
})
