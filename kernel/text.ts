// What shows nothing (zero width, soft hyphens, byte order marks) or turns the reading order around; controls but tab and line
// ends; half a character.
const HIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cf}|\p{Cs}/gu

/** The text as it is meant: composed (NFC), without the hidden characters that come along with what is pasted. */
export function withoutHidden(text: string): string {
  return text.replaceAll(HIDDEN, '').normalize('NFC')
}

/** Whether there is something to be read in a text, and nothing hidden or decomposed. */
export function isWords(text: string): boolean {
  return text.trim() !== '' && text === withoutHidden(text)
}
