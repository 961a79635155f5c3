import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { testDatabase } from '../../tests/database.ts'
import { openDatabase } from '../db/index.ts'
import { send } from './index.ts'
import { targetOf } from './stand-in.fixture.ts'
import type { Breakage } from './stand-in.fixture.ts'
import { World } from './world.fixture.ts'

const CASES = [newId(), newId(), newId(), newId()]

const weather = fc.record({
  breakage: fc.constantFrom<Breakage | 'down'>(
    'none',
    'reset-before',
    'reset-after',
    'error-after',
    'silent-after',
    'overloaded',
    'down',
  ),
  ms: fc.integer({ min: 1, max: 15 }),
})
const plan = fc.record({
  canAsk: fc.boolean(),
  posts: fc.array(fc.record({ to: fc.nat(CASES.length - 1), ms: fc.nat(3) }), {
    minLength: 5,
    maxLength: 25,
  }),
  weathers: fc.array(weather, { minLength: 2, maxLength: 6 }),
  restartsMs: fc.array(fc.integer({ min: 2, max: 20 }), { minLength: 1, maxLength: 4 }),
})

test('however the other side breaks and senders come and go, it has everything once, each case in its order', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ canAsk, posts, weathers, restartsMs }) => {
      const there = await testDatabase()
      const other = openDatabase({ ...there.connection.app, max: 4 })
      const world = new World(there)
      const standIn = await world.otherSide(!canAsk)
      try {
        const target = targetOf(standIn, { idempotent: !canAsk, canAsk })
        // A second passes in a millisecond; what is posted carries the standing clock, and so is due at once.
        const start = performance.now()
        const clock = () => new Date(world.now.getTime() + (performance.now() - start) * 1000)
        const options = { report: () => undefined, everyMs: 5, timeoutMs: 15, parallel: 3 }

        const expected = new Map<string, string[]>(CASES.map((caseId) => [caseId, []]))
        async function posting(): Promise<void> {
          for (const [index, { to, ms }] of posts.entries()) {
            const caseId = CASES[to] ?? ''
            await world.posted(caseId, `kind-${index}`)
            expected.get(caseId)?.push(`kind-${index}`)
            await pause(ms)
          }
        }
        async function changingWeather(): Promise<void> {
          for (const { breakage, ms } of weathers) {
            if (breakage === 'down') await standIn.stop()
            else standIn.breakage = breakage
            await pause(ms)
            if (breakage === 'down') await standIn.start()
          }
          standIn.breakage = 'none'
        }
        async function restarting(): Promise<void> {
          for (const ms of restartsMs) {
            const sender = send(other, clock, target, options)
            sender.start()
            await pause(ms)
            await sender.stop()
          }
        }
        const sender = send(there.database, clock, target, options)
        sender.start()
        await Promise.all([posting(), changingWeather(), restarting()])
        while ((await there.database.maybe('SELECT FROM outbox_case LIMIT 1')) !== undefined) await pause(2)
        await sender.stop()

        for (const [caseId, kinds] of expected) expect(world.kindsOf(caseId)).toEqual(kinds)
        const { rows } = await there.database.one<{ rows: number }>(
          `SELECT count(*) AS rows FROM outbox_message WHERE state = 'delivered'`,
        )
        expect(rows).toBe(posts.length)
      } finally {
        await other.close()
        await world.end()
      }
    }),
    { numRuns: 30, endOnFailure: true },
  )
}, 60_000)
