/** Writes BPMN for tests: nodes and flows in a few words, as a modeller would save them. */
export interface DrawnNode {
  readonly id: string
  readonly kind: 'start' | 'end' | 'task' | 'gateway'
  readonly role?: string
  readonly share?: string
  readonly default?: string
}
export interface DrawnFlow {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly when?: string
}

const tags = { start: 'startEvent', end: 'endEvent', task: 'userTask', gateway: 'exclusiveGateway' }

export function bpmn(inside: string, beside = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:ts="https://thongsuot.vn/bpmn"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  id="definitions">${beside}<bpmn:process id="permit" name="Permit">${inside}</bpmn:process></bpmn:definitions>`
}

export function draw(nodes: readonly DrawnNode[], flows: readonly DrawnFlow[]): string {
  const drawnNodes = nodes.map((node) => {
    const attributes = [
      ` id="${node.id}" name="${node.id}"`,
      node.kind === 'task' ? ` ts:role="${node.role ?? 'clerk'}" ts:share="${node.share ?? '0'}"` : '',
      node.default === undefined ? '' : ` default="${node.default}"`,
    ]
    return `<bpmn:${tags[node.kind]}${attributes.join('')}/>`
  })
  const drawnFlows = flows.map(({ id, from, to, when }) => {
    const condition =
      when === undefined
        ? ''
        : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${when
            .replaceAll('&', '&amp;')
            .replaceAll('<', '&lt;')}</bpmn:conditionExpression>`
    return `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition}</bpmn:sequenceFlow>`
  })
  return bpmn([...drawnNodes, ...drawnFlows].join('\n'))
}

/** check → ok? → sign → done, back to check for more, or refused. */
export const permit = draw(
  [
    { id: 'begin', kind: 'start' },
    { id: 'check', kind: 'task', role: 'clerk', share: '0.6' },
    { id: 'ok', kind: 'gateway', default: 'more' },
    { id: 'sign', kind: 'task', role: 'head', share: '0.4' },
    { id: 'done', kind: 'end' },
    { id: 'refused', kind: 'end' },
  ],
  [
    { id: 'f1', from: 'begin', to: 'check' },
    { id: 'f2', from: 'check', to: 'ok' },
    { id: 'approve', from: 'ok', to: 'sign', when: "${outcome == 'approved'}" },
    { id: 'refuse', from: 'ok', to: 'refused', when: "${outcome == 'refused' and not appealed}" },
    { id: 'more', from: 'ok', to: 'check' },
    { id: 'f3', from: 'sign', to: 'done' },
  ],
)
