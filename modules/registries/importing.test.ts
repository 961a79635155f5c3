import { Readable } from 'node:stream'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyOf } from '../../platform/ledger/index.ts'
import { writeWorkbook } from '../../platform/workbook/index.ts'
import { contentFolder, livingProvince, type LivingProvince } from '../../tests/living-province.ts'
import { classify, keyOf, type ReadRow } from './domain/import.ts'
import { loadSectors, readSectors, type RegistryParts } from './index.ts'
import { correctRecord } from './service/acts.ts'
import {
  applyImport,
  bringImport,
  listImports,
  mapImport,
  templateOf,
  tryImport,
  undoImport,
  wrongRowsOf,
} from './service/importing.ts'
import { listRecords, readRecord } from './service/reading.ts'
import { readRegister } from './service/registers.ts'

const KEY = 'science.organisations'
const SHEET = 'Tổ chức khoa học và công nghệ'
const columns = [
  'Mã tổ chức *',
  'Tên tổ chức *',
  'Loại tổ chức *',
  'Số người làm nghiên cứu',
  'Cơ quan chủ quản',
]
const INSTITUTE = 'Viện, trung tâm nghiên cứu'

let province: LivingProvince
let parts: RegistryParts
beforeAll(async () => {
  province = await livingProvince('2026-11-23T02:00:00Z')
  const { database, owner, now, connection } = province
  const { files } = province.parts
  parts = { database, definer: owner, clock: now, files, appRole: new URL(connection.app.url).username }
  await loadSectors(parts, await readSectors(contentFolder))
})
afterAll(() => province?.drop())

const keeper = () => province.officer('ha-minh-duc')

const workbook = (rows: readonly (readonly string[])[], headers: readonly string[] = columns) =>
  writeWorkbook([{ name: SHEET, columns: headers.map((header) => ({ header, width: 20 })), rows }])

const bring = async (file: Buffer) =>
  bringImport(parts, await keeper(), KEY, {
    stream: Readable.from([file]),
    name: 'to-chuc.xlsx',
    declaredType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  })

const codes = async (find: string) =>
  (await listRecords(parts, await keeper(), KEY, { find, limit: 100 })).items.map(
    ({ values }) => values['code'],
  )

test('the template has every field with its note and drop-down, and what it is given comes back as it was', async () => {
  const read = new exceljs.Workbook()
  const file = await templateOf(parts, await keeper(), KEY)
  await read.xlsx.load(new Uint8Array(file).buffer)
  const sheet = read.getWorksheet(SHEET)
  const headers = sheet?.getRow(1).values
  expect(headers).toContain('Mã tổ chức *')
  expect(sheet?.getCell('D2').dataValidation).toMatchObject({ type: 'list' })
  expect(JSON.stringify(sheet?.getCell('A1').note)).toContain('Bắt buộc')
})

test('a workbook is tried, its good rows are taken, the wrong ones come back with what is wrong, and are mended', async () => {
  const trial = await bring(
    await workbook([
      ['NHAP-1', 'Viện nhập một', INSTITUTE, '12', ''],
      ['NHAP-2', 'Viện nhập hai', 'vien, trung tam nghien cuu', 'mười', ''],
      ['NHAP-1', 'Viện nhập lại', INSTITUTE, '', ''],
      ['NHAP-3', 'Viện nhập ba', INSTITUTE, '', 'NHAP-1'],
      ['NHAP-4', 'Viện nhập bốn', INSTITUTE, '', 'NHAP-2'],
    ]),
  )
  expect(trial.counts).toEqual({ new: 2, changed: 0, same: 0, wrong: 3 })
  expect(trial.rows.flatMap(({ problems }) => problems.map(({ cell, code }) => `${cell} ${code}`))).toEqual([
    'D3 integer',
    'A4 key-twice',
    'E6 reference-missing',
  ])
  await expect(
    applyImport(parts, await keeper(), trial.id, { plan: trial.plan, take: 'all-or-none' }),
  ).rejects.toMatchObject({ code: 'registries.rows-wrong' })
  const returned = await wrongRowsOf(parts, await keeper(), trial.id)
  await applyImport(parts, await keeper(), trial.id, { plan: trial.plan, take: 'good-rows' })
  expect(await codes('vien nhap')).toEqual(expect.arrayContaining(['NHAP-1', 'NHAP-3']))
  expect(await codes('vien nhap')).toHaveLength(2)
  expect((await historyOf(province.database, trial.id)).map(({ kind }) => kind)).toEqual([
    'registries.imported',
  ])

  const mended = new exceljs.Workbook()
  await mended.xlsx.load(new Uint8Array(returned).buffer)
  const sheet = mended.getWorksheet(SHEET)
  expect(JSON.stringify(sheet?.getCell('D2').note)).toContain('số nguyên')
  expect(sheet?.getCell('B2').value).toBe('Viện nhập hai')
  if (sheet === undefined) throw new Error('the sheet is gone')
  sheet.getCell('D2').value = '10'
  sheet.getCell('A3').value = 'NHAP-5'
  const again = await bring(Buffer.from(await mended.xlsx.writeBuffer()))
  expect(again.counts).toEqual({ new: 3, changed: 0, same: 0, wrong: 0 })
  await applyImport(parts, await keeper(), again.id, { plan: again.plan, take: 'all-or-none' })
  expect(await codes('vien nhap')).toHaveLength(5)
})

