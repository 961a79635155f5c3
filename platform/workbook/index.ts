/** Workbooks of Excel: written with headers, notes and drop-downs; read strictly and within bounds. */
export { dayIn, readWorkbook, type CellValue, type WorkbookRow } from './read.ts'
export { writeWorkbook, type WorkbookColumn, type WorkbookSheet } from './write.ts'
