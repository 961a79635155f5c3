import type { ScalarTag, Tags } from 'yaml'
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'

/** What a file says, before any schema: the value, where each part of it stands, and what is wrong as text. */
export interface Source {
  readonly value: unknown
  /** Offset of each value by JSON pointer; of a map or list that has a key, the offset of the key. */
  readonly values: ReadonlyMap<string, number>
  readonly keys: ReadonlyMap<string, number>
  readonly faults: readonly Fault[]
  linePos(offset: number): { line: number; col: number }
}

export interface Fault {
  readonly offset: number
  readonly path: string
  readonly code: string
  readonly detail: string
}

// YAML 1.2 core reads 001, 0x1F and 1e3 as numbers; here only what prints back as it was written is one, so
// that a code stays a code; up to 15 digits a double keeps them all.
const integerTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^(?:0|-?[1-9][0-9]{0,14})$/,
  resolve: Number,
}
const decimalTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^-?(?:0|[1-9][0-9]{0,6})\.[0-9]{1,8}$/,
  resolve: Number,
}

function onlyPlainNumbers(core: Tags): Tags {
  const numbers = new Set([integerTag.tag, decimalTag.tag])
  return [...core.filter((tag) => typeof tag !== 'object' || !numbers.has(tag.tag)), integerTag, decimalTag]
}

/** Reads YAML 1.2 core without its surprises: tabs, aliases, tags, double keys and text that is not NFC are faults. */
export function readYaml(text: string): Source {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    customTags: onlyPlainNumbers,
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  })
  const faults: Fault[] = [...text.matchAll(/\t/g)].map((tab) => ({
    offset: tab.index,
    path: '',
    code: 'tab',
    detail: 'a tab; indent with spaces',
  }))
  for (const error of [...document.errors, ...document.warnings]) {
    if (error.code === 'TAB_AS_INDENT') continue
    const code = error.code === 'TAG_RESOLVE_FAILED' ? 'tag' : 'syntax'
    faults.push({ offset: error.pos[0], path: '', code, detail: error.message })
  }
  const walk = new Walk()
  const value = walk.read(document.contents, '', undefined)
  return {
    value,
    values: walk.values,
    keys: walk.keys,
    faults: [...faults, ...walk.faults],
    linePos: (offset) => lines.linePos(offset),
  }
}

/** Reads JSON with the same care and the same places. */
export function readJson(text: string): Source {
  try {
    const value: unknown = JSON.parse(text)
    // A tab in JSON is only ever white space; as a space it keeps every column and offends no YAML rule.
    return { ...readYaml(text.replaceAll('\t', ' ')), value }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const offset = Number(/at position (\d+)/.exec(error.message)?.[1] ?? text.length)
    const before = text.slice(0, offset).split('\n')
    const place = { line: before.length, col: (before.at(-1) ?? '').length + 1 }
    return {
      value: undefined,
      values: new Map(),
      keys: new Map(),
      faults: [{ offset, path: '', code: 'syntax', detail: error.message }],
      linePos: () => place,
    }
  }
}

class Walk {
  readonly values = new Map<string, number>()
  readonly keys = new Map<string, number>()
  readonly faults: Fault[] = []

  read(node: unknown, path: string, keyOffset: number | undefined): unknown {
    if (isAlias(node)) return this.#fault(node.range?.[0], path, 'alias', 'an alias; write the value out')
    if (isScalar(node)) return this.#scalar(node, path, keyOffset)
    if (!isMap(node) && !isSeq(node)) {
      this.values.set(path, keyOffset ?? 0)
      return null
    }
    this.values.set(path, keyOffset ?? node.range?.[0] ?? 0)
    if (isSeq(node)) return node.items.map((item, index) => this.read(item, `${path}/${index}`, undefined))
    const record: Record<string, unknown> = {}
    for (const pair of node.items) {
      const key = this.#key(pair.key, path)
      if (key === undefined) continue
      const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0
      const child = `${path}/${escapePointer(key)}`
      if (Object.hasOwn(record, key))
        this.#fault(offset, child, 'duplicate-key', `“${key}” stands here twice`)
      this.keys.set(child, offset)
      record[key] = this.read(pair.value, child, offset)
    }
    return record
  }

  #scalar(
    node: { value: unknown; range?: readonly number[] | null },
    path: string,
    keyOffset: number | undefined,
  ): unknown {
    // An empty value has no text of its own: it stands where its key stands.
    const isEmpty = node.range !== undefined && node.range !== null && node.range[0] === node.range[1]
    const offset = isEmpty ? (keyOffset ?? node.range?.[0] ?? 0) : (node.range?.[0] ?? 0)
    this.values.set(path, offset)
    if (typeof node.value === 'string') this.#text(node.value, offset, path)
    return node.value
  }

  #key(key: unknown, path: string): string | undefined {
    const offset = isScalar(key) ? key.range?.[0] : undefined
    const text = isScalar(key) ? (typeof key.value === 'string' ? key.value : key.source) : undefined
    if (text === undefined || text === '' || text === '__proto__') {
      this.#fault(offset, path, 'key', 'a key that is not a word')
      return undefined
    }
    this.#text(text, offset ?? 0, `${path}/${escapePointer(text)}`)
    return text
  }

  #text(text: string, offset: number, path: string): void {
    if (text !== text.normalize('NFC')) this.#fault(offset, path, 'not-nfc', 'text that is not Unicode NFC')
  }

  #fault(offset: number | undefined, path: string, code: string, detail: string): undefined {
    this.faults.push({ offset: offset ?? 0, path, code, detail })
  }
}

/** One step of a JSON pointer (RFC 6901). */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
