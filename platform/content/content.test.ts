import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import Type from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ContentError } from './index.ts'
import {
  brokenReference,
  contentHash,
  findContentErrors,
  gatherContent,
  parseContent,
  printError,
  readContent,
  refuseErrors,
} from './index.ts'

const Shop = Type.Object({
  key: Type.String({ pattern: '^[a-z]+$' }),
  opensAt: Type.Optional(Type.String()),
  shelves: Type.Array(
    Type.Object({
      code: Type.String(),
      height: Type.Integer({ minimum: 1 }),
      note: Type.Optional(Type.String()),
    }),
  ),
})

function errorsOf(work: () => unknown): readonly ContentError[] {
  try {
    work()
  } catch (problem) {
    const errors = findContentErrors(problem)
    if (errors) return errors
    throw problem
  }
  return []
}

const refused = (text: string, name = 'shop.yaml') => errorsOf(() => parseContent(text, name, Shop))
const brief = (errors: readonly ContentError[]) =>
  errors.map(({ line, column, path, code }) => `${line}:${column} ${path} ${code}`)

describe('what is read', () => {
  test('a file that fits gives its value and the place of every part', () => {
    const text = 'key: corner\nshelves:\n  - code: "001"\n    height: 3\n  - code: B\n    height: 4\n'
    const shop = parseContent(text, 'shop.yaml', Shop)
    expect(shop.value).toEqual({
      key: 'corner',
      shelves: [
        { code: '001', height: 3 },
        { code: 'B', height: 4 },
      ],
    })
    expect(shop.at('/shelves/1/height')).toEqual({ file: 'shop.yaml', line: 6, column: 13 })
    expect(shop.at('/shelves')).toEqual({ file: 'shop.yaml', line: 2, column: 1 })
    expect(shop.at('/shelves/1/note/deeper')).toEqual({ file: 'shop.yaml', line: 5, column: 5 })
  })

  test.each([
    ['001', '001'],
    ['07:30', '07:30'],
    ['2026-01-31', '2026-01-31'],
    ['0x1F', '0x1F'],
    ['1e3', '1e3'],
    ['12345678901234567890', '12345678901234567890'],
    ['no', 'no'],
    ['yes', 'yes'],
    ['.inf', '.inf'],
    ['12', 12],
    ['-3', -3],
    ['1.5', 1.5],
    ['10.535412', 10.535412],
    ['true', true],
    ['~', null],
  ])('%s is %j', (written, value) => {
    expect(parseContent(`a: ${written}`, 'a.yaml', Type.Object({ a: Type.Unknown() })).value).toEqual({
      a: value,
    })
  })

  test('a key is what is written, never what a number would print as', () => {
    const text = '1.10: a\n001: b\n7: c\n'
    const value = parseContent(text, 'a.yaml', Type.Record(Type.String(), Type.String())).value
    expect(value).toEqual({ '1.10': 'a', '001': 'b', '7': 'c' })
  })

  test('JSON is read as JSON, with the same places', () => {
    const text = '{\n\t"key": "corner",\n\t"shelves": [{ "code": "A", "height": 1e0, "width": 2 }]\n}'
    expect(brief(refused(text, 'shop.json'))).toEqual(['3:44 /shelves/0/width unknown-key'])
    expect(brief(refused('{\n  "key": 1,,\n}', 'shop.json'))).toEqual(['2:12  syntax'])
    expect(brief(refused('{ "key": "a", "key": "b", "shelves": [] }', 'shop.json'))).toEqual([
      '1:15 /key duplicate-key',
    ])
    expect(brief(refused('{ "key": ', 'shop.json'))).toEqual(['1:10  syntax'])
  })

  test('any JSON value read from YAML or from JSON is the value that was written', () => {
    const schema = Type.Object({ v: Type.Unknown() })
    const word = fc
      .string({ minLength: 1 })
      .filter((key) => key === key.normalize('NFC') && key !== '__proto__')
    const text = fc.string().filter((value) => value === value.normalize('NFC'))
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(word, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }))
    fc.assert(
      fc.property(tree, (v) => {
        const json = JSON.stringify({ v }, null, 2)
        const fromJson = parseContent(json, 'v.json', schema)
        expect(fromJson.value).toEqual({ v })
        const fromYaml = parseContent(json, 'v.yaml', schema)
        expect(fromYaml.value).toEqual({ v })
        expect(fromYaml.hash).toBe(fromJson.hash)
      }),
      { numRuns: 300 },
    )
  })
})

