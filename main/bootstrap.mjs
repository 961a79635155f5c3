// Runs before anything is installed, on any Node from 20: plain JavaScript, no dependencies.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const OLDEST_NODE = 20
const OWN_NODE = 24

const ENTRIES = {
  start: 'main/server.ts',
  dev: 'main/dev.ts',
  test: 'main/test.ts',
  check: 'main/check.ts',
  bench: 'bench/main.ts',
  cli: 'main/cli.ts',
}

const root = dirname(dirname(fileURLToPath(import.meta.url)))

function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** npm leaves a list of what it has installed as its last act; what the lock asks for beyond that is missing. */
function isInstalled() {
  const asked = readJson(join(root, 'package-lock.json'))?.packages ?? {}
  const there = readJson(join(root, 'node_modules/.package-lock.json'))?.packages
  if (there === undefined) return false
  return Object.entries(asked).every(([path, { version, integrity, optional }]) => {
    const found = there[path]
    if (path === '' || (found === undefined && optional)) return true
    return found?.version === version && found?.integrity === integrity
  })
}

function forward(child) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const pass = (signal) => child.kill(signal)
  for (const signal of signals) process.on(signal, pass)
  return () => signals.forEach((signal) => process.off(signal, pass))
}

/** Waits for the child and gives its exit code; ended by a signal counts as 128 and its number, as in a shell. */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options)
    const stopForwarding = forward(child)
    child.stderr?.on('data', (chunk) => options.heard?.(String(chunk)))
    child.once('error', reject)
    child.once('close', (code, signal) => {
      stopForwarding()
      resolve(code ?? 128 + constants.signals[signal])
    })
  })
}

async function install() {
  console.error('Installing what is missing (once; needs the network).')
  const npm = process.env.npm_execpath
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  let said = ''
  const options = {
    cwd: root,
    env: { ...process.env, NODE_ENV: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
    heard: (text) => (said += text),
  }
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const code = await run(command, [...before, ...args], options).catch((error) => {
    said = error.message
    return 1
  })
  if (code === 0) return
  if (code > 128) process.exit(code)
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|network/i.test(said)) {
    refuse(
      'The first start needs the network to install packages, and the npm registry could not be reached.',
    )
  }
  refuse(`Installing failed: ${said.trim().split('\n').slice(0, 12).join('\n') || 'npm gave no reason'}`)
}

/** Our own Node, from npm; or the one that runs this, where npm has none for this platform and it is new enough. */
function findNode() {
  const packaged = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin/node')
  if (existsSync(packaged)) return packaged
  if (Number(process.versions.node.split('.')[0]) >= OWN_NODE) return process.execPath
  return refuse(
    `There is no packaged Node ${OWN_NODE} for ${process.platform}-${process.arch}: install Node ${OWN_NODE} and try again.`,
  )
}

async function main() {
  const [command, ...args] = process.argv.slice(2)
  const entry = ENTRIES[command]
  if (entry === undefined) refuse(`Say one of: ${Object.keys(ENTRIES).join(', ')}.`)
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    refuse(`Node ${OLDEST_NODE} or newer is needed to begin; this is ${process.versions.node}.`)
  }
  if (process.platform === 'win32') refuse('Windows is not supported: use Linux or macOS, or WSL on Windows.')
  if (!isInstalled()) await install()
  const node = findNode()
  const path = [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  const options = { stdio: 'inherit', env: { ...process.env, PATH: path } }
  process.exit(await run(node, [join(root, entry), ...args], options))
}

await main()
