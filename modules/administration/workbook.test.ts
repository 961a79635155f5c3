import { Readable } from 'node:stream'
import exceljs from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OfficerVisitor } from '../../platform/http/index.ts'
import { livingProvince, type LivingProvince } from '../../tests/living-province.ts'
import { visitorOf } from '../people/index.ts'
import { exportWorkbook } from './service/export.ts'
import { applyWorkbook, bringWorkbook, tryWorkbook } from './service/trial.ts'

const TODAY = '2026-11-23'
let province: LivingProvince
beforeAll(async () => {
  province = await livingProvince(`${TODAY}T02:00:00Z`)
})
afterAll(() => province?.drop())

const operator = () => province.officer('to-thanh-phong')
const ofLongAn = () => province.officer('ngo-thi-kim-ngan')
const entries = async () =>
  (await province.database.one<{ n: number }>('SELECT count(*)::int AS n FROM ledger_entry')).n

async function edited(
  visitor: OfficerVisitor,
  change: (sheet: (name: string) => exceljs.Worksheet) => void,
): Promise<Buffer> {
  const workbook = new exceljs.Workbook()
  const exported = await exportWorkbook(province.parts, visitor)
  await workbook.xlsx.load(new Uint8Array(exported).buffer)
  change((name) => {
    const sheet = workbook.getWorksheet(name)
    if (sheet === undefined) throw new Error(`There is no sheet ${name}`)
    return sheet
  })
  return Buffer.from(await workbook.xlsx.writeBuffer())
}
function bring(visitor: OfficerVisitor, file: Buffer) {
  return bringWorkbook(province.parts, visitor, {
    stream: Readable.from([file]),
    name: 'quan-tri.xlsx',
    declaredType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  })
}
/** Writes a row under the last one that has something in it; its number. */
function add(sheet: exceljs.Worksheet, values: readonly string[]): number {
  let row = 2
  while (sheet.getRow(row).values !== undefined && hasText(sheet.getRow(row))) row += 1
  for (const [index, value] of values.entries()) if (value !== '') sheet.getCell(row, index + 1).value = value
  return row
}
function hasText(row: exceljs.Row): boolean {
  return [1, 2, 3].some((column) => row.getCell(column).text !== '')
}
async function rolesOf(subject: string, on: string): Promise<readonly string[]> {
  const visitor = await visitorOf(province.database, { issuer: 'officer', subject, assurance: null }, on)
  return visitor.kind === 'officer' ? visitor.roles.map(({ role }) => role).toSorted() : []
}

test('brought back unchanged a workbook would change nothing', async () => {
  const trial = await bring(await operator(), await exportWorkbook(province.parts, await operator()))
  expect(trial.rows).toEqual([])
  expect(trial.counts).toMatchObject({ new: 0, changed: 0, wrong: 0 })
  expect(trial.counts.same).toBeGreaterThan(150)
  await expect(
    applyWorkbook(province.parts, await operator(), trial.file, { plan: trial.plan, take: 'good-rows' }),
  ).rejects.toMatchObject({ code: 'administration.nothing-to-apply' })
})

test('an administrator’s workbook has the own agency and its officers alone', async () => {
  const workbook = new exceljs.Workbook()
  const exported = await exportWorkbook(province.parts, await ofLongAn())
  await workbook.xlsx.load(new Uint8Array(exported).buffer)
  const names = (workbook.getWorksheet('Cán bộ')?.getColumn(1).values ?? []).filter(
    (value) => typeof value === 'string',
  )
  expect(names).toEqual(['Tài khoản', 'ngo-thi-kim-ngan', 'nguyen-thi-lan', 'tran-quoc-bao', 'vo-hong-son'])
})

describe('a trial', () => {
  let file: Buffer
  let wrongRow = 0
  beforeAll(async () => {
    file = await edited(await operator(), (sheet) => {
      add(sheet('Cán bộ'), ['le-van-moi', 'Lê Văn Mới', 'ubnd-27694', 'Công chức', '01/12/2026', 'QĐ 9'])
      add(sheet('Vai trò'), ['le-van-moi', 'ubnd-27694', 'Một cửa', '01/12/2026', '', 'QĐ 9'])
      add(sheet('Vai trò'), ['vo-hong-son', 'ubnd-27694', 'Thụ lý', '01/12/2026', '31/12/2026', 'QĐ 9'])
      wrongRow = add(sheet('Vai trò'), ['khong-co', 'ubnd-27694', 'Làm việc', '31/02/2027', '', 'QĐ 9'])
      add(sheet('Ngày nghỉ'), ['', '28/12/2026', 'Nghỉ', 'Ngày hội', 'TB 1'])
      add(sheet('Cơ quan'), [
        '',
        'Phòng Mới',
        'Phòng, bộ phận',
        'ubnd-27694',
        '',
        '',
        '',
        '01/12/2026',
        'QĐ 9',
      ])
    })
  })

  test('says of each row what it would do, and of each wrong cell where it stands; nothing is changed', async () => {
    const before = await entries()
    const trial = await bring(await operator(), file)
    expect(trial.counts).toMatchObject({ new: 5, changed: 0, wrong: 1 })
    expect(trial.rows.find(({ outcome }) => outcome === 'wrong')?.problems).toEqual([
      { cell: `Vai trò!C${wrongRow}`, code: 'administration.unknown-choice' },
      { cell: `Vai trò!D${wrongRow}`, code: 'administration.not-a-day' },
    ])
    expect(await entries()).toBe(before)
    expect(await rolesOf('le-van-moi', '2026-12-01')).toEqual([])
  })

  test('is another’s to nobody, and all or none takes none while a row is wrong', async () => {
    const trial = await bring(await operator(), file)
    await expect(tryWorkbook(province.parts, await ofLongAn(), trial.file)).rejects.toMatchObject({
      code: 'administration.file-missing',
    })
    const before = await entries()
    await expect(
      applyWorkbook(province.parts, await operator(), trial.file, { plan: trial.plan, take: 'all-or-none' }),
    ).rejects.toMatchObject({ code: 'administration.rows-wrong' })
    expect(await entries()).toBe(before)
  })

  test('is carried out as it was tried, its good rows in one declared act; once more it changes nothing', async () => {
    const trial = await bring(await operator(), file)
    const plan = { plan: trial.plan, take: 'good-rows' } as const
    const applied = await applyWorkbook(province.parts, await operator(), trial.file, plan)
    expect(applied).toEqual(trial)
    expect(await rolesOf('le-van-moi', '2026-12-01')).toEqual(['reception'])
    expect(await rolesOf('vo-hong-son', '2026-12-31')).toEqual(['approver', 'case-officer'])
    expect(await rolesOf('vo-hong-son', '2027-01-01')).toEqual(['approver'])
    const acts = await province.database.rows(
      `SELECT actor_id FROM ledger_entry WHERE kind = 'administration.workbook-applied'`,
    )
    expect(acts).toEqual([{ actor_id: (await operator()).officerId }])
    await expect(applyWorkbook(province.parts, await operator(), trial.file, plan)).rejects.toMatchObject({
      code: 'administration.plan-changed',
    })
    const again = await tryWorkbook(province.parts, await operator(), trial.file)
    expect(again.counts.new + again.counts.changed).toBe(1)
  })
})

