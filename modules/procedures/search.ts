import { compareVietnamese, foldVietnamese } from '../../kernel/vietnamese.ts'
import type { EverydayWords } from './contract/everyday-words.ts'
import { readings, readyRules, wantedIn, type Vocabulary, type Wanted } from './search/reading.ts'
import { wordsIn, type Word } from './search/words.ts'

/** What of a procedure is searched; `synonyms` are everyday words for it. */
export interface Searchable {
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly field: string
  readonly summary: string
  readonly synonyms: readonly string[]
}

export interface SearchIndex<T> {
  /**
   * The procedures that a text in everyday words may mean, best first: with or without accents, tones wherever the
   * spelling puts them, a last word begun, a letter wrong. A code finds by its beginning. An empty text finds all, by name.
   */
  find(text: string): readonly T[]
}

interface Phrase {
  readonly of: number
  readonly weight: number
  readonly plain: string
  readonly words: readonly Word[]
}

// Words that say that something is wanted, by whom and how, and not what.
const ASKING = wordsIn(
  'làm xin cho cần gì muốn tôi tui mình ở đâu như thế nào thủ tục và để thì đi bị ra phải rồi có không được mấy với này',
)
const ASKING_SPELLED: ReadonlySet<string> = new Set(ASKING.map(({ spelled }) => spelled))
const ASKING_PLAIN: ReadonlySet<string> = new Set(ASKING.map(({ plain }) => plain))
const OTHER_ACCENTS = 0.6
const BEGINNING = 0.8
const MEANT = 2
const ALONE = 0.6
const LEAST_COVERED = 0.42

/** Searches a list again and again: its words are gathered once. */
export function indexProcedures<T extends Searchable>(
  procedures: readonly T[],
  everyday: EverydayWords = { words: [] },
): SearchIndex<T> {
  const byName = (a: T, b: T) => compareVietnamese(a.name, b.name)
  const phrases = procedures.flatMap(phrasesOf)
  const index = gather(phrases, procedures.length)
  const rules = readyRules(everyday)
  return {
    find(text) {
      const wanted = text.trim()
      if (wanted === '') return procedures.toSorted(byName)
      const byCode = procedures.filter(({ code }) => code.startsWith(wanted.replaceAll(/\s/g, '')))
      if (byCode.length > 0) return byCode.toSorted(byName)
      const best = new Map<number, number>()
      for (const reading of readings(wordsIn(wanted), rules, index.vocabulary)) {
        const asked = tellingIn(reading)
        const scores = scoresOf(index, wantedIn(asked, index.vocabulary), asked)
        for (const [at, score] of scores) best.set(at, Math.max(best.get(at) ?? 0, score))
      }
      return [...best]
        .flatMap(([at, score]) => procedures.slice(at, at + 1).map((procedure) => ({ procedure, score })))
        .toSorted((a, b) => b.score - a.score || byName(a.procedure, b.procedure))
        .map(({ procedure }) => procedure)
    },
  }
}

/** As `indexProcedures`, for one search. */
export function rankProcedures<T extends Searchable>(
  procedures: readonly T[],
  text: string,
  everyday?: EverydayWords,
): readonly T[] {
  return indexProcedures(procedures, everyday).find(text)
}

function phrasesOf({ name, nameEn, field, summary, synonyms }: Searchable, of: number): readonly Phrase[] {
  const phrase = (text: string, weight: number): Phrase => ({
    of,
    weight,
    plain: foldVietnamese(text),
    words: wordsIn(text),
  })
  return [
    phrase(name, 1),
    ...synonyms.map((synonym) => phrase(synonym, 1)),
    phrase(nameEn, 0.9),
    phrase(field, 0.5),
    phrase(summary, 0.4),
  ].filter(({ words }) => words.length > 0)
}

interface Index {
  readonly phrases: readonly Phrase[]
  /** Every word with the phrases that have it, and how it is spelled there. */
  readonly places: ReadonlyMap<string, ReadonlyMap<number, ReadonlySet<string>>>
  /** Every two neighbours with the phrases that have them. */
  readonly pairs: ReadonlyMap<string, ReadonlySet<number>>
  readonly vocabulary: Vocabulary
  readonly rarity: (plain: string) => number
}

