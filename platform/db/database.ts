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
  /** How long to wait for a free connection before it is `database.busy`; ten seconds. */
  readonly patienceMs?: number
  /** Told of errors that nobody waits for: a lost idle connection, a wake-up that failed. */
  readonly report?: (error: unknown) => void
}

const PATIENCE_MS = 10_000

/** Opens a small pool; the first connection is made by the first statement. */
export function openDatabase(options: DatabaseOptions): Database {
  const report = options.report ?? (() => undefined)
  const config = clientConfig(options)
  const pool = new pg.Pool({
    ...config,
    pipeline: true,
    max: options.max ?? 10,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: options.patienceMs ?? PATIENCE_MS,
  })
  // Without a listener of its own a connection that breaks while in use ends the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('error', (error) => report(asProblem(error)))
  const nameOf = statementNames(options.naming ?? true)

  function sendAs(name: string | undefined, client: PoolClient, text: string, values: readonly unknown[]) {
    const query = { text, values: [...values], queryMode: 'extended' }
    return client.query(name === undefined ? query : { ...query, name })
  }

  const send = (client: PoolClient, text: string, values: readonly unknown[] = []) =>
    sendAs(nameOf(text), client, text, values)

  const checkOut = (): Promise<PoolClient> =>
    pool.connect().catch((error: unknown) => {
      throw asProblem(error)
    })

  async function once(how: (client: PoolClient) => ReturnType<typeof send>): ReturnType<typeof send> {
    const client = await checkOut()
    try {
      const result = await how(client)
      client.release()
      return result
    } catch (error) {
      client.release(isLost(error) || isStalePlan(error))
      throw error
    }
  }

  const alone: Send = async (text, values = []) => {
    try {
      return await once((client) => send(client, text, values)).catch((error: unknown) => {
        // A stale plan has not run; every connection may have one, so the second try goes without a name.
        if (!isStalePlan(error)) throw error
        return once((client) => sendAs(undefined, client, text, values))
      })
    } catch (error) {
      throw asProblem(error)
    }
  }

  let listening: Listening | undefined
  const channelName = (channel: string) => `${options.schema}.${channel}`
  const waker = createWaker(
    (channel) => alone('SELECT pg_notify($1, $2)', [channelName(channel), '']),
    report,
  )
  async function inTransaction<T>(begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return await beginTransaction({ begin, client: await checkOut(), send, wake: waker.wake, report }, work)
  }

  let closed: Promise<void> | undefined

  return {
    ...askBy(alone),
    transact: (work) => inTransaction('BEGIN', work),
    snapshot: (work) => inTransaction('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work),
    async listen(channel, heard) {
      listening ??= startListening(config, report)
      return await listening.hear(channelName(channel), heard)
    },
    wake: waker.wake,
    close() {
      closed ??= (async () => {
        await waker.stop()
        // Begun where it never was, so that nobody begins it afterwards.
        listening ??= startListening(config, report)
        await listening.stop()
        await pool.end()
      })()
      return closed
    },
  }
}
