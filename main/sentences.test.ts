import { readFile, glob } from 'node:fs/promises'
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

test('every problem that can stop the start has a sentence for the operator', async () => {
  const codes = [...(await codesOf('platform/db/**/*.ts')), ...(await codesOf('platform/config/*.ts'))]
  expect(codes.length).toBeGreaterThan(15)
  const mute = codes.filter((code) => {
    const sentence = sentenceOf(new Problem('unavailable', code))
    return sentence === undefined || sentence.length < 15
  })
  expect(mute).toEqual([])
})

test('the settings that are wrong are told one in a line', () => {
  const meta = { sentences: ['The setting PORT must be a number.', 'The setting HOST must be a host.'] }
  expect(sentenceOf(new Problem('invalid', 'config.invalid', { meta }))).toBe(meta.sentences.join('\n'))
})

test('a port that is taken is one sentence, and a bug is none', () => {
  const taken = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE' })
  expect(sentenceOf(taken)).toContain('PORT')
  expect(sentenceOf(new TypeError('x is undefined'))).toBeUndefined()
  expect(sentenceOf(new Problem('missing', 'dossiers.unknown'))).toBeUndefined()
})
