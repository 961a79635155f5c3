import { createHash } from 'node:crypto'
import type { ModdleElement } from 'bpmn-moddle'
import { BpmnModdle } from 'bpmn-moddle'
import { Problem } from '../../kernel/problem.ts'

/** The namespace of `role` and `share`, the two attributes that a user task has besides BPMN's own. */
export const processNamespace = 'https://thongsuot.vn/bpmn'

export interface ModelNode {
  readonly id: string
  readonly kind: 'start' | 'end' | 'task' | 'gateway'
  readonly name: string
  readonly role: string | undefined
  readonly share: string | undefined
  readonly defaultFlow: string | undefined
}

export interface ModelFlow {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly condition: string | undefined
}

/** What a BPMN file says within the subset, not yet known to be well-formed. */
export interface Model {
  readonly id: string
  readonly name: string
  readonly hash: string
  readonly nodes: readonly ModelNode[]
  /** In the order of the gateways' own `outgoing` lists where they have one, else of the file. */
  readonly flows: readonly ModelFlow[]
}

interface Unsupported {
  readonly id: string
  readonly type: string
}

const kinds: Readonly<Record<string, ModelNode['kind']>> = {
  'bpmn:StartEvent': 'start',
  'bpmn:EndEvent': 'end',
  'bpmn:UserTask': 'task',
  'bpmn:ExclusiveGateway': 'gateway',
}
const passiveRoots = new Set([
  'bpmn:Category',
  'bpmn:DataStore',
  'bpmn:Error',
  'bpmn:Escalation',
  'bpmn:ItemDefinition',
  'bpmn:Message',
  'bpmn:Resource',
  'bpmn:Signal',
])
const passiveElements = new Set([
  'bpmn:Association',
  'bpmn:DataObject',
  'bpmn:DataObjectReference',
  'bpmn:DataStoreReference',
  'bpmn:Group',
  'bpmn:TextAnnotation',
])

const moddle = new BpmnModdle({
  ts: {
    name: 'ThongSuot',
    prefix: 'ts',
    uri: processNamespace,
    types: [
      {
        name: 'UserTask',
        extends: ['bpmn:UserTask'],
        properties: ['role', 'share'].map((name) => ({ name, isAttr: true, type: 'String' })),
      },
    ],
  },
})

/**
 * Reads BPMN 2.0 XML. Problem `process.unreadable` when it is no BPMN or points at what is not there;
 * `process.unsupported` with `meta.elements` when anything in it would ask for behaviour outside the subset.
 */
export async function readModel(xml: string): Promise<Model> {
  const { rootElement, warnings } = await moddle.fromXML(xml).catch((cause: unknown) => {
    const detail = cause instanceof Error ? cause.message : ''
    throw new Problem('invalid', 'process.unreadable', { meta: { details: [detail] }, cause })
  })
  const unsupported: Unsupported[] = []
  const roots = elements(rootElement, 'rootElements')
  const [process, ...others] = roots.filter((root) => root.$type === 'bpmn:Process')
  for (const root of roots) {
    if (root.$type === 'bpmn:Collaboration')
      unsupported.push(...elements(root, 'messageFlows').map(asUnsupported))
    else if (root.$type !== 'bpmn:Process' && !passiveRoots.has(root.$type))
      unsupported.push(asUnsupported(root))
  }
  unsupported.push(...others.map(asUnsupported))
  for (const each of process ? [process, ...others] : []) unsupported.push(...unsupportedIn(each))
  if (unsupported.length > 0)
    throw new Problem('invalid', 'process.unsupported', {
      fields: unsupported.map(({ id, type }) => ({ path: `/${id}`, code: 'unsupported', meta: { type } })),
      meta: { elements: unsupported },
    })
  // The text has been decoded already, whatever encoding its first line names.
  const details = warnings
    .map(({ message }) => message)
    .filter((message) => !message.includes('document encoding'))
  if (!process) details.push('there is no process in it')
  if (!process || details.length > 0)
    throw new Problem('invalid', 'process.unreadable', { meta: { details } })
  return modelOf(process, createHash('sha256').update(xml).digest('hex'))
}

