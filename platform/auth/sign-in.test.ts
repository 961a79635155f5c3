import { expect, test } from 'vitest'
import { CookieBrowser } from '../../tests/cookie-browser.ts'
import { freePort, hour, serve, session, signIn, start, there, useSignIn } from './sign-in.fixture.ts'

useSignIn()

test.for(['citizen', 'officer'] as const)(
  'a %s signs in without a script and lands where they wished',
  async (name) => {
    const { home } = await serve()
    const browser = new CookieBrowser(home)
    expect(await session(browser)).toEqual({ kind: 'anonymous' })
    const { choice, landed } = await signIn(browser, name, 'an', '/api?lang=en')
    expect(choice.text).toContain('BẢN DÙNG THỬ')
    expect(choice.text).not.toContain('<script')
    expect(landed.status).toBe(200)
    expect(landed.url.href).toBe(`${home}/api?lang=en`)
    expect(await session(browser)).toMatchObject({ kind: name })
  },
)

test('the session cookie is out of reach of scripts and other sites, and only its hash is kept', async () => {
  const { home } = await serve()
  const browser = new CookieBrowser(home)
  const choice = await browser.get('/auth/citizen/sign-in')
  const answers: string[] = []
  let answer = await browser.send(choice.url, {
    method: 'POST',
    body: 'account=an',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
  })
  for (
    let location = answer.headers.get('location');
    location !== null;
    location = answer.headers.get('location')
  ) {
    answers.push(...answer.headers.getSetCookie())
    answer = await browser.send(new URL(location, home), { method: 'GET' })
  }
  const line = answers.find((one) => one.startsWith('ts_session='))
  expect(line).toMatch(/; HttpOnly/)
  expect(line).toMatch(/; SameSite=Lax/)
  expect(line).not.toMatch(/; Secure/)
  const token = browser.cookie('ts_session') ?? ''
  expect(token).toMatch(/^[\w-]{43}$/)
  const kept = await there.owner.rows('SELECT * FROM session')
  expect(kept).toHaveLength(1)
  expect(JSON.stringify(kept)).not.toContain(token)
})

test('signing in again gives a new cookie and ends the old session', async () => {
  const { home } = await serve()
  const browser = new CookieBrowser(home)
  await signIn(browser, 'citizen', 'an')
  const before = browser.cookie('ts_session') ?? ''
  await signIn(browser, 'officer', 'an')
  expect(browser.cookie('ts_session')).not.toBe(before)
  const thief = new CookieBrowser(home)
  thief.setCookie('ts_session', before)
  expect(await session(thief)).toEqual({ kind: 'anonymous' })
  expect(await session(browser)).toMatchObject({ kind: 'officer' })
})

test('a cookie planted before signing in is worth nothing afterwards', async () => {
  const { home } = await serve()
  const browser = new CookieBrowser(home)
  const planted = 'A'.repeat(43)
  browser.setCookie('ts_session', planted)
  await signIn(browser, 'citizen', 'an')
  expect(browser.cookie('ts_session')).not.toBe(planted)
})

test('signing out ends the session on the server, and only by a form of our own', async () => {
  const { home } = await serve()
  const browser = new CookieBrowser(home)
  await signIn(browser, 'citizen', 'an')
  const token = browser.cookie('ts_session') ?? ''
  const foreign = await browser.send(new URL('/auth/sign-out', home), {
    method: 'POST',
    headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  })
  expect(foreign.status).toBe(403)
  expect(await session(browser)).toMatchObject({ kind: 'citizen' })
  expect((await browser.get('/auth/sign-out')).status).toBe(404)
  await browser.post('/auth/sign-out', {})
  expect(browser.cookie('ts_session')).toBeUndefined()
  browser.setCookie('ts_session', token)
  expect(await session(browser)).toEqual({ kind: 'anonymous' })
})

test('a session ends after an hour without use, or twelve hours in any case', async () => {
  const { home, sessions } = await serve()
  const browser = new CookieBrowser(home)
  await signIn(browser, 'citizen', 'an')
  for (let passed = 0.9; passed < 12; passed += 0.9) {
    there.now = new Date(start.getTime() + passed * hour)
    expect(await session(browser)).toMatchObject({ kind: 'citizen' })
  }
  there.now = new Date(start.getTime() + 12 * hour)
  expect(await session(browser)).toEqual({ kind: 'anonymous' })
  await signIn(browser, 'citizen', 'an')
  there.now = new Date(there.now.getTime() + hour)
  expect(await session(browser)).toEqual({ kind: 'anonymous' })
  expect(await sessions.sweep()).toBe(1)
})

test('whoever cancels at the issuer is told so and not signed in', async () => {
  const { home } = await serve()
  const browser = new CookieBrowser(home)
  const choice = await browser.get('/auth/citizen/sign-in')
  const page = await browser.post(choice.url.href, { cancel: 'yes' })
  expect(page.status).toBe(403)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(page.text).toContain('auth.refused-by-issuer')
  expect(await session(browser)).toEqual({ kind: 'anonymous' })
})

