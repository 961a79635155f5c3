import { join } from 'node:path'
import { createServer } from 'node:net'
import pg from 'pg'
import { root } from '../../main/province.ts'
import type { SubmitInput } from '../../modules/dossiers/contract.ts'
import { readSettings } from '../../platform/config/index.ts'
import { schemaOf, type Embedded } from '../../platform/db/index.ts'
import { startChild, type Child } from '../child.ts'
import { cpuOf } from '../cpu.ts'
import { startLoad, type LoadQuestion, type LoadReport } from '../load/load.ts'
import {
  cpu,
  interleave,
  p99,
  perSecond,
  ratioOf,
  type Pace,
  type Round,
  type Sample,
  type Target,
} from '../measure.ts'
import type { Result } from '../result.ts'
import type { BareQuestion } from './bare.ts'
import { citizens, type Citizens } from './citizens.ts'
import { agreements } from './consistency.ts'
import type { GroupedQuestion } from './grouped.ts'
import type { ProductQuestion } from './product.ts'
import { scratchTables } from './scratch.ts'

const CONNECTIONS = 32
const START_WITHIN_MS = 120_000
const SETTLE_WITHIN_MS = 30_000

type Name = 'product' | 'oneAgency' | 'bare' | 'grouped'

/** The goals were chosen from what floors of this kind reach without the product's duties. */
const judgements = {
  throughputToBare: { title: 'throughput, product to bare', goal: { atLeast: 1.5 } },
  throughputToGrouped: { title: 'throughput, product to grouped', goal: { atLeast: 0.65 } },
  cpuToBare: { title: 'CPU per dossier, product to bare', goal: { atMost: 0.5 } },
  cpuToGrouped: { title: 'CPU per dossier, product to grouped', goal: null },
  p99ToBare: { title: 'p99, product to bare', goal: { atMost: 1 } },
  oneAgencyToAll: { title: 'throughput, one agency to all', goal: { atLeast: 0.8 } },
} as const

