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
  ['tuned', { recallAt1: 0.89, recallAt5: 0.96, meanReciprocalRank: 0.93 }],
  ['heldOut', { recallAt1: 0.87, recallAt5: 0.96, meanReciprocalRank: 0.91 }],
  ['later', { recallAt1: 0.61, recallAt5: 0.8, meanReciprocalRank: 0.68 }],
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
