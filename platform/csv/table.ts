import { Problem } from '../../kernel/problem.ts'
import { readRecords } from './records.ts'

/** A row under its header. */
export interface CsvRow<Column extends string> {
  /** As a spreadsheet numbers it: the header is row 1. */
  readonly row: number
  /** The line of the file on which it begins; later than `row` where fields before it hold line ends. */
  readonly line: number
  /** Every column of the file by its name, those asked for among them. */
  readonly values: Readonly<Record<Column, string>> & Readonly<Record<string, string>>
}

/**
 * The rows of a table whose first record names its columns, in whatever order, with those asked for among them.
 * Problems 'csv.empty', 'csv.columns-missing', 'csv.column-twice', 'csv.row-length' and those of the text itself.
 */
export async function* readCsvTable<const Column extends string>(
  bytes: AsyncIterable<Uint8Array>,
  columns: readonly Column[],
): AsyncGenerator<CsvRow<Column>> {
  let header: readonly string[] | undefined
  let row = 0
  for await (const { line, fields } of readRecords(bytes)) {
    row += 1
    if (header === undefined) {
      header = fields.map((name) => name.trim())
      refuseHeader(header, columns)
      continue
    }
    if (fields.length !== header.length) {
      const meta = { row, line, expected: header.length, found: fields.length }
      throw new Problem('invalid', 'csv.row-length', { meta })
    }
    const values = Object.fromEntries(header.map((name, at) => [name, fields[at] ?? '']))
    yield { row, line, values: values as CsvRow<Column>['values'] }
  }
  if (header === undefined) throw new Problem('invalid', 'csv.empty')
}

function refuseHeader(header: readonly string[], columns: readonly string[]): void {
  const missing = columns.filter((name) => !header.includes(name))
  if (missing.length > 0) throw new Problem('invalid', 'csv.columns-missing', { meta: { missing } })
  const twice = header.filter((name, at) => header.indexOf(name) < at)
  if (twice.length > 0) throw new Problem('invalid', 'csv.column-twice', { meta: { twice } })
}
