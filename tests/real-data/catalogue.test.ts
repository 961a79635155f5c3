import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countReasons, importCatalogue, type CatalogueImported } from '../../modules/procedures/index.ts'
import { testDatabase, type TestDatabase } from '../database.ts'
import { realFile } from './folder.ts'

const path = realFile('procedures/tthc_2642_facts.csv.gz')

describe.skipIf(path === undefined)('the national catalogue of July 2026', () => {
  let given: TestDatabase
  let done: CatalogueImported
  const at = new Date('2026-07-31T03:00:00Z')
  const take = () => importCatalogue({ database: given.database, at, path: path ?? '' })
  beforeAll(async () => {
    given = await testDatabase()
    done = await take()
  })
  afterAll(() => given.drop())

  test('is read and kept whole', async () => {
    expect(done.rows).toBe(2642)
    expect(done.changes).toMatchObject({ changed: [], unchanged: 0, absent: [] })
    expect(done.changes.added).toHaveLength(2642)
    const { entries } = await given.database.one<{ entries: number }>(
      'SELECT count(*) AS entries FROM catalogue_entry WHERE valid_to IS NULL',
    )
    expect(entries).toBe(2642)
  })

  test('has its doubts listed, the 864 limits without a unit among them, and nothing guessed', async () => {
    expect(countReasons(done.findings)).toEqual({
      'limit-without-unit': 864,
      'limit-missing': 374,
      'limits-contradict': 180,
      'limit-zero': 9,
      'channel-without-limit': 5,
      'fee-amount-missing': 437,
      'fee-missing': 373,
      'kind-missing': 111,
      'decision-unreadable': 75,
      'name-twice': 17,
    })
    const { guessed } = await given.database.one<{ guessed: number }>(
      `SELECT count(*) AS guessed FROM catalogue_entry, json_array_elements(facts -> 'limits') AS said
       WHERE said ->> 'text' ~ '^[0-9]*$' AND (said ->> 'amount' IS NOT NULL OR said ->> 'unit' IS NOT NULL)`,
    )
    expect(guessed).toBe(0)
  })

  test('says of fees only whether there are any, so that none of its fees can be absurd', async () => {
    const { amounts } = await given.database.one<{ amounts: number }>(
      `SELECT count(*) AS amounts FROM catalogue_entry WHERE source ->> 'phi_so_dong' ~ '[0-9]'`,
    )
    expect(amounts).toBe(0)
  })

  test('changes nothing a second time', async () => {
    expect(await take()).toMatchObject({
      importId: null,
      changes: { added: [], changed: [], unchanged: 2642 },
    })
  })
})
