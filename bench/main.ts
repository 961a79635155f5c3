import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbedded, type Embedded } from '../platform/db/index.ts'
import { figuresWorkload } from './figures/workload.ts'
import { listsWorkload } from './lists/workload.ts'
import { liveWorkload } from './live/workload.ts'
import type { Pace } from './measure.ts'
import { asJson, asText } from './report.ts'
import { isSound, type Result } from './result.ts'
import { slipWorkload } from './slip/workload.ts'
import { submitWorkload } from './submit/workload.ts'
import { trackWorkload } from './track/workload.ts'

const usage = `npm run bench -- [--only submit|track|live|figures|lists|slip] [--quick] [--large|--huge] [--rounds N] [--seconds S] [--json]
  --only     one workload alone
  --quick    two short rounds, to see that it runs
  --large    figures at 100,000 and 1,000,000 facts, lists at 1,000,000 dossiers: many minutes and some gigabytes
  --huge     the same with figures at 100,000 and 10,000,000 facts: an hour and some 25 gigabytes
  --rounds   how many rounds; the figures are their medians
  --seconds  how long each target runs in a round
  --json     a machine-readable summary as the last line`

// A server that has just begun is slower than the one that people use: its code is compiled as it runs.
const usual: Pace = { rounds: 5, seconds: 5, warmUpSeconds: 4 }
const quick: Pace = { rounds: 2, seconds: 1.5, warmUpSeconds: 1 }

const { values: asked } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean' },
    large: { type: 'boolean' },
    huge: { type: 'boolean' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

function paceAsked(): Pace {
  const pace = asked.quick === true ? quick : usual
  const rounds = Number(asked.rounds ?? pace.rounds)
  const seconds = Number(asked.seconds ?? pace.seconds)
  if (!Number.isInteger(rounds) || !(rounds > 0) || !(seconds > 0)) throw new RangeError(usage)
  return { ...pace, rounds, seconds }
}

const interruption = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.abort())

const progress = (line: string) => console.error(`… ${line}`)

// A million takes many minutes to fill.
const dossiers =
  asked.large === true || asked.huge === true
    ? { small: 100_000, large: 1_000_000 }
    : { small: 10_000, large: 50_000 }
const facts = asked.huge === true ? { small: 100_000, large: 10_000_000 } : dossiers

const workloads: Readonly<Record<string, (pace: Pace) => Promise<Result>>> = {
  submit: onItsOwnDatabase((embedded, dataDir, pace) =>
    submitWorkload(embedded, dataDir, pace, progress, interruption.signal),
  ),
  track: onItsOwnDatabase((embedded, dataDir, pace) =>
    trackWorkload(embedded, dataDir, 10_000, pace, progress, interruption.signal),
  ),
  live: onItsOwnDatabase((embedded, dataDir, pace) =>
    liveWorkload(embedded, dataDir, pace, progress, interruption.signal),
  ),
  slip: (pace) => slipWorkload(pace, progress, interruption.signal),
  figures: onItsOwnDatabase((embedded, dataDir, pace) =>
    figuresWorkload(embedded, dataDir, facts, pace, progress),
  ),
  lists: onItsOwnDatabase((embedded, dataDir, pace) =>
    listsWorkload(embedded, dataDir, dossiers.large, pace, progress),
  ),
}

async function main(): Promise<boolean> {
  const pace = paceAsked()
  const names = asked.only === undefined ? Object.keys(workloads) : [asked.only]
  const results: Result[] = []
  for (const name of names) {
    const run = workloads[name]
    if (run === undefined) throw new RangeError(usage)
    const result = await run(pace)
    console.log(asText(result))
    results.push(result)
  }
  if (asked.json) console.log(asJson(results))
  return results.every(isSound)
}

function onItsOwnDatabase(
  run: (embedded: Embedded, dataDir: string, pace: Pace) => Promise<Result>,
): (pace: Pace) => Promise<Result> {
  return async (pace) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'ts-bench-'))
    await chmod(dataDir, 0o755)
    try {
      const embedded = await startEmbedded({ dataDir })
      try {
        return await run(embedded, dataDir, pace)
      } finally {
        await embedded.stop()
      }
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  }
}

if (asked.help) console.log(usage)
else {
  try {
    process.exitCode = (await main()) ? 0 : 1
  } catch (error) {
    if (!interruption.signal.aborted) throw error
    console.error('Interrupted; everything is put away.')
    process.exitCode = 130
  }
}
