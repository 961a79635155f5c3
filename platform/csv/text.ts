import { Problem } from '../../kernel/problem.ts'

const LONGEST_LINE = 16 * 1024 * 1024
const NEWLINE = 0x0a

/** Bytes as UTF-8 text in pieces of whole lines, without a byte order mark. Problems 'csv.not-utf8', 'csv.line-too-long'. */
export async function* readText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  // Put together once a line ends: copied anew with every piece, one endless line would cost its square.
  let rest: Uint8Array[] = []
  let length = 0
  let line = 1
  for await (const chunk of bytes) {
    const end = chunk.lastIndexOf(NEWLINE) + 1
    if (end > 0) {
      const whole = Buffer.concat([...rest, chunk.subarray(0, end)])
      yield decoded(whole, line)
      line += linesIn(whole)
      rest = []
      length = 0
    }
    rest.push(chunk.subarray(end))
    length += chunk.length - end
    if (length > LONGEST_LINE) throw new Problem('invalid', 'csv.line-too-long', { meta: { line } })
  }
  if (length > 0) yield decoded(Buffer.concat(rest), line)
}

function decoded(bytes: Uint8Array, firstLine: number): string {
  try {
    return decode(bytes, firstLine)
  } catch {
    throw new Problem('invalid', 'csv.not-utf8', { meta: { line: firstBadLine(bytes, firstLine) } })
  }
}

// Only the first piece of a file may begin with a byte order mark; elsewhere it is a character like any other.
function decode(bytes: Uint8Array, line: number): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: line > 1 }).decode(bytes)
}

function firstBadLine(bytes: Uint8Array, firstLine: number): number {
  let line = firstLine
  let from = 0
  while (from < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, from)
    const end = newline === -1 ? bytes.length : newline + 1
    try {
      decode(bytes.subarray(from, end), line)
    } catch {
      return line
    }
    from = end
    line += 1
  }
  return line
}

function linesIn(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) if (byte === NEWLINE) count += 1
  return count
}
