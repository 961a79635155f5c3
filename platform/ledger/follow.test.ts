import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { Problem } from '../../kernel/problem.ts'
import { testDatabase } from '../../tests/database.ts'
import type { TestDatabase } from '../../tests/database.ts'
import { follow, followersState, record, resumeFollower } from './index.ts'
import type { Follower, Following } from './index.ts'

const at = new Date('2026-05-04T01:00:00Z')

let there: TestDatabase
let following: Following | undefined
beforeEach(async () => {
  there = await testDatabase()
})
afterEach(async () => {
  await following?.stop()
  await there.drop()
})

async function happen(...notes: readonly string[]): Promise<void> {
  const entries = notes.map((note) => ({
    kind: 'thing.done',
    occurredAt: at,
    actor: { kind: 'system', id: 'test' } as const,
    payload: { note },
  }))
  await there.database.transact((tx) => record(tx, at, newId(), entries))
}

/** Keeps the notes it was given; `refuse` may throw at one of them. */
function keeper(name: string, refuse: (note: unknown) => void = () => undefined) {
  const kept: unknown[] = []
  const follower: Follower = {
    name,
    handle(tx, entries) {
      const notes = entries.map(({ payload }) => payload?.['note'])
      notes.forEach(refuse)
      tx.afterCommit(() => kept.push(...notes))
      return Promise.resolve()
    },
  }
  return { follower, kept }
}

test('followers are woken by a recording and given every entry in order', async () => {
  await happen('one', 'two')
  const { follower, kept } = keeper('keeper')
  following = follow(there.database, [follower], { report: () => undefined, everyMs: 3_600_000 })
  await vi.waitFor(() => expect(kept).toEqual(['one', 'two']))
  await happen('three')
  await vi.waitFor(() => expect(kept).toEqual(['one', 'two', 'three']))
})

test('a refused entry parks its follower visibly, right at the entry, and no other follower waits', async () => {
  let mended = false
  const picky = keeper('picky', (note) => {
    if (note === 'bad' && !mended) throw new Problem('invalid', 'test.bad-note')
  })
  const easy = keeper('easy')
  const reported: unknown[] = []
  following = follow(there.database, [picky.follower, easy.follower], {
    report: (error, name) => reported.push([name, error]),
  })
  await happen('one', 'two', 'bad', 'four')
  await expect(following.settle()).rejects.toThrow('picky')
  await vi.waitFor(() => expect(easy.kept).toHaveLength(4))

  expect(picky.kept).toEqual(['one', 'two'])
  const [, parked] = await followersState(there.database)
  expect(parked).toMatchObject({
    name: 'picky',
    position: 2,
    lag: 2,
    behindSince: at,
    error: 'Problem: test.bad-note',
  })
  expect(parked?.parkedAt).toBeInstanceOf(Date)
  expect(reported).toEqual([['picky', new Problem('invalid', 'test.bad-note')]])

  mended = true
  await resumeFollower(there.database, 'picky')
  await vi.waitFor(() => expect(picky.kept).toEqual(['one', 'two', 'bad', 'four']))
  const states = await followersState(there.database)
  expect(states.map(({ lag, parkedAt, error, failures }) => ({ lag, parkedAt, error, failures }))).toEqual([
    { lag: 0, parkedAt: null, error: null, failures: 0 },
    { lag: 0, parkedAt: null, error: null, failures: 0 },
  ])
})

test('a follower that fails for any other reason is tried again after a pause that grows', async () => {
  let now = at.getTime()
  let failing = true
  const shaky = keeper('shaky', () => {
    if (failing) throw new Error('not now')
  })
  following = follow(there.database, [shaky.follower], {
    report: () => undefined,
    clock: () => new Date(now),
    everyMs: 5,
  })
  const retryAfter = async (failures: number) => {
    await vi.waitFor(async () =>
      expect(await followersState(there.database)).toMatchObject([{ failures, parkedAt: null }]),
    )
    const [state] = await followersState(there.database)
    return (state?.retryAt?.getTime() ?? 0) - now
  }
  await happen('one')
  expect(await retryAfter(1)).toBe(250)
  now += 250
  expect(await retryAfter(2)).toBe(500)
  failing = false
  now += 500
  await vi.waitFor(() => expect(shaky.kept).toEqual(['one']))
})

test('a follower whose transaction fails leaves no effect and keeps its place', async () => {
  await there.owner.run('CREATE TABLE effect (position bigint PRIMARY KEY)')
  await there.owner.run('GRANT ALL ON effect TO tinh_thu_app')
  let attempts = 0
  const writer: Follower = {
    name: 'writer',
    async handle(tx, entries) {
      for (const { position } of entries) await tx.run('INSERT INTO effect VALUES ($1)', [position])
      attempts += 1
      if (attempts === 1) throw new Error('after the effect')
    },
  }
  following = follow(there.database, [writer], { report: () => undefined, everyMs: 10 })
  await happen('one', 'two')
  await vi.waitFor(async () =>
    expect(await there.database.rows('SELECT position FROM effect ORDER BY 1')).toEqual([
      { position: 1 },
      { position: 2 },
    ]),
  )
})

test('resuming a follower nobody knows is a problem', async () => {
  await expect(resumeFollower(there.database, 'nobody')).rejects.toThrow('ledger.unknown-follower')
})
