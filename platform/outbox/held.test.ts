import { expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { counts, listHeld, post, retry, supersede } from './index.ts'
import { targetOf } from './stand-in.fixture.ts'
import { eachInItsWorld } from './world.fixture.ts'

const world = eachInItsWorld()

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

test('superseding where nothing is held is posting', async () => {
  await world().otherSide()
  const caseId = newId()
  await world().posted(caseId, 'whole')
  await world().database.transact((tx) => supersede(tx, world().now, world().message(caseId, 'whole')))
  await world().sending(targetOf(world().standIn)).settle()
  expect(world().kindsOf(caseId)).toEqual(['whole', 'whole'])
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
