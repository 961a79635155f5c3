import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readLedger, place } from '../../../platform/ledger/index.ts'
import { loadedProvince, type LoadedProvince } from '../../../tests/province.ts'
import { readProcedure } from '../content.ts'
import { loadProcedures } from '../service.ts'
import { loadEverydayWords, readEverydayWords, searchProcedures } from './search.ts'

const at = new Date('2026-11-23T02:00:00Z')
const today = '2026-11-23'
const content = 'content/tay-ninh'

let given: LoadedProvince
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'words-'))
  given = await loadedProvince(at)
  const read = ['1.001193', '2.000815'].map((code) =>
    readProcedure(join(content, 'procedures', code), content),
  )
  const procedures = await Promise.all(read)
  await given.database.transact((tx) => loadProcedures(tx, at, procedures))
})
afterAll(async () => {
  await given.drop()
  await rm(folder, { recursive: true })
})

let moment = at.getTime()
async function load(yaml: string): Promise<boolean> {
  moment += 1

  await writeFile(join(folder, 'everyday-words.yaml'), yaml)
  const words = await readEverydayWords(folder)
  if (words === undefined) throw new Error('no words were read')
  return await given.database.transact((tx) => loadEverydayWords(tx, new Date(moment), words))
}

describe('everyday words of a province', () => {
  const first = 'words:\n  - { say: [bùm bụp chíu chíu], mean: [khai sinh] }\n'
  const found = async (text: string) =>
    (await searchProcedures(given.database, text, today)).map(({ code }) => code)

  test('are none where none are declared', async () => {
    expect(await readEverydayWords(folder)).toBeUndefined()
    expect(await found('bum bup chiu chiu')).toEqual([])
  })

  test('find from the moment they are loaded, and are recorded once', async () => {
    expect(await load(first)).toBe(true)
    expect(await load(first)).toBe(false)
    expect(await found('bum bup chiu chiu')).toEqual(['1.001193'])
    await place(given.database)
    const recorded = (await readLedger(given.database, 0, 100)).filter(
      ({ kind }) => kind === 'everyday-words.published',
    )
    expect(recorded.map(({ payload }) => payload)).toMatchObject([{ file: 'everyday-words.yaml', count: 1 }])
  })

  test('give way to those that are loaded next', async () => {
    expect(await load(first.replace('khai sinh', 'bản sao'))).toBe(true)
    expect((await found('bùm bụp chíu chíu'))[0]).toBe('2.000815')
  })

  test('that say nothing are refused with their line', async () => {
    await expect(load('words:\n  - { say: [a], mean: [] }\n')).rejects.toMatchObject({
      code: 'content.invalid',
      meta: { errors: [{ file: 'everyday-words.yaml', line: 2 }] },
    })
  })
})
