import { spawn } from 'node:child_process'
import { glob, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { programOf, root, runChecks } from './checks.ts'
import type { Outcome } from './checks.ts'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

/** Runs vitest and counts: a file that did not load and an error outside of tests are failures too. */
async function runTests(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'ts-report-'))
  const report = join(folder, 'report.json')
  const vitest = await programOf({ package: 'vitest', command: 'vitest' })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...args], {
      cwd: root,
      stdio: 'inherit',
      env,
    })
    child.once('error', reject)
    child.once('close', (exit) => resolve(exit ?? 1))
  })
  const text = await readFile(report, 'utf8').catch(() => '')
  await rm(folder, { recursive: true, force: true })
  if (text === '') return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(text) as Report
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const failed = numFailedTests + unloaded.length
  return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed }
}

/** Tests that go to the database, which have to hold on the oldest PostgreSQL as well. */
async function listDatabaseTests(): Promise<readonly string[]> {
  const found: string[] = []
  for await (const file of glob('{platform,modules,connectors}/**/*.test.ts', { cwd: root })) {
    if ((await readFile(join(root, file), 'utf8')).includes('tests/database.ts')) found.push(file)
  }
  return found
}

function* chosenRuns(args: readonly string[]): Generator<() => Promise<Outcome>> {
  if (args.length === 0) yield runChecks
  yield () => runTests(args, process.env)
  const alsoOn = process.env['THONGSUOT_ALSO_ON']
  if (args.length === 0 && alsoOn !== undefined) {
    yield async () => runTests(await listDatabaseTests(), { ...process.env, THONGSUOT_TEST_PG: alsoOn })
  }
}

let passed = 0
let failed = 0
for (const run of chosenRuns(process.argv.slice(2))) {
  const outcome = await run()
  passed += outcome.passed
  failed += outcome.failed
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
