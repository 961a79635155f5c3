import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CookieBrowser } from '../cookie-browser.ts'
import { serveProvince, type ServedProvince } from '../served-province.ts'
import { readMatrix, type Row } from './matrix.ts'
import { requestOf } from './requests.ts'
import { screenPaths } from './screens.ts'
import { signedIn, visitorNames, type VisitorName } from './visitors.ts'
import { worldOf, type Subject, type World } from './world.ts'

const rows = await readMatrix()

let served: ServedProvince
let world: World
const browsers = new Map<VisitorName, CookieBrowser>()

beforeAll(async () => {
  served = await serveProvince('2026-11-23T02:00:00Z')
  world = worldOf(served)
  for (const name of visitorNames) browsers.set(name, await signedIn(served.home, name))
})
afterAll(() => served?.close())

interface Answer {
  readonly status: number
  readonly text: string
}

async function ask(name: VisitorName, row: Row, subject: Subject): Promise<Answer> {
  const browser = browsers.get(name)
  if (browser === undefined) throw new Error(`${name} did not come in`)
  const { path, init } = requestOf(row, subject)
  const answer = await browser.send(new URL(path, served.home), init)
  const isEndless = answer.headers.get('content-type')?.startsWith('text/event-stream') === true
  if (isEndless) await answer.body?.cancel()
  return { status: answer.status, text: isEndless ? '' : await answer.text() }
}

describe('every route of the running program', () => {
  test('has its place in rights.md, and nothing else has', () => {
    const placed = new Set(rows.map(({ method, path }) => `${method} ${path}`))
    const isScreen = (url: string) => url === '/' || url === '/*'
    const routes = served.routes
      .filter(({ method, url }) => method !== 'HEAD' && !isScreen(url))
      .map(({ method, url }) => `${method} ${url}`)
    const screens = screenPaths().map((path) => `GET ${path}`)
    const all = new Set([...routes, ...screens])
    expect([...all].filter((route) => !placed.has(route))).toEqual([])
    const isForm = (route: string) => route.startsWith('POST ') && all.has(route.replace('POST', 'GET'))
    expect([...placed].filter((route) => !all.has(route) && !isForm(route))).toEqual([])
  })

  test('answers HEAD only where it answers GET, and to the same visitors', async () => {
    const gets = new Set(served.routes.filter(({ method }) => method === 'GET').map(({ url }) => url))
    const heads = served.routes.filter(({ method }) => method === 'HEAD').map(({ url }) => url)
    expect(heads.filter((url) => !gets.has(url))).toEqual([])
    const subject = await world.make('a dossier submitted', 'owner')
    const row = rows.find(({ path }) => path === '/api/v1/dossiers/:id')
    if (row === undefined) throw new Error('rights.md has no dossier')
    for (const name of visitorNames) {
      expect((await ask(name, { ...row, method: 'HEAD' }, subject)).status, name).toBe(row.answers[name])
    }
  })
})

const isAct = ({ method }: Row) => method !== 'GET'

describe('what rights.md says of', () => {
  test.each(rows.map((row) => [`${row.method} ${row.path} about ${row.about}`, row] as const))(
    '%s',
    async (_name, row) => {
      const answers = isAct(row) ? await askOneByOne(row) : await askTogether(row)
      expect(answers).toEqual(row.answers)
    },
  )
})

async function askTogether(row: Row): Promise<Record<string, number>> {
  const subject = await world.make(row.about, 'owner')
  const answers = await Promise.all(
    visitorNames.map(async (name) => {
      const answer = await ask(name, row, subject)
      expectNothingOfTheOwner(name, row, answer)
      return [name, answer.status] as const
    }),
  )
  return Object.fromEntries(answers)
}

/** Whoever is refused finds the subject as it was; for whoever is not, there is another one. */
async function askOneByOne(row: Row): Promise<Record<string, number>> {
  const answers: Record<string, number> = {}
  for (const name of visitorNames) {
    const subject = await world.make(row.about, name)
    const before = await world.trace()
    const answer = await ask(name, row, subject)
    answers[name] = answer.status
    if (row.path === '/auth/sign-out') browsers.set(name, await signedIn(served.home, name))
    if (answer.status < 400) continue
    expect(await world.trace(), `${name} was refused`).toBe(before)
    expectNothingOfTheOwner(name, row, answer)
  }
  return answers
}

const ownersWords = ['072085990001', '0912345678', 'Nguyễn Thị Ngọc Ánh', 'Nguyễn Văn An']
const seeDossiers: readonly VisitorName[] = ['reception', 'case officer', 'approver']

/** A refusal tells nothing of what it is about, but to those who may see that anyway. */
function expectNothingOfTheOwner(name: VisitorName, { about }: Row, { status, text }: Answer): void {
  const maySee = name === 'owner' || (about.includes('dossier') && seeDossiers.includes(name))
  if (maySee || status < 400) return
  expect(
    ownersWords.filter((word) => text.includes(word)),
    `what ${name} is told`,
  ).toEqual([])
}

describe('who leads', () => {
  test.each([
    ['the dossier', '/api/v1/dossiers/:id'],
    ['its page', '/ioc/:indicator/ho-so/:id'],
    ['its page at the workbench', '/workbench/ho-so/:id'],
    ['the list of work', '/api/v1/work'],
  ])('sees by %s where it is and until when, and no word of whose it is', async (_name, path) => {
    const row = rows.find((one) => one.path === path)
    if (row === undefined) throw new Error(`rights.md has no ${path}`)
    for (const about of ['a dossier to be supplemented', 'a dossier released']) {
      const subject = { ...(await world.make(about, 'owner')), indicator: 'on-time' }
      const { status, text } = await ask('leader', row, subject)
      expect(status).toBe(200)
      expect(ownersWords.filter((word) => text.includes(word))).toEqual([])
      expect(text).not.toContain('giay-to.pdf')
    }
  })
})

describe('who has nothing but the code of a dossier', () => {
  const strangers = visitorNames.filter((name) => name !== 'owner')

  test.each(strangers)('learns no name and no word of what was declared, being %s', async (name) => {
    const row = rows.find(({ path }) => path === '/api/v1/tracking/:code')
    if (row === undefined) throw new Error('rights.md has no tracking')
    for (const about of ['a dossier to be supplemented', 'a dossier refused', 'a dossier released']) {
      const { status, text } = await ask(name, row, await world.make(about, 'owner'))
      expect(status).toBe(200)
      expect(ownersWords.filter((word) => text.includes(word))).toEqual([])
      expect(JSON.parse(text)).toMatchObject({
        own: false,
        applicant: 'N***** V** A*',
        dossierId: null,
        supplement: null,
        refusal: null,
        result: null,
      })
    }
  })

  test('sees it whole, being its applicant', async () => {
    const row = rows.find(({ path }) => path === '/api/v1/tracking/:code')
    if (row === undefined) throw new Error('rights.md has no tracking')
    const { text } = await ask('owner', row, await world.make('a dossier released', 'owner'))
    expect(JSON.parse(text)).toMatchObject({
      own: true,
      applicant: 'Nguyễn Văn An',
      result: { number: '15/2026' },
    })
  })
})
