import { expect, test } from 'vitest'
import { localPath } from './local-path.ts'

test.each([
  ['/ho-so/H53-1?x=1', '/ho-so/H53-1?x=1'],
  ['/', '/'],
  ['//evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['', '/'],
  [null, '/'],
])('what a form asks to go to, %j, leads to %j', (asked, to) => {
  expect(localPath(asked)).toBe(to)
})