test('the same workbook again changes nothing; with other values it shows each field before and after', async () => {
  const rows = [['LAI-1', 'Viện làm lại', INSTITUTE, '5', '']]
  const first = await bring(await workbook(rows))
  await applyImport(parts, await keeper(), first.id, { plan: first.plan, take: 'all-or-none' })
  const same = await bring(await workbook(rows))
  expect(same.counts).toEqual({ new: 0, changed: 0, same: 1, wrong: 0 })
  await expect(
    applyImport(parts, await keeper(), same.id, { plan: same.plan, take: 'all-or-none' }),
  ).rejects.toMatchObject({ code: 'registries.nothing-to-import' })
  const changed = await bring(await workbook([['LAI-1', 'Viện làm lại', INSTITUTE, '7', '']]))
  expect(changed.rows[0]?.changes).toEqual([{ field: 'researchers', before: 5, after: 7 }])
  await applyImport(parts, await keeper(), changed.id, { plan: changed.plan, take: 'good-rows' })
  await expect(
    applyImport(parts, await keeper(), changed.id, { plan: changed.plan, take: 'good-rows' }),
  ).rejects.toMatchObject({ code: 'registries.import-done' })
})

test('what changed since it was tried is shown again before anything is done', async () => {
  const trial = await bring(await workbook([['DOI-1', 'Viện đổi', INSTITUTE, '', '']]))
  const other = await bring(await workbook([['DOI-1', 'Viện đổi khác', INSTITUTE, '', '']]))
  await applyImport(parts, await keeper(), other.id, { plan: other.plan, take: 'good-rows' })
  await expect(
    applyImport(parts, await keeper(), trial.id, { plan: trial.plan, take: 'good-rows' }),
  ).rejects.toMatchObject({ code: 'registries.import-changed' })
  expect((await tryImport(parts, await keeper(), trial.id)).counts).toMatchObject({ changed: 1 })
})

test('a whole import is taken back: new ones go, changed ones are as before, what was changed since stays', async () => {
  const one = (code: string, researchers: string) => [
    code,
    `Viện hoàn tác ${code}`,
    INSTITUTE,
    researchers,
    '',
  ]
  const before = await bring(await workbook([one('LUI-1', '1'), one('LUI-2', '2')]))
  await applyImport(parts, await keeper(), before.id, { plan: before.plan, take: 'all-or-none' })
  const trial = await bring(await workbook([one('LUI-1', '10'), one('LUI-2', '20'), one('LUI-3', '30')]))
  await applyImport(parts, await keeper(), trial.id, { plan: trial.plan, take: 'all-or-none' })
  const { items } = await listRecords(parts, await keeper(), KEY, { find: 'hoan tac' })
  const second = items.find(({ values }) => values['code'] === 'LUI-2')
  const id = second?.id ?? ''
  const values = { ...second?.values, researchers: 21 }
  await correctRecord(parts, await keeper(), KEY, id, { revision: 2, values, reason: 'Đếm lại' })
  expect(await undoImport(parts, await keeper(), trial.id)).toMatchObject({ back: 2, kept: 1 })
  const after = await listRecords(parts, await keeper(), KEY, { find: 'hoan tac' })
  expect(after.items.map((item) => [item.values['code'], item.values['researchers']])).toEqual([
    ['LUI-1', 1],
    ['LUI-2', 21],
  ])
  const [first] = after.items
  const page = await readRecord(parts, await keeper(), KEY, first?.id ?? '', {})
  expect(page.past.map(({ values: said }) => said['researchers'])).toEqual([10, 1])
  await expect(undoImport(parts, await keeper(), trial.id)).rejects.toMatchObject({
    code: 'registries.import-not-done',
  })
  const imports = await listImports(parts, await keeper(), KEY)
  expect(imports.items.find((item) => item.id === trial.id)).toMatchObject({ state: 'undone' })
})

