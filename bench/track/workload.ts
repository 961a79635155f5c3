import { root } from '../../main/province.ts'
import { readSettings } from '../../platform/config/index.ts'
import { schemaOf, type Embedded } from '../../platform/db/index.ts'
import { startChild, type Child } from '../child.ts'
import { cpuOf } from '../cpu.ts'
import { fillDossiers } from '../filled/made.ts'
import { fillProvince } from '../filled/province.ts'
import { startLoad, type LoadReport } from '../load/load.ts'
import { cpu, interleave, p99, perSecond, ratioOf, type Pace, type Sample, type Target } from '../measure.ts'
import type { Result } from '../result.ts'
import type { ProductQuestion } from '../submit/product.ts'
import { freePort } from '../submit/workload.ts'
import type { FloorQuestion } from './floor.ts'

const CONNECTIONS = 64
const START_WITHIN_MS = 120_000
const CODES = 1000

type Name = 'product' | 'floor'

const judgements = {
  throughputToFloor: {
    title: 'throughput, product to a read by pg behind node:http',
    goal: { atLeast: 1.8 },
  },
  cpuToFloor: { title: 'CPU, product to the same', goal: null },
  p99ToFloor: { title: 'p99, product to the same', goal: null },
} as const

/** W2: a dossier looked up by its code over HTTP by anybody, beside the plainest program that answers it from the same rows. */
export async function trackWorkload(
  embedded: Embedded,
  dataDir: string,
  dossiers: number,
  pace: Pace,
  progress: (line: string) => void,
  interrupted: AbortSignal,
): Promise<Result> {
  const started: { stop(): Promise<void> }[] = []
  const start = (file: string) => {
    const child = startChild(new URL(file, import.meta.url), interrupted)
    started.push(child)
    return child
  }
  const filled = await fillProvince({ embedded, dataDir, dossiers, statements: fillDossiers, progress })
  const { databaseUrl } = filled
  try {
    const { rows } = await filled.superuser.query<{ code: string }>(
      `SELECT code FROM dossier WHERE origin = 'own' AND channel = 'counter' ORDER BY md5(code) LIMIT ${CODES}`,
    )
    await filled.close()
    const paths = rows.map(({ code }) => `/api/v1/tracking/${code}`)
    const [productPort, floorPort] = [await freePort(), await freePort()]
    const product = start('../submit/product.ts')
    await product.ask({ dataDir, port: productPort, databaseUrl } satisfies ProductQuestion, START_WITHIN_MS)
    const floor = start('floor.ts')
    const schema = schemaOf(readSettings({}, root).province)
    await floor.ask({ url: databaseUrl, schema, port: floorPort } satisfies FloorQuestion, START_WITHIN_MS)
    const load = startLoad(interrupted)
    started.push(load)
    const senders = Array.from({ length: CONNECTIONS }, () => ({ headers: {}, bodies: [] }))
    const target = (name: Name, child: Child, port: number): Target<Name> => ({
      name,
      async run(seconds): Promise<Sample> {
        const now = () => ({ process: cpuOf(child.pid), database: cpuOf(embedded.pid()) })
        const before = now()
        const question = { port, path: '', paths, senders, seconds }
        const report = await load.ask<LoadReport>(question, (seconds + 30) * 1000)
        const after = now()
        if (report.firstFailure !== null) console.error(`${report.failures} failed: ${report.firstFailure}`)
        const used = (which: 'process' | 'database') => {
          const [from, to] = [before[which], after[which]]
          return from === undefined || to === undefined ? null : (to - from) / report.operations
        }
        return { ...report, processMicros: used('process'), databaseMicros: used('database') }
      },
    })
    const targets = [target('product', product, productPort), target('floor', floor, floorPort)]
    const rounds = await interleave(targets, pace, progress)
    return {
      name: 'track',
      about: `a dossier of ${dossiers} by its code over HTTP, ${CONNECTIONS} connections, nobody signed in`,
      ratios: {
        throughputToFloor: ratioOf(rounds, perSecond, 'product', 'floor'),
        cpuToFloor: ratioOf(rounds, cpu, 'product', 'floor'),
        p99ToFloor: ratioOf(rounds, p99, 'product', 'floor'),
      },
      judgements,
      rounds,
      agreements: [],
    }
  } finally {
    for (const one of started.toReversed()) await one.stop()
  }
}
