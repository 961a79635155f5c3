import { deflateRawSync } from 'node:zlib'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayIn, readWorkbook, writeWorkbook } from './index.ts'

const NAME = 'Cán bộ'

async function written(
  change: (sheet: exceljs.Worksheet, workbook: exceljs.Workbook) => void,
): Promise<Buffer> {
  const workbook = new exceljs.Workbook()
  const sheet = workbook.addWorksheet(NAME)
  sheet.addRow(['Tài khoản', 'Họ và tên', 'Ngày'])
  change(sheet, workbook)
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** A zip file of these parts, as Excel would pack them. */
function packed(parts: Readonly<Record<string, string | Buffer>>): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(parts)) {
    const data = deflateRawSync(content)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04_03_4b_50, 0)
    head.writeUInt16LE(8, 8)
    head.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02_01_4b_50, 0)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(data.length, 20)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    local.push(head, Buffer.from(name), data)
    central.push(entry, Buffer.from(name))
    offset += 30 + name.length + data.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06_05_4b_50, 0)
  end.writeUInt16LE(Object.keys(parts).length, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, ...central, end])
}

const relations = `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`
const workbookXml = (more = '') =>
  `<workbook>${more}<sheets><sheet name="${NAME}" r:id="r1"/></sheets></workbook>`
const ofSheet = (sheet: string | Buffer, more = '') =>
  packed({
    'xl/workbook.xml': workbookXml(more),
    'xl/_rels/workbook.xml.rels': relations,
    'xl/worksheets/sheet1.xml': sheet,
  })

const refusal = (code: string, meta: object = {}) => expect.objectContaining({ code, meta })

describe('a workbook', () => {
  test('comes back as it was written, its headers in the first row', async () => {
    const columns = [
      { header: 'Tên', width: 20, note: 'Họ và tên' },
      { header: 'Loại', width: 9, choices: ['Sở'] },
    ]
    const file = await writeWorkbook([{ name: NAME, columns, rows: [['Nguyễn Thị Lan', 'Sở']] }])
    const rows = (await readWorkbook(file, [NAME])).get(NAME)
    expect(rows?.map(({ number, cells }) => [number, ...cells.values()])).toEqual([
      [1, 'Tên', 'Loại'],
      [2, 'Nguyễn Thị Lan', 'Sở'],
    ])
  })

  test('has its drop-downs and notes', async () => {
    const columns = [{ header: 'Loại', width: 9, note: 'Chọn', choices: ['Sở', 'Thanh tra'] }]
    const workbook = new exceljs.Workbook()
    const file = await writeWorkbook([{ name: NAME, columns, rows: [] }])
    await workbook.xlsx.load(new Uint8Array(file).buffer)
    const sheet = workbook.getWorksheet(NAME)
    expect(sheet?.getCell('A2').dataValidation).toMatchObject({ type: 'list' })
    expect(JSON.stringify(sheet?.getCell('A1').note)).toContain('Chọn')
  })

  test('is read with its numbers, and its rows that have nothing in them are nothing', async () => {
    const file = await written((sheet) => {
      sheet.getCell('C5').value = 46_346
      sheet.getCell('A900').value = '  '
    })
    const rows = (await readWorkbook(file, [NAME])).get(NAME)
    expect(rows?.map(({ number, cells }) => [number, cells.get('C')])).toEqual([
      [1, 'Ngày'],
      [5, 46_346],
    ])
  })
})

describe('what cannot be read for certain is refused, with its place:', () => {
  test('merged cells', async () => {
    const file = await written((sheet) => sheet.mergeCells('A3:B3'))
    await expect(readWorkbook(file, [NAME])).rejects.toEqual(
      refusal('workbook.merged-cells', { at: 'Cán bộ!A3:B3' }),
    )
  })

  test('a formula', async () => {
    const file = await written((sheet) => {
      sheet.getCell('C7').value = { formula: 'A1&B1', result: 'x' }
    })
    await expect(readWorkbook(file, [NAME])).rejects.toEqual(refusal('workbook.formula', { at: 'Cán bộ!C7' }))
  })

  test('a sheet that is missing', async () => {
    const file = await written(() => undefined)
    await expect(readWorkbook(file, [NAME, 'Vai trò'])).rejects.toEqual(
      refusal('workbook.sheet-missing', { sheet: 'Vai trò' }),
    )
  })

  test('dates counted from 1904', async () => {
    const file = ofSheet('<worksheet/>', '<workbookPr date1904="1"/>')
    await expect(readWorkbook(file, [NAME])).rejects.toEqual(refusal('workbook.old-dates'))
  })

  test('letters taken apart', async () => {
    const file = await written((sheet) => {
      sheet.getCell('B2').value = 'Nguyễn Hoà'.normalize('NFD')
    })
    await expect(readWorkbook(file, [NAME])).rejects.toEqual(
      refusal('workbook.decomposed', { at: 'Cán bộ!B2' }),
    )
  })

  test('a million empty rows', async () => {
    const rows = Array.from({ length: 1_048_576 }, (_, index) => `<row r="${index + 1}"/>`)
    const file = ofSheet(`<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`)
    await expect(readWorkbook(file, [NAME])).rejects.toEqual(refusal('workbook.empty-rows', { sheet: NAME }))
  })

  test('more rows than any province has', async () => {
    const rows = Array.from({ length: 20_002 }, () => '<row><c r="A1"><v>1</v></c></row>')
    const file = ofSheet(`<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`)
    await expect(readWorkbook(file, [NAME])).rejects.toEqual(
      refusal('workbook.too-many-rows', { sheet: NAME }),
    )
  })

  test('a bomb: little that swells to more than any workbook', async () => {
    const file = ofSheet(Buffer.alloc(80 * 1024 * 1024, 0x20))
    expect(file.length).toBeLessThan(200_000)
    await expect(readWorkbook(file, [NAME])).rejects.toEqual(refusal('workbook.too-big'))
  })

  test.each([
    ['a text', Buffer.from('Tài khoản;Họ và tên')],
    ['nothing', Buffer.alloc(0)],
    ['a zip file of something else', packed({ 'word/document.xml': '<document/>' })],
    ['a torn workbook', packed({ 'xl/workbook.xml': '<workbook><sheets>' })],
    ['entities', ofSheet('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>')],
  ])('%s', async (_name, file) => {
    await expect(readWorkbook(file, [NAME])).rejects.toMatchObject({ code: 'workbook.not-a-workbook' })
  })

  test('whatever is torn out of a good one is a Problem or what it was, never a fault of ours', async () => {
    const good = await written((sheet) => sheet.addRow(['a', 'b', 'c']))
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (at, byte) => {
        const torn = Buffer.from(good)
        torn[at] = byte
        await readWorkbook(torn, [NAME]).catch((error: unknown) => {
          expect(error).toMatchObject({ kind: 'invalid' })
        })
      }),
      { numRuns: 150 },
    )
  })
})

test.each([
  [46_346, '2026-11-20'],
  ['20/11/2026', '2026-11-20'],
  ['1.2.2027', '2027-02-01'],
  ['2026-11-20', '2026-11-20'],
  ['31/02/2026', undefined],
  ['20/11/26', undefined],
  ['mai', undefined],
  [46_346.5, undefined],
  [0, undefined],
  [true, undefined],
])('%s means the day %s', (value, day) => {
  expect(dayIn(value)).toBe(day)
})