describe('columns', () => {
  test('that are named otherwise are said to be a field, and rows are tried anew; a field that no column is stays as it was', async () => {
    const first = await bring(await workbook([['COT-1', 'Viện cột', INSTITUTE, '3', '']]))
    await applyImport(parts, await keeper(), first.id, { plan: first.plan, take: 'good-rows' })
    const trial = await bring(
      await workbook(
        [['COT-1', 'Viện cột', INSTITUTE, 'Tây Ninh']],
        ['Mã', 'ten to chuc', 'Loại tổ chức', 'Ở tỉnh'],
      ),
    )
    expect(trial.missing).toEqual(['code'])
    expect(trial.columns.map(({ field }) => field)).toEqual([null, 'name', 'kind', null])
    const mapped = await mapImport(parts, await keeper(), trial.id, {
      mapping: { A: 'code', B: 'name', C: 'kind', D: 'province' },
    })
    expect(mapped.rows[0]?.changes).toEqual([{ field: 'province', before: null, after: 'Tây Ninh' }])
    await expect(
      mapImport(parts, await keeper(), trial.id, { mapping: { A: 'code', B: 'code' } }),
    ).rejects.toMatchObject({ code: 'registries.column-twice' })
  })
})

test('a workbook is its bringer’s alone, and a register that is not the officer’s takes none', async () => {
  const trial = await bring(await workbook([['AI-1', 'Viện của ai', INSTITUTE, '', '']]))
  const other = await province.officer('vu-thi-kim-lien')
  await expect(tryImport(parts, other, trial.id)).rejects.toMatchObject({ code: 'registries.import-missing' })
  await expect(templateOf(parts, other, KEY)).rejects.toMatchObject({ code: 'registries.forbidden' })
})

test('whatever rows come together, no key and no value that is there once is taken twice, and nobody names what does not come', async () => {
  const { declaration } = await readRegister(parts, await keeper(), KEY)
  const code = fc.constantFrom('A', 'B', 'C', 'D')
  const row = fc.record(
    { code, parent: code, taxCode: fc.constantFrom('0100109106', '0101248141') },
    { requiredKeys: ['code'] },
  )
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), fc.uniqueArray(code), (given, there) => {
      const rows: ReadRow[] = given.map((values, index) => ({ row: index + 2, values, problems: [] }))
      const standing = new Map(
        there.map((one) => [keyOf(declaration, { code: one }), { values: { code: one }, mayCorrect: true }]),
      )
      const classified = classify(declaration, rows, {
        standing,
        named: new Map([['parent', new Set<string>(there)]]),
        holders: new Map([['taxCode', new Map()]]),
        told: new Set(['code', 'parent', 'taxCode']),
        ownReferences: new Set(['parent']),
      })
      const good = classified.filter(({ outcome }) => outcome !== 'wrong')
      const all = new Set([...there, ...good.map(({ values }) => String(values['code']))])
      expect(new Set(good.map(({ key }) => key)).size).toBe(good.length)
      const taxes = good.flatMap(({ values }) => values['taxCode'] ?? [])
      expect(new Set(taxes).size).toBe(taxes.length)
      for (const { values } of good) {
        if (values['parent'] !== undefined) expect(all).toContain(values['parent'])
      }
      expect(classified).toHaveLength(rows.length)
    }),
  )
})
