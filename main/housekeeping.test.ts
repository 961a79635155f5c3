import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { instantOf } from '../kernel/dates.ts'
import { createSessions } from '../platform/auth/index.ts'
import { anonymous } from '../platform/http/index.ts'
import { findPublishedRoots, record } from '../platform/ledger/index.ts'
import { createLogger } from '../platform/logging/index.ts'
import { testDatabase, type TestDatabase } from '../tests/database.ts'
import { keepHouse } from './housekeeping.ts'

let given: TestDatabase
beforeAll(async () => {
  given = await testDatabase()
})
afterAll(() => given.drop())

test('what fails in the house stops nothing else: the day’s root is published and written to the log', async () => {
  const { database } = given
  const at = instantOf('2026-11-22', '10:00')
  const clock = () => instantOf('2026-11-23', '00:10')
  const actor = { kind: 'system', id: 'test' } as const
  const entry = { kind: 'thing.done', occurredAt: at, actor, payload: {} }
  await database.transact((tx) => record(tx, at, null, [entry]))
  await given.owner.run('DROP TABLE session')
  const sessions = createSessions({
    database,
    clock,
    publicUrl: new URL('http://localhost:8099'),
    visitorOf: async () => anonymous,
  })
  const lines: string[] = []
  const logger = createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } })
  const failed: unknown[] = []
  const house = keepHouse({ database, sessions, clock, logger, report: (error) => void failed.push(error) })
  try {
    await vi.waitFor(() => expect(lines).toHaveLength(1))
    const [published] = await findPublishedRoots(database, '2026-11-22')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ root: { day: '2026-11-22', hash: published?.hash } })
    expect(failed).toMatchObject([{ message: expect.stringContaining('session') as string }])
  } finally {
    await house.stop()
  }
})
