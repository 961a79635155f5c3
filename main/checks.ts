import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export const root = dirname(import.meta.dirname)

export interface Outcome {
  readonly passed: number
  readonly failed: number
}

interface Tool {
  readonly package: string
  readonly command: string
}

interface Step {
  readonly name: string
  readonly tool: Tool
  readonly args: readonly string[]
}

const tool = (command: string, packageName = command): Tool => ({ package: packageName, command })

const FENCED = ['kernel', 'platform', 'modules', 'connectors', 'web', 'main', 'tests', 'bench'].filter(
  (folder) => existsSync(join(root, folder)),
)
const AT_ONCE = 2

const steps: readonly Step[] = [
  { name: 'lint', tool: tool('oxlint'), args: ['--type-aware'] },
  { name: 'types of the server', tool: tool('tsc', 'typescript'), args: ['-p', '.'] },
  { name: 'types of the screens', tool: tool('tsc', 'typescript'), args: ['-p', 'web'] },
  {
    name: 'fence',
    tool: tool('depcruise', 'dependency-cruiser'),
    args: ['--config', '.dependency-cruiser.js', ...FENCED],
  },
  { name: 'migrations', tool: tool('squawk', 'squawk-cli'), args: ['migrations/*.sql'] },
  { name: 'format', tool: tool('oxfmt'), args: ['--check'] },
]

/** The file of a program that a package brings, to be run by this Node. */
export async function programOf({ package: packageName, command }: Tool): Promise<string> {
  const folder = join(root, 'node_modules', packageName)
  const { bin } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    bin: Readonly<Record<string, string>>
  }
  const path = bin[command]
  if (path === undefined) throw new Error(`${packageName} brings no ${command}`)
  return join(folder, path)
}

/** Runs a tool to its end and gives its exit code and all it wrote. */
async function runTool(run: Tool, args: readonly string[]): Promise<{ code: number; output: string }> {
  const program = await programOf(run)
  return await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(output).toString() }))
  })
}

async function runStep({ name, tool: run, args }: Step): Promise<boolean> {
  const startedAt = performance.now()
  const { code, output } = await runTool(run, args)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (code !== 0) console.log(output.trim())
  return code === 0
}

/** The screens' types need the routes' types, which React Router writes. */
async function writeRouteTypes(): Promise<void> {
  if (!existsSync(join(root, 'web/routes.ts'))) return
  const { code, output } = await runTool(tool('react-router', '@react-router/dev'), ['typegen'])
  if (code !== 0) console.log(output.trim())
}

/** Format, lint, types, fence and migrations; what fails is shown. */
export async function runChecks(): Promise<Outcome> {
  await writeRouteTypes()
  const waiting = [...steps]
  let passed = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
        if (await runStep(step)) passed += 1
      }
    }),
  )
  return { passed, failed: steps.length - passed }
}
