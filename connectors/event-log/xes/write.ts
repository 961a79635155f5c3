import type { Attribute, XesCase, XesHeader } from './model.ts'

/** The log as XES text, piece by piece, under a remark if there is one; what `readXes` read comes out equal, event by event. */
export async function* writeXes(
  header: XesHeader,
  cases: AsyncIterable<XesCase> | Iterable<XesCase>,
  remark?: string,
): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n'
  if (remark !== undefined) yield `<!-- ${remark.replaceAll('--', '–')} -->\n`
  yield `<log xes.version="${text(header.version || '1.0')}" xmlns="http://www.xes-standard.org/">\n`
  for (const { name, prefix, uri } of header.extensions) {
    yield `\t<extension name="${text(name)}" prefix="${text(prefix)}" uri="${text(uri)}"/>\n`
  }
  for (const { scope, attributes } of header.globals) {
    yield `\t<global scope="${text(scope)}">\n${attributes.map((one) => attribute(one, 2)).join('')}\t</global>\n`
  }
  for (const { name, keys, scope } of header.classifiers) {
    const scoped = scope === null ? '' : ` scope="${text(scope)}"`
    yield `\t<classifier name="${text(name)}"${scoped} keys="${text(keys)}"/>\n`
  }
  yield header.attributes.map((one) => attribute(one, 1)).join('')
  for await (const { attributes, events } of cases) {
    const lines = [
      '\t<trace>\n',
      ...attributes.map((one) => attribute(one, 2)),
      ...events.flatMap((event) => [
        '\t\t<event>\n',
        ...event.map((one) => attribute(one, 3)),
        '\t\t</event>\n',
      ]),
      '\t</trace>\n',
    ]
    yield lines.join('')
  }
  yield '</log>\n'
}

function attribute({ type, key, value, children }: Attribute, depth: number): string {
  const tabs = '\t'.repeat(depth)
  const valued = type === 'list' || type === 'container' ? '' : ` value="${text(value)}"`
  const head = `${tabs}<${type} key="${text(key)}"${valued}`
  if (children === undefined) return `${head}/>\n`
  const held =
    type === 'list'
      ? `${tabs}\t<values>\n${children.map((child) => attribute(child, depth + 2)).join('')}${tabs}\t</values>\n`
      : children.map((child) => attribute(child, depth + 1)).join('')
  return `${head}>\n${held}${tabs}</${type}>\n`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

function text(value: string): string {
  return value.replace(/[&<>"\n\r\t]/g, (found) => ESCAPES[found] ?? found)
}
