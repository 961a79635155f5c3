import { expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { counts, listHeld, messagesOf, post, retry, supersede } from './index.ts'
import { targetOf } from './stand-in.fixture.ts'
import { eachInItsWorld } from './world.fixture.ts'

const world = eachInItsWorld()
const byNumber = (one: number, other: number) => one - other

test('what cannot be said truthfully holds back its own case only', async () => {
  await world().otherSide()
  const [doubtful, clear] = [newId(), newId()]
  await world().posted(doubtful, 'accepted')
  await world().held(doubtful, 'assigned')
  await world().posted(doubtful, 'finished')
  await world().posted(clear, 'accepted', 'finished')
  const sender = world().sending(targetOf(world().standIn))
  await sender.settle()
  expect(world().kindsOf(clear)).toEqual(['accepted', 'finished'])
  expect(world().kindsOf(doubtful)).toEqual(['accepted'])
  expect(await world().statesOf(doubtful)).toEqual(['delivered', 'held', 'waiting'])
  expect(await listHeld(world().database, { target: 'stand-in' })).toMatchObject([
    {
      caseId: doubtful,
      kind: 'assigned',
      behind: 1,
      reasons: [{ path: '/applicant', code: 'test.unknown-applicant' }],
    },
  ])
  expect(await listHeld(world().database, { target: 'another' })).toEqual([])
})

test('a newer truthful message takes the place of the held one, and what waited behind it goes on', async () => {
  await world().otherSide()
  const caseId = newId()
  await world().held(caseId, 'whole')
  await world().posted(caseId, 'note')
  await world().held(caseId, 'whole')
  const sender = world().sending(targetOf(world().standIn))
  await sender.settle()
  expect(world().standIn.arrived).toEqual([])
  const id = await world().database.transact((tx) =>
    supersede(tx, world().now, world().message(caseId, 'whole')),
  )
  await sender.settle()
  expect(world().kindsOf(caseId)).toEqual(['whole', 'note'])
  expect(world().standIn.arrived[0]?.key).toBe(id)
  const states = await world().statesOf(caseId)
  expect(states.toSorted()).toEqual(['delivered', 'delivered', 'superseded', 'superseded'])
})

/** A newer message that says all that earlier ones of the case say. */
const whole = (caseId: string) =>
  world().database.transact((tx) => supersede(tx, world().now, world().message(caseId, 'whole')))

const positionsOf = (caseId: string) =>
  world().standIn.effects.flatMap((one) => (one.caseId === caseId ? one.position : []))

test('what was never sent gives way to what says all of it; other cases and other kinds do not', async () => {
  await world().otherSide()
  const [caseId, other] = [newId(), newId()]
  await whole(other)
  await whole(caseId)
  await world().posted(caseId, 'note')
  await whole(caseId)
  const id = await whole(caseId)
  await world().sending(targetOf(world().standIn)).settle()
  expect(world().kindsOf(caseId)).toEqual(['whole', 'note'])
  expect(positionsOf(caseId)).toEqual([5, 3])
  expect(world().standIn.arrived.find(({ position }) => position === 5)?.key).toBe(id)
  expect(positionsOf(other)).toEqual([1])
})

test('what was sent once keeps its place, and after an outage only the newest follows it', async () => {
  await world().otherSide()
  await world().standIn.stop()
  const caseId = newId()
  await whole(caseId)
  const sender = world().sending(targetOf(world().standIn))
  await sender.settle()
  for (let change = 0; change < 20; change += 1) await whole(caseId)
  expect((await world().statesOf(caseId)).filter((state) => state === 'waiting')).toHaveLength(2)
  await world().standIn.start()
  world().pass(60_000)
  await sender.settle()
  expect(positionsOf(caseId)).toEqual([1, 21])
})

test('while they are being sent, newer ones never let an older one come after them', async () => {
  await world().otherSide()
  const cases = [newId(), newId(), newId()]
  const sender = world().sending(targetOf(world().standIn))
  await Promise.all(
    cases.map(async (caseId) => {
      for (let change = 0; change < 15; change += 1) await whole(caseId)
    }),
  )
  await sender.settle()
  for (const caseId of cases) {
    const newest = (await messagesOf(world().database, caseId))
      .map(({ position }) => position)
      .toSorted(byNumber)
    const told = positionsOf(caseId)
    expect(told).toEqual(told.toSorted(byNumber))
    expect(told.at(-1)).toBe(newest.at(-1))
  }
})

test('an older truth that waits behind a refused one is not told after the newer', async () => {
  await world().otherSide()
  world().standIn.breakage = 'refusing'
  const caseId = newId()
  await whole(caseId)
  const sender = world().sending(targetOf(world().standIn))
  await sender.settle()
  await world().posted(caseId, 'whole')
  world().standIn.breakage = 'none'
  await whole(caseId)
  await sender.settle()
  expect(positionsOf(caseId)).toEqual([3])
})

test('a refused message is held with the target’s reasons until somebody retries it', async () => {
  await world().otherSide()
  world().standIn.breakage = 'refusing'
  const caseId = newId()
  const [id = ''] = await world().posted(caseId, 'accepted', 'finished')
  const sender = world().sending(targetOf(world().standIn))
  await sender.settle()
  expect(await listHeld(world().database)).toMatchObject([
    { id, reasons: [{ path: '/kind', code: 'test.unwanted' }], behind: 1, attempts: 1 },
  ])
  world().standIn.breakage = 'none'
  await world().database.transact((tx) => retry(tx, world().now, id))
  await sender.settle()
  expect(world().kindsOf(caseId)).toEqual(['accepted', 'finished'])
})

test('only a held message with something to say can be retried', async () => {
  const caseId = newId()
  const unsaid = await world().held(caseId, 'accepted')
  const [waiting = ''] = await world().posted(caseId, 'finished')
  const retrying = (id: string) => world().database.transact((tx) => retry(tx, world().now, id))
  await expect(retrying(unsaid)).rejects.toThrow('outbox.nothing-to-send')
  await expect(retrying(waiting)).rejects.toThrow('outbox.not-held')
  await expect(retrying(newId())).rejects.toThrow('outbox.unknown-message')
})

test('the same thing is told of a ledger position once', async () => {
  const twice = world().message(newId(), 'accepted')
  await world().database.transact((tx) => post(tx, world().now, twice))
  await expect(world().database.transact((tx) => post(tx, world().now, twice))).rejects.toThrow(
    'duplicate key',
  )
})

test('the counts by state and the lag are what an operator sees', async () => {
  await world().otherSide()
  const [one, two] = [newId(), newId()]
  await world().posted(one, 'accepted')
  const sender = world().sending(targetOf(world().standIn))
  await sender.settle()
  await sender.stop()
  await world().held(two, 'accepted')
  await world().posted(two, 'finished')
  expect(await counts(world().database, world().now)).toMatchObject([
    { lagMs: 0, delivered: 1, held: 1, waiting: 1 },
  ])
  await world().posted(one, 'finished')
  world().pass(90_000)
  expect(await counts(world().database, world().now)).toEqual([
    {
      target: 'stand-in',
      waiting: 2,
      sending: 0,
      unknown: 0,
      held: 1,
      delivered: 1,
      superseded: 0,
      lagMs: 90_000,
    },
  ])
})
