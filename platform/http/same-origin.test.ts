import { expect, test } from 'vitest'
import { comesFromOwnPage, type OriginHeaders } from './same-origin.ts'

const publicUrl = new URL('https://dichvucong.example.vn')
const none: OriginHeaders = {
  method: 'POST',
  host: 'dichvucong.example.vn',
  origin: undefined,
  secFetchSite: undefined,
  cookie: 'ts_session=x',
}

test.for<[string, Partial<OriginHeaders>, boolean]>([
  ['a page of ours', { secFetchSite: 'same-origin' }, true],
  ['another site', { secFetchSite: 'cross-site' }, false],
  ['a sister host', { secFetchSite: 'same-site' }, false],
  ['a bookmark', { secFetchSite: 'none' }, false],
  [
    'another site that forges our origin beside',
    { secFetchSite: 'cross-site', origin: publicUrl.origin },
    false,
  ],
  ['an older browser on a page of ours', { origin: 'https://dichvucong.example.vn' }, true],
  ['the same host by its local name', { origin: 'http://192.168.1.5:8080', host: '192.168.1.5:8080' }, true],
  ['an older browser on another site', { origin: 'https://evil.example' }, false],
  ['a host that only begins like ours', { origin: 'https://dichvucong.example.vn.evil.example' }, false],
  ['a hidden origin', { origin: 'null' }, false],
  ['nobody who says, with a cookie', {}, false],
  ['another system, without a cookie', { cookie: undefined }, true],
  ['another site that only reads', { method: 'GET', secFetchSite: 'cross-site' }, true],
])('a change asked for by %s', ([, headers, allowed]) => {
  expect(comesFromOwnPage({ ...none, ...headers }, publicUrl)).toBe(allowed)
})
