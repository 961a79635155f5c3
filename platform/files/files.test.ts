import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import { docx, jpeg, pdf, png, webp, xlsx, zip } from './files.fixture.ts'
import { diskProblem } from './file-store.ts'
import type { FileStore, MediaType } from './index.ts'
import { mediaTypes, openFileStore } from './index.ts'

const clock = () => new Date()
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

let folder: string
let files: FileStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'))
  files = await openFileStore(folder, clock)
})
afterAll(() => rm(folder, { recursive: true }))

const place = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
const hashOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')
async function listed(): Promise<readonly string[]> {
  const names: string[] = []
  for await (const name of files.listFiles()) names.push(name)
  return names
}
const incoming = () => readdir(join(folder, 'incoming'))

function store(
  content: Uint8Array,
  name = 'a',
  declaredType = '',
  allowed = mediaTypes,
  limitBytes = 1_000_000,
) {
  const half = Math.floor(content.length / 2)
  const chunks = [content.subarray(0, half), content.subarray(half)]
  return files.storeFile(Readable.from(chunks), { declaredType, name, limitBytes, allowed })
}

async function refusal(work: Promise<unknown>): Promise<Problem> {
  const result: unknown = await work.catch((error: unknown) => error)
  if (!(result instanceof Problem)) throw new Error('was not refused', { cause: result })
  expect(await incoming()).toEqual([])
  return result
}

describe('a file taken in', () => {
  test('lies under its hash, is read back whole or in part, and is kept once', async () => {
    const stored = await store(pdf, 'Đơn.PDF', 'application/pdf')
    expect(stored).toEqual({ sha256: hashOf(pdf), mediaType: 'application/pdf', size: pdf.length })
    expect(await readFile(place(stored.sha256))).toEqual(pdf)
    expect((await stat(place(stored.sha256))).mode & 0o077).toBe(0)
    const { stream, size } = await files.openFile(stored.sha256)
    expect(size).toBe(pdf.length)
    expect(await buffer(stream)).toEqual(pdf)
    const part = await files.openFile(stored.sha256, { start: 1, end: 3 })
    expect((await buffer(part.stream)).toString()).toBe('PDF')
    expect(part.size).toBe(pdf.length)
    expect(await store(pdf, 'again.pdf')).toEqual(stored)
    expect((await readdir(join(place(stored.sha256), '..'))).length).toBe(1)
    expect(await incoming()).toEqual([])
  })

  test('two at once with one content are one file', async () => {
    const content = Buffer.concat([pdf, Buffer.from('twice %%EOF')])
    const both = await Promise.all([store(content, 'a.pdf'), store(content, 'b.pdf')])
    expect(both[0]).toEqual(both[1])
    expect(await files.verifyFile(hashOf(content))).toBe('sound')
  })

  test('each chunk is on its way to the disk before the next is asked for', async () => {
    const chunk = Buffer.alloc(1024 * 1024, ' ')
    let sent = 0
    async function* stream() {
      yield pdf
      sent = pdf.length
      for (let count = 0; count < 64; count += 1) {
        const [name = ''] = readdirSync(join(folder, 'incoming'))
        expect(statSync(join(folder, 'incoming', name)).size).toBe(sent)
        yield chunk
        sent += chunk.length
      }
      yield pdf
    }
    const options = { declaredType: 'application/pdf', name: 'big.pdf', limitBytes: 2 ** 30 }
    const { size, sha256 } = await files.storeFile(stream(), options)
    expect(size).toBe(64 * chunk.length + 2 * pdf.length)
    expect(await files.verifyFile(sha256)).toBe('sound')
    await files.removeFile(sha256)
  })

  test('any content comes back as it went in, however it was cut', async () => {
    const cut = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(cut, async (chunks) => {
        const whole = Buffer.concat([Buffer.from('%PDF-1.4'), ...chunks, Buffer.from('%%EOF')])
        const parts = [
          Buffer.from('%PD'),
          Buffer.from('F-1.4'),
          ...chunks,
          Buffer.from('%%E'),
          Buffer.from('OF'),
        ]
        const { sha256 } = await files.storeFile(Readable.from(parts), {
          declaredType: '',
          name: 'x',
          limitBytes: whole.length,
        })
        expect(sha256).toBe(hashOf(whole))
        expect(await buffer((await files.openFile(sha256)).stream)).toEqual(whole)
      }),
      { numRuns: 30 },
    )
  })
})

