import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { Problem } from '../../../kernel/problem.ts'
import type { Attribute, AttributeType, Extension, XesCase, XesHeader } from './model.ts'

const TYPES: ReadonlySet<string> = new Set<AttributeType>([
  'string',
  'date',
  'int',
  'float',
  'boolean',
  'id',
  'list',
  'container',
])

interface Open {
  readonly name: string
  readonly attributes: Attribute[]
}

/** The header first (once the first case begins, or at the end), then case by case. */
export type XesItem =
  | { readonly kind: 'header'; readonly header: XesHeader }
  | { readonly kind: 'case'; readonly case: XesCase; readonly line: number }

/**
 * Reads an XES file, gzipped or not, as a stream: memory stays constant however long the log is.
 * Problems 'event-log.unreadable', 'event-log.not-xml', 'event-log.not-xes' and 'event-log.cut-short', with the line.
 */
export async function* readXes(path: string): AsyncGenerator<XesItem> {
  const parser = new SaxesParser()
  const reading = collect(parser)
  const chunks = await openText(path)
  try {
    for await (const chunk of chunks) {
      parser.write(chunk)
      yield* reading.take()
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw endedBadly(error, parser.line)
  }
  try {
    parser.close()
  } catch (error) {
    throw new Problem('invalid', reading.begun() ? 'event-log.cut-short' : 'event-log.not-xml', {
      meta: { line: parser.line },
      cause: error,
    })
  }
  yield* reading.take()
  if (!reading.complete()) throw new Problem('invalid', 'event-log.not-xes', { meta: { line: parser.line } })
}

function endedBadly(error: unknown, line: number): Problem {
  const isCutArchive = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
  return new Problem('invalid', isCutArchive ? 'event-log.cut-short' : 'event-log.unreadable', {
    meta: { line },
    cause: error,
  })
}

async function openText(path: string): Promise<AsyncIterable<string>> {
  const isGzip = await beginsAsGzip(path)
  const file = createReadStream(path)
  if (!isGzip) return file.setEncoding('utf8')
  const text = createGunzip()
  pipeline(file, text, () => undefined)
  return text.setEncoding('utf8')
}

async function beginsAsGzip(path: string): Promise<boolean> {
  try {
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
    } finally {
      await file.close()
    }
  } catch (error) {
    throw new Problem('invalid', 'event-log.unreadable', { meta: { path }, cause: error })
  }
}

function collect(parser: SaxesParser) {
  let items: XesItem[] = []
  let rootSeen = false
  let rootClosed = false
  let headerGiven = false
  const header = {
    version: '',
    extensions: [] as Extension[],
    globals: [] as { scope: string; attributes: Attribute[] }[],
    classifiers: [] as { name: string; keys: string; scope: string | null }[],
    attributes: [] as Attribute[],
  }
  let events: Attribute[][] = []
  const stack: Open[] = []

  const giveHeader = () => {
    if (!headerGiven) items.push({ kind: 'header', header })
    headerGiven = true
  }
  const wrong = (tag: string) =>
    new Problem('invalid', 'event-log.not-xes', { meta: { line: parser.line, element: tag } })

  parser.on('error', (error) => {
    throw new Problem('invalid', rootSeen ? 'event-log.not-xml' : 'event-log.not-xes', {
      meta: { line: parser.line, column: parser.column },
      cause: error,
    })
  })
  parser.on('opentag', (tag) => {
    const at = (name: string) => String(tag.attributes[name] ?? '')
    if (stack.length === 0) {
      if (tag.name !== 'log') throw wrong(tag.name)
      rootSeen = true
      header.version = at('xes.version')
    }
    if (tag.name === 'trace') {
      giveHeader()
      events = []
    }
    if (tag.name === 'extension') {
      header.extensions.push({ name: at('name'), prefix: at('prefix'), uri: at('uri') })
    }
    if (tag.name === 'classifier') {
      header.classifiers.push({
        name: at('name'),
        keys: at('keys'),
        scope: tag.attributes['scope'] ? at('scope') : null,
      })
    }
    stack.push({ name: tag.name === 'global' ? `global ${at('scope')}` : tag.name, attributes: [] })
  })
  parser.on('closetag', (tag: SaxesTagPlain) => {
    const closed = stack.pop()
    const parent = stack.at(-1)
    if (closed === undefined) return
    if (TYPES.has(tag.name) && parent !== undefined)
      parent.attributes.push(attributeOf(tag, closed.attributes))
    else if (tag.name === 'event') events.push(closed.attributes)
    else if (tag.name === 'trace') {
      items.push({ kind: 'case', case: { attributes: closed.attributes, events }, line: parser.line })
    } else if (tag.name === 'global') {
      header.globals.push({ scope: closed.name.slice('global '.length), attributes: closed.attributes })
    } else if (tag.name === 'log') {
      header.attributes.push(...closed.attributes)
      rootClosed = true
      giveHeader()
    } else if (tag.name === 'values' && parent !== undefined) parent.attributes.push(...closed.attributes)
    else if (tag.name !== 'extension' && tag.name !== 'classifier') throw wrong(tag.name)
  })
  return {
    take() {
      const taken = items
      items = []
      return taken
    },
    begun: () => rootSeen,
    complete: () => rootClosed,
  }
}

function attributeOf(tag: SaxesTagPlain, children: readonly Attribute[]): Attribute {
  return {
    type: tag.name as AttributeType,
    key: String(tag.attributes['key'] ?? ''),
    value: String(tag.attributes['value'] ?? ''),
    ...(children.length > 0 ? { children } : {}),
  }
}
