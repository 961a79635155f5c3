import { expect, test } from 'vitest'
import { CookieBrowser } from '../../tests/cookie-browser.ts'
import { historyOf, place, readLedger } from '../ledger/index.ts'
import { hour, ids, serve, signIn, start, there, useSignIn } from './sign-in.fixture.ts'

useSignIn()

/** What the ledger was told since, without what differs from run to run. */
async function toldSince(position: number) {
  await place(there.database)
  const entries = await readLedger(there.database, position, 100)
  return entries.map(({ kind, caseId, actor, payload }) => ({ kind, caseId, actor, payload }))
}

async function lastPosition(): Promise<number> {
  await place(there.database)
  const { last } = await there.database.one<{ last: number }>('SELECT last FROM ledger_head')
  return last
}

const person = { kind: 'person', id: ids.citizen }
const officer = { kind: 'officer', id: ids.officer }
const begun = (issuer: 'citizen' | 'officer', actor: object) => ({
  kind: 'session.begun',
  caseId: ids[issuer],
  actor,
  payload: { issuer, assurance: 2 },
})

test('signing in and out is on the record, in the order of the account, and once', async () => {
  const { home } = await serve()
  const browser = new CookieBrowser(home)
  const before = await lastPosition()
  await signIn(browser, 'citizen', 'an')
  await browser.post('/auth/sign-out', {})
  await browser.post('/auth/sign-out', {})
  const ended = {
    kind: 'session.ended',
    caseId: ids.citizen,
    actor: person,
    payload: { reason: 'signed-out' },
  }
  expect(await toldSince(before)).toEqual([begun('citizen', person), ended])
  const history = await historyOf(there.database, ids.citizen)
  expect(history.slice(-2).map(({ kind }) => kind)).toEqual(['session.begun', 'session.ended'])
})

test('signing in over a session records the end of that one too', async () => {
  const { home } = await serve()
  const browser = new CookieBrowser(home)
  await signIn(browser, 'citizen', 'an')
  const before = await lastPosition()
  await signIn(browser, 'citizen', 'an')
  await signIn(browser, 'officer', 'an')
  const replaced = {
    kind: 'session.ended',
    caseId: ids.citizen,
    actor: person,
    payload: { reason: 'replaced' },
  }
  expect(await toldSince(before)).toEqual([
    replaced,
    begun('citizen', person),
    replaced,
    begun('officer', officer),
  ])
})

test('whoever is turned away is on the record by issuer and rule; a stray callback is nothing', async () => {
  const { home } = await serve()
  const before = await lastPosition()
  await signIn(new CookieBrowser(home), 'officer', 'binh')
  const browser = new CookieBrowser(home)
  const choice = await browser.get('/auth/citizen/sign-in')
  await browser.post(choice.url.href, { cancel: 'yes' })
  expect((await browser.get('/auth/citizen/callback?state=stray')).status).toBe(410)
  const refused = (issuer: string, code: string) => ({
    kind: 'sign-in.refused',
    caseId: null,
    actor: { kind: 'system', id: 'sign-in' },
    payload: { issuer, code },
  })
  expect(await toldSince(before)).toEqual([
    refused('officer', 'people.officer-unknown'),
    refused('citizen', 'auth.refused-by-issuer'),
  ])
})

test('an ended session is no session of anybody: signing out records nothing then', async () => {
  const { home } = await serve()
  const browser = new CookieBrowser(home)
  await signIn(browser, 'citizen', 'an')
  const before = await lastPosition()
  there.now = new Date(start.getTime() + hour)
  await browser.post('/auth/sign-out', {})
  expect(await toldSince(before)).toEqual([])
})