test('a row that its bringer may not carry out is wrong, by the same rights as on screen', async () => {
  const file = await edited(await ofLongAn(), (sheet) => {
    add(sheet('Vai trò'), ['nguyen-thi-lan', 'ubnd-27694', 'Lãnh đạo', '01/12/2026', '', 'QĐ 9'])
    add(sheet('Vai trò'), ['le-thi-my-hanh', 'ubnd-27694', 'Thụ lý', '01/12/2026', '', 'QĐ 9'])
    add(sheet('Vai trò'), ['nguyen-thi-lan', 'ubnd-25459', 'Thụ lý', '01/12/2026', '', 'QĐ 9'])
    add(sheet('Vai trò'), ['nguyen-thi-lan', 'ubnd-27694', 'Thụ lý', '22/11/2026', '', 'QĐ 9'])
    add(sheet('Ngày nghỉ'), ['', '29/12/2026', 'Nghỉ', 'Ngày hội', 'TB 1'])
  })
  const trial = await bring(await ofLongAn(), file)
  expect(trial.counts).toMatchObject({ new: 0, changed: 0, wrong: 5 })
  expect(trial.rows.flatMap(({ problems }) => problems.map(({ code }) => code))).toEqual([
    'people.role-not-grantable',
    'people.officer-missing',
    'people.agency-not-administered',
    'people.day-past',
    'calendars.not-yours',
  ])
})

test('headers that were moved are told with their cell', async () => {
  const file = await edited(await operator(), (sheet) => {
    sheet('Cán bộ').getCell('B1').value = 'Tên'
  })
  await expect(bring(await operator(), file)).rejects.toMatchObject({
    code: 'administration.headers-wrong',
    meta: { at: 'Cán bộ!B1', expected: 'Họ và tên' },
  })
})

test('a row that no form would let through is wrong in its cells, and nothing of it is tried on', async () => {
  const file = await edited(await operator(), (sheet) => {
    const unit = ['', 'Phòng Lạ', 'Phòng, bộ phận', 'ubnd-27694']
    add(sheet('Cơ quan'), [...unit, 'mã thường', '', 'Q', '01/12/2026', 'QĐ 9'])
    add(sheet('Cơ quan'), [...unit, 'A'.repeat(36), '27694-27694', '', '01/12/2026', 'QĐ 9'])
    add(sheet('Cán bộ'), ['tài khoản lạ', 'Lê Lạ', 'ubnd-27694', 'C', '01/12/2026', 'QĐ 9'])
    add(sheet('Cán bộ'), ['le-van-an', '\u200b\u200b\u200b', 'ubnd-27694', '', '01/12/2026', 'QĐ 9'])
    add(sheet('Vai trò'), ['vo-hong-son', 'ubnd-27694', 'Thụ lý', '01/12/2026', '31/12/9999', 'QĐ 9'])
  })
  const { counts, rows } = await bring(await operator(), file)
  expect(counts).toMatchObject({ new: 0, changed: 0, wrong: 5 })
  const told = rows.map(({ problems }) => problems.map(({ cell, code }) => [cell.replace(/\d+$/, ''), code]))
  expect(told).toEqual([
    [
      ['Cơ quan!E', 'administration.malformed'],
      ['Cơ quan!G', 'administration.text-length'],
    ],
    [
      ['Cơ quan!E', 'administration.text-length'],
      ['Cơ quan!F', 'administration.text-length'],
    ],
    [
      ['Cán bộ!A', 'administration.malformed'],
      ['Cán bộ!D', 'administration.text-length'],
    ],
    [['Cán bộ!B', 'administration.hidden-characters']],
    [['Vai trò!E', 'administration.not-a-day']],
  ])
})

test('a workbook whose cell shows an error is refused, and the cell is named', async () => {
  const file = await edited(await operator(), (sheet) => {
    sheet('Cán bộ').getCell('B3').value = { error: '#REF!' }
  })
  await expect(bring(await operator(), file)).rejects.toMatchObject({
    code: 'workbook.cell-error',
    meta: { at: 'Cán bộ!B3' },
  })
})
