import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { Problem } from '../../kernel/problem.ts'
import { testDatabase } from '../../tests/database.ts'
import { standHorizonStill } from '../../tests/still-horizon.ts'
import { openDatabase } from '../db/index.ts'
import type { Database } from '../db/index.ts'
import { follow, place, record } from './index.ts'
import type { Follower, Following } from './index.ts'

const CASES = [newId(), newId(), newId()]
const at = new Date('2026-04-29T01:00:00Z')
const actor = { kind: 'system', id: 'chaos' } as const

// Nothing may depend on the horizon.
standHorizonStill()

interface Step {
  readonly cases: readonly number[]
  readonly entries: number
  readonly delayMs: number
  readonly rollback: boolean
}

const step: fc.Arbitrary<Step> = fc.record({
  cases: fc.uniqueArray(fc.nat(CASES.length - 1), { minLength: 1, maxLength: 2 }),
  entries: fc.integer({ min: 1, max: 3 }),
  delayMs: fc.nat(4),
  rollback: fc.boolean(),
})
const plan = fc.record({
  writers: fc.array(fc.array(step, { minLength: 3, maxLength: 8 }), { minLength: 3, maxLength: 5 }),
  restartsMs: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }),
  stumbles: fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
})

/** Writes; the number of entries that were acknowledged. */
async function writer(database: Database, steps: readonly Step[]): Promise<number> {
  let acknowledged = 0
  for (const { cases, entries, delayMs, rollback } of steps) {
    const written = await database
      .transact(async (tx) => {
        for (const index of cases.toSorted((a, b) => a - b)) {
          const made = Array.from({ length: entries }, () => ({
            kind: 'thing.done',
            occurredAt: at,
            actor,
            payload: { delayMs },
          }))
          await record(tx, at, CASES[index] ?? null, made)
          await pause(delayMs)
        }
        if (rollback) throw new Error('rolled back')
        return cases.length * entries
      })
      .catch(() => 0)
    acknowledged += written
  }
  return acknowledged
}

/** Notes what it is given in a table; stumbles now and then, in two ways that pass. */
function noter(name: string, stumbles: readonly boolean[]): Follower {
  let turn = 0
  return {
    name,
    async handle(tx, entries) {
      await tx.run('INSERT INTO seen (follower, position) SELECT $1, unnest($2::bigint[])', [
        name,
        entries.map(({ position }) => position),
      ])
      turn += 1
      if (stumbles[turn % stumbles.length] === true && turn < 12) {
        throw turn % 2 === 0 ? new Error('stumbled') : new Problem('busy', 'chaos.stumbled')
      }
    },
  }
}

async function settled(following: Following): Promise<void> {
  for (;;) {
    const done = await following.settle().then(
      () => true,
      () => false,
    )
    if (done) return
    await pause(5)
  }
}

test('whatever writers, sequencers and followers do, every follower sees the table: dense, once, each case in its order', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ writers, restartsMs, stumbles }) => {
      const there = await testDatabase()
      await there.owner.run(
        'CREATE TABLE seen (n bigint GENERATED ALWAYS AS IDENTITY, follower text, position bigint)',
      )
      await there.owner.run('GRANT SELECT, INSERT ON seen TO tinh_thu_app')
      const others = [
        openDatabase({ ...there.connection.app, max: 6 }),
        openDatabase({ ...there.connection.app, max: 6 }),
      ]
      try {
        // Followers' pauses are taken from a clock that runs a thousand times as fast.
        const start = Date.now()
        const clock = () => new Date(start + (Date.now() - start) * 1000)
        const options = { report: () => undefined, clock, batch: 7, everyMs: 10 }
        const followers = () => [
          noter('one', stumbles),
          noter('two', []),
          noter('three', [...stumbles, true]),
        ]
        const drive = (database: Database) => follow(database, followers(), options)

        let writing = true
        const sequencing = others.map(async (database) => {
          while (writing) await place(database)
        })
        const restarting = others.map(async (database, index) => {
          for (const ms of restartsMs) {
            const following = drive(database)
            await pause(ms + index)
            await following.stop()
          }
        })
        const acknowledged = await Promise.all(writers.map((steps) => writer(there.database, steps)))
        writing = false
        await Promise.all([...sequencing, ...restarting])
        const last = others.map(drive)
        await Promise.all(last.map(settled))
        await Promise.all(last.map((following) => following.stop()))

        const total = acknowledged.reduce((sum, n) => sum + n, 0)
        const line = await there.database.rows<{ position: number; case_id: string; case_seq: number }>(
          `SELECT p.position, e.case_id, e.case_seq FROM ledger_position p JOIN ledger_entry e ON e.id = p.entry_id
           ORDER BY p.position`,
        )
        expect(line.map(({ position }) => position)).toEqual(Array.from({ length: total }, (_, n) => n + 1))
        for (const caseId of CASES) {
          const seqs = line.filter(({ case_id }) => case_id === caseId).map(({ case_seq }) => case_seq)
          expect(seqs).toEqual(seqs.map((_, n) => n + 1))
        }
        for (const name of ['one', 'two', 'three']) {
          const seen = await there.database.rows<{ position: number }>(
            'SELECT position FROM seen WHERE follower = $1 ORDER BY n',
            [name],
          )
          expect(seen).toEqual(line.map(({ position }) => ({ position })))
        }
      } finally {
        await Promise.all(others.map((database) => database.close()))
        await there.drop()
      }
    }),
    { numRuns: 12, endOnFailure: true },
  )
}, 60_000)
