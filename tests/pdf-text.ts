import { inflateSync } from 'node:zlib'

/**
 * The text of a PDF as its own fonts' ToUnicode maps tell it, page by page, a line a run: what a reader copies or searches
 * for. It reads what our typesetter writes (PDF 1.7 with plain objects), and fails on anything else.
 */
export function pdfText(pdf: Uint8Array): readonly string[] {
  const objects = objectsOf(Buffer.from(pdf))
  const get = (id: string) => {
    const found = objects.get(id)
    if (found === undefined) throw new Error(`The PDF has no object ${id}`)
    return found
  }
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head))
  return pages.map(({ head }) => {
    const fonts = new Map<string, ReadonlyMap<string, string>>()
    for (const [, name = '', id = ''] of head.matchAll(/\/(f\d+) (\d+) 0 R/g)) {
      fonts.set(name, mapOf(get(reference(get(id).head, 'ToUnicode')).content))
    }
    return shown(get(reference(head, 'Contents')).content, fonts)
  })
}

/** Text without its white space, for a line may break anywhere. */
export function squeezed(text: string): string {
  return text.normalize('NFC').replaceAll(/\s/g, '')
}

interface PdfObject {
  readonly head: string
  readonly content: string
}

function objectsOf(pdf: Buffer): ReadonlyMap<string, PdfObject> {
  const text = pdf.toString('latin1')
  const found = new Map<string, PdfObject>()
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const from = match.index + match[0].length
    const endOfHead = /\nstream\r?\n|\nendobj/.exec(text.slice(from))
    if (endOfHead === null) continue
    const head = text.slice(from, from + endOfHead.index)
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0)
    const streamAt = from + endOfHead.index + endOfHead[0].length
    const bytes = pdf.subarray(streamAt, streamAt + length)
    const content = head.includes('/FlateDecode') ? inflateSync(bytes) : bytes
    found.set(match[1] ?? '', { head, content: content.toString('latin1') })
  }
  return found
}

function reference(head: string, key: string): string {
  const found = new RegExp(`/${key} (\\d+) 0 R`).exec(head)?.[1]
  if (found === undefined) throw new Error(`The PDF object has no ${key}`)
  return found
}

function mapOf(cmap: string): ReadonlyMap<string, string> {
  if (cmap.includes('beginbfrange')) throw new Error('The PDF maps letters by ranges, which is not read here')
  const map = new Map<string, string>()
  for (const [, block = ''] of cmap.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = '', letters = ''] of block.matchAll(/<([0-9A-F]{4})> <([0-9A-F]*)>/gi)) {
      map.set(glyph.toUpperCase(), Buffer.from(letters, 'hex').swap16().toString('utf16le'))
    }
  }
  return map
}

type GlyphMap = ReadonlyMap<string, string>

/** Strings, names and operators, which is all of a content stream that tells text. */
const TOKEN = /\/ActualText|\/(f\d+) [\d.]+ Tf|<<|<([0-9A-Fa-f\s]*)>|\(|\bBDC\b|\bEMC\b|\bTJ\b|\bTj\b/g

function shown(content: string, fonts: ReadonlyMap<string, GlyphMap>): string {
  const lines: string[] = []
  const spans: (string | undefined)[] = []
  let font: GlyphMap | undefined
  let strings: Buffer[] = []
  let isActual = false
  const token = new RegExp(TOKEN)
  for (let match = token.exec(content); match !== null; match = token.exec(content)) {
    const [whole, name, hex] = match
    if (name !== undefined) font = fonts.get(name)
    else if (hex !== undefined) strings.push(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'))
    else if (whole === '(') {
      const { bytes, end } = literal(content, token.lastIndex)
      strings.push(bytes)
      token.lastIndex = end
    } else if (whole === '/ActualText') isActual = true
    else if (whole === 'BDC') {
      spans.push(isActual ? utf16(Buffer.concat(strings)) : undefined)
      isActual = false
      strings = []
    } else if (whole === 'EMC') {
      const actual = spans.pop()
      if (actual !== undefined) lines.push(actual)
    } else if (whole === 'TJ' || whole === 'Tj') {
      const isReplaced = spans.some((span) => span !== undefined)
      if (!isReplaced) lines.push(lettersOf(Buffer.concat(strings), font))
      strings = []
    }
  }
  return lines.join('\n')
}

function utf16(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(2)).swap16().toString('utf16le')
}

function lettersOf(glyphs: Buffer, font: GlyphMap | undefined): string {
  const names = glyphs.toString('hex').toUpperCase().match(/.{4}/g) ?? []
  return names.map((glyph) => font?.get(glyph) ?? '\uFFFD').join('')
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** A literal string from after its opening bracket (ISO 32000-1, 7.3.4.2). */
function literal(content: string, from: number): { readonly bytes: Buffer; readonly end: number } {
  let depth = 1
  let text = ''
  let at = from
  while (depth > 0) {
    const letter = content[at] ?? ''
    if (letter === '') throw new Error('A string of the PDF has no end')
    if (letter === '\\') {
      const octal = /^[0-7]{1,3}/.exec(content.slice(at + 1, at + 4))?.[0]
      const next = content[at + 1] ?? ''
      text += octal === undefined ? (ESCAPED[next] ?? next) : String.fromCodePoint(Number.parseInt(octal, 8))
      at += 1 + (octal?.length ?? 1)
      continue
    }
    if (letter === '(') depth += 1
    if (letter === ')') depth -= 1
    if (depth > 0) text += letter
    at += 1
  }
  return { bytes: Buffer.from(text, 'latin1'), end: at }
}