describe('what is refused', () => {
  test('every error of a file is told at once, each with its line, column, path and code', () => {
    const text = 'key: Corner\nshelves:\n  - code: 12\n    height: 0\n    colour: red\n  - height: tall\n'
    const errors = refused(text)
    expect(brief(errors)).toEqual([
      '1:6 /key pattern',
      '3:11 /shelves/0/code type',
      '4:13 /shelves/0/height minimum',
      '5:5 /shelves/0/colour unknown-key',
      '6:5 /shelves/1/code required',
      '6:13 /shelves/1/height type',
    ])
    expect(errors[1]?.detail).toContain('quotes')
    expect(errors.map(printError)[3]).toBe(
      'shop.yaml:5:5 /shelves/0/colour unknown-key: “colour” is not a key known here',
    )
  })

  test('two keys alike', () => {
    expect(brief(refused('key: a\nkey: b\nshelves: []\n'))).toEqual(['2:1 /key duplicate-key'])
    expect(brief(refused('key: a\nshelves: []\n"key": b\n'))).toEqual(['3:1 /key duplicate-key'])
  })

  test('a tab, anywhere', () => {
    expect(brief(refused('key: a\nshelves:\t[]\n'))).toEqual(['2:9  tab'])
    expect(brief(refused('key: a\nshelves:\n\t- code: b\n\t  height: 1\n'))).toEqual(['3:1  tab', '4:1  tab'])
  })

  test('text or a key that is not Unicode NFC', () => {
    const decomposed = 'Tây Ninh'.normalize('NFD')
    expect(brief(refused(`key: a\nopensAt: ${decomposed}\nshelves: []\n`))).toEqual(['2:10 /opensAt not-nfc'])
    expect(brief(refused(`key: a\n${decomposed}: 1\nshelves: []\n`)).map((line) => line.slice(0, 3))).toEqual(
      ['2:1'],
    )
  })

  test('aliases, tags, merge keys, several documents, keys that are no words, broken YAML', () => {
    expect(brief(refused('key: &k a\nopensAt: *k\nshelves: []\n'))).toEqual(['2:10 /opensAt alias'])
    expect(brief(refused('key: !secret a\nshelves: []\n'))).toEqual(['1:6  tag'])
    expect(brief(refused('key: a\n<<: { opensAt: b }\nshelves: []\n'))).toEqual(['2:1 /<< unknown-key'])
    expect(refused('key: a\n---\nkey: b\n').map((error) => error.code)).toContain('syntax')
    expect(refused('key: a\n? [x]\n: b\nshelves: []\n').map((error) => error.code)).toContain('key')
    expect(refused('key: "a\nshelves: []\n').map((error) => error.code)).toContain('syntax')
    expect(brief(refused(''))).toEqual(['1:1  type'])
  })

  test('a value left empty stands where its key stands', () => {
    expect(brief(refused('key: a\nshelves:\n'))).toEqual(['2:1 /shelves type'])
  })

  test('an unknown key in an object made of parts, in a union, and beside a pattern of keys', () => {
    const Named = Type.Object({ name: Type.String() })
    const Both = Type.Intersect([Named, Type.Object({ size: Type.Integer() })])
    const at = (text: string, schema: Type.TSchema) =>
      brief(errorsOf(() => parseContent(text, 'a.yaml', schema)))
    expect(at('name: a\nsize: 1\n', Both)).toEqual([])
    expect(at('name: a\nsize: 1\nsiez: 2\n', Both)).toEqual(['3:1 /siez unknown-key'])
    expect(
      at('name: a\nextra: 1\n', Type.Object({ name: Type.String() }, { additionalProperties: true })),
    ).toEqual([])
  })

  test('of a union only the member whose tag fits is told', () => {
    const Limit = Type.Union([
      Type.Object({ unit: Type.Literal('day'), amount: Type.Integer() }),
      Type.Object({ unit: Type.Literal('none') }),
      Type.Object({ unit: Type.Literal('unknown'), reason: Type.String() }),
    ])
    const Holder = Type.Object({
      limit: Limit,
      side: Type.Union([Type.Literal('left'), Type.Literal('right')]),
    })
    const at = (text: string) => errorsOf(() => parseContent(text, 'a.yaml', Holder))
    expect(brief(at('side: left\nlimit:\n  unit: day\n  amout: 3\n'))).toEqual([
      '2:1 /limit/amount required',
      '4:3 /limit/amout unknown-key',
    ])
    expect(brief(at('side: up\nlimit: { unit: none }\n'))).toEqual(['1:7 /side choice'])
    expect(at('side: up\nlimit: { unit: none }\n')[0]?.detail).toBe('must be one of: left, right')
    expect(brief(at('side: left\nlimit: { unit: week }\n'))).toEqual(['2:1 /limit choice'])
    const Short = Type.Union([Type.String({ maxLength: 3 }), Type.Object({ name: Type.String() })])
    const short = (text: string) => brief(errorsOf(() => parseContent(text, 'a.yaml', Type.Array(Short))))
    expect(short('- abcd\n- name: 1\n- 1\n')).toEqual([
      '1:3 /0 max-length',
      '2:9 /1/name type',
      '3:3 /2 choice',
    ])
  })
})

