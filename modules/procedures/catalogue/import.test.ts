import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Problem } from '../../../kernel/problem.ts'
import { place, readLedger } from '../../../platform/ledger/index.ts'
import { testDatabase, type TestDatabase } from '../../../tests/database.ts'
import { readCatalogue, readFindings } from '../service/catalogue.ts'
import { aFile, aRow } from './catalogue.fixture.ts'
import { importCatalogue, type CatalogueImported } from './import.ts'

let given: TestDatabase
let folder: string
beforeEach(async () => {
  given = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'catalogue-'))
})
afterEach(async () => {
  await given.drop()
  await rm(folder, { recursive: true })
})

const day = (on: string) => new Date(`${on}T03:00:00Z`)

async function take(
  content: string | Uint8Array,
  on: string,
  more: { readonly asOf?: string; readonly dryRun?: boolean } = {},
): Promise<CatalogueImported> {
  const path = join(folder, 'catalogue.csv')
  await writeFile(path, content)
  return await importCatalogue({ database: given.database, at: day(on), path, ...more })
}

const birth = aRow({ ten_thu_tuc: ' Đăng ký\r\nkhai sinh' })
const house = aRow({
  ma_thu_tuc: '1.013225',
  ten_thu_tuc: 'Cấp giấy phép xây dựng nhà ở riêng lẻ',
  linh_vuc: 'Hoạt động xây dựng',
  cap_thuc_hien: 'Cấp tỉnh, Cấp xã',
  thoi_han_theo_kenh: 'Trực tuyến=7|Trực tiếp=7',
  phi_so_dong: '135',
})
const land = aRow({ ma_thu_tuc: '1.012790', ten_thu_tuc: 'Đăng ký đất đai', linh_vuc: 'Đất đai' })
const counted = ({ changes: { added, changed, unchanged, absent } }: CatalogueImported) => ({
  added: added.length,
  changed: changed.length,
  unchanged,
  absent: absent.length,
})

describe('an import of the catalogue', () => {
  test('keeps every row under its code, with its text as it was, and lists every doubt', async () => {
    const done = await take(gzipSync(aFile([birth, house])), '2026-07-30')
    expect(counted(done)).toEqual({ added: 2, changed: 0, unchanged: 0, absent: 0 })
    const [kept] = await given.database.rows<{ source: object }>(
      `SELECT source FROM catalogue_entry WHERE folded LIKE '1.001193%'`,
    )
    expect(kept?.source).toEqual(birth)
    const { entries, total, next } = await readCatalogue(given.database, {}, '2026-07-30')
    expect({ total, next }).toEqual({ total: 2, next: null })
    expect(entries.map(({ code, name, validFrom }) => [code, name, validFrom])).toEqual([
      ['1.001193', 'Đăng ký khai sinh', '2026-07-30'],
      ['1.013225', 'Cấp giấy phép xây dựng nhà ở riêng lẻ', '2026-07-30'],
    ])
    const { of, counts, findings } = await readFindings(given.database, {})
    expect(of).toBe(done.importId)
    expect(counts).toEqual([
      { reason: 'limit-without-unit', count: 2 },
      { reason: 'fee-absurd', count: 1 },
    ])
    expect(findings).toContainEqual({
      code: '1.013225',
      row: 3,
      field: 'phi_so_dong',
      value: '135',
      reason: 'fee-absurd',
    })
    expect(findings).toEqual(done.findings)
  })

  test('stands in the ledger with its counts', async () => {
    const { importId, hash } = await take(aFile([birth, house]), '2026-07-30', { asOf: '2026-07-01' })
    await place(given.database)
    const entries = await readLedger(given.database, 0, 10)
    expect(entries.map(({ kind, payload }) => ({ kind, payload }))).toEqual([
      {
        kind: 'catalogue.imported',
        payload: {
          importId,
          file: 'catalogue.csv',
          hash,
          asOf: '2026-07-01',
          rows: 2,
          added: 2,
          changed: 0,
          unchanged: 0,
          absent: 0,
          findings: { 'limit-without-unit': 2, 'fee-absurd': 1 },
        },
      },
    ])
  })

  test('of the same file changes nothing a second time, packed or not', async () => {
    await take(aFile([birth, house]), '2026-07-30')
    const again = await take(gzipSync(aFile([birth, house])), '2026-07-31')
    expect(again.importId).toBeNull()
    expect(counted(again)).toEqual({ added: 0, changed: 0, unchanged: 2, absent: 0 })
    const { imports } = await readFindings(given.database, {})
    expect(imports).toHaveLength(1)
  })

  test('of a changed file says what differs; what was known stays known for its days', async () => {
    await take(aFile([birth, house, land]), '2026-07-30')
    const mended = { ...house, thoi_han_theo_kenh: 'Trực tuyến=7 Ngày|Trực tiếp=7 Ngày' }
    const trial = await take(aFile([birth, mended]), '2026-08-03', { dryRun: true })
    const { importId, ...told } = await take(aFile([birth, mended]), '2026-08-03')
    expect({ importId: null, ...told }).toEqual(trial)
    expect(told.changes).toMatchObject({
      added: [],
      changed: [
        {
          code: '1.013225',
          fields: [
            {
              field: 'thoi_han_theo_kenh',
              before: 'Trực tuyến=7|Trực tiếp=7',
              after: 'Trực tuyến=7 Ngày|Trực tiếp=7 Ngày',
            },
          ],
        },
      ],
      unchanged: 1,
      absent: ['1.012790'],
    })
    const limitOn = async (on: string) => {
      const { entries } = await readCatalogue(given.database, { q: '1.013225' }, on)
      return entries.map(({ limits }) => limits[0]?.text)
    }
    expect(await limitOn('2026-07-29')).toEqual([])
    expect(await limitOn('2026-08-02')).toEqual(['7'])
    expect(await limitOn('2026-08-03')).toEqual(['7 Ngày'])
    const { total } = await readCatalogue(given.database, {}, '2026-08-03')
    expect(total).toBe(3)
    const { counts } = await readFindings(given.database, { import: importId ?? '' })
    expect(counts).toEqual([
      { reason: 'absent', count: 1 },
      { reason: 'fee-absurd', count: 1 },
    ])
  })

  test('changed twice on one day is known as it was last', async () => {
    await take(aFile([birth]), '2026-07-30')
    await take(aFile([{ ...birth, so_quyet_dinh: '1/QĐ-BTP' }]), '2026-07-30')
    await take(aFile([{ ...birth, so_quyet_dinh: '2/QĐ-BTP' }]), '2026-07-30')
    const { entries } = await readCatalogue(given.database, {}, '2026-07-30')
    expect(entries.map(({ decision }) => decision)).toEqual(['2/QĐ-BTP'])
  })

  test('that is only a trial writes nothing', async () => {
    const { importId, rows } = await take(aFile([birth, house]), '2026-07-30', { dryRun: true })
    expect({ importId, rows }).toEqual({ importId: null, rows: 2 })
    expect(await readFindings(given.database, {})).toMatchObject({ imports: [], of: null, findings: [] })
    await place(given.database)
    expect(await readLedger(given.database, 0, 10)).toEqual([])
  })
})