describe('what a file is', () => {
  test.each<[string, Buffer, string, string, MediaType]>([
    ['a PDF', pdf, 'a.pdf', 'application/pdf', 'application/pdf'],
    ['a PNG', png, 'a.png', 'image/png', 'image/png'],
    ['a JPEG with an old name of its type', jpeg, 'a.JPG', 'image/jpg', 'image/jpeg'],
    ['a WebP', webp, 'a.webp', 'image/webp', 'image/webp'],
    ['a docx', docx, 'a.docx', word, word],
    ['an xlsx', xlsx, 'a.xlsx', sheet, sheet],
    [
      'a docx with a comment at its end',
      zip(['[Content_Types].xml', 'word/document2.xml'], 'made by hand'),
      'a.docx',
      word,
      word,
    ],
    ['a type with parameters', pdf, 'a.pdf', 'Application/PDF; charset=binary', 'application/pdf'],
    ['a sender that says nothing', pdf, 'scan', 'application/octet-stream', 'application/pdf'],
  ])('%s', async (_, content, name, declared, found) => {
    expect((await store(content, name, declared)).mediaType).toBe(found)
  })

  test.each<[string, Buffer, string, string, string | null]>([
    ['a picture said to be a PDF', png, 'a.png', 'application/pdf', 'image/png'],
    ['a picture named a PDF', png, 'a.pdf', 'image/png', 'image/png'],
    ['a workbook named a document', xlsx, 'a.docx', word, sheet],
    ['a zip file named a document', zip(['a.txt']), 'a.docx', word, 'application/zip'],
    ['a program named a PDF', Buffer.from('MZ\u0090\u0000'), 'a.pdf', '', 'application/x-msdownload'],
    ['a page named a picture', Buffer.from('<script>alert(1)</script>'), 'a.png', 'image/png', null],
    [
      'a PDF with something before it',
      Buffer.concat([Buffer.from('<html>'), pdf]),
      'a.pdf',
      'application/pdf',
      null,
    ],
    ['a PDF with an unknown extension', pdf, 'a.pdf.exe', 'application/pdf', 'application/pdf'],
  ])('%s lies', async (_, content, name, declared, found) => {
    const problem = await refusal(store(content, name, declared))
    expect(problem).toMatchObject({ kind: 'invalid', code: 'files.type-mismatch' })
    expect(problem.meta.found).toBe(found)
    expect(problem.meta.declared).toBe(declared === '' ? null : declared)
  })

  test.each<[string, Buffer, string, string | null]>([
    ['a program', Buffer.from('MZ\u0090\u0000'), 'a.exe', 'application/x-msdownload'],
    ['a page', Buffer.from('<html></html>'), 'a.html', null],
    ['a zip file', zip(['a.txt']), 'a.zip', 'application/zip'],
    [
      'a document with macros',
      zip(['[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin']),
      'a.docm',
      'application/vnd.ms-office.macro-enabled',
    ],
    [
      'two documents in one',
      zip(['[Content_Types].xml', 'word/document.xml', 'xl/workbook.xml']),
      'a',
      'application/zip',
    ],
  ])('%s is not taken', async (_, content, name, found) => {
    const problem = await refusal(store(content, name))
    expect(problem).toMatchObject({ kind: 'invalid', code: 'files.type-not-allowed' })
    expect(problem.meta.found).toBe(found)
  })

  test('where only some types are wanted, another is not taken though it does not lie', async () => {
    expect((await refusal(store(png, 'a.png', 'image/png', ['application/pdf']))).code).toBe(
      'files.type-not-allowed',
    )
    expect((await refusal(store(png, 'a.pdf', 'image/png', ['application/pdf']))).code).toBe(
      'files.type-mismatch',
    )
  })

  test.each<[string, Buffer, string]>([
    ['a PDF without its end', pdf.subarray(0, -8), 'a.pdf'],
    ['a document cut short', docx.subarray(0, -4), 'a.docx'],
    ['a document cut in the middle', docx.subarray(0, docx.length / 2), 'a.docx'],
    [
      'a document whose directory is not where it should be',
      Buffer.concat([docx.subarray(0, 40), docx.subarray(50)]),
      'a.docx',
    ],
    [
      'a directory larger than any',
      zip(Array.from({ length: 1000 }, (_, at) => `${at}`.padEnd(5000, 'x'))),
      'a.docx',
    ],
  ])('%s is damaged', async (_, content, name) => {
    const problem = await refusal(store(content, name, '', mediaTypes, 2 ** 24))
    expect(problem).toMatchObject({ kind: 'invalid', code: 'files.damaged' })
  })

  test('any bytes at all are taken or refused by a Problem, never an accident', async () => {
    const start = fc.constantFrom(
      pdf,
      png,
      jpeg,
      webp,
      docx,
      xlsx,
      Buffer.from('PK\u0003\u0004'),
      Buffer.alloc(0),
    )
    await fc.assert(
      fc.asyncProperty(
        start,
        fc.nat(120),
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        async (base, keep, rest) => {
          const content = Buffer.concat([base.subarray(0, keep), rest])
          const result: unknown = await store(content, 'a.docx').catch((error: unknown) => error)
          if (result instanceof Error) expect(result).toBeInstanceOf(Problem)
        },
      ),
      { numRuns: 150 },
    )
    expect(await incoming()).toEqual([])
  })
})

