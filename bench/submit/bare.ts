import pg from 'pg'
import { newId } from '../../kernel/ids.ts'
import type { SubmitInput } from '../../modules/dossiers/contract.ts'
import { answerParent } from '../child.ts'
import type { LoadReport } from '../load/load.ts'
import { percentile } from '../measure.ts'
import { oneByOne } from './scratch.ts'

/** The first floor: the seven statements of a submission as anybody would send them by `pg`, with no HTTP and no checks. */
export type BareQuestion =
  | { readonly url: string; readonly inputs: readonly SubmitInput[] }
  | { readonly seconds: number }

const AT_ONCE = 32
// More than some sixteen connections on two cores lose (measured with pgbench).
const CONNECTIONS = 16

let pool: pg.Pool | undefined
let inputs: readonly SubmitInput[] = []

async function submit(open: pg.Pool, { procedure, agencyId, answers, parts }: SubmitInput): Promise<void> {
  const client = await open.connect()
  const ask = (name: keyof typeof oneByOne, values: readonly unknown[]) =>
    client.query<{ last: number }>({ name, text: oneByOne[name], values: [...values] })
  const [first, second] = parts
  const [id, at] = [newId(), new Date()]
  try {
    await client.query('BEGIN')
    const serial = (await ask('serial', [agencyId])).rows[0]?.last ?? 0
    const code = `${agencyId}-${serial}`
    await ask('dossier', [id, code, procedure, agencyId, JSON.stringify(answers), at])
    const ids = [newId(), newId(), id]
    const papers = [first, second].flatMap((paper) => [paper?.requirement, paper?.name, paper?.sha256])
    await ask('parts', [...ids, ...papers])
    await ask('party', [id, agencyId])
    await ask('event', [newId(), id, at, JSON.stringify({ code, procedure })])
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}

async function run(open: pg.Pool, seconds: number): Promise<LoadReport> {
  const took: number[] = []
  const startedAt = performance.now()
  const deadline = startedAt + seconds * 1000
  let turn = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (performance.now() < deadline) {
        const input = inputs[(turn += 1) % inputs.length]
        if (input === undefined) return
        const beganAt = performance.now()
        await submit(open, input)
        took.push(performance.now() - beganAt)
      }
    }),
  )
  const sorted = Float64Array.from(took).toSorted()
  return {
    operations: took.length,
    failures: 0,
    firstFailure: null,
    perSecond: (took.length * 1000) / (performance.now() - startedAt),
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
  }
}

async function answer(question: BareQuestion): Promise<LoadReport | null> {
  if (!('url' in question)) {
    if (pool === undefined) throw new Error('Say where first')
    return run(pool, question.seconds)
  }
  pool = new pg.Pool({ connectionString: question.url, max: CONNECTIONS })
  inputs = question.inputs
  return null
}

answerParent(answer, async () => {
  await pool?.end()
})
