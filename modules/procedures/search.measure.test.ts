import { beforeAll, describe, expect, test } from 'vitest'
import {
  measure,
  readLabelled,
  searchedWith,
  type Figures,
  type Labelled,
  type Part,
} from './search.fixture.ts'
import type { Searchable } from './search.ts'

let labelled: Labelled
let searched: readonly Searchable[]
beforeAll(async () => {
  labelled = await readLabelled()
  searched = await searchedWith(labelled.beside)
})

// A ratchet: what the search has reached. Whoever makes it better raises the floor; nobody lowers it.
const floors: readonly (readonly [Part, Figures])[] = [
  ['tuned', { recallAt1: 0.93, recallAt5: 0.99, meanReciprocalRank: 0.96 }],
  ['heldOut', { recallAt1: 0.92, recallAt5: 0.98, meanReciprocalRank: 0.95 }],
  ['later', { recallAt1: 0.63, recallAt5: 0.81, meanReciprocalRank: 0.7 }],
]

describe('everyday words find what they mean', () => {
  test.each(floors)('%s', async (part, floor) => {
    const { took: _, ...figures } = await measure(searched, labelled[part])
    const below = Object.entries(floor).filter(([name, least]) => figures[name as keyof Figures] < least)
    expect(
      below.map(([name]) => name),
      JSON.stringify(figures),
    ).toEqual([])
  })

  test('every query means a procedure that is there', () => {
    const there = new Set(searched.map(({ code }) => code))
    const lost = [...labelled.tuned, ...labelled.heldOut, ...labelled.later].filter(
      ({ means }) => !means.some((code) => there.has(code)),
    )
    expect(lost).toEqual([])
  })

  test('no query stands in two parts', () => {
    const said = [...labelled.tuned, ...labelled.heldOut, ...labelled.later].map(({ say }) => say)
    expect(said.filter((say, at) => said.indexOf(say) < at)).toEqual([])
  })
})
