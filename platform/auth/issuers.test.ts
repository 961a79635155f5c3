import { expect, test } from 'vitest'
import { checkIssuers, createStandIn, readIssuerSettings } from './index.ts'
import { nextPath } from './next-path.ts'

const publicUrl = new URL('https://thu.tayninh.example.vn')
const issuer = (url: string) => ({ url: new URL(url) })

function check(mode: 'demo' | 'real', citizen: string | undefined, officer: string | undefined): string {
  try {
    checkIssuers(mode, publicUrl, {
      citizen: citizen === undefined ? undefined : issuer(citizen),
      officer: officer === undefined ? undefined : issuer(officer),
    })
    return 'passes'
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

const standIn = 'https://thu.tayninh.example.vn/stand-in/vneid'
const realOne = 'https://sso.example.gov.vn'

test.for([
  [standIn, standIn, 'passes'],
  ['http://localhost:8080/stand-in/vneid', 'http://127.0.0.1:9/x', 'passes'],
  ['http://[::1]:8080/x', undefined, 'passes'],
  [undefined, undefined, 'passes'],
  [realOne, standIn, 'auth.real-issuer-in-demo'],
  [standIn, realOne, 'auth.real-issuer-in-demo'],
  ['https://localhost.example.com', standIn, 'auth.real-issuer-in-demo'],
  ['https://127.0.0.1.example.com', standIn, 'auth.real-issuer-in-demo'],
  ['https://thu.tayninh.example.vn:444/x', standIn, 'auth.real-issuer-in-demo'],
  ['http://10.0.0.7/x', standIn, 'auth.real-issuer-in-demo'],
] as const)('a demo with issuers %s and %s: %s', ([citizen, officer, outcome]) => {
  expect(check('demo', citizen, officer)).toBe(outcome)
})

test.for([
  [realOne, 'https://taikhoan.example.gov.vn', 'passes'],
  [realOne, undefined, 'auth.issuer-missing'],
  [undefined, realOne, 'auth.issuer-missing'],
  [realOne, 'http://taikhoan.example.gov.vn', 'auth.unsafe-issuer-in-real-province'],
  [realOne, 'https://localhost/x', 'auth.unsafe-issuer-in-real-province'],
  [standIn, realOne, 'auth.unsafe-issuer-in-real-province'],
] as const)('a real province with issuers %s and %s: %s', ([citizen, officer, outcome]) => {
  expect(check('real', citizen, officer)).toBe(outcome)
})

test('a stand-in cannot be made in a real province', async () => {
  const settings = {
    mode: 'real',
    name: 'citizen',
    publicUrl,
    path: '/stand-in/x',
    accounts: [],
    words: { watermark: '', title: '', lead: '' },
  } as const
  await expect(createStandIn(settings)).rejects.toMatchObject({ code: 'auth.stand-in-in-real-province' })
})

test('an issuer is configured wholly or not at all', () => {
  const whole = { X_ISSUER: 'https://a.example', X_CLIENT_ID: 'id', X_CLIENT_SECRET: 's' }
  expect(readIssuerSettings(whole, 'X')).toEqual({
    url: new URL('https://a.example'),
    clientId: 'id',
    clientSecret: 's',
  })
  expect(readIssuerSettings({ X_ISSUER: ' ' }, 'X')).toBeUndefined()
  for (const name of ['X_ISSUER', 'X_CLIENT_ID', 'X_CLIENT_SECRET']) {
    expect(() => readIssuerSettings({ ...whole, [name]: '' }, 'X')).toThrow('auth.issuer-settings-incomplete')
  }
  expect(() => readIssuerSettings({ ...whole, X_ISSUER: 'no address' }, 'X')).toThrow('incomplete')
})

test.for([
  ['/ho-so/1?trang=2#cuoi', '/ho-so/1?trang=2#cuoi'],
  ['/', '/'],
  [undefined, '/'],
  ['', '/'],
  ['https://evil.example/', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example/', '/'],
  ['/a\\..\\..\\evil', '/'],
  ['/\t/evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['ho-so', '/'],
  ['/..//evil.example', '/'],
] as const)('after signing in, %s leads to %s', ([wish, path]) => {
  expect(nextPath(wish)).toBe(path)
})
