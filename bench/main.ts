import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbedded } from '../platform/db/index.ts'
import type { Pace } from './measure.ts'
import { asJson, asText } from './report.ts'
import { isSound } from './result.ts'
import { submitWorkload } from './submit/workload.ts'

const usage = `npm run bench -- [--quick] [--json]
  --quick  two short rounds, to see that it runs
  --json   a machine-readable summary as the last line`

const usual: Pace = { rounds: 5, seconds: 5, warmUpSeconds: 2 }
const quick: Pace = { rounds: 2, seconds: 1.5, warmUpSeconds: 1 }

const { values: asked } = parseArgs({
  options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
})

async function main(): Promise<boolean> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ts-bench-'))
  await chmod(dataDir, 0o755)
  const progress = (line: string) => console.error(`… ${line}`)
  try {
    const embedded = await startEmbedded({ dataDir })
    try {
      const result = await submitWorkload(embedded, dataDir, asked.quick ? quick : usual, progress)
      console.log(asText(result))
      if (asked.json) console.log(asJson([result]))
      return isSound(result)
    } finally {
      await embedded.stop()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

if (asked.help) console.log(usage)
else process.exitCode = (await main()) ? 0 : 1
