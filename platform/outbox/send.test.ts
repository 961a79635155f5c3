import { expect, test, vi } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { claim } from './claim.ts'
import { acknowledge, listHeld, messagesOf, post, retry, supersede } from './index.ts'
import { targetOf } from './stand-in.fixture.ts'
import { eachInItsWorld } from './world.fixture.ts'

const world = eachInItsWorld()

test('messages reach their target as soon as they are committed, each case in its order', async () => {
  await world().otherSide()
  world().sending(targetOf(world().standIn), { everyMs: 3_600_000 })
  const [one, two] = [newId(), newId()]
  await world().posted(one, 'accepted', 'assigned', 'finished')
  await world().posted(two, 'accepted')
  await vi.waitFor(() => expect(world().standIn.effects).toHaveLength(4))
  expect(world().kindsOf(one)).toEqual(['accepted', 'assigned', 'finished'])
  await vi.waitFor(async () =>
    expect(await world().statesOf(one)).toEqual(['delivered', 'delivered', 'delivered']),
  )
  expect(await world().database.rows('SELECT FROM outbox_case')).toEqual([])
})

test('what is rolled back is not told', async () => {
  await world().otherSide()
  const sender = world().sending(targetOf(world().standIn))
  const failed = world().database.transact(async (tx) => {
    await post(tx, world().now, world().message(newId(), 'accepted'))
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  await sender.settle()
  expect(world().standIn.arrived).toEqual([])
})

test('several cases are told at once, no more than allowed, and never two messages of one case', async () => {
  await world().otherSide()
  const cases = Array.from({ length: 20 }, () => newId())
  for (const caseId of cases) await world().posted(caseId, 'accepted', 'finished')
  const sender = world().sending(targetOf(world().standIn), { parallel: 4 })
  await sender.settle()
  expect(world().standIn.mostAtOnce).toBeLessThanOrEqual(4)
  for (const caseId of cases) expect(world().kindsOf(caseId)).toEqual(['accepted', 'finished'])
})

test('senders of several processes tell everything once', async () => {
  await world().otherSide(false)
  const cases = Array.from({ length: 12 }, () => newId())
  for (const caseId of cases) await world().posted(caseId, 'accepted', 'finished')
  const both = [world().sending(targetOf(world().standIn)), world().sending(targetOf(world().standIn))]
  await vi.waitFor(async () => expect(await world().database.rows('SELECT FROM outbox_case')).toEqual([]))
  await Promise.all(both.map((sender) => sender.settle()))
  for (const caseId of cases) expect(world().kindsOf(caseId)).toEqual(['accepted', 'finished'])
})

test.each(['reset-after', 'error-after', 'silent-after', 'reset-before'] as const)(
  'a target that takes a key is told again under the same key after %s, to one effect',
  async (breakage) => {
    await world().otherSide()
    world().standIn.breakage = breakage
    const caseId = newId()
    await world().posted(caseId, 'accepted', 'finished')
    const sender = world().sending(targetOf(world().standIn), { timeoutMs: 50 })
    await vi.waitFor(async () => expect(await world().statesOf(caseId)).toEqual(['unknown', 'waiting']))
    world().standIn.breakage = 'none'
    world().pass(1000)
    await vi.waitFor(async () => expect(await world().statesOf(caseId)).toEqual(['delivered', 'delivered']))
    await sender.settle()
    expect(world().kindsOf(caseId)).toEqual(['accepted', 'finished'])
    const stored = breakage !== 'reset-before'
    expect(world().standIn.arrived.map(({ kind }) => kind)).toEqual([
      ...(stored ? ['accepted'] : []),
      'accepted',
      'finished',
    ])
  },
)

test.each(['reset-after', 'error-after', 'silent-after', 'reset-before'] as const)(
  'a target without a key is asked after %s, and told again only what it has not got',
  async (breakage) => {
    await world().otherSide(false)
    world().standIn.breakage = breakage
    const caseId = newId()
    await world().posted(caseId, 'accepted', 'finished')
    world().sending(targetOf(world().standIn, { idempotent: false, canAsk: true }), { timeoutMs: 50 })
    await vi.waitFor(async () => expect(await world().statesOf(caseId)).toEqual(['unknown', 'waiting']))
    world().standIn.breakage = 'none'
    world().pass(1000)
    await vi.waitFor(async () => expect(await world().statesOf(caseId)).toEqual(['delivered', 'delivered']))
    expect(world().standIn.arrived.map(({ kind }) => kind)).toEqual(['accepted', 'finished'])
  },
)

test('a target with neither key nor answers leaves the doubt to a person, who settles it either way', async () => {
  await world().otherSide(false)
  world().standIn.breakage = 'reset-after'
  const caseId = newId()
  await world().posted(caseId, 'accepted', 'finished')
  const sender = world().sending(targetOf(world().standIn, { idempotent: false }))
  await vi.waitFor(async () => expect(await world().statesOf(caseId)).toEqual(['unknown', 'waiting']))
  world().pass(1000)
  await vi.waitFor(async () => expect(await world().statesOf(caseId)).toEqual(['held', 'waiting']))
  const [doubted] = await listHeld(world().database)
  expect(doubted).toMatchObject({
    kind: 'accepted',
    behind: 1,
    reasons: [{ code: 'outbox.outcome-unknown' }],
  })
  await world().database.transact((tx) =>
    acknowledge(tx, world().now, doubted?.id ?? '', { by: 'telephone' }),
  )
  await vi.waitFor(async () => expect(await world().statesOf(caseId)).toEqual(['delivered', 'unknown']))
  world().pass(1000)
  await vi.waitFor(async () => expect(await world().statesOf(caseId)).toEqual(['delivered', 'held']))
  world().standIn.breakage = 'none'
  const [next] = await listHeld(world().database)
  await world().database.transact((tx) => retry(tx, world().now, next?.id ?? ''))
  await sender.settle()
  expect(await world().statesOf(caseId)).toEqual(['delivered', 'delivered'])
  expect(world().standIn.arrived.map(({ kind }) => kind)).toEqual(['accepted', 'finished', 'finished'])
})

test('a target that is down loses nothing, is tried with one message after growing pauses, and is caught up', async () => {
  await world().otherSide()
  const cases = Array.from({ length: 10 }, () => newId())
  await world().standIn.stop()
  for (const caseId of cases) await world().posted(caseId, 'accepted')
  const sender = world().sending(targetOf(world().standIn), { parallel: 3 })
  const tried = async () => {
    const [sum] = await world().database.rows<{ n: number }>(
      'SELECT sum(attempts)::int AS n FROM outbox_message',
    )
    return sum?.n
  }
  await vi.waitFor(async () => expect(await tried()).toBe(3))
  await sender.settle()
  for (const [pause, attempts] of [
    [999, 3],
    [1, 4],
    [1999, 4],
    [1, 5],
  ] as const) {
    world().pass(pause)
    await sender.settle()
    await vi.waitFor(async () => expect(await tried()).toBe(attempts))
  }
  for (const caseId of cases) await world().posted(caseId, 'finished')
  await world().standIn.start()
  world().pass(600_000)
  await sender.settle()
  for (const caseId of cases) expect(world().kindsOf(caseId)).toEqual(['accepted', 'finished'])
})

test('an overloaded target is given its time', async () => {
  await world().otherSide()
  world().standIn.breakage = 'overloaded'
  const caseId = newId()
  await world().posted(caseId, 'accepted')
  const sender = world().sending(targetOf(world().standIn))
  await vi.waitFor(async () =>
    expect(await messagesOf(world().database, caseId)).toMatchObject([{ error: 'status 503' }]),
  )
  world().standIn.breakage = 'none'
  await sender.settle()
  expect(await world().statesOf(caseId)).toEqual(['waiting'])
  world().pass(1000)
  await sender.settle()
  expect(await world().statesOf(caseId)).toEqual(['delivered'])
})

test('a message in the hand of a sender that died is taken for unknown when its lease has run out', async () => {
  await world().otherSide(false)
  const caseId = newId()
  await world().posted(caseId, 'accepted')
  const until = new Date(world().now.getTime() + 60_000)
  const dead = await claim(world().database, {
    target: 'stand-in',
    at: world().now,
    until,
    lease: newId(),
    limit: 8,
  })
  expect(dead).toMatchObject([{ caseId, attempt: 1, doubtful: false }])
  const asked: string[] = []
  const target = targetOf(world().standIn, { idempotent: false, canAsk: true })
  const sender = world().sending({
    ...target,
    ask: (one, signal) => {
      asked.push(one.id)
      return target.ask?.(one, signal) ?? Promise.resolve({ outcome: 'absent' })
    },
  })
  await sender.settle()
  expect(await world().statesOf(caseId)).toEqual(['sending'])
  world().pass(60_000)
  await sender.settle()
  expect(asked).toEqual(dead.map(({ id }) => id))
  expect(await world().statesOf(caseId)).toEqual(['delivered'])
  expect(world().kindsOf(caseId)).toEqual(['accepted'])
})

test('a case that is in hand is left to its sender by whoever posts meanwhile', async () => {
  await world().otherSide()
  const caseId = newId()
  await world().posted(caseId, 'whole')
  const gate = Promise.withResolvers<void>()
  let attempts = 0
  const target = targetOf(world().standIn)
  const sender = world().sending({
    ...target,
    async deliver(one, signal) {
      attempts += 1
      await gate.promise
      return await target.deliver(one, signal)
    },
  })
  await vi.waitFor(async () => expect(await world().statesOf(caseId)).toEqual(['sending']))
  await world().database.transact((tx) => supersede(tx, world().now, world().message(caseId, 'whole')))
  const other = newId()
  await world().posted(other, 'whole')
  await vi.waitFor(() => expect(attempts).toBe(2))
  expect(await world().statesOf(caseId)).toEqual(['sending', 'waiting'])
  gate.resolve()
  await sender.settle()
  expect(world().standIn.arrived).toHaveLength(3)
  expect(world().kindsOf(caseId)).toEqual(['whole', 'whole'])
})

test('a queue that another sender is taking up at this moment is passed over', async () => {
  const caseId = newId()
  await world().posted(caseId, 'accepted')
  const wanted = { target: 'stand-in', at: world().now, until: world().now, lease: newId(), limit: 8 }
  await world().database.transact(async (tx) => {
    await tx.run('SELECT FROM outbox_case FOR UPDATE')
    expect(await claim(world().database, wanted)).toEqual([])
  })
  expect(await claim(world().database, wanted)).toMatchObject([{ caseId }])
})

test('a message posted while the one before it is being settled is not overlooked', async () => {
  await world().otherSide()
  const caseId = newId()
  await world().posted(caseId, 'accepted')
  const gate = Promise.withResolvers<void>()
  const target = targetOf(world().standIn)
  const sender = world().sending({
    ...target,
    async deliver(one, signal) {
      await gate.promise
      return await target.deliver(one, signal)
    },
  })
  await vi.waitFor(async () => expect(await world().statesOf(caseId)).toEqual(['sending']))
  await world().database.transact(async (tx) => {
    await post(tx, world().now, world().message(caseId, 'finished'))
    gate.resolve()
    await vi.waitFor(async () =>
      expect(
        await world().database.rows(
          `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
        ),
      ).toHaveLength(1),
    )
  })
  await sender.settle()
  expect(world().kindsOf(caseId)).toEqual(['accepted', 'finished'])
})
