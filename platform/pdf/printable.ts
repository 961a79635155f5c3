/** Stands for a letter that the fonts lack, so that a reader sees that one is missing. */
const MISSING = '□'

const BREAKS = /\r\n?|[\u2028\u2029\u0085\v\f]/gu
/** Controls, and the invisible letters that turn the direction of a line or join what it seems to part. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/**
 * Data as it can be printed: every text composed (NFC), without invisible letters, and with a box for each letter that has no
 * glyph. Keys stay as they are.
 */
export function printable(value: unknown, covers: (codePoint: number) => boolean): unknown {
  if (typeof value === 'string') return printableText(value, covers)
  if (Array.isArray(value)) return value.map((one) => printable(one, covers))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, printable(member, covers)]))
}

function printableText(text: string, covers: (codePoint: number) => boolean): string {
  const tidy = text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(BREAKS, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(INVISIBLE, (found) => (found === '\n' ? found : ''))
  let shown = ''
  for (const letter of tidy) {
    const isShown = letter === '\n' || covers(letter.codePointAt(0) ?? 0)
    shown += isShown ? letter : MISSING
  }
  return shown
}
