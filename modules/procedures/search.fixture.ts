import { join } from 'node:path'
import Type from 'typebox'
import { readContent } from '../../platform/content/index.ts'
import { readProcedures } from './content.ts'
import { indexProcedures, type Searchable } from './search.ts'
import { readEverydayWords, searchableOf } from './service/search.ts'

const Query = Type.Object({ say: Type.String(), means: Type.Array(Type.String(), { minItems: 1 }) })
type Query = Type.Static<typeof Query>

const Labelled = Type.Object({
  beside: Type.Array(Type.Object({ code: Type.String(), name: Type.String(), field: Type.String() })),
  tuned: Type.Array(Query),
  heldOut: Type.Array(Query),
  later: Type.Array(Query),
})
export type Labelled = Type.Static<typeof Labelled>
export type Part = Exclude<keyof Labelled, 'beside'>

export const content = 'content/tay-ninh'

export async function readLabelled(): Promise<Labelled> {
  return (await readContent(join(import.meta.dirname, 'search.labelled.yaml'), Labelled)).value
}

/** The content's procedures that are offered, and beside them others by name and field alone. */
export async function searchedWith(
  beside: readonly Pick<Searchable, 'code' | 'name' | 'field'>[],
): Promise<readonly Searchable[]> {
  const offered = (await readProcedures(content))
    .map(({ declaration }) => declaration.value)
    .filter((declaration) => declaration.offered)
    .map(searchableOf)
  const there = new Set(offered.map(({ code }) => code))
  const others = beside
    .filter(({ code }) => !there.has(code))
    .map(({ code, name, field }) => ({ code, name, field, nameEn: '', summary: '', synonyms: [] }))
  return [...offered, ...others]
}

export interface Figures {
  /** Share of queries with a right answer first, among the first five, and the mean of one over its place. */
  readonly recallAt1: number
  readonly recallAt5: number
  readonly meanReciprocalRank: number
}

/** How well queries find what they mean, with the milliseconds that each took. */
export async function measure(
  searched: readonly Searchable[],
  queries: readonly Query[],
): Promise<Figures & { readonly took: readonly number[] }> {
  const everyday = (await readEverydayWords(content))?.value
  const index = indexProcedures(searched, everyday)
  const took: number[] = []
  const places = queries.map(({ say, means }) => {
    const startedAt = performance.now()
    const found = index.find(say)
    took.push(performance.now() - startedAt)
    return found.findIndex(({ code }) => means.includes(code))
  })
  const share = (first: number) =>
    places.filter((place) => place >= 0 && place < first).length / places.length
  const reciprocal = places.reduce((sum, place) => sum + (place < 0 ? 0 : 1 / (place + 1)), 0)
  return {
    recallAt1: share(1),
    recallAt5: share(5),
    meanReciprocalRank: reciprocal / places.length,
    took,
  }
}
