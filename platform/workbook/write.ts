import exceljs from 'exceljs'

export interface WorkbookColumn {
  readonly header: string
  readonly width: number
  /** What to fill in, shown beside the header. */
  readonly note?: string
  /** The only values that are taken, as a drop-down. */
  readonly choices?: readonly string[]
}

export interface WorkbookSheet {
  readonly name: string
  readonly columns: readonly WorkbookColumn[]
  readonly rows: readonly (readonly string[])[]
  /** Cells that something is wrong with: coloured, and what it is beside them. Rows and columns from 0, headers not counted. */
  readonly marks?: readonly { readonly row: number; readonly column: number; readonly note: string }[]
}

const LISTS = 'Danh mục'
const spareRows = 200
const WRONG = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } } as const

/** An xlsx file: headers that stay in sight, a note on each column, drop-downs, all cells text so that nothing is reinterpreted. */
export async function writeWorkbook(sheets: readonly WorkbookSheet[]): Promise<Buffer> {
  const workbook = new exceljs.Workbook()
  const written = sheets.map((sheet) => ({ sheet, page: workbook.addWorksheet(sheet.name) }))
  const lists = workbook.addWorksheet(LISTS, { state: 'hidden' })
  let list = 0
  for (const { sheet, page } of written) {
    page.views = [{ state: 'frozen', ySplit: 1 }]
    page.addRow(sheet.columns.map(({ header }) => header))
    for (const row of sheet.rows) page.addRow([...row])
    for (const [index, column] of sheet.columns.entries()) {
      const shown = page.getColumn(index + 1)
      shown.width = column.width
      shown.numFmt = '@'
      const head = page.getCell(1, index + 1)
      head.font = { bold: true }
      if (column.note !== undefined) head.note = column.note
      if (column.choices === undefined || column.choices.length === 0) continue
      list += 1
      const letter = lists.getColumn(list).letter
      for (const [place, choice] of column.choices.entries()) lists.getCell(place + 1, list).value = choice
      const formula = `'${LISTS}'!$${letter}$1:$${letter}$${column.choices.length}`
      for (let row = 2; row <= sheet.rows.length + spareRows; row += 1) {
        page.getCell(row, index + 1).dataValidation = {
          type: 'list',
          allowBlank: true,
          formulae: [formula],
        }
      }
    }
  }
  for (const { sheet, page } of written) {
    for (const { row, column, note } of sheet.marks ?? []) {
      const cell = page.getCell(row + 2, column + 1)
      cell.fill = WRONG
      cell.note = note
    }
  }
  return Buffer.from(await workbook.xlsx.writeBuffer())
}
