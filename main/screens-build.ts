import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { InProcessApi } from '../platform/http/index.ts'

/** The province's name as its pages write it, and whether what they show is a demonstration. */
export interface House {
  readonly province: string
  readonly provinceEn: string
  readonly demo: boolean
}

/** What the app's server entry (`web/server.ts`) exports. */
export type Answer = (
  request: Request,
  visit: {
    readonly api: InProcessApi
    readonly house: House
    readonly ip: string
    readonly nonce: string
    readonly now: () => string
    readonly report: (fault: unknown) => void
  },
) => Promise<Response>

export interface Screens {
  /** The folder of the client's files, or null where the development tools serve them. */
  readonly assets: string | null
  load(): Promise<Answer>
  /** True when the development tools have answered the request themselves. */
  handledByTools(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  readonly close?: () => Promise<void>
}

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const buildsFolder = join(home, 'build', 'screens')

/** The screens from the build of exactly these sources; builds them first when there is none. */
export async function builtScreens(progress: (line: string) => void): Promise<Screens> {
  const folder = join(buildsFolder, await sourceHash())
  if (!existsSync(folder)) {
    progress('building the screens')
    await build(folder)
  }
  const { answer }: { answer: Answer } = await import(pathToFileURL(join(folder, 'server', 'index.js')).href)
  return {
    assets: join(folder, 'client'),
    load: () => Promise.resolve(answer),
    handledByTools: () => Promise.resolve(false),
  }
}

/** What the build depends on: the screens, the shapes on the wire, the locked packages and the tools' settings. */
async function sourceHash(): Promise<string> {
  const files: string[] = []
  for await (const file of glob(
    [
      'web/**/*',
      '{modules,connectors}/*/contract.ts',
      'modules/*/contract/*.ts',
      'package-lock.json',
      'vite.config.ts',
      'react-router.config.ts',
    ],
    { cwd: home, withFileTypes: true },
  )) {
    if (file.isFile() && !file.name.includes('.test.')) files.push(join(file.parentPath, file.name))
  }
  const hash = createHash('sha256')
  for (const file of files.toSorted()) hash.update(file.slice(home.length)).update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}

/** Builds beside and renames at the end, so that two starts at once, or one that is killed, leave no half build. */
async function build(folder: string): Promise<void> {
  const unfinished = `${folder}.${process.pid}`
  await mkdir(buildsFolder, { recursive: true })
  try {
    await runBuilder(unfinished)
    await compressAssets(join(unfinished, 'client', 'assets'))
    await rename(unfinished, folder).catch((reason: unknown) => {
      if (!existsSync(folder)) throw reason
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  await removeOldBuilds()
}

/** How many builds stay: a server that runs on an earlier one still serves its files. */
const KEPT_BUILDS = 5

async function removeOldBuilds(): Promise<void> {
  const names = (await readdir(buildsFolder)).filter((name) => !name.includes('.'))
  const builds = await Promise.all(
    names.map(async (name) => {
      const path = join(buildsFolder, name)
      return { path, madeAt: (await stat(path)).mtimeMs }
    }),
  )
  const old = builds.toSorted((a, b) => b.madeAt - a.madeAt).slice(KEPT_BUILDS)
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })))
}

/** In a process of its own: the bundler's memory is given back, and NODE_ENV is the build's, not the server's. */
async function runBuilder(folder: string): Promise<void> {
  const tool = createRequire(import.meta.url).resolve('@react-router/dev/package.json')
  const child = spawn(process.execPath, [join(dirname(tool), 'bin.cjs'), 'build', '--logLevel', 'warn'], {
    cwd: home,
    env: { ...process.env, NODE_ENV: 'production', SCREENS_BUILD: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let told = ''
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`the screens could not be built:\n${told}`)
}

async function compressAssets(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/\.(?:js|css|svg)$/.test(name)) continue
    const plain = await readFile(join(folder, name))
    await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(plain))
    await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(plain, { level: 9 }))
  }
}