function ratiosOf(rounds: readonly Round<Name>[]): Record<keyof typeof judgements, number | null> {
  return {
    throughputToBare: ratioOf(rounds, perSecond, 'product', 'bare'),
    throughputToGrouped: ratioOf(rounds, perSecond, 'product', 'grouped'),
    cpuToBare: ratioOf(rounds, cpu, 'product', 'bare'),
    cpuToGrouped: ratioOf(rounds, cpu, 'product', 'grouped'),
    p99ToBare: ratioOf(rounds, p99, 'product', 'bare'),
    oneAgencyToAll: ratioOf(rounds, perSecond, 'oneAgency', 'product'),
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

interface Parts {
  readonly embedded: Embedded
  readonly watcher: pg.Client
  readonly load: Child
}

/** Runs one target and charges it with the CPU of its own process and of the database until all it caused is done. */
async function measured(
  { embedded, watcher }: Parts,
  pid: number,
  run: () => Promise<LoadReport>,
): Promise<Sample> {
  const cpuNow = () => ({ process: cpuOf(pid), database: cpuOf(embedded.pid()) })
  const before = cpuNow()
  const report = await run()
  await settled(watcher)
  const after = cpuNow()
  const { operations, failures, firstFailure } = report
  if (operations === 0) throw new Error(`Nothing was carried out: ${firstFailure ?? 'no answer'}`)
  if (firstFailure !== null) console.error(`${failures} failed, the first with ${firstFailure}`)
  const used = (which: 'process' | 'database') => {
    const [from, to] = [before[which], after[which]]
    return from === undefined || to === undefined ? null : (to - from) / operations
  }
  return { ...report, processMicros: used('process'), databaseMicros: used('database') }
}

/** Waits until every ledger entry has its place and every follower has seen it: the product's work behind an answer. */
async function settled(watcher: pg.Client): Promise<void> {
  const deadline = Date.now() + SETTLE_WITHIN_MS
  for (;;) {
    const { rows } = await watcher.query<{ settled: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM ledger_unplaced)
         AND NOT EXISTS (SELECT FROM ledger_cursor c, ledger_head h WHERE c.position < h.last) AS settled`,
    )
    if (rows[0]?.settled === true) return
    if (Date.now() > deadline) throw new Error('The followers do not catch up')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function targetsOf(
  parts: Parts,
  given: Citizens,
  children: { product: Child; productPort: number; bare: Child; grouped: Child; groupedPort: number },
): readonly Target<Name>[] {
  const overHttp = (name: Name, child: Child, question: Omit<LoadQuestion, 'seconds'>): Target<Name> => ({
    name,
    run: (seconds) =>
      measured(parts, child.pid, () =>
        parts.load.ask<LoadReport>({ ...question, seconds }, (seconds + 30) * 1000),
      ),
  })
  const product = { port: children.productPort, path: '/api/v1/dossiers' }
  return [
    overHttp('product', children.product, { ...product, senders: given.spread }),
    {
      name: 'bare',
      run: (seconds) =>
        measured(parts, children.bare.pid, () =>
          children.bare.ask<LoadReport>({ seconds } satisfies BareQuestion, (seconds + 30) * 1000),
        ),
    },
    overHttp('grouped', children.grouped, {
      port: children.groupedPort,
      path: '/dossiers',
      senders: given.spread.map(({ bodies }) => ({ headers: {}, bodies })),
    }),
    overHttp('oneAgency', children.product, { ...product, senders: given.oneAgency }),
  ]
}

/** W1: a citizen submits a dossier over HTTP, beside its two floors on the same server in the same run. */
export async function submitWorkload(
  embedded: Embedded,
  dataDir: string,
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
  const { province } = readSettings({}, root)
  const options = encodeURIComponent(`-c search_path=${schemaOf(province)},public`)
  const watcher = new pg.Client({ connectionString: `${embedded.url}&options=${options}` })
  try {
    progress('starting the product with its content')
    const [productPort, groupedPort] = [await freePort(), await freePort()]
    const product = start('product.ts')
    await product.ask({ dataDir, port: productPort } satisfies ProductQuestion, START_WITHIN_MS)
    await watcher.connect()
    started.push({ stop: () => watcher.end() })
    const home = `http://localhost:${productPort}`
    const given = await citizens(home, join(root, 'content', province), CONNECTIONS)

    progress('starting the floors')
    await watcher.query(scratchTables)
    const bare = start('bare.ts')
    const inputs = (given.spread[0]?.bodies ?? []).map((body) => JSON.parse(body) as SubmitInput)
    await bare.ask({ url: embedded.url, inputs } satisfies BareQuestion, START_WITHIN_MS)
    const grouped = start('grouped.ts')
    const { answersSchema, bodyBytes } = given
    const floor = { url: embedded.url, port: groupedPort, answersSchema }
    await grouped.ask(floor satisfies GroupedQuestion, START_WITHIN_MS)
    const load = startLoad(interrupted)
    started.push(load)

    let acknowledged = { product: 0, floors: 0 }
    const children = { product, productPort, bare, grouped, groupedPort }
    const counted = targetsOf({ embedded, watcher, load }, given, children).map(
      ({ name, run }): Target<Name> => ({
        name,
        async run(seconds) {
          const sample = await run(seconds)
          const whose = name === 'bare' || name === 'grouped' ? 'floors' : 'product'
          acknowledged = { ...acknowledged, [whose]: acknowledged[whose] + sample.operations }
          return sample
        },
      }),
    )
    const rounds = await interleave(counted, pace, progress)
    const durability = await durabilityOf(watcher)
    return {
      name: 'submit',
      about: `a dossier submitted over HTTP, ${CONNECTIONS} connections, ${bodyBytes} bytes`,
      ratios: ratiosOf(rounds),
      judgements,
      rounds,
      agreements: [...(await agreements(watcher, acknowledged)), durability],
    }
  } finally {
    for (const one of started.toReversed()) await one.stop()
  }
}

async function durabilityOf(watcher: pg.Client) {
  const { rows } = await watcher.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')`,
  )
  const counts = Object.fromEntries(rows.map(({ name, setting }) => [name, setting === 'on' ? 1 : 0]))
  return { what: 'durability', counts, holds: rows.every(({ setting }) => setting === 'on') }
}