describe('a file refused or broken off leaves nothing behind', () => {
  test('an empty one', async () => {
    expect(await refusal(store(Buffer.alloc(0)))).toMatchObject({ kind: 'invalid', code: 'files.empty' })
  })

  test('one beyond the limit is broken off there, one of exactly the limit is taken', async () => {
    const sent: number[] = []
    async function* endless() {
      for (;;) {
        sent.push(100)
        yield Buffer.alloc(100, ' ')
      }
    }
    const problem = await refusal(
      files.storeFile(endless(), { declaredType: '', name: 'a.pdf', limitBytes: 1050 }),
    )
    expect(problem).toMatchObject({ kind: 'invalid', code: 'files.too-large', meta: { limitBytes: 1050 } })
    expect(sent).toHaveLength(11)
    await expect(store(pdf, 'a.pdf', '', mediaTypes, pdf.length)).resolves.toBeDefined()
    expect((await refusal(store(pdf, 'a.pdf', '', mediaTypes, pdf.length - 1))).code).toBe('files.too-large')
  })

  test('a sender that breaks off', async () => {
    async function* broken() {
      yield pdf
      throw new Error('connection lost')
    }
    const work = files.storeFile(broken(), { declaredType: '', name: 'a.pdf', limitBytes: 1000 })
    await expect(work).rejects.toThrow('connection lost')
    expect(await incoming()).toEqual([])
  })

  test.runIf(process.platform === 'linux')(
    'a full disk is unavailable, another error of the disk stays a bug',
    async () => {
      const full = writeFile('/dev/full', 'x').catch(diskProblem)
      await expect(full).rejects.toMatchObject({ kind: 'unavailable', code: 'files.disk-full' })
      expect(() => diskProblem(new Error('other'))).toThrow('other')
    },
  )
})

describe('the store', () => {
  test('a file that is not there, a name that is no hash, a range beyond the file', async () => {
    const unknown = 'a'.repeat(64)
    const { sha256, size } = await store(pdf, 'a.pdf')
    for (const name of [unknown, '../../etc/passwd', sha256.toUpperCase(), ''])
      expect(await refusal(files.openFile(name))).toMatchObject({ kind: 'missing', code: 'files.missing' })
    for (const [start, end] of [
      [0, size],
      [-1, 2],
      [3, 2],
      [0.5, 2],
    ] as const)
      expect(await refusal(files.openFile(sha256, { start, end }))).toMatchObject({
        code: 'files.range',
        meta: { size },
      })
    expect(await files.hasFile(unknown)).toBe(false)
    expect(await files.hasFile('../incoming')).toBe(false)
    expect(await files.hasFile(sha256)).toBe(true)
  })

  test('a file changed or cut on the disk is found out, and healed when it is brought again', async () => {
    const { sha256 } = await store(jpeg, 'a.jpg')
    expect(await files.verifyFile(sha256)).toBe('sound')
    await chmod(place(sha256), 0o600)
    await truncate(place(sha256), 5)
    expect(await files.verifyFile(sha256)).toBe('damaged')
    await store(jpeg, 'a.jpg')
    expect(await files.verifyFile(sha256)).toBe('sound')
    expect(await files.verifyFile('b'.repeat(64))).toBe('missing')
  })

  test('files are listed in order and taken away for good', async () => {
    const { sha256 } = await store(webp, 'a.webp')
    const before = await listed()
    expect(before).toContain(sha256)
    expect(before).toEqual(before.toSorted())
    expect(await files.removeFile(sha256)).toBe(true)
    expect(await files.hasFile(sha256)).toBe(false)
    expect(await files.removeFile(sha256)).toBe(false)
    expect(await listed()).toHaveLength(before.length - 1)
  })

  test('what a crash left is swept at the start, what is being taken in by another process is not', async () => {
    const path = (name: string) => join(folder, 'incoming', name)
    await writeFile(path('old'), 'x')
    await writeFile(path('new'), 'x')
    const past = new Date(Date.now() - 2 * 3_600_000)
    await utimes(path('old'), past, past)
    await openFileStore(folder, clock)
    expect(await incoming()).toEqual(['new'])
    await openFileStore(folder, () => new Date(Date.now() + 2 * 3_600_000))
    expect(await incoming()).toEqual([])
  })
})
