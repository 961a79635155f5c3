import { Problem } from '../../kernel/problem.ts'
import { readXml } from './xml.ts'
import { notAWorkbook, openArchive, type Archive } from './zip.ts'

export type CellValue = string | number | boolean

/** A row that has something in it; cells by their column letter. */
export interface WorkbookRow {
  readonly sheet: string
  readonly number: number
  readonly cells: ReadonlyMap<string, CellValue>
}

const mostRows = 20_000
const mostEmptyRows = 100_000
const longestText = 2000

/**
 * The rows of the named sheets of an xlsx file, header row included. What cannot be read for certain is refused, with the place it
 * stands at: problems 'workbook.not-a-workbook', 'workbook.too-big', 'workbook.sheet-missing' {sheet}, 'workbook.old-dates',
 * 'workbook.merged-cells' {at}, 'workbook.formula' {at}, 'workbook.cell-error' {at}, 'workbook.decomposed' {at}, 'workbook.text-too-long' {at},
 * 'workbook.too-many-rows' {sheet}, 'workbook.empty-rows' {sheet}.
 */
export async function readWorkbook(
  file: Buffer,
  sheets: readonly string[],
): Promise<ReadonlyMap<string, readonly WorkbookRow[]>> {
  const archive = openArchive(file)
  if (!archive.has('xl/workbook.xml')) throw notAWorkbook()
  const places = await placesOf(archive)
  const missing = sheets.find((sheet) => !places.has(sheet))
  if (missing !== undefined)
    throw new Problem('invalid', 'workbook.sheet-missing', { meta: { sheet: missing } })
  const strings = archive.has('xl/sharedStrings.xml') ? await stringsOf(archive) : []
  const rows = new Map<string, readonly WorkbookRow[]>()
  for (const sheet of sheets) rows.set(sheet, await rowsOf(archive, sheet, places.get(sheet) ?? '', strings))
  return rows
}

/** Where each sheet stands in the file, by its name. */
async function placesOf(archive: Archive): Promise<ReadonlyMap<string, string>> {
  const named: { name: string; relation: string }[] = []
  await readXml(archive.read('xl/workbook.xml'), {
    open(name, attributes) {
      const is1904 = attributes['date1904']
      if (name === 'workbookPr' && (is1904 === '1' || is1904 === 'true')) {
        throw new Problem('invalid', 'workbook.old-dates')
      }
      if (name === 'sheet') {
        named.push({ name: attributes['name'] ?? '', relation: attributes['r:id'] ?? '' })
      }
    },
  })
  const targets = new Map<string, string>()
  await readXml(archive.read('xl/_rels/workbook.xml.rels'), {
    open(name, { Id: id = '', Target: target = '' }) {
      if (name === 'Relationship') targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`)
    },
  })
  return new Map(named.map(({ name, relation }) => [name.normalize('NFC'), targets.get(relation) ?? '']))
}

async function stringsOf(archive: Archive): Promise<readonly string[]> {
  const strings: string[] = []
  let text = ''
  let isText = false
  let isReading = false
  await readXml(archive.read('xl/sharedStrings.xml'), {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') isReading = true
      if (name === 't') isText = !isReading
    },
    text(part) {
      if (isText) text += part
    },
    close(name) {
      if (name === 't') isText = false
      if (name === 'rPh') isReading = false
      if (name === 'si') strings.push(text)
    },
  })
  return strings
}

async function rowsOf(
  archive: Archive,
  sheet: string,
  place: string,
  strings: readonly string[],
): Promise<readonly WorkbookRow[]> {
  const rows: WorkbookRow[] = []
  let cells = new Map<string, CellValue>()
  let number = 0
  let empty = 0
  let address = ''
  let type = ''
  let text = ''
  let isValue = false
  const refuse = (code: string, at: string) =>
    new Problem('invalid', code, { meta: { at: `${sheet}!${at}` } })
  function keep(): void {
    if (type === 'e') throw refuse('workbook.cell-error', address)
    const value = valueOf(type, text, strings)
    if (value === undefined) return
    if (typeof value === 'string') {
      if (value.length > longestText) throw refuse('workbook.text-too-long', address)
      if (value !== value.normalize('NFC')) throw refuse('workbook.decomposed', address)
    }
    cells.set(address.replace(/\d+$/, ''), value)
  }
  await readXml(archive.read(place), {
    open(name, attributes) {
      if (name === 'row') {
        number = Number(attributes['r'] ?? number + 1)
        cells = new Map()
      } else if (name === 'c') {
        address = attributes['r'] ?? ''
        type = attributes['t'] ?? 'n'
        text = ''
      } else if (name === 'f') throw refuse('workbook.formula', address)
      else if (name === 'mergeCell') throw refuse('workbook.merged-cells', attributes['ref'] ?? '')
      else if (name === 'v' || name === 't') isValue = true
    },
    text(part) {
      if (isValue) text += part
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false
      else if (name === 'c') keep()
      else if (name === 'row') {
        if (cells.size > 0) rows.push({ sheet, number, cells })
        else empty += 1
        if (rows.length > mostRows)
          throw new Problem('invalid', 'workbook.too-many-rows', { meta: { sheet } })
        if (empty > mostEmptyRows) throw new Problem('invalid', 'workbook.empty-rows', { meta: { sheet } })
      }
    },
  })
  return rows
}

/** Nothing where the cell is empty. */
function valueOf(type: string, text: string, strings: readonly string[]): CellValue | undefined {
  if (type === 's') {
    const shared = strings[Number(text)]?.trim()
    return shared === undefined || shared === '' ? undefined : shared
  }
  if (text.trim() === '') return undefined
  if (type === 'b') return text === '1'
  return type === 'n' ? Number(text) : text.trim()
}

/** The day that a cell means: a serial of the 1900 calendar, '20/11/2026' or '2026-11-20'; undefined where it means none. */
export function dayIn(value: CellValue): string | undefined {
  if (typeof value === 'number') {
    if (!Number.isInteger(value) || value < 61 || value > 2_958_465) return undefined
    return new Date(Date.UTC(1899, 11, 30) + value * 86_400_000).toISOString().slice(0, 10)
  }
  if (typeof value !== 'string') return undefined
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(value) ?? []
  const text = year === '' ? value : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const read = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== text ? undefined : text
}
