import { expect, test } from 'vitest'
import { maskName } from './masking.ts'

test.each([
  ['Nguyễn Văn An', 'N***** V** A*'],
  ['Ý', 'Ý*'],
  ['Công ty 3M', 'C*** t* 3*'],
  ['Nguyễn', 'N*****'],
  ['Nguyễn'.normalize('NFD'), 'N*****'],
  ['👩‍👩‍👧 An', '👩‍👩‍👧* A*'],
])('of %s a stranger reads %s', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})
