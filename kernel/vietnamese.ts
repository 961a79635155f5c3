// Combining huyền, sắc, ngã, hỏi, nặng: the five marks that are a tone and not part of a letter.
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu
const MARKS = /\p{M}/gu
const WORDS = /[\p{L}\p{M}]+/gu
// Texts in use carry the Icelandic eth (U+00D0, U+00F0) where đ (U+0110, U+0111) is meant: the capitals look alike.
const ETH = /ð/gu

/**
 * The form to match names by: composed, lower case, single spaces, the tone mark in one place whatever spelling
 * school wrote it. 'HÒA  Thành' and 'Hoà Thành' become equal; 'Hoa Thành' stays another name. A key, not a text to show.
 */
export function foldSpelling(text: string): string {
  return lowered(text).replace(WORDS, toneLast).normalize('NFC')
}

/** The form to search by: as `foldSpelling`, and without tones, accents and the bar of đ, so that 'hoa thanh' finds 'Hòa Thành'. */
export function foldVietnamese(text: string): string {
  return lowered(text).replace(MARKS, '').replaceAll('đ', 'd')
}

/** Orders texts as a Vietnamese dictionary does, numbers in them by value: 'Phường 2' before 'Phường 10', d before đ. */
export const compareVietnamese: (a: string, b: string) => number = new Intl.Collator('vi', { numeric: true })
  .compare

function lowered(text: string): string {
  return text.normalize('NFD').toLowerCase().replace(ETH, 'đ').replace(/\s+/gu, ' ').trim()
}

function toneLast(word: string): string {
  return word.replace(TONES, '') + (word.match(TONES) ?? []).join('')
}
