import { compareVietnamese, foldSpelling, foldVietnamese } from '../../kernel/vietnamese.ts'

/** What of a procedure is searched; `words` are everyday words for it. */
export interface Searchable {
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly field: string
  readonly summary: string
  readonly synonyms: readonly string[]
}

interface Token {
  readonly spelled: string
  readonly plain: string
}

interface Phrase {
  readonly weight: number
  readonly plain: string
  readonly tokens: readonly Token[]
}

// Words that say that something is wanted and not what; folded.
const ASKING: ReadonlySet<string> = new Set(
  'lam xin cho can gi muon toi o dau nhu the nao thu tuc va de thi di bi ra'.split(' '),
)
const OTHER_ACCENTS = 0.6
const BEGINNING = 0.8
const NEAR = 0.5
const LEAST_COVERED = 0.4
const LEAST_JOINED = 5

/**
 * The procedures that a text in everyday words may mean, best first: with or without accents, tones wherever the
 * spelling puts them, a last word begun, a letter wrong. A code finds by its beginning. An empty text finds all, by name.
 */
export function rankProcedures<T extends Searchable>(procedures: readonly T[], text: string): readonly T[] {
  const byName = (a: T, b: T) => compareVietnamese(a.name, b.name)
  const wanted = text.trim()
  if (wanted === '') return procedures.toSorted(byName)
  const byCode = procedures.filter(({ code }) => code.startsWith(wanted.replaceAll(/\s/g, '')))
  if (byCode.length > 0) return byCode.toSorted(byName)
  const all = tokensOf(wanted)
  const telling = all.filter(({ plain }) => !ASKING.has(plain))
  const query = telling.length > 0 ? telling : all
  const indexed = procedures.map((procedure) => ({ procedure, phrases: phrasesOf(procedure) }))
  const rarity = rarityOf(indexed.map(({ phrases }) => phrases))
  return indexed
    .map(({ procedure, phrases }) => ({
      procedure,
      score: scoreOf(phrases, query, foldVietnamese(wanted), rarity),
    }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || byName(a.procedure, b.procedure))
    .map(({ procedure }) => procedure)
}

function phrasesOf({ name, nameEn, field, summary, synonyms }: Searchable): readonly Phrase[] {
  const phrase = (text: string, weight: number): Phrase => ({
    weight,
    plain: foldVietnamese(text),
    tokens: tokensOf(text),
  })
  return [
    phrase(name, 1),
    ...synonyms.map((synonym) => phrase(synonym, 1)),
    phrase(nameEn, 0.9),
    phrase(field, 0.5),
    phrase(summary, 0.4),
  ]
}

/** How much a word tells: little when most procedures have it, most when only one has. */
function rarityOf(procedures: readonly (readonly Phrase[])[]): (plain: string) => number {
  const holders = new Map<string, number>()
  for (const phrases of procedures) {
    const words = new Set(phrases.flatMap(({ tokens }) => tokens.map(({ plain }) => plain)))
    for (const word of words) holders.set(word, (holders.get(word) ?? 0) + 1)
  }
  return (plain) => Math.log(1 + procedures.length / (holders.get(plain) ?? 1))
}

function scoreOf(
  phrases: readonly Phrase[],
  query: readonly Token[],
  wanted: string,
  rarity: (plain: string) => number,
): number {
  const total = query.reduce((sum, { plain }) => sum + rarity(plain), 0)
  const best = query.map(() => 0)
  let bestPhrase = 0
  for (const { weight, plain, tokens } of phrases) {
    let covered = 0
    for (const [index, token] of query.entries()) {
      const match = Math.max(0, ...tokens.map((other) => likeness(token, other, index === query.length - 1)))
      covered += match * rarity(token.plain)
      best[index] = Math.max(best[index] ?? 0, match * weight)
    }
    const isThere =
      plain.includes(wanted) || (wanted.length >= LEAST_JOINED && joined(plain).includes(joined(wanted)))
    const coverage = Math.max(covered / total, isThere ? 0.8 : 0)
    const told = Math.min(1, query.length / tokens.length)
    bestPhrase = Math.max(bestPhrase, weight * (coverage * (0.8 + 0.2 * told) + (isThere ? 0.3 : 0)))
  }
  const union = query.reduce((sum, { plain }, index) => sum + (best[index] ?? 0) * rarity(plain), 0) / total
  return Math.max(union, bestPhrase) < LEAST_COVERED ? 0 : bestPhrase + union / 2
}

function likeness(asked: Token, there: Token, isLast: boolean): number {
  if (asked.plain === there.plain) {
    return asked.spelled === there.spelled || asked.spelled === asked.plain ? 1 : OTHER_ACCENTS
  }
  if (isLast && asked.plain.length >= 2 && there.plain.startsWith(asked.plain)) return BEGINNING
  return asked.plain.length >= 4 && isNear(asked.plain, there.plain) ? NEAR : 0
}

function joined(plain: string): string {
  return plain.replaceAll(' ', '')
}

/** One letter other, missing or too many. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const [restA, restB] = [a.slice(at), b.slice(at)]
  return restA.slice(1) === restB.slice(1) || restA === restB.slice(1) || restA.slice(1) === restB
}

function tokensOf(text: string): readonly Token[] {
  return foldSpelling(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((spelled) => ({ spelled, plain: foldVietnamese(spelled) }))
}
