import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { fileLinks } from './links.ts'

const now = new Date('2026-11-23T01:00:00Z')
const file = { dossierId: newId(), sha256: 'ab'.repeat(32), extension: 'pdf' }
const links = fileLinks(randomBytes(32))
const after = (days: number) => new Date(now.getTime() + days * 86_400_000)

test('a link opens its one file until it expires', () => {
  const token = links.tokenFor(file, now)
  expect(links.read(token, now)).toEqual(file)
  expect(links.read(token, after(7))).toEqual(file)
  expect(() => links.read(token, after(8))).toThrow('national-portal.link-expired')
  expect(token.length).toBeLessThanOrEqual(200)
})

test('a link keeps its address through the day', () => {
  expect(links.tokenFor(file, new Date('2026-11-23T23:59:59Z'))).toBe(links.tokenFor(file, now))
  expect(links.tokenFor(file, after(1))).not.toBe(links.tokenFor(file, now))
})

test('nobody makes a link who does not know the secret, or changes one', () => {
  const token = links.tokenFor(file, now)
  const bytes = Buffer.from(token, 'base64url')
  for (let at = 0; at < bytes.length; at += 1) {
    const forged = Buffer.from(bytes)
    forged.writeUInt8(forged.readUInt8(at) ^ 1, at)
    expect(() => links.read(forged.toString('base64url'), now)).toThrow('national-portal.link-invalid')
  }
  expect(() => fileLinks(randomBytes(32)).read(token, now)).toThrow('national-portal.link-invalid')
  expect(() => links.read('', now)).toThrow('national-portal.link-invalid')
  expect(() => links.read(`${token}AAAA`, now)).toThrow('national-portal.link-invalid')
})

test('a file keeps its type, by whatever name, and has none where none is known', () => {
  const read = (extension: string) => links.read(links.tokenFor({ ...file, extension }, now), now).extension
  expect(['pdf', 'jpeg', 'docx', 'exe', ''].map(read)).toEqual(['pdf', 'jpg', 'docx', '', ''])
})
