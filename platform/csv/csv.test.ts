import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import { readCsvFile, readCsvTable } from './index.ts'
import { readRecords } from './records.ts'

async function* pieces(bytes: Uint8Array, length = bytes.length || 1): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}
async function gather<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
const inPieces = (text: string, length?: number) => pieces(Buffer.from(text), length)

async function recordsOf(text: string, length?: number): Promise<readonly (readonly string[])[]> {
  return (await gather(readRecords(inPieces(text, length)))).map(({ fields }) => fields)
}

async function refusal(work: Promise<unknown>): Promise<object> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Problem)) throw new Error(`no Problem but ${String(error)}`)
  const { code, meta } = error
  return { code, ...meta }
}

describe('records after RFC 4180', () => {
  test.each([
    [
      'commas and line ends',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'line ends of Unix, the last one missing',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'commas, quotes and line ends in quotes',
      '"a,b","say ""hi""","two\r\nlines"\r\n',
      [['a,b', 'say "hi"', 'two\r\nlines']],
    ],
    [
      'empty fields',
      ',\r\n"",""\r\n',
      [
        ['', ''],
        ['', ''],
      ],
    ],
    ['a record that is one empty field in quotes', 'a\n""\nb\n', [['a'], [''], ['b']]],
    ['empty lines are none', '\r\na\r\n\r\n\nb\n', [['a'], ['b']]],
    ['spaces belong to the field', ' a , b \n', [[' a ', ' b ']]],
    [
      'a byte order mark is passed over',
      '\uFEFFmã,tên\n1,Đất đai\n',
      [
        ['mã', 'tên'],
        ['1', 'Đất đai'],
      ],
    ],
    ['nothing', '', []],
  ])('%s', async (_, text, records) => {
    expect(await recordsOf(text)).toEqual(records)
    expect(await recordsOf(text, 1)).toEqual(records)
  })

  test('whatever is written is read back, however the file is cut into pieces', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'đ', '"', ',', '\n', '\r', ' ', '𝄞'), maxLength: 6 })
    const table = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 6 })
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (records, length) => {
        const text = records.map((fields) => `${fields.map(quoted).join(',')}\r\n`).join('')
        expect(await recordsOf(text, length)).toEqual(records)
      }),
    )
  })

  test('a record knows the line on which it begins', async () => {
    const records = await gather(readRecords(inPieces('a\n"b\nb\nb"\n\nc\n')))
    expect(records.map(({ line }) => line)).toEqual([1, 2, 6])
  })

  test.each([
    ['a quote within a field', 'a\nb"c\n', { code: 'csv.malformed', line: 2, reason: 'quote' }],
    ['something after the closing quote', 'a\n"b"c\n', { code: 'csv.malformed', line: 2, reason: 'quote' }],
    ['a carriage return alone', 'a\rb\n', { code: 'csv.malformed', line: 1, reason: 'carriage-return' }],
    ['a quote that is never closed', 'a\nb,"c\nd\n', { code: 'csv.cut-short', line: 2 }],
    ['bytes that are no text', 'a\n\0\n', { code: 'csv.not-text', line: 2 }],
  ])('%s is refused with its line', async (_, text, problem) => {
    expect(await refusal(recordsOf(text, 3))).toEqual(problem)
  })

  test('another encoding than UTF-8 is refused with its line', async () => {
    const bytes = Buffer.concat([
      Buffer.from('mã\nhai\n'),
      Buffer.from([0x42, 0xe1, 0x0a]),
      Buffer.from('x\n'),
    ])
    for (const length of [1, bytes.length]) {
      expect(await refusal(gather(readRecords(pieces(bytes, length))))).toEqual({
        code: 'csv.not-utf8',
        line: 3,
      })
    }
    const utf16 = Buffer.from('\uFEFFmã,tên\n', 'utf16le')
    expect(await refusal(gather(readRecords(pieces(utf16))))).toMatchObject({ code: 'csv.not-utf8' })
  })
})

test('a line that never ends is refused, in however many pieces it comes', async () => {
  const endless = Buffer.alloc(17 * 1024 * 1024, 'x')
  expect(await refusal(gather(readRecords(pieces(endless, 4096))))).toEqual({
    code: 'csv.line-too-long',
    line: 1,
  })
})

describe('a table', () => {
  const rowsOf = (text: string) => gather(readCsvTable(inPieces(text), ['code', 'name']))

  test('is read by the names of its columns, with its rows as a spreadsheet numbers them', async () => {
    const text = 'name,code,more\n"A\nA",1,x\nB,2,y\n'
    expect(await rowsOf(text)).toEqual([
      { row: 2, line: 2, values: { name: 'A\nA', code: '1', more: 'x' } },
      { row: 3, line: 4, values: { name: 'B', code: '2', more: 'y' } },
    ])
  })

  test.each([
    ['without a header', '', { code: 'csv.empty' }],
    ['without its columns', 'a,b\n1,2\n', { code: 'csv.columns-missing', missing: ['code', 'name'] }],
    ['with a column twice', 'code,name,name\n', { code: 'csv.column-twice', twice: ['name'] }],
    [
      'with a short row',
      'code,name\n1,A\n2\n',
      { code: 'csv.row-length', row: 3, line: 3, expected: 2, found: 1 },
    ],
    [
      'with a long row',
      'code,name\n1,A,B\n',
      { code: 'csv.row-length', row: 2, line: 2, expected: 2, found: 3 },
    ],
  ])('%s is refused', async (_, text, problem) => {
    expect(await refusal(rowsOf(text))).toEqual(problem)
  })
})

describe('a file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'csv-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const text = `code,name\n${Array.from({ length: 3000 }, (_, at) => `${at},Thủ tục ${(at * 7919) % 3001}`).join('\n')}\n`
  const read = async (name: string, bytes: Uint8Array) => {
    const path = join(folder, name)
    await writeFile(path, bytes)
    return Buffer.concat(await gather(readCsvFile(path))).toString()
  }

  test('is read as it is, or unpacked where it is gzip, whatever it is called', async () => {
    expect(await read('a.csv', Buffer.from(text))).toBe(text)
    expect(await read('b.csv', gzipSync(text))).toBe(text)
    expect(await read('c.csv.gz', Buffer.from(text))).toBe(text)
  })

  test('cut within its archive, or spoilt, is refused', async () => {
    const packed = gzipSync(text)
    expect(await refusal(read('d.csv.gz', packed.subarray(0, -9)))).toMatchObject({ code: 'csv.cut-short' })
    const spoilt = Buffer.from(packed)
    spoilt.fill(0xff, 40, 60)
    expect(await refusal(read('e.csv.gz', spoilt))).toMatchObject({ code: 'csv.damaged' })
  })

  test('that is not there, or is a folder, is refused', async () => {
    const path = join(folder, 'nothing.csv')
    expect(await refusal(gather(readCsvFile(path)))).toMatchObject({ code: 'csv.unreadable', path })
    expect(await refusal(gather(readCsvFile(folder)))).toMatchObject({ code: 'csv.unreadable' })
  })
})
