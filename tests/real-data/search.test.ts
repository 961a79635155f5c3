import { describe, expect, test } from 'vitest'
import { measure, readLabelled, searchedWith } from '../../modules/procedures/search.fixture.ts'
import { readCsvFile, readCsvTable } from '../../platform/csv/index.ts'
import { realFile } from './folder.ts'

const path = realFile('procedures/tthc_2642_facts.csv.gz')

describe.skipIf(path === undefined)('a search of the whole national catalogue beside the content', () => {
  test('still finds what everyday words mean among 2,642, and at once', async () => {
    const catalogue = []
    const columns = ['ma_thu_tuc', 'ten_thu_tuc', 'linh_vuc'] as const
    for await (const { values } of readCsvTable(readCsvFile(path ?? ''), columns)) {
      const { ma_thu_tuc: code, ten_thu_tuc: name, linh_vuc: field } = values
      catalogue.push({ code, name, field })
    }
    const { beside, heldOut } = await readLabelled()
    const known = new Set(catalogue.map(({ code }) => code))
    const searched = await searchedWith([...catalogue, ...beside.filter(({ code }) => !known.has(code))])
    expect(searched.length).toBeGreaterThan(2642)
    const { took, recallAt1, recallAt5 } = await measure(searched, heldOut)
    expect(recallAt5).toBeGreaterThanOrEqual(0.9)
    expect(recallAt1).toBeGreaterThanOrEqual(0.8)
    // The middle one is some 6 ms on one core; the limit leaves room for a busy machine, not for a scan of every text.
    expect(took.toSorted((a, b) => a - b)[took.length >> 1]).toBeLessThan(100)
  })
})
