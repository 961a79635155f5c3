import type { RowProblem } from '../domain/import.ts'

/** What is wrong with a cell, beside it: officials read it in Excel, so it is Vietnamese. */
const notes: Readonly<Record<string, string>> = {
  required: 'Chưa nhập.',
  format: 'Không đúng dạng.',
  pattern: 'Không đúng dạng.',
  choice: 'Phải chọn trong danh sách của cột.',
  type: 'Không đúng dạng.',
  integer: 'Phải là số nguyên.',
  number: 'Phải là số, phần lẻ sau dấu phẩy.',
  'ambiguous-number': 'Viết số không có dấu chấm, phần lẻ sau dấu phẩy.',
  boolean: 'Phải là Có hoặc Không.',
  characters: 'Có ký tự không dùng được.',
  'not-nfc': 'Có ký tự không dùng được.',
  duplicate: 'Bị lặp.',
  'multiple-of': 'Quá nhiều chữ số phần lẻ.',
  'too-short': 'Ngắn quá.',
  'too-long': 'Dài quá.',
  minimum: 'Nhỏ quá.',
  maximum: 'Lớn quá.',
  'too-few': 'Ít mục quá.',
  'too-many': 'Nhiều mục quá.',
  'key-twice': 'Mã này đã có ở dòng trên.',
  'value-taken': 'Giá trị này đã thuộc một bản ghi khác.',
  'reference-missing': 'Không có bản ghi nào mang mã này.',
  'not-yours': 'Bản ghi này thuộc cơ quan khác.',
}

export function noteOf({ code, meta }: RowProblem): string {
  const limit = meta?.['limit']
  const words = notes[code] ?? `Chưa đúng (${code}).`
  return typeof limit === 'number' || typeof limit === 'string' ? `${words} Giới hạn: ${limit}.` : words
}
