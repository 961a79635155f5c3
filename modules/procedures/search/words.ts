import { foldSpelling, foldVietnamese } from '../../../kernel/vietnamese.ts'

/** A word as it is asked or written: with its accents, and as it is compared. */
export interface Word {
  readonly spelled: string
  readonly plain: string
  /** Said by a rule of the everyday words, not typed. */
  readonly isMeant?: boolean
  /** What finding it is worth where it was only likely meant; 1 without. */
  readonly worth?: number
}

/** The words of a text. Accents are kept beside; a final y is i, as both are written (ký, kí). */
export function wordsIn(text: string): readonly Word[] {
  return foldSpelling(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((spelled) => ({ spelled: finalI(spelled), plain: finalI(foldVietnamese(spelled)) }))
}

const FINAL_Y = /^([^aeiouyàáảãạâăêôơư]+)([yỳýỷỹỵ])$/u
const Y = 'yỳýỷỹỵ'
const I = 'iìíỉĩị'

function finalI(word: string): string {
  const [, beginning = '', y = ''] = FINAL_Y.exec(word) ?? []
  return y === '' ? word : `${beginning}${I[Y.indexOf(y)] ?? 'i'}`
}

/**
 * What a word may have been meant to be that a keyboard left unmade: Telex ('ddawng' for đăng) or VNI ('d9a8ng'),
 * without its accents. Undefined where there is nothing of either in it.
 */
export function withoutKeystrokes(plain: string): string | undefined {
  const letters = /[a-z]/.test(plain) ? plain.replaceAll(/[1-9]/g, '') : plain
  const made = telexMade(letters)
  return made === plain || made === '' ? undefined : made
}

// In a Vietnamese syllable neither a tone's key (s f r x j) nor w follows a vowel, and no vowel but o stands twice.
function telexMade(word: string): string {
  const once = word.replaceAll('dd', 'd').replaceAll('aa', 'a').replaceAll('ee', 'e').replaceAll('oo', 'o')
  const beginning = /^(?:[^aeiouyw]|w(?![^aeiouy]))*/.exec(once)?.[0] ?? ''
  const rest = once.slice(beginning.length)
  return beginning + rest.replaceAll(/^w/g, 'u').replaceAll(/[sfrxjw]/g, '')
}

/** Whether one letter is other, missing, too many, or two neighbours have changed places. */
export function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const [restA, restB] = [a.slice(at), b.slice(at)]
  if (restA.slice(1) === restB.slice(1) || restA === restB.slice(1) || restA.slice(1) === restB) return true
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
}
