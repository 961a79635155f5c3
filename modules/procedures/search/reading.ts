import type { EverydayWords } from '../contract/everyday-words.ts'
import { isNear, withoutKeystrokes, wordsIn, type Word } from './words.ts'

/** A word that a reading looks for. */
export interface Wanted extends Word {
  readonly worth: number
  /** Which word of the reading it stands for; several may stand for one. */
  readonly place: number
}

interface Rule {
  readonly say: readonly Word[]
  readonly mean: readonly (readonly Word[])[]
}

/** The everyday words, ready to read by: the longest first. */
export function readyRules({ words }: EverydayWords): readonly Rule[] {
  return words
    .flatMap(({ say, mean }) => say.map((text) => ({ say: wordsIn(text), mean: mean.map(meantIn) })))
    .toSorted((a, b) => b.say.length - a.say.length)
}

/** Words of the law, none of which is only asking. */
function meantIn(text: string): readonly Word[] {
  return wordsIn(text).map((word) => ({ ...word, isMeant: true }))
}

const MOST_READINGS = 12
const NEAR = 0.7
const MOST_NEAR = 3
const MOST_MENDED = 4

/** What a search knows of the language: the words of all that it searches, the commonest first. */
export interface Vocabulary {
  readonly words: readonly string[]
  has(plain: string): boolean
  /** Whether two words stand beside each other anywhere. */
  hasPair(first: string, second: string): boolean
}

/**
 * The ways to read what is asked: as it stands, and with its everyday words said as the law says them. What a keyboard
 * left unmade, ran together or mistook for a neighbour is mended first.
 */
export function readings(
  asked: readonly Word[],
  rules: readonly Rule[],
  vocabulary: Vocabulary,
): readonly (readonly Word[])[] {
  let mended: readonly (readonly Word[])[] = [[]]
  for (const [at, word] of asked.entries()) {
    const ways = mend(word, asked[at - 1], asked[at + 1], vocabulary, rules)
    mended = mended.flatMap((one) => ways.map((way) => [...one, ...way])).slice(0, MOST_MENDED)
  }
  const all = [...mended, ...mended.flatMap((one) => applied(one, rules))]
  const key = (words: readonly Word[]) => words.map(({ spelled }) => spelled).join(' ')
  return [...new Map(all.map((words) => [key(words), words])).values()].slice(0, MOST_READINGS)
}

/** What a word may have been meant to be: itself where it is known, or else what it can be mended to. */
function mend(
  word: Word,
  before: Word | undefined,
  after: Word | undefined,
  vocabulary: Vocabulary,
  rules: readonly Rule[],
): readonly (readonly Word[])[] {
  const { plain } = word
  const isKnown = vocabulary.has(plain) || rules.some(({ say }) => say.some((one) => one.plain === plain))
  if (isKnown) return [[word]]
  const made = withoutKeystrokes(plain)
  if (made !== undefined && vocabulary.has(made)) return [[asPlain(made)]]
  for (let at = 2; at <= plain.length - 2; at += 1) {
    const [first, second] = [plain.slice(0, at), plain.slice(at)]
    if (vocabulary.hasPair(first, second)) return [[asPlain(first), asPlain(second)]]
  }
  if (plain.length < 3) return [[word]]
  const fits = (other: string) =>
    (before !== undefined && vocabulary.hasPair(before.plain, other)) ||
    (after !== undefined && vocabulary.hasPair(other, after.plain))
  const near = vocabulary.words.filter((other) => isNear(plain, other) && fits(other)).slice(0, MOST_NEAR)
  return near.length === 0 ? [[word]] : near.map((other) => [{ ...asPlain(other), worth: NEAR }])
}

function asPlain(plain: string): Word {
  return { spelled: plain, plain }
}

/** Every reading in which each everyday word, the longest first from the left, is said in one of its other ways. */
function applied(words: readonly Word[], rules: readonly Rule[]): readonly (readonly Word[])[] {
  let begun: readonly (readonly Word[])[] = [[]]
  let isChanged = false
  for (let at = 0; at < words.length;) {
    const rule = rules.find(({ say }) => say.every((word, offset) => isSaid(words[at + offset], word)))
    if (rule === undefined) {
      const word = words.slice(at, at + 1)
      begun = begun.map((one) => [...one, ...word])
      at += 1
      continue
    }
    isChanged = true
    begun = rule.mean.flatMap((mean) => begun.map((one) => [...one, ...mean])).slice(0, MOST_READINGS)
    at += rule.say.length
  }
  return isChanged ? begun : []
}

/** An everyday word is recognised without its accents; with some, they have to be its own. */
function isSaid(asked: Word | undefined, word: Word): boolean {
  if (asked?.plain !== word.plain) return false
  return asked.spelled === asked.plain || asked.spelled === word.spelled
}

/** The words to look for in one reading: those that nothing has are looked for as those that are one letter off. */
export function wantedIn(reading: readonly Word[], vocabulary: Vocabulary): readonly Wanted[] {
  return reading.flatMap((word, place): readonly Wanted[] => {
    const itself = { ...word, worth: word.worth ?? 1, place }
    if (vocabulary.has(word.plain) || word.plain.length < 3) return [itself]
    const near = vocabulary.words.filter((other) => isNear(word.plain, other)).slice(0, MOST_NEAR)
    return [itself, ...near.map((plain) => ({ ...asPlain(plain), worth: NEAR, place }))]
  })
}