function gather(phrases: readonly Phrase[], procedures: number): Index {
  const places = new Map<string, Map<number, Set<string>>>()
  const pairs = new Map<string, Set<number>>()
  const holders = new Map<string, Set<number>>()
  for (const [at, { of, words }] of phrases.entries()) {
    for (const [place, { plain, spelled }] of words.entries()) {
      const there = getOr(places, plain, () => new Map<number, Set<string>>())
      getOr(there, at, () => new Set<string>()).add(spelled)
      getOr(holders, plain, () => new Set<number>()).add(of)
      const next = words[place + 1]
      if (next !== undefined) getOr(pairs, `${plain} ${next.plain}`, () => new Set<number>()).add(at)
    }
  }
  const size = (plain: string) => holders.get(plain)?.size ?? 0
  // A word that stands nowhere tells less than a rare one that does: it may be a name, or said beside the point.
  const unknown = Math.log(1 + procedures) / 3
  return {
    phrases,
    places,
    pairs,
    vocabulary: {
      words: [...places.keys()].toSorted((a, b) => size(b) - size(a)),
      has: (plain) => places.has(plain),
      hasPair: (first, second) => pairs.has(`${first} ${second}`),
    },
    rarity: (plain) => (size(plain) === 0 ? unknown : Math.log(1 + procedures / size(plain))),
  }
}

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const there = map.get(key)
  if (there !== undefined) return there
  const made = make()
  map.set(key, made)
  return made
}

/** The words that say what is wanted; all of them where none does. Where some have accents, those without mean it. */
function tellingIn(reading: readonly Word[]): readonly Word[] {
  const hasAccents = reading.some(({ spelled, plain, isMeant }) => isMeant !== true && spelled !== plain)
  const asking = hasAccents ? ASKING_SPELLED : ASKING_PLAIN
  const telling = reading.filter(
    ({ spelled, plain, isMeant }) => isMeant === true || !asking.has(hasAccents ? spelled : plain),
  )
  return telling.length > 0 ? telling : reading
}

/** How well each procedure fits one reading, those alone that fit well enough. */
function scoresOf(
  index: Index,
  wanted: readonly Wanted[],
  asked: readonly Word[],
): readonly (readonly [number, number])[] {
  const { phrases, pairs } = index
  const worth = tellingOf(asked, index)
  const total = worth.reduce((sum, one) => sum + one, 0)
  const covered = new Map<number, number[]>()
  for (const one of wanted) {
    for (const [at, match] of placesOf(index, one, one.place === asked.length - 1)) {
      const matches = getOr(covered, at, () => asked.map(() => 0))
      matches[one.place] = Math.max(matches[one.place] ?? 0, match * one.worth)
    }
  }
  const paired = new Map<number, number>()
  for (const [at, { plain }] of asked.slice(0, -1).entries()) {
    const next = asked[at + 1]?.plain ?? ''
    for (const place of pairs.get(`${plain} ${next}`) ?? [])
      paired.set(place, (paired.get(place) ?? 0) + 1 / (asked.length - 1))
  }
  const text = asked.map(({ plain }) => plain).join(' ')
  const fits = new Map<number, { phrase: number; best: number[]; coverage: number }>()
  for (const [at, matches] of covered) {
    const { of = 0, weight = 0, plain = '', words = [] } = phrases[at] ?? {}
    const coverage = matches.reduce((sum, match, place) => sum + match * (worth[place] ?? 0), 0) / total
    const told = Math.min(1, asked.length / words.length)
    const isThere = coverage > 0.95 && plain.includes(text)
    const score = weight * (coverage * (0.8 + 0.2 * told) + 0.3 * (paired.get(at) ?? 0) + (isThere ? 0.2 : 0))
    const fit = getOr(fits, of, () => ({ phrase: 0, best: asked.map(() => 0), coverage: 0 }))
    fit.phrase = Math.max(fit.phrase, score)
    fit.coverage = Math.max(fit.coverage, weight * coverage)
    for (const [place, match] of matches.entries())
      fit.best[place] = Math.max(fit.best[place] ?? 0, match * weight)
  }
  return [...fits].flatMap(([of, { phrase, best, coverage }]) => {
    const union = best.reduce((sum, match, place) => sum + match * (worth[place] ?? 0), 0) / total
    return Math.max(union, coverage) < LEAST_COVERED ? [] : [[of, phrase + union / 2] as const]
  })
}

/** How much each word tells: a word of the law more than one beside it, and one that stands alone less. */
function tellingOf(asked: readonly Word[], { rarity, vocabulary }: Index): readonly number[] {
  return asked.map(({ plain, isMeant }, at) => {
    const [before, after] = [asked[at - 1], asked[at + 1]]
    const isPaired =
      (before !== undefined && vocabulary.hasPair(before.plain, plain)) ||
      (after !== undefined && vocabulary.hasPair(plain, after.plain))
    return rarity(plain) * (isMeant === true ? MEANT : isPaired || asked.length === 1 ? 1 : ALONE)
  })
}

/** The phrases that have a word, and how like it is there. */
function* placesOf(index: Index, { spelled, plain }: Wanted, isLast: boolean): Generator<[number, number]> {
  for (const [at, spellings] of index.places.get(plain) ?? [])
    yield [at, spelled === plain || spellings.has(spelled) ? 1 : OTHER_ACCENTS]
  if (!isLast || plain.length < 2) return
  for (const word of index.vocabulary.words) {
    if (word === plain || !word.startsWith(plain)) continue
    for (const [at] of index.places.get(word) ?? []) yield [at, BEGINNING]
  }
}
