import type { QueryResult, QueryResultRow } from 'pg'

/** Plain SQL. Each text is a prepared statement, named by itself; `$1` takes the values. Days are 'YYYY-MM-DD', instants are Date, numeric is text. */
export interface Db {
  rows<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>
  /** Exactly one row; anything else is a bug. */
  one<R extends object>(text: string, values?: readonly unknown[]): Promise<R>
  maybe<R extends object>(text: string, values?: readonly unknown[]): Promise<R | undefined>
  /** The number of rows affected. */
  run(text: string, values?: readonly unknown[]): Promise<number>
}

/**
 * A transaction. Statements started without awaiting each other travel together and run in their order. A statement that fails
 * fails the transaction, even if its error is caught.
 */
export interface Tx extends Db {
  afterCommit(work: () => void): void
  /** Wakes the listeners of a channel once this is committed. */
  wake(channel: string): void
}

export type Send = (text: string, values?: readonly unknown[]) => Promise<QueryResult<QueryResultRow>>

/** The four ways to ask, over one way to send. */
export function askBy(send: Send): Db {
  return {
    async rows<R extends object>(text: string, values?: readonly unknown[]) {
      return (await send(text, values)).rows as R[]
    },
    async one<R extends object>(text: string, values?: readonly unknown[]) {
      const { rows } = await send(text, values)
      if (rows.length !== 1) throw new Error(`Expected one row, got ${rows.length}: ${text}`)
      return rows[0] as R
    },
    async maybe<R extends object>(text: string, values?: readonly unknown[]) {
      const { rows } = await send(text, values)
      if (rows.length > 1) throw new Error(`Expected at most one row, got ${rows.length}: ${text}`)
      return rows[0] as R | undefined
    },
    async run(text, values) {
      return (await send(text, values)).rowCount ?? 0
    },
  }
}
