import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findContentErrors, printError } from '../../platform/content/index.ts'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import {
  findArea,
  findProvinceCode,
  listAreas,
  listCommunes,
  loadTerritory,
  readProvince,
  readTerritory,
} from './index.ts'

const province = 'content/tay-ninh'
const at = new Date('2026-11-23T02:00:00Z')

let folder: string
let db: TestDatabase
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'territory-'))
  db = await testDatabase()
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await db.drop()
})

async function read(rows: string) {
  const head = 'defaults: { parent: "80", validFrom: 2025-07-01, source: QĐ 19/2025/QĐ-TTg }\nareas:\n'
  await writeFile(join(folder, 'areas.yaml'), head + rows)
  return await readTerritory(folder)
}

const load = async (rows: string) => {
  const content = await read(rows)
  return await db.database.transact((tx) => loadTerritory(tx, at, content))
}

async function refused(rows: string): Promise<readonly string[]> {
  try {
    await read(rows)
  } catch (problem) {
    return findContentErrors(problem)?.map(printError) ?? []
  }
  return []
}

const tayNinh = '  - { code: "80", kind: province, name: Tỉnh Tây Ninh, parent: null }\n'

describe('the province as content', () => {
  test('has 96 communes, 14 wards and 82 rural ones, each code once, each name in NFC, each with a place in the province', async () => {
    const { value } = await readTerritory(province)
    const communes = value.areas.filter(({ kind }) => kind !== 'province')
    expect(communes).toHaveLength(96)
    expect(communes.filter(({ kind }) => kind === 'ward')).toHaveLength(14)
    expect(communes.filter(({ kind }) => kind === 'commune')).toHaveLength(82)
    expect(new Set(communes.map(({ code }) => code)).size).toBe(96)
    for (const { code, kind, name, place } of communes) {
      expect(Number(code)).toBeGreaterThanOrEqual(25459)
      expect(Number(code)).toBeLessThanOrEqual(28243)
      expect(name).toBe(name.normalize('NFC'))
      expect(name.startsWith(kind === 'ward' ? 'Phường ' : 'Xã ')).toBe(true)
      expect(place?.[0]).toBeGreaterThan(105.5)
      expect(place?.[0]).toBeLessThan(106.8)
      expect(place?.[1]).toBeGreaterThan(10.3)
      expect(place?.[1]).toBeLessThan(11.8)
    }
  })

  test('a code of the province means something only with a day', async () => {
    const tinh = await readProvince(province)
    expect(findProvinceCode(tinh, 'agency', '2025-07-01')).toBe('H53')
    expect(findProvinceCode(tinh, 'territory', '2025-07-01')).toBe('80')
    expect(findProvinceCode(tinh, 'territory', '2025-06-30')).toBeUndefined()
  })
})

describe('what is refused, with file and line', () => {
  test('a parent that is not there', async () => {
    expect(
      await refused(`${tayNinh}  - { code: "25459", kind: ward, name: Phường A, parent: "79" }\n`),
    ).toEqual(['areas.yaml:4:58 /areas/1/parent broken-reference: there is no area 79'])
  })

  test('one code for two areas on one day, and a name that is not NFC', async () => {
    const two =
      '  - { code: "25459", kind: ward, name: Phường A }\n  - { key: b, code: "25459", kind: ward, name: Phường B }\n'
    expect(await refused(tayNinh + two)).toEqual([
      'areas.yaml:5:21 /areas/2/code overlap: code 25459 means another area on that day',
    ])
    const [error] = await refused(
      `${tayNinh}  - { code: "1", kind: ward, name: ${'Hoà'.normalize('NFD')} }\n`,
    )
    expect(error).toMatch(/^areas\.yaml:4:\d+ \/areas\/1\/name not-nfc/)
  })
})

describe('loading', () => {
  const ward = '  - { code: "25459", kind: ward, name: Phường Tân Ninh, place: [106.103, 11.315] }\n'

  test('twice changes nothing, and leaves one ledger entry', async () => {
    expect((await load(tayNinh + ward)).added).toEqual(['80', '25459'])
    expect(await load(tayNinh + ward)).toEqual({ added: [], corrected: [], ended: [] })
    const entries = await db.database.rows<{ kind: string }>(
      "SELECT kind FROM ledger_entry WHERE kind = 'territory.changed'",
    )
    expect(entries).toHaveLength(1)
  })

  test('a renamed unit is a second version under the same identity, and the first stays', async () => {
    const ended = ward.replace(' }', ', validTo: 2026-09-01 }')
    const renamed =
      '  - { code: "25459", kind: special-zone, name: Đặc khu Tân Ninh, validFrom: 2026-09-01 }\n'
    expect(await load(tayNinh + ended + renamed)).toEqual({
      added: ['25459'],
      corrected: ['25459'],
      ended: [],
    })
    const before = await findArea(db.database, '25459', '2026-08-31')
    const after = await findArea(db.database, '25459', '2026-09-01')
    expect(before?.name).toBe('Phường Tân Ninh')
    expect(after?.name).toBe('Đặc khu Tân Ninh')
    expect(after?.id).toBe(before?.id)
    expect((await listCommunes(db.database, '2026-09-01')).map(({ kind }) => kind)).toEqual(['special-zone'])
    expect((await listAreas(db.database, '2025-06-30')).length).toBe(0)
  })

  test('the database itself refuses two versions of one area, or one code for two areas, on one day', async () => {
    const area = await findArea(db.database, '25459', '2026-08-31')
    const insert = (areaId: string, code: string, from: string) =>
      db.database.run(
        `INSERT INTO area_version (id, area_id, code, name, kind, parent_id, valid_from, source)
         SELECT gen_random_uuid(), $1, $2, 'X', 'ward', id, $3, 'x' FROM area WHERE key = '80'`,
        [areaId, code, from],
      )
    await expect(insert(area?.id ?? '', '11111', '2030-01-01')).rejects.toThrow(/area_version/)
    await db.database.run("INSERT INTO area (id, key) VALUES (gen_random_uuid(), 'other')")
    const other = await db.database.one<{ id: string }>("SELECT id FROM area WHERE key = 'other'")
    await expect(insert(other.id, '25459', '2030-01-01')).rejects.toThrow(/area_version/)
    await expect(insert(other.id, '25459', '2020-01-01')).rejects.toThrow(/area_version/)
    await expect(insert(other.id, '11111', '2020-01-01')).resolves.toBe(1)
  })
})
