import { fileURLToPath } from 'node:url'
import type { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { pdfText, squeezed } from '../../tests/pdf-text.ts'
import { createTypesetter } from './index.ts'
import { coverageOf, readFonts } from './fonts.ts'
import { printable } from './printable.ts'

const templates = fileURLToPath(new URL('fixture', import.meta.url))
const typesetter = createTypesetter({ templates })
const madeAt = new Date('2026-11-24T01:02:03Z')

const page = (body: string, title = 'Giấy tiếp nhận') =>
  typesetter.typeset('page.typ', { title, body }, madeAt)
const textOf = async (body: string) => squeezed(pdfText(await page(body)).join(''))

afterAll(() => typesetter.close())

describe('a typeset page', () => {
  it('is PDF/A-2b with its fonts embedded', async () => {
    const text = Buffer.from(await page('Đủ')).toString('latin1')
    expect(text).toMatch(/^%PDF-1\.7/)
    expect(text).toContain('<pdfaid:part>2</pdfaid:part>')
    expect(text).toContain('<pdfaid:conformance>B</pdfaid:conformance>')
    const fonts = [...text.matchAll(/\/BaseFont \/([\w+-]+)/g)].map((one) => one[1])
    expect(fonts.length).toBeGreaterThan(0)
    for (const font of fonts) expect(font).toMatch(/^[A-Z]{6}\+Tinos/)
    expect(text.match(/\/FontFile2 /g)).toHaveLength(2)
  })

  it('is the same to the byte for the same data and instant, and says when it was made', async () => {
    const [one, other] = [await page('Nguyễn Thị Ngọc Ánh'), await page('Nguyễn Thị Ngọc Ánh')]
    expect(Buffer.compare(one, other)).toBe(0)
    expect(Buffer.from(one).toString('latin1')).toContain('D:20261124010203')
  })

  it('gives Vietnamese back as it was written, composed or not', async () => {
    const letters = 'ĂẰẮẲẴẶÂẦẤẨẪẬĐÊỀẾỂỄỆÔỒỐỔỖỘƠỜỚỞỠỢƯỪỨỬỮỰỲÝỶỸỴăằắẳẵặâầấẩẫậđêềếểễệôồốổỗộơờớởỡợưừứửữựỳýỷỹỵ'
    expect(await textOf(letters)).toBe(`Giấytiếpnhận${letters}`)
    expect(await textOf(letters.normalize('NFD'))).toBe(`Giấytiếpnhận${letters}`)
  })

  it('prints data as it is, whatever it looks like', async () => {
    const signs = Array.from('#*_`$\\"\'()[]{}<>@=-/%&~^|+0', String)
    const source = [
      '//',
      '/*',
      '*/',
      '---',
      '...',
      '#eval("1+1")',
      '#import "x.typ"',
      '\\u{41}',
      '```',
      '#let a=1',
    ]
    const words = ['Ngọc', 'Ánh', 'fi', 'ffl', '1/2', 'https://x.vn', '}}', '"}']
    const piece = fc.constantFrom(...signs, ...source, ...words)
    const text = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(' '))
    await fc.assert(
      fc.asyncProperty(text, async (written) => {
        expect(await textOf(written)).toBe(`Giấytiếpnhận${squeezed(written)}`)
      }),
      { numRuns: 150 },
    )
  })

  it('can be made of any text there is, with a box for each letter that the font lacks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 30 }), async (written) => {
        expect((await page(written, `x${written}`)).length).toBeGreaterThan(1000)
      }),
      { numRuns: 150 },
    )
    expect(await textOf('Ánh 😀 日')).toContain('Ánh□□')
    expect(await textOf('a\u202Eb\u0000c\uD800')).toContain('abc')
  })

  it('tells which template is at fault, and nothing of the data', async () => {
    const failed = typesetter.typeset('broken.typ', { name: 'Nguyễn Văn Bí' }, madeAt)
    await expect(failed).rejects.toThrow(/broken\.typ cannot be typeset.*missing/)
    await expect(failed).rejects.not.toThrow(/Bí/)
    await expect(page('vẫn được')).resolves.toBeInstanceOf(Uint8Array)
  })
})

describe('the fonts', () => {
  it('are known to have what they have and to lack what they lack', () => {
    const covers = coverageOf(readFonts())
    for (const letter of 'aỆđ□ 0') expect(covers(letter.codePointAt(0) ?? 0), letter).toBe(true)
    for (const letter of '日😀\uFFFE') expect(covers(letter.codePointAt(0) ?? 0), letter).toBe(false)
  })

  it('keys and values that are no text stay as they are', () => {
    const value = { 'a\u202E': [1, null, true, { b: 'x\ty\r\nz' }] }
    expect(printable(value, () => true)).toEqual({ 'a\u202E': [1, null, true, { b: 'x y\nz' }] })
  })
})

describe('the worker', () => {
  const worker = new URL('worker.fixture.ts', import.meta.url)

  it.each(['break-down', 'out-of-memory', 'hang'])(
    'a %s is one document’s fault: the others are made',
    async (fault) => {
      const own = createTypesetter({ templates, worker, timeoutMs: 4000 })
      try {
        const ask = (body: string) => own.typeset('page.typ', { title: 'x', body }, madeAt)
        const answers = await Promise.allSettled([ask('một'), ask(fault), ask('hai'), ask('ba')])
        expect(answers.map(({ status }) => status)).toEqual([
          'fulfilled',
          'rejected',
          'fulfilled',
          'fulfilled',
        ])
        expect(answers[1]).toMatchObject({ reason: { code: 'pdf.unavailable' } })
      } finally {
        await own.close()
      }
    },
  )

  it('is there from the first document on, leaves when it has nothing to do, and comes back', async () => {
    const begun: Promise<unknown>[] = []
    const heard = (started: Worker) =>
      void begun.push(new Promise((resolve) => started.once('exit', resolve)))
    process.on('worker', heard)
    const own = createTypesetter({ templates, idleMs: 1 })
    try {
      expect(begun).toHaveLength(0)
      await own.typeset('page.typ', { title: 'x', body: 'một' }, madeAt)
      await begun[0]
      await own.typeset('page.typ', { title: 'x', body: 'hai' }, madeAt)
      expect(begun).toHaveLength(2)
    } finally {
      process.off('worker', heard)
      await own.close()
    }
  })

  it('takes no more than it can hold, and nothing once closed', async () => {
    const own = createTypesetter({ templates, atMost: 1 })
    const ask = () => own.typeset('page.typ', { title: 'x', body: 'x' }, madeAt)
    const answers = Promise.allSettled([ask(), ask(), ask()])
    expect((await answers).map((one) => (one.status === 'rejected' ? one.reason.code : one.status))).toEqual([
      'fulfilled',
      'fulfilled',
      'pdf.busy',
    ])
    await own.close()
    await expect(ask()).rejects.toMatchObject({ code: 'pdf.busy' })
  })
})
