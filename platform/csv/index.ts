/** Tables as text (RFC 4180), streamed, strict, and each fault with its line. */
export type { CsvRow } from './table.ts'
export { readCsvTable } from './table.ts'
export { readCsvFile } from './file.ts'