describe('a file that cannot be taken in leaves nothing', () => {
  const file = aFile([birth, house])
  test.each([
    ['a page of the web', '<!doctype html>\n<html></html>\n', 'csv.columns-missing'],
    ['a workbook', Buffer.from('504b0304140000000800', 'hex'), 'csv.not-text'],
    ['a column short', file.replace('phi_so_dong', 'phi'), 'csv.columns-missing'],
    ['cut within its archive', gzipSync(file).subarray(0, -12), 'csv.cut-short'],
    ['cut within a row', file.slice(0, -60), 'csv.row-length'],
    ['in another encoding', Buffer.from(file, 'latin1'), 'csv.not-utf8'],
    ['with a code twice', aFile([birth, house, birth]), 'catalogue.code-twice'],
    ['with a code that is none', aFile([{ ...birth, ma_thu_tuc: '1,001193' }]), 'catalogue.code-malformed'],
    ['without rows', aFile([]), 'catalogue.empty'],
    ['empty', '', 'csv.empty'],
  ])('%s', async (_, content, code) => {
    const refused = await take(content, '2026-07-30').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Problem)
    expect(refused).toMatchObject({ code })
    expect(await readFindings(given.database, {})).toMatchObject({ imports: [] })
  })

  test('older than what is known', async () => {
    await take(aFile([birth]), '2026-07-30')
    await expect(take(aFile([house]), '2026-07-31', { asOf: '2026-07-29' })).rejects.toMatchObject({
      code: 'catalogue.older',
      meta: { asOf: '2026-07-29', last: '2026-07-30' },
    })
  })
})

describe('the catalogue is read', () => {
  beforeEach(async () => {
    await take(aFile([birth, house, land]), '2026-07-30')
  })
  const codesFor = async (query: Parameters<typeof readCatalogue>[1]) =>
    (await readCatalogue(given.database, query, '2026-07-30')).entries.map(({ code }) => code)

  test('by words with or without accents, by a code, by a field, by a level', async () => {
    expect(await codesFor({ q: 'đăng ký' })).toEqual(['1.001193', '1.012790'])
    expect(await codesFor({ q: 'XAY DUNG nha' })).toEqual(['1.013225'])
    expect(await codesFor({ q: '1.0127' })).toEqual(['1.012790'])
    expect(await codesFor({ q: '100% _' })).toEqual([])
    expect(await codesFor({ field: 'Đất đai' })).toEqual(['1.012790'])
    expect(await codesFor({ level: 'province' })).toEqual(['1.013225'])
    expect(await codesFor({ level: 'commune', q: 'dang ky', field: 'Hộ tịch' })).toEqual(['1.001193'])
  })

  test('page by page, each entry once', async () => {
    const first = await readCatalogue(given.database, { limit: 2 }, '2026-07-30')
    expect(first).toMatchObject({ total: 3, next: '1.012790' })
    const second = await readCatalogue(given.database, { limit: 2, after: '1.012790' }, '2026-07-30')
    expect(second.entries.map(({ code }) => code)).toEqual(['1.013225'])
    expect(second.next).toBeNull()
  })

  test('and so are its findings, by reason', async () => {
    const first = await readFindings(given.database, { reason: 'limit-without-unit', limit: 1 })
    expect(first.findings.map(({ value }) => value)).toEqual(['Trực tuyến=7'])
    const second = await readFindings(given.database, {
      reason: 'limit-without-unit',
      limit: 1,
      after: first.next ?? 0,
    })
    expect(second.findings.map(({ value }) => value)).toEqual(['Trực tiếp=7'])
    expect(second.next).toBeNull()
    const unknown = '01890000-0000-7000-8000-000000000000'
    await expect(readFindings(given.database, { import: unknown })).rejects.toMatchObject({
      code: 'catalogue.import-missing',
    })
  })
})
