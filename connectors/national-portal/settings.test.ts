import { expect, test } from 'vitest'
import { checkSettings, demandLoopback } from './settings.ts'
import { createStandIn } from './stand-in/stand-in.ts'

const endpoint = (baseUrl: string) => ({
  baseUrl,
  loginPath: '/login',
  integrationPath: '/integration',
  sharePath: '/share',
  username: 'h53',
  password: 'x',
})
const linkSecret = new Uint8Array(32)

test.each([
  ['https://api.dichvucong.gov.vn'],
  ['http://10.0.0.1'],
  ['http://127.0.0.1.example.vn'],
  ['http://localhost.example.vn'],
])('a demonstration does not talk to %s', (url) => {
  expect(() => checkSettings({ provinceMode: 'demo', linkSecret }, endpoint(url))).toThrow(
    'national-portal.endpoint-not-loopback',
  )
  expect(() => checkSettings({ provinceMode: 'real', linkSecret }, endpoint(url))).not.toThrow()
})

test.each([['http://127.0.0.1:8080'], ['http://localhost:8080/a'], ['http://[::1]:8080']])(
  'a demonstration talks to %s',
  (url) => {
    expect(() => checkSettings({ provinceMode: 'demo', linkSecret }, endpoint(url))).not.toThrow()
  },
)

test('links to files need a secret worth the name', () => {
  expect(() => checkSettings({ provinceMode: 'demo', linkSecret: new Uint8Array(31) }, null)).toThrow(
    'national-portal.link-secret-short',
  )
})

test('a real province has no stand-in', () => {
  const desk = { provinceCode: 'H53', username: 'h53', password: 'x' }
  expect(() => createStandIn({ provinceMode: 'real', ...desk })).toThrow(
    'national-portal.stand-in-in-real-province',
  )
})

test('the stand-in is looked for on this machine only', () => {
  expect(demandLoopback('http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080')
  expect(() => demandLoopback('http://192.168.1.2:8080')).toThrow('national-portal.endpoint-not-loopback')
})
