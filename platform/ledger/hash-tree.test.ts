import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rootFrom, treePath, treeRoot } from './hash-tree.ts'
import { leafHash, payloadHash } from './hashes.ts'

const leaves = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 40 })

/** RFC 6962 §2.1, word for word: split at the largest power of two below the number of leaves. */
function rootByTheBook(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes
  if (only === undefined) throw new Error('no leaves')
  if (hashes.length === 1) return only
  const split = 2 ** Math.ceil(Math.log2(hashes.length) - 1)
  const parts = [rootByTheBook(hashes.slice(0, split)), rootByTheBook(hashes.slice(split))]
  return createHash('sha256')
    .update(Buffer.from([1]))
    .update(Buffer.concat(parts))
    .digest()
}

test('the root is the one of RFC 6962', () => {
  fc.assert(
    fc.property(leaves, (hashes) => {
      expect(Buffer.from(treeRoot(hashes)).toString('hex')).toBe(
        Buffer.from(rootByTheBook(hashes)).toString('hex'),
      )
    }),
  )
})

test('the path of every leaf leads to the root', () => {
  fc.assert(
    fc.property(leaves, (hashes) => {
      const root = Buffer.from(treeRoot(hashes))
      for (const [index, leaf] of hashes.entries()) {
        expect(Buffer.from(rootFrom(leaf, treePath(hashes, index))).equals(root)).toBe(true)
      }
    }),
  )
})

test('a payload and a leaf are hashed as anyone can do it again', () => {
  const text = '{"họ tên":"Nguyễn Thị Bưởi"}'
  const sha256 = (...parts: (string | Buffer)[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')
  expect(payloadHash('00ff', text)).toBe(sha256(Buffer.from([2]), '00ff', text))
  expect(leafHash(['a', null]).toString('hex')).toBe(sha256(Buffer.from([0]), '["a",null]'))
})
