import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cite } from '../../kernel/clause.ts'
import { newId } from '../../kernel/ids.ts'
import { testDatabase } from '../../tests/database.ts'
import { erase, place, receiptProof, record, root, seal, verifyReceipt, verifySeals } from './index.ts'

const at = new Date('2026-09-02T01:00:00Z')
const actor = { kind: 'system', id: 'retention' } as const
const CASES = [newId(), newId(), null]

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('record'), on: fc.nat(2), count: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('erase'), which: fc.nat(40) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('seal'), blockSize: fc.integer({ min: 1, max: 5 }) }) },
)

test('whatever is erased, before or after it was sealed, every seal stays whole and every receipt valid', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const there = await testDatabase()
      try {
        const { database } = there
        const entries: string[] = []
        const erased = new Set<string>()
        for (const one of steps) {
          if ('on' in one) {
            const made = Array.from({ length: one.count }, (_, n) => ({
              kind: 'thing.done',
              occurredAt: at,
              actor,
              payload: { n },
            }))
            const recorded = await database.transact((tx) => record(tx, at, CASES[one.on] ?? null, made))
            entries.push(...recorded.map(({ id }) => id))
          } else if ('which' in one) {
            const id = entries[one.which % entries.length]
            if (id === undefined || erased.has(id)) continue
            await database.transact((tx) => erase(tx, at, id, cite('Điều 14'), actor))
            erased.add(id)
          } else {
            await place(database)
            await seal(database, at, { blockSize: one.blockSize, maxAgeMs: 0 })
          }
        }
        await place(database)
        await seal(database, at, { blockSize: 3, maxAgeMs: 0 })
        const report = await database.snapshot((db) => verifySeals(db))
        expect(report.findings).toEqual([])
        expect(report).toMatchObject({
          erasedPayloads: erased.size,
          sealedEntries: entries.length + erased.size,
          unsealed: { placed: 0, unplaced: 0 },
        })
        const published = await root(database)
        for (const id of entries) {
          const proof = await receiptProof(database, id, { withPayload: true })
          expect(proof.payload === undefined).toBe(erased.has(id))
          expect(verifyReceipt(proof, published?.hash ?? '')).toBe(true)
        }
      } finally {
        await there.drop()
      }
    }),
    { numRuns: 10, endOnFailure: true },
  )
}, 60_000)
