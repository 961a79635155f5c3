import { Problem } from '../../kernel/problem.ts'
import { readText } from './text.ts'

export interface CsvRecord {
  /** The line of the file on which it begins, from 1. */
  readonly line: number
  readonly fields: readonly string[]
}

type Place = 'begin' | 'plain' | 'quoted' | 'closed' | 'carriage-return'

/**
 * The records of comma-separated values (RFC 4180): lines end in CRLF or LF, a byte order mark is passed over, an empty
 * line is no record. Nothing is repaired: Problems 'csv.not-utf8', 'csv.not-text', 'csv.malformed', 'csv.cut-short' and
 * 'csv.line-too-long', each with its line.
 */
export async function* readRecords(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord> {
  let line = 1
  let beginsAt = 1
  let quoteAt = 1
  let place = 'begin' as Place
  let isBegun = false
  let field = ''
  let fields: string[] = []

  const malformed = (reason: string) => new Problem('invalid', 'csv.malformed', { meta: { line, reason } })
  const endField = () => {
    fields.push(field)
    field = ''
    place = 'begin'
  }
  const take = (char: string) => {
    isBegun = true
    if (place === 'quoted' && char !== '"') field += char
    else if (place === 'quoted') place = 'closed'
    else if (place === 'carriage-return') throw malformed('carriage-return')
    else if (char === ',') endField()
    else if (char === '"' && place === 'plain') throw malformed('quote')
    else if (char === '"') {
      if (place === 'closed') field += char
      else quoteAt = line
      place = 'quoted'
    } else if (place === 'closed') throw malformed('quote')
    else {
      place = 'plain'
      field += char
    }
  }
  const endRecord = (): CsvRecord => {
    endField()
    const record = { line: beginsAt, fields }
    fields = []
    isBegun = false
    return record
  }

  for await (const text of readText(bytes)) {
    for (const char of text) {
      if (char === '\0') throw new Problem('invalid', 'csv.not-text', { meta: { line } })
      const isLineEnd = char === '\n'
      if (isLineEnd && place !== 'quoted') {
        if (isBegun) yield endRecord()
        place = 'begin'
      } else if (char === '\r' && place !== 'quoted') {
        place = 'carriage-return'
      } else take(char)
      if (isLineEnd) line += 1
      if (!isBegun) beginsAt = line
    }
  }
  if (place === 'quoted') throw new Problem('invalid', 'csv.cut-short', { meta: { line: quoteAt } })
  if (isBegun) yield endRecord()
}
