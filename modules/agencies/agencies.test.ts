import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findContentErrors, printError } from '../../platform/content/index.ts'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import { loadTerritory, readTerritory } from '../territory/index.ts'
import { agencyVersions, successors } from './domain.ts'
import {
  findAgencyByKey,
  getAgency,
  listAgencies,
  listAgencyNames,
  loadAgencies,
  readAgencies,
  successorsOf,
} from './index.ts'
import { listPublicAgencies, listPublicCommunes } from './service/lists.ts'

const province = 'content/tay-ninh'
const at = new Date('2026-11-23T02:00:00Z')
const today = '2026-11-23'

let folder: string
let db: TestDatabase
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agencies-'))
  db = await testDatabase()
  const territory = await readTerritory(province)
  await db.database.transact((tx) => loadTerritory(tx, at, territory))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await db.drop()
})

async function read(text: string) {
  await writeFile(join(folder, 'agencies.yaml'), text)
  return await readAgencies(folder)
}

const group = (agencies: string, more = '') => `validFrom: 2025-07-01
groups:
  - kind: department
    level: province
    parent: null
    codes: { status: unpublished, reason: chưa công bố }
    source: thử
    agencies:
${agencies}successions: [${more}]
`

async function errorsOf(work: Promise<unknown>): Promise<readonly string[]> {
  return await work.then(
    () => [],
    (problem: unknown) => findContentErrors(problem)?.map(printError) ?? [String(problem)],
  )
}

describe('the agencies of the province as content', () => {
  test('are the committee, its office, 12 departments, the inspectorate, the provincial centre and one committee a commune', async () => {
    const { value } = await readAgencies(province)
    const { value: territory } = await readTerritory(province)
    const versions = agencyVersions(value).map((told) => told.version)
    const count = (kind: string) => versions.filter((version) => version.kind === kind).length
    expect(count('department')).toBe(12)
    expect(versions).toHaveLength(1 + 1 + 12 + 1 + 1 + 96)
    const committees = versions.filter(({ kind }) => kind === 'commune-committee')
    const communes = new Set(
      territory.areas.filter(({ kind }) => kind !== 'province').map(({ code }) => code),
    )
    expect(new Set(committees.map(({ area }) => area))).toEqual(communes)
    for (const { area, name, counter, codeStatus } of committees) {
      const unit = territory.areas.find(({ code }) => code === area)?.name ?? ''
      expect(name.toLowerCase()).toBe(`ubnd ${unit.toLowerCase()}`)
      expect(counter).toMatch(/^Trung tâm Phục vụ hành chính công /)
      expect(codeStatus).toBe('provisional')
    }
  })

  test('only the province has an official code: none is published below it', async () => {
    const { value } = await readAgencies(province)
    const official = agencyVersions(value).filter(({ version }) => version.codeStatus === 'official')
    expect(official.map(({ version }) => version.code)).toEqual(['H53'])
  })
})

describe('loading', () => {
  test('twice changes nothing', async () => {
    const content = await readAgencies(province)
    const first = await db.database.transact((tx) => loadAgencies(tx, at, content))
    expect(first.added).toHaveLength(112)
    const again = await db.database.transact((tx) => loadAgencies(tx, at, content))
    expect(again).toEqual({ added: [], corrected: [], ended: [] })
    expect(await listAgencies(db.database, today)).toHaveLength(112)
    expect(await listAgencies(db.database, '2025-06-30')).toHaveLength(0)
  })

  test('an area that is not there is named with file and line', async () => {
    const content = await read(group('      - { key: so-x, area: "99", name: Sở X }\n'))
    const errors = await errorsOf(db.database.transact((tx) => loadAgencies(tx, at, content)))
    expect(errors).toEqual([
      'agencies.yaml:9:28 /groups/0/agencies/0/area broken-reference: there is no area 99 on 2025-07-01',
    ])
  })

  test('a superior or a successor that is not there is named with file and line', async () => {
    const text = group(
      '      - { key: so-x, area: null, name: Sở X }\n',
      '{ from: so-x, to: so-y, effectiveOn: 2026-09-01, kind: merge, source: NQ 1 }',
    ).replace('parent: null', 'parent: ubnd')
    expect(await errorsOf(read(text))).toEqual([
      'agencies.yaml:5:13 /groups/0/parent broken-reference: there is no agency ubnd',
      'agencies.yaml:10:33 /successions/0/to broken-reference: there is no agency so-y',
    ])
  })

  test('a renamed agency keeps its identity and both names, each on its days', async () => {
    const old = '      - { key: so-a, area: "80", name: Sở A, validTo: 2026-09-01 }\n'
    const next = '      - { key: so-a, area: "80", name: Sở A và B, validFrom: 2026-09-01 }\n'
    const content = await read(group(old + next))
    await db.database.transact((tx) => loadAgencies(tx, at, content))
    const agency = await findAgencyByKey(db.database, 'so-a')
    const id = agency?.id ?? ''
    expect((await getAgency(db.database, id, '2026-08-31')).name).toBe('Sở A')
    expect((await getAgency(db.database, id)).name).toBe('Sở A và B')
    expect((await listAgencyNames(db.database, [id])).get(id)).toBe('Sở A và B')
    await expect(getAgency(db.database, id, '2020-01-01')).rejects.toMatchObject({ code: 'agencies.missing' })
  })

  test('a merged agency is succeeded from the day of the merger on', async () => {
    const agencies = ['c', 'd', 'e'].map((key) => `      - { key: so-${key}, area: "80", name: Sở ${key} }\n`)
    const content = await read(
      group(
        agencies.join(''),
        '{ from: so-c, to: so-d, effectiveOn: 2026-01-01, kind: merge, source: NQ 1 }, { from: so-d, to: so-e, effectiveOn: 2026-09-01, kind: rename, source: NQ 2 }',
      ),
    )
    await db.database.transact((tx) => loadAgencies(tx, at, content))
    const idOf = async (key: string) => (await findAgencyByKey(db.database, key))?.id ?? ''
    const [c, d, e] = [await idOf('so-c'), await idOf('so-d'), await idOf('so-e')]
    expect(await successorsOf(db.database, c, '2025-12-31')).toEqual([c])
    expect(await successorsOf(db.database, c, '2026-01-01')).toEqual([d])
    expect(await successorsOf(db.database, c, '2026-09-01')).toEqual([e])
    expect(await successorsOf(db.database, e, '2026-09-01')).toEqual([e])
  })

  test('a split leads to every part, and a ring of successions ends', () => {
    const step = (from: string, to: string) => ({
      from,
      to,
      effectiveOn: '2026-01-01',
      kind: 'split' as const,
    })
    expect(successors('a', [step('a', 'b'), step('a', 'c'), step('b', 'd')], today).toSorted()).toEqual([
      'c',
      'd',
    ])
    expect(successors('a', [step('a', 'b'), step('b', 'a')], today)).toEqual([])
  })
})

describe('what anybody sees', () => {
  test('every commune with its place and the agency that serves it', async () => {
    const communes = await listPublicCommunes(db.database, today)
    expect(communes).toHaveLength(96)
    for (const { agencyId, place } of communes) {
      expect(agencyId).not.toBeNull()
      expect(place).not.toBeNull()
    }
  })

  test('agencies of a kind, with the area they are in', async () => {
    const committees = await listPublicAgencies(db.database, today, 'commune-committee')
    expect(committees).toHaveLength(96)
    expect(committees.find(({ name }) => name === 'UBND phường Tân Ninh')?.area).toEqual({
      code: '25459',
      name: 'Phường Tân Ninh',
    })
  })
})
