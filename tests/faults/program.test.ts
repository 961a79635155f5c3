import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { freePort, startProgram } from './running-program.ts'

const until = { timeout: 90_000, interval: 50 }

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ts-program-'))
  await chmod(folder, 0o755)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('several Ctrl-C at once end the program in good order, and nothing is left running', async () => {
  const port = await freePort()
  const program = startProgram(folder, { PORT: String(port) })
  await vi.waitFor(
    async () => expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200),
    until,
  )
  const lock = join(folder, 'postgres/data/postmaster.pid')
  expect(existsSync(lock)).toBe(true)
  for (let i = 0; i < 3; i += 1) program.child.kill('SIGINT')
  expect(await program.ended).toBe(0)
  expect(existsSync(lock)).toBe(false)
}, 120_000)

test('a setting that is wrong stops the start with one sentence', async () => {
  const program = startProgram(folder, { PORT: 'eighty' })
  expect(await program.ended).toBe(1)
  expect(program.said()).toBe('The setting PORT must be a whole number from 0 to 65535.\n')
})

test('a data folder that cannot be written stops the start with one sentence', async () => {
  await writeFile(join(folder, 'file'), '')
  const program = startProgram(folder, { DATA_DIR: join(folder, 'file/data') })
  expect(await program.ended).toBe(1)
  expect(program.said()).toBe(`The data folder ${join(folder, 'file/data')} cannot be written.\n`)
})

test('a database that is not there stops the start with one sentence', async () => {
  const program = startProgram(folder, { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' })
  expect(await program.ended).toBe(1)
  expect(program.said()).toBe('The database cannot be reached.\n')
})
