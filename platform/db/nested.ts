import type { Db, Tx } from './ask.ts'
import type { Database } from './database.ts'

/** What can carry out a use case: the database, or a transaction under way. */
export type Transactional = Db & Pick<Database, 'transact' | 'snapshot'>

let savepoints = 0

/**
 * A transaction under way as something that use cases run in, one after the other: one that refuses leaves nothing behind and the
 * transaction goes on. (A statement that fails still fails it all.)
 */
export function within(tx: Tx): Transactional {
  return {
    rows: (text, values) => tx.rows(text, values),
    one: (text, values) => tx.one(text, values),
    maybe: (text, values) => tx.maybe(text, values),
    run: (text, values) => tx.run(text, values),
    snapshot: (work) => work(tx),
    async transact(work) {
      savepoints = (savepoints + 1) % 10
      const name = `use_case_${savepoints}`
      await tx.run(`SAVEPOINT ${name}`)
      try {
        const done = await work(tx)
        await tx.run(`RELEASE SAVEPOINT ${name}`)
        return done
      } catch (error) {
        await tx.run(`ROLLBACK TO SAVEPOINT ${name}`)
        throw error
      }
    },
  }
}
