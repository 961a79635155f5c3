import pg from 'pg'
import type { PoolClient } from 'pg'
import { askBy } from './ask.ts'
import type { Db, Send, Tx } from './ask.ts'
import { clientConfig } from './connection.ts'
import type { Connection } from './connection.ts'
import { asProblem, isLost, isStalePlan } from './errors.ts'
import { createWaker, startListening } from './notifications.ts'
import type { Listening } from './notifications.ts'
import { statementNames } from './statements.ts'
import { beginTransaction } from './transaction.ts'

export interface Database extends Db {
  /** READ COMMITTED; rolled back if the work throws, retried never. Inside it use `tx` only: a second connection could wait for this one. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** REPEATABLE READ, READ ONLY: one consistent picture. */
  snapshot<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** Hears the channel on a connection of its own. After a broken connection it is called with '' once, for what may have been missed. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>
  /** Wakes the listeners of a channel, soon and not more often than needed; never part of a transaction. */
  wake(channel: string): void
  close(): Promise<void>
}

export interface DatabaseOptions extends Connection {
  /** Connections at most; 10. */
  readonly max?: number
  /** False where pgbouncer in transaction mode stands between. */
  readonly naming?: boolean
  /** Told of errors that nobody waits for: a lost idle connection, a wake-up that failed. */
  readonly report?: (error: unknown) => void
}

/** Opens a small pool; the first connection is made by the first statement. */
export function openDatabase(options: DatabaseOptions): Database {
  const report = options.report ?? (() => undefined)
  const config = clientConfig(options)
  const pool = new pg.Pool({ ...config, pipeline: true, max: options.max ?? 10, idleTimeoutMillis: 30_000 })
  // Without a listener of its own a connection that breaks while in use ends the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('error', (error) => report(asProblem(error)))
  const nameOf = statementNames(options.naming ?? true)

  function send(client: PoolClient, text: string, values: readonly unknown[] = []) {
    const name = nameOf(text)
    const query = { text, values: [...values], queryMode: 'extended' }
    return client.query(name === undefined ? query : { ...query, name })
  }

  async function checkOut(): Promise<PoolClient> {
    try {
      return await pool.connect()
    } catch (error) {
      throw asProblem(error)
    }
  }

  const alone: Send = async (text, values) => {
    const client = await checkOut()
    try {
      const result = await send(client, text, values)
      client.release()
      return result
    } catch (error) {
      client.release(isLost(error) || isStalePlan(error))
      throw asProblem(error)
    }
  }

  let listening: Listening | undefined
  const channelName = (channel: string) => `${options.schema}.${channel}`
  const waker = createWaker(
    (channel) => alone('SELECT pg_notify($1, $2)', [channelName(channel), '']),
    report,
  )
  let closed: Promise<void> | undefined

  return {
    ...askBy(alone),
    async transact(work) {
      return await beginTransaction(
        { begin: 'BEGIN', client: await checkOut(), send, wake: waker.wake, report },
        work,
      )
    },
    async snapshot(work) {
      const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'
      return await beginTransaction({ begin, client: await checkOut(), send, wake: waker.wake, report }, work)
    },
    async listen(channel, heard) {
      listening ??= startListening(config, report)
      return await listening.hear(channelName(channel), heard)
    },
    wake: (channel) => waker.wake(channel),
    close() {
      closed ??= (async () => {
        await waker.stop()
        await listening?.stop()
        await pool.end()
      })()
      return closed
    },
  }
}
