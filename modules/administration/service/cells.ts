import { addDays, type LocalDate } from '../../../kernel/dates.ts'
import { Problem, type FieldProblem } from '../../../kernel/problem.ts'
import { isWords } from '../../../kernel/text.ts'
import { foldSpelling } from '../../../kernel/vietnamese.ts'
import { dayIn, type WorkbookRow } from '../../../platform/workbook/index.ts'

interface Fit {
  readonly shortest?: number
  readonly longest: number
  readonly pattern?: RegExp
}

/** No act of an office is dated outside these; days are added to them. */
const [EARLIEST, LATEST] = ['1900-01-01', '2999-12-31']

/** Reads the cells of one row; what is wrong is gathered, each under its column letter, and thrown together. */
export class Cells {
  readonly #row: WorkbookRow
  readonly #wrong: FieldProblem[] = []

  constructor(row: WorkbookRow) {
    this.#row = row
  }

  wrong(column: string, code: string): void {
    this.#wrong.push({ path: column, code })
  }

  text(column: string): string | undefined {
    const value = this.#row.cells.get(column)
    if (value === undefined) return undefined
    const text = String(value)
    if (!isWords(text)) this.wrong(column, 'administration.hidden-characters')
    return text
  }

  /** A text that, where there is one, is as long as the room takes it and written as it asks. */
  fit(column: string, { shortest = 1, longest, pattern = /^/ }: Fit): void {
    const value = this.text(column)
    if (value === undefined) return
    if (value.length < shortest || value.length > longest) this.wrong(column, 'administration.text-length')
    else if (!pattern.test(value)) this.wrong(column, 'administration.malformed')
  }

  /** A text that has to be there, of 2 to 500 characters. */
  needed(column: string, shortest = 2): string {
    const value = this.text(column)
    if (value === undefined) this.wrong(column, 'administration.cell-missing')
    else if (value.length < shortest || value.length > 500) this.wrong(column, 'administration.text-length')
    return value ?? ''
  }

  day(column: string): LocalDate | undefined {
    const value = this.#row.cells.get(column)
    if (value === undefined) return undefined
    const day = dayIn(value)
    if (day === undefined || day < EARLIEST || day > LATEST) {
      this.wrong(column, 'administration.not-a-day')
      return undefined
    }
    return day
  }

  neededDay(column: string): LocalDate {
    if (this.text(column) === undefined) this.wrong(column, 'administration.cell-missing')
    return this.day(column) ?? ''
  }

  /** People write the last day; the first day after it is kept. */
  dayAfter(column: string): LocalDate | undefined {
    const day = this.day(column)
    return day === undefined ? undefined : addDays(day, 1)
  }

  choice<K extends string>(column: string, words: Readonly<Record<K, string>>): K | undefined {
    const value = this.needed(column)
    const found = Object.entries<string>(words).find(([, word]) => foldSpelling(word) === foldSpelling(value))
    if (found === undefined && value !== '') this.wrong(column, 'administration.unknown-choice')
    return found?.[0] as K | undefined
  }

  /** Throws what is wrong so far. */
  refuse(): void {
    if (this.#wrong.length > 0) throw new Problem('invalid', 'administration.row', { fields: this.#wrong })
  }
}

/** Tells a room's refusal by the columns of the row: `columns` says which column a field of the room's input came from. */
export async function byColumns<T>(
  columns: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const fields = error.fields.map(({ path, code }) => ({
      path: columns[path.replace(/^\//, '')] ?? 'A',
      code,
    }))
    const told = fields.length > 0 ? fields : [{ path: 'A', code: error.code }]
    throw new Problem('invalid', 'administration.row', { fields: told })
  }
}
