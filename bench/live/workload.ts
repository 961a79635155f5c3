import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from '../../main/province.ts'
import type { Acknowledgement } from '../../modules/dossiers/contract.ts'
import { readSettings } from '../../platform/config/index.ts'
import type { Embedded } from '../../platform/db/index.ts'
import { startChild } from '../child.ts'
import { cpuOf } from '../cpu.ts'
import { median, percentile, type Pace, type Round, type Sample } from '../measure.ts'
import type { Result } from '../result.ts'
import { citizens, signIn } from '../submit/citizens.ts'
import type { ProductQuestion } from '../submit/product.ts'
import { freePort } from '../submit/workload.ts'
import { watch, type Watcher } from './watcher.ts'

const START_WITHIN_MS = 120_000
const SHOWN_WITHIN_MS = 10_000
const GOAL_MS = 1000
const paces = { low: 2, high: 20 } as const
type PaceName = keyof typeof paces
type Name = 'heardLow' | 'shownLow' | 'heardHigh' | 'shownHigh'

const judgements = {
  heardLow: { title: `p99 to the event, ${paces.low} a second, to a second`, goal: { atMost: 1 } },
  shownLow: { title: `p99 to the figure, ${paces.low} a second, to a second`, goal: { atMost: 1 } },
  heardHigh: { title: `p99 to the event, ${paces.high} a second, to a second`, goal: { atMost: 1 } },
  shownHigh: { title: `p99 to the figure, ${paces.high} a second, to a second`, goal: { atMost: 1 } },
} as const

interface Headers {
  readonly [name: string]: string
}

async function send(home: string, path: string, headers: Headers, body: string): Promise<unknown> {
  const asked = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body }
  const answer = await fetch(new URL(path, home), asked)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
  return answer.json()
}

/** Dossiers that wait at the counter of the officer who takes them in. */
async function submitted(home: string, reception: Headers, count: number): Promise<string[]> {
  const session = await fetch(new URL('/api/v1/session', home), { headers: reception })
  const { roles } = (await session.json()) as { roles: readonly { agencyId: string }[] }
  const given = await citizens(home, join(root, 'content', readSettings({}, root).province), 1)
  const [citizen] = given.spread
  const agencyId = roles[0]?.agencyId ?? ''
  const body = citizen?.bodies.find((one) => one.includes(agencyId))
  if (citizen === undefined || body === undefined) throw new Error('Nothing can be submitted to the counter')
  const ids: string[] = []
  for (let nth = 0; nth < count; nth += 1) {
    const receipt = (await send(home, '/api/v1/dossiers', citizen.headers, body)) as Acknowledgement
    ids.push(receipt.id)
  }
  return ids
}

interface Accepted {
  readonly askedAt: number
  /** When the commit was acknowledged. */
  readonly at: number
}

/** How long after the acknowledgement of its commit each was heard of and shown; Infinity for what never was. */
function delays(accepted: readonly Accepted[], base: number, { heard, shown }: Watcher) {
  const after = (event: number | undefined, at: number) => Math.max(0, (event ?? Infinity) - at)
  return {
    // The event may overtake the acknowledgement.
    heard: accepted.map(({ askedAt, at }) =>
      after(
        heard.find((one) => one >= askedAt),
        at,
      ),
    ),
    shown: accepted.map(({ at }, nth) => after(shown.find((one) => one.accepted > base + nth)?.at, at)),
  }
}

/** A leader's page, open while dossiers are accepted at two paces: when it hears of each, and when its figures count it. */
export async function liveWorkload(
  embedded: Embedded,
  dataDir: string,
  pace: Pace,
  progress: (line: string) => void,
  interrupted: AbortSignal,
): Promise<Result> {
  progress('starting the product with its content')
  const product = startChild(new URL('../submit/product.ts', import.meta.url), interrupted)
  let watcher: Watcher | undefined
  try {
    const port = await freePort()
    await product.ask({ dataDir, port } satisfies ProductQuestion, START_WITHIN_MS)
    const home = `http://localhost:${port}`
    const reception = await signIn(home, 'nguyen-thi-lan', 'officer')
    const leader = await signIn(home, 'lam-chi-hieu', 'officer')
    const runs = (['low', 'high'] as const).map((name) => ({
      name,
      count: Math.max(1, Math.round(paces[name] * pace.seconds)),
    }))
    const warmUp = Math.ceil(paces.high * pace.warmUpSeconds)
    const needed = warmUp + pace.rounds * runs.reduce((sum, { count }) => sum + count, 0)
    progress(`submitting ${needed} dossiers`)
    const waiting = await submitted(home, reception, needed)
    const page = await watch(home, leader)
    watcher = page
    let done = page.shown.at(-1)?.accepted ?? 0

    async function run(name: PaceName, count: number): Promise<{ heard: Sample; shown: Sample }> {
      const cpu = () => ({ process: cpuOf(product.pid), database: cpuOf(embedded.pid()) })
      const before = cpu()
      const base = done
      const startedAt = performance.now()
      async function accept(nth: number): Promise<Accepted> {
        await pause(Math.max(0, startedAt + (nth * 1000) / paces[name] - performance.now()))
        const id = waiting.pop()
        const askedAt = performance.now()
        await send(home, `/api/v1/dossiers/${id}/accept`, reception, '{}')
        return { askedAt, at: performance.now() }
      }
      const accepted = await Promise.all(Array.from({ length: count }, (_, nth) => accept(nth)))
      accepted.sort((one, other) => one.at - other.at)
      const elapsed = (performance.now() - startedAt) / 1000
      done += count
      await page.shows(done, SHOWN_WITHIN_MS)
      const after = cpu()
      const { heard, shown } = delays(accepted, base, page)
      const used = (which: 'process' | 'database') =>
        after[which] === undefined || before[which] === undefined
          ? null
          : (after[which] - before[which]) / count
      const sampleOf = (took: readonly number[]): Sample => {
        const sorted = Float64Array.from(took).toSorted()
        return {
          operations: count,
          failures: took.filter((one) => one === Infinity).length,
          perSecond: count / elapsed,
          p50Ms: percentile(sorted, 0.5),
          p99Ms: percentile(sorted, 0.99),
          processMicros: used('process'),
          databaseMicros: used('database'),
        }
      }
      return { heard: sampleOf(heard), shown: sampleOf(shown) }
    }

    progress('warming up')
    await run('high', warmUp)
    const rounds: Round<Name>[] = []
    for (let number = 0; number < pace.rounds; number += 1) {
      const [low, high] = [await run('low', runs[0]?.count ?? 1), await run('high', runs[1]?.count ?? 1)]
      rounds.push({ heardLow: low.heard, shownLow: low.shown, heardHigh: high.heard, shownHigh: high.shown })
      progress(`round ${number + 1} of ${pace.rounds}: shown after ${Math.round(high.shown.p99Ms)} ms`)
    }
    const toSecond = (name: Name) => median(rounds.map((round) => round[name].p99Ms)) / GOAL_MS
    const counted = page.shown.at(-1)?.accepted ?? 0
    return {
      name: 'live',
      about:
        'a leader\u2019s page, from the acknowledged commit of an acceptance to the event and to the figure that counts it',
      ratios: {
        heardLow: toSecond('heardLow'),
        shownLow: toSecond('shownLow'),
        heardHigh: toSecond('heardHigh'),
        shownHigh: toSecond('shownHigh'),
      },
      judgements,
      rounds,
      agreements: [
        {
          what: 'dossiers accepted',
          counts: { acknowledged: done, shown: counted },
          holds: counted === done,
        },
      ],
    }
  } finally {
    watcher?.close()
    await product.stop()
  }
}
