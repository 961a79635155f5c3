import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Problem } from '../kernel/problem.ts'
import { sentenceOf } from './sentences.ts'

const root = join(import.meta.dirname, '..')

async function codesOf(pattern: string): Promise<readonly string[]> {
  const codes = new Set<string>()
  for await (const file of glob(pattern, { cwd: root })) {
    if (file.endsWith('.test.ts')) continue
    const text = await readFile(join(root, file), 'utf8')
    for (const [, code = ''] of text.matchAll(/new Problem\(\s*'[a-z]+',\s*'([a-z.-]+)'/g)) codes.add(code)
  }
  return [...codes]
}

test('every problem of the database and the settings has a sentence for the operator', async () => {
  const codes = [...(await codesOf('platform/db/**/*.ts')), ...(await codesOf('platform/config/*.ts'))]
  expect(codes.length).toBeGreaterThan(15)
  expect(codes.filter((code) => sentenceOf(new Problem('unavailable', code)) === code)).toEqual([])
})

test('the settings that are wrong are told one in a line', () => {
  const meta = { sentences: ['The setting PORT must be a number.', 'The setting HOST must be a host.'] }
  expect(sentenceOf(new Problem('invalid', 'config.invalid', { meta }))).toBe(meta.sentences.join('\n'))
})

test('errors in the content are told one in a line, with their place', () => {
  const one = { file: 'a.yaml', line: 3, column: 5, path: '/key', code: 'type', detail: 'must be string' }
  const problem = new Problem('invalid', 'content.invalid', { meta: { errors: [one, { ...one, line: 9 }] } })
  expect(sentenceOf(problem)).toBe(
    'a.yaml:3:5 /key type: must be string\na.yaml:9:5 /key type: must be string',
  )
})

test('a problem without a sentence shows its code and what it knows; a bug shows where it is', () => {
  const cause = new Error('why')
  expect(sentenceOf(new Problem('missing', 'x.unknown', { meta: { id: 1 }, cause }))).toBe(
    'x.unknown {"id":1}: why',
  )
  expect(sentenceOf(new TypeError('x is undefined'))).toContain('sentences.test.ts')
})
