import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ownNode = join(`node-${process.platform}-${process.arch}`, 'bin/node')
const root = dirname(import.meta.dirname)

const lock = { packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } }
const elsewhere = { 'node_modules/b': { version: '1.0.0', optional: true } }

let house: string

/** A program that says how it was run. */
const PROGRAM = `
process.on('SIGTERM', () => { console.log('asked to stop'); setTimeout(() => process.exit(7), 50) })
console.log(JSON.stringify({ node: process.execPath, args: process.argv.slice(2) }))
if (process.argv.includes('wait')) setInterval(() => undefined, 1000)
else process.exitCode = Number(process.env.EXIT ?? 0)
`

beforeEach(async () => {
  house = await mkdtemp(join(tmpdir(), 'ts-bootstrap-'))
  await mkdir(join(house, 'main'))
  await mkdir(join(house, 'bin'))
  await mkdir(join(house, 'node_modules'))
  await cp(join(root, 'main/bootstrap.mjs'), join(house, 'main/bootstrap.mjs'))
  await writeFile(join(house, 'main/server.ts'), PROGRAM)
  await writeJson('package-lock.json', { packages: { ...lock.packages, ...elsewhere } })
  await writeJson('node_modules/.package-lock.json', lock)
  const folder = dirname(dirname(ownNode))
  const packaged = join(root, 'node_modules', folder)
  if (existsSync(packaged)) await symlink(packaged, join(house, 'node_modules', folder))
})
afterEach(() => rm(house, { recursive: true }))

const writeJson = (path: string, value: unknown) => writeFile(join(house, path), JSON.stringify(value))

/** An npm that answers as told, and writes down what it was asked. */
async function answerAsNpm(script: string): Promise<void> {
  await writeFile(join(house, 'bin/npm'), `#!/bin/sh\necho "$@" > '${house}/asked'\n${script}\n`, {
    mode: 0o755,
  })
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [join(house, 'main/bootstrap.mjs'), ...args], {
    cwd: house,
    env: { PATH: `${house}/bin:${process.env['PATH'] ?? ''}`, ...env },
  })
  let output = ''
  let complaint = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (complaint += String(chunk)))
  const ended = once(child, 'close').then(([code]) => ({ code: Number(code), output, complaint }))
  return { child, ended }
}

test('a command runs on the packaged Node with its arguments, and its exit code comes back', async () => {
  const { code, output, complaint } = await start(['start', '--one', 'two'], { EXIT: '3' }).ended
  expect(complaint).toBe('')
  expect(code).toBe(3)
  const said = JSON.parse(output) as { node: string; args: readonly string[] }
  expect(said.args).toEqual(['--one', 'two'])
  expect(said.node).toContain(ownNode)
})

test('an unknown command is one sentence', async () => {
  const { code, complaint } = await start(['stort']).ended
  expect(code).toBe(1)
  expect(complaint).toBe('Say one of: start, dev, test, check, bench, cli.\n')
})

test('a signal reaches the program, which ends in its own way and is waited for', async () => {
  const { child, ended } = start(['start', 'wait'])
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  const { code, output } = await ended
  expect(output).toContain('asked to stop')
  expect(code).toBe(7)
})

test('what is missing is installed first, by npm ci', async () => {
  await rm(join(house, 'node_modules/.package-lock.json'))
  await answerAsNpm(`cp '${house}/package-lock.json' '${house}/node_modules/.package-lock.json'`)
  const { code, complaint } = await start(['start']).ended
  expect(complaint).toBe('Installing what is missing (once; needs the network).\n')
  expect(code).toBe(0)
  expect(await readFile(join(house, 'asked'), 'utf8')).toMatch(/^ci --include=dev --include=optional/)
  await rm(join(house, 'asked'))
  await start(['start']).ended
  expect(existsSync(join(house, 'asked'))).toBe(false)
})

test.each([
  ['a newer version', { version: '1.0.1', integrity: 'sha512-a' }],
  ['another content', { version: '1.0.0', integrity: 'sha512-b' }],
])('a lock that asks for %s is installed anew', async (_, a) => {
  await writeJson('package-lock.json', { packages: { 'node_modules/a': a } })
  await answerAsNpm('exit 0')
  await start(['start']).ended
  expect(existsSync(join(house, 'asked'))).toBe(true)
})

test('without a network the first start says so in one sentence', async () => {
  await rm(join(house, 'node_modules/.package-lock.json'))
  await answerAsNpm('echo "npm error code ENOTFOUND" >&2; exit 1')
  const { code, complaint } = await start(['start']).ended
  expect(code).toBe(1)
  expect(complaint.trim().split('\n').at(-1)).toBe(
    'The first start needs the network to install packages, and the npm registry could not be reached.',
  )
})

test('another failure of npm is told with its reason', async () => {
  await rm(join(house, 'node_modules/.package-lock.json'))
  await answerAsNpm('echo "npm error code EUSAGE" >&2; exit 1')
  const { code, complaint } = await start(['start']).ended
  expect(code).toBe(1)
  expect(complaint).toContain('Installing failed: npm error code EUSAGE')
})

function pretend(what: string): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(what)}` }
}

test('a Node that is too old is one sentence', async () => {
  const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.19.0' } })`
  const { code, complaint } = await start(['start'], pretend(old)).ended
  expect(code).toBe(1)
  expect(complaint).toBe('Node 20 or newer is needed to begin; this is 18.19.0.\n')
})

test('a platform without a packaged Node uses its own if that is new enough, and else says so', async () => {
  const strange = `Object.defineProperty(process, 'arch', { value: 'riscv64' });`
  expect((await start(['start'], pretend(strange)).ended).code).toBe(0)
  const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.1.0' } })`
  const { code, complaint } = await start(['start'], pretend(strange + old)).ended
  expect(code).toBe(1)
  expect(complaint).toMatch(
    /^There is no packaged Node 24 for \w+-riscv64: install Node 24 and try again\.\n$/,
  )
})