describe('references, hashes, files', () => {
  test('a room reports a broken reference with its line', () => {
    const shop = parseContent('key: a\nshelves:\n  - code: b\n    height: 1\n', 'shop.yaml', Shop)
    const error = brokenReference(shop, '/shelves/0/code', 'shelf code “b”')
    expect(error).toMatchObject({ file: 'shop.yaml', line: 3, column: 11, code: 'broken-reference' })
    expect(() => refuseErrors([error])).toThrow('content.invalid')
    expect(() => refuseErrors([])).not.toThrow()
  })

  test('the hash follows the value, not its layout', () => {
    const one = parseContent('key: a\nshelves: []\n', 'a.yaml', Shop)
    const same = parseContent('# a shop\nshelves:   []\n"key": "a"\n', 'b.yaml', Shop)
    const other = parseContent('key: b\nshelves: []\n', 'a.yaml', Shop)
    expect(same.hash).toBe(one.hash)
    expect(other.hash).not.toBe(one.hash)
    // RFC 8785: keys in code unit order.
    expect(contentHash({ b: [1, 'x'], a: null })).toBe(
      'c22cb7b0353770e2b38094af641143ebf008ddf2d1f2dedb9d875996fcf245fa',
    )
  })

  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'content-'))
    await writeFile(join(folder, 'good.yaml'), 'key: a\nshelves: []\n')
    await writeFile(join(folder, 'bad.yaml'), 'key: A\nshelves: []\n')
    await writeFile(join(folder, 'worse.yaml'), 'key: a\n')
    await writeFile(join(folder, 'latin.yaml'), Buffer.from([0x6b, 0x3a, 0x20, 0xe2, 0x0a]))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('files are named relative to the root, and one run tells the errors of all of them', async () => {
    const read = (name: string) => readContent(join(folder, name), Shop, { root: folder })
    expect((await read('good.yaml')).file).toBe('good.yaml')
    await expect(gatherContent([read('good.yaml')])).resolves.toHaveLength(1)
    const all = gatherContent(['worse.yaml', 'good.yaml', 'bad.yaml', 'latin.yaml', 'none.yaml'].map(read))
    const problem: unknown = await all.catch((error: unknown) => error)
    expect(findContentErrors(problem)?.map((error) => `${error.file} ${error.code}`)).toEqual([
      'bad.yaml pattern',
      'latin.yaml not-utf8',
      'none.yaml missing-file',
      'worse.yaml required',
    ])
  })

  test('what is not an error of content is not swallowed', async () => {
    await expect(gatherContent([Promise.reject(new TypeError('a bug'))])).rejects.toThrow('a bug')
    await expect(readContent(folder, Shop)).rejects.toThrow('EISDIR')
  })
})
