export interface Sum {
  readonly num: number
  readonly den: number
}

export interface CellMismatch {
  /** The month cells, the log by days, or the sums beside them, which are held against the log. */
  readonly table: 'cell' | 'cell_log' | 'cell_sum'
  readonly agency: string
  readonly dimensions: Readonly<Record<string, string>>
  /** The day, or the first day of the month. */
  readonly on: string
  readonly counted: Sum
  readonly found: Sum
}