test('an account that the province does not admit is not signed in', async () => {
  const { home } = await serve()
  const browser = new CookieBrowser(home)
  const { landed } = await signIn(browser, 'officer', 'binh')
  expect(landed.status).toBe(403)
  expect(landed.text).toContain('chưa được tỉnh cấp quyền')
  expect(landed.text).toContain('href="/auth/officer/sign-in"')
  expect(browser.cookie('ts_session')).toBeUndefined()
})

test('a callback serves once, ten minutes, and only in the browser that began', async () => {
  const { home } = await serve()
  const callbackOf = async (browser: CookieBrowser): Promise<string> => {
    const choice = await browser.get('/auth/citizen/sign-in')
    let answer = await browser.send(choice.url, {
      method: 'POST',
      body: 'account=an',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    })
    let location = answer.headers.get('location') ?? ''
    while (!location.includes('/auth/citizen/callback')) {
      answer = await browser.send(new URL(location, home), { method: 'GET' })
      location = answer.headers.get('location') ?? ''
    }
    return location
  }
  const browser = new CookieBrowser(home)
  const stolen = await callbackOf(browser)
  const other = new CookieBrowser(home)
  expect((await other.get(stolen)).status).toBe(410)
  await other.get('/auth/citizen/sign-in')
  expect((await other.get(stolen)).text).toContain('auth.attempt-unknown')
  expect((await browser.get(stolen)).url.pathname).toBe('/')
  expect((await browser.get(stolen)).status).toBe(410)
  const late = await callbackOf(browser)
  there.now = new Date(start.getTime() + 10 * 60_000)
  expect((await browser.get(late)).status).toBe(410)
  const forOfficers = (await callbackOf(browser)).replace('/citizen/', '/officer/')
  expect((await browser.get(forOfficers)).status).toBe(410)
})

test('two sign-ins begun side by side in one browser can both be finished', async () => {
  const { home } = await serve()
  const browser = new CookieBrowser(home)
  const [first, second] = [
    await browser.get('/auth/citizen/sign-in?next=/api'),
    await browser.get('/auth/officer/sign-in?next=/api'),
  ]
  await browser.post(first.url.href, { account: 'an' })
  expect(await session(browser)).toMatchObject({ kind: 'citizen' })
  await browser.post(second.url.href, { account: 'an' })
  expect(await session(browser)).toMatchObject({ kind: 'officer' })
})

test('the way back never leaves this site', async () => {
  const { home } = await serve()
  const browser = new CookieBrowser(home)
  const { landed } = await signIn(browser, 'citizen', 'an', 'https://evil.example/')
  expect(landed.url.href).toBe(`${home}/`)
})

test('a visit by the address 127.0.0.1 is led to the name that the way back uses', async () => {
  const { home } = await serve()
  const byAddress = new URL('/auth/citizen/sign-in?next=%2Fapi', home.replace('localhost', '127.0.0.1'))
  const answer = await new CookieBrowser(home).send(byAddress, { method: 'GET' })
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe(`${home}/auth/citizen/sign-in?next=%2Fapi`)
})

test('an issuer that is away is a clear problem, to people and to programs', async () => {
  const port = await freePort()
  const { home } = await serve(({ fetch: _fetch, ...issuer }) => ({
    ...issuer,
    settings: { ...issuer.settings, url: new URL(`http://127.0.0.1:${port}/`) },
  }))
  const page = await new CookieBrowser(home).get('/auth/citizen/sign-in')
  expect(page.status).toBe(503)
  expect(page.text).toContain('Chưa kết nối được với hệ thống xác thực')
  const answer = await fetch(`${home}/auth/citizen/sign-in`, { headers: { accept: 'application/json' } })
  expect(await answer.json()).toMatchObject({ code: 'auth.issuer-unreachable', meta: { issuer: 'citizen' } })
})

test('an answer that does not bear the signature of its issuer is not believed', async () => {
  const { home } = await serve((issuer) => ({
    ...issuer,
    fetch: async (url, init) => {
      const answer = await (issuer.fetch?.(url, init) ?? fetch(url, init))
      if (!url.endsWith('/token')) return answer
      const tokens = (await answer.json()) as { id_token: string }
      const [header, payload = '', signature] = tokens.id_token.split('.')
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
      const forged = Buffer.from(JSON.stringify({ ...claims, acr: 'LoA4' })).toString('base64url')
      return Response.json({ ...tokens, id_token: `${header}.${forged}.${signature}` })
    },
  }))
  const { landed } = await signIn(new CookieBrowser(home), 'citizen', 'an')
  expect(landed.status).toBe(503)
  expect(landed.text).toContain('auth.issuer-answer-invalid')
})

test('no such issuer, no sign-in', async () => {
  const { home } = await serve()
  expect((await fetch(`${home}/auth/nobody/sign-in`)).status).toBe(422)
})