function modelOf(process: ModdleElement, hash: string): Model {
  const all = elements(process, 'flowElements')
  const nodes = all.flatMap((element) => {
    const kind = kinds[element.$type]
    if (!kind) return []
    const isTask = kind === 'task'
    return {
      id: idOf(element),
      kind,
      name: text(element, 'name') ?? '',
      role: isTask ? text(element, 'ts:role') : undefined,
      share: isTask ? text(element, 'ts:share') : undefined,
      defaultFlow: kind === 'gateway' ? referenced(element, 'default') : undefined,
    }
  })
  const listed = new Map<string, number>()
  for (const element of all)
    if (kinds[element.$type])
      for (const [index, flow] of elements(element, 'outgoing').entries()) listed.set(idOf(flow), index)
  const flows = all.flatMap((element) => {
    if (element.$type !== 'bpmn:SequenceFlow') return []
    const condition = element.get('conditionExpression')
    return {
      id: idOf(element),
      from: referenced(element, 'sourceRef') ?? '',
      to: referenced(element, 'targetRef') ?? '',
      condition: isElement(condition) ? (text(condition, 'body') ?? '') : undefined,
    }
  })
  const place = (flow: ModelFlow) => listed.get(flow.id) ?? Number.MAX_SAFE_INTEGER
  return {
    id: idOf(process),
    name: text(process, 'name') ?? '',
    hash,
    nodes,
    flows: flows.toSorted((a, b) => place(a) - place(b)),
  }
}

function unsupportedIn(process: ModdleElement): readonly Unsupported[] {
  const found = [...extensionsOf(process), ...children(process, ['resources', 'correlationSubscriptions'])]
  for (const artifact of elements(process, 'artifacts'))
    if (!passiveElements.has(artifact.$type)) found.push(asUnsupported(artifact))
  for (const element of elements(process, 'flowElements')) {
    const isNode = kinds[element.$type] !== undefined
    if (!isNode && element.$type !== 'bpmn:SequenceFlow') {
      if (!passiveElements.has(element.$type)) found.push(asUnsupported(element))
      continue
    }
    found.push(...extensionsOf(element), ...foreignAttributes(element), ...behaviourOf(element))
  }
  return found
}

/** What the subset's own elements may carry in BPMN, and not here. */
function behaviourOf(element: ModdleElement): readonly Unsupported[] {
  const found: Unsupported[] = []
  const attribute = (name: string, isPlain: (value: unknown) => boolean) => {
    const value = propertyOf(element, name)
    if (value !== undefined && !isPlain(value)) found.push({ id: idOf(element), type: name })
  }
  switch (element.$type) {
    case 'bpmn:StartEvent':
    case 'bpmn:EndEvent':
      found.push(...children(element, ['eventDefinitions', 'eventDefinitionRef']))
      break
    case 'bpmn:UserTask':
      found.push(...children(element, ['loopCharacteristics', 'resources']))
      attribute('isForCompensation', (value) => value === false)
      attribute('startQuantity', (value) => value === 1)
      attribute('completionQuantity', (value) => value === 1)
      attribute('default', () => false)
      break
    case 'bpmn:SequenceFlow': {
      const condition = propertyOf(element, 'conditionExpression')
      const language = isElement(condition) ? text(condition, 'language') : undefined
      if (language !== undefined) found.push({ id: idOf(element), type: 'language' })
      break
    }
  }
  return found
}

// What another program's extension would do is unknown, so it is never passed over in silence.
function extensionsOf(element: ModdleElement): Unsupported[] {
  const extensions = propertyOf(element, 'extensionElements')
  if (!isElement(extensions)) return []
  return elements(extensions, 'values').map((value) => ({ id: idOf(element), type: value.$type }))
}

function foreignAttributes(element: ModdleElement): Unsupported[] {
  return Object.keys(element.$attrs)
    .filter((name) => name !== 'xmlns' && !name.startsWith('xmlns:'))
    .map((type) => ({ id: idOf(element), type }))
}

function children(element: ModdleElement, names: readonly string[]): Unsupported[] {
  return names.flatMap((name) => {
    const value = propertyOf(element, name)
    const found = Array.isArray(value) ? value.filter(isElement) : isElement(value) ? [value] : []
    return found.map((child) => ({ id: child.id ?? idOf(element), type: child.$type }))
  })
}

// moddle gives a default for a property that the file leaves out; only what is written counts here.
function propertyOf(element: ModdleElement, name: string): unknown {
  return Object.hasOwn(element, name) ? element.get(name) : undefined
}

function elements(element: ModdleElement, name: string): readonly ModdleElement[] {
  const value = element.get(name)
  return Array.isArray(value) ? value.filter(isElement) : []
}

function referenced(element: ModdleElement, name: string): string | undefined {
  const value = element.get(name)
  return isElement(value) ? idOf(value) : undefined
}

function text(element: ModdleElement, name: string): string | undefined {
  const value = element.get(name)
  return typeof value === 'string' ? value : undefined
}

function asUnsupported(element: ModdleElement): Unsupported {
  return { id: idOf(element), type: element.$type }
}

function idOf(element: ModdleElement): string {
  return element.id ?? ''
}

function isElement(value: unknown): value is ModdleElement {
  return typeof value === 'object' && value !== null && '$type' in value
}
