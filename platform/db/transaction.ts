import type { PoolClient, QueryResult, QueryResultRow } from 'pg'
import { askBy } from './ask.ts'
import type { Tx } from './ask.ts'
import { asProblem, codeOf, isLost, isStalePlan } from './errors.ts'

interface Beginning {
  readonly begin: string
  readonly client: PoolClient
  readonly send: (
    client: PoolClient,
    text: string,
    values?: readonly unknown[],
  ) => Promise<QueryResult<QueryResultRow>>
  readonly wake: (channel: string) => void
  readonly report: (error: unknown) => void
}

const ABORTED = '25P02'

/** Runs the work between `begin` and COMMIT on this connection and gives the connection back. */
export async function beginTransaction<T>(beginning: Beginning, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { client, send, wake, report } = beginning
  const pending = new Set<Promise<unknown>>()
  const failures: unknown[] = []
  const afterwards: (() => void)[] = []
  const channels = new Set<string>()
  let over = false

  /** Nothing is lost that nobody awaits: a failure is kept, and the transaction waits for every answer. */
  function watch<A>(answer: Promise<A>): Promise<A> {
    const settled: Promise<unknown> = answer.then(
      () => pending.delete(settled),
      (error: unknown) => {
        failures.push(error)
        pending.delete(settled)
      },
    )
    pending.add(settled)
    return answer
  }

  const asked = askBy((text, values) => {
    if (over) return Promise.reject(new Error(`The transaction is over: ${text}`))
    return send(client, text, values)
  })

  const tx: Tx = {
    rows: (text, values) => watch(asked.rows(text, values)),
    one: (text, values) => watch(asked.one(text, values)),
    maybe: (text, values) => watch(asked.maybe(text, values)),
    run: (text, values) => watch(asked.run(text, values)),
    afterCommit(afterWork) {
      afterwards.push(afterWork)
    },
    wake(channel) {
      channels.add(channel)
    },
  }

  async function giveUp(error: unknown): Promise<never> {
    over = true
    // The first failure is the cause; whatever followed it only says that the transaction is aborted.
    const cause = codeOf(error) === ABORTED && failures.length > 0 ? failures[0] : error
    const broken = failures.some((failure) => isLost(failure) || isStalePlan(failure))
    const rolledBack = broken
      ? false
      : await client.query('ROLLBACK').then(
          () => true,
          () => false,
        )
    client.release(!rolledBack)
    throw asProblem(cause)
  }

  // BEGIN travels with the first statements of the work instead of costing a round trip.
  void watch(client.query(beginning.begin))
  let result: T
  try {
    result = await work(tx)
    while (pending.size > 0) await Promise.all(pending)
  } catch (error) {
    return await giveUp(error)
  }
  if (failures.length > 0) return await giveUp(failures[0])
  over = true

  try {
    const { command } = await client.query('COMMIT')
    if (command !== 'COMMIT') throw new Error('The work ended its transaction itself')
  } catch (error) {
    client.release(isLost(error))
    throw asProblem(error, { outcome: isLost(error) ? 'unknown' : 'rolled-back' })
  }
  client.release()
  for (const channel of channels) wake(channel)
  for (const afterWork of afterwards) {
    try {
      afterWork()
    } catch (error) {
      report(error)
    }
  }
  return result
}
