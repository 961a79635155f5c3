import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { CookieBrowser } from '../cookie-browser.ts'
import { aPdf, birthAnswers } from '../living-province.ts'
import { freePort, startProgram } from './running-program.ts'

const until = { timeout: 90_000, interval: 50 }

let folder: string
let home: string
let port: number
let program: ReturnType<typeof startProgram>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ts-answered-'))
  await chmod(folder, 0o755)
  port = await freePort()
  home = `http://localhost:${port}`
  await start()
}, 120_000)
afterAll(async () => {
  program.child.kill('SIGTERM')
  await program.ended
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<void> {
  program = startProgram(folder, { PORT: String(port) })
  await vi.waitFor(async () => expect((await fetch(`${home}/health/ready`)).status).toBe(200), until)
}

async function signIn(): Promise<string> {
  const browser = new CookieBrowser(home)
  const choice = await browser.get('/auth/citizen/sign-in?next=%2Fapi')
  await browser.post(choice.url.href, { account: 'nguyen-van-an' })
  return `ts_session=${browser.cookie('ts_session') ?? ''}`
}

async function bringFile(cookie: string): Promise<string> {
  const form = new FormData()
  form.set('file', new Blob([aPdf], { type: 'application/pdf' }), 'giay-chung-sinh.pdf')
  const answer = await fetch(`${home}/api/v1/files`, {
    method: 'POST',
    body: form,
    headers: { cookie, origin: home },
  })
  const { sha256 } = (await answer.json()) as { sha256: string }
  return sha256
}

async function agencyId(): Promise<string> {
  const answer = await fetch(`${home}/api/v1/agencies`)
  const agencies = (await answer.json()) as readonly { id: string; name: string }[]
  return agencies.find(({ name }) => name === 'UBND phường Long An')?.id ?? ''
}

interface Submitting {
  /** Answered with a code. */
  readonly codes: Set<string>
  /** Keys of requests that got no answer: their sender will repeat them. */
  readonly unanswered: Set<string>
  submit(key: string): Promise<void>
}

function submitting(cookie: string, body: object): Submitting {
  const codes = new Set<string>()
  const unanswered = new Set<string>()
  const text = JSON.stringify(body)
  return {
    codes,
    unanswered,
    async submit(key) {
      const headers = { cookie, origin: home, 'content-type': 'application/json', 'idempotency-key': key }
      try {
        const answer = await fetch(`${home}/api/v1/dossiers`, { method: 'POST', headers, body: text })
        if (answer.status !== 201) throw new Error(`answered ${answer.status}`)
        codes.add(((await answer.json()) as { code: string }).code)
        unanswered.delete(key)
      } catch {
        unanswered.add(key)
      }
    },
  }
}

async function codesKept(cookie: string): Promise<ReadonlySet<string>> {
  const answer = await fetch(`${home}/api/v1/dossiers/mine`, { headers: { cookie } })
  const { dossiers } = (await answer.json()) as { dossiers: readonly { code: string }[] }
  return new Set(dossiers.map(({ code }) => code))
}

async function postmaster(): Promise<number> {
  return Number((await readFile(join(folder, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0])
}

test('no dossier whose code was answered is lost, and a repeated submit makes no second one, when program or database is killed under load', async () => {
  const cookie = await signIn()
  const requirement = {
    requirement: 'birth-notice',
    sha256: await bringFile(cookie),
    name: 'giay-chung-sinh.pdf',
  }
  const load = submitting(cookie, {
    procedure: '1.001193',
    caseKey: 'with-birth-notice',
    agencyId: await agencyId(),
    delivery: 'counter',
    answers: birthAnswers,
    parts: [requirement],
  })
  const burst = (name: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => load.submit(`${name}-of-the-faults-${n}`)))

  const first = burst('program', 30)
  await vi.waitFor(() => expect(load.codes.size).toBeGreaterThan(0), until)
  process.kill(-(program.child.pid ?? 0), 'SIGKILL')
  await first
  await program.ended
  await start()
  const afterProgram = await codesKept(cookie)
  for (const code of load.codes) expect(afterProgram).toContain(code)

  const second = burst('database', 30)
  process.kill(await postmaster(), 'SIGKILL')
  await second
  await vi.waitFor(async () => expect((await fetch(`${home}/health/ready`)).status).toBe(200), until)
  for (const code of load.codes) expect(await codesKept(cookie)).toContain(code)

  await vi.waitFor(async () => {
    await Promise.all([...load.unanswered].map((key) => load.submit(key)))
    expect(load.unanswered.size).toBe(0)
  }, until)
  expect(load.codes.size).toBe(60)
  expect(await codesKept(cookie)).toEqual(load.codes)
}, 240_000)
