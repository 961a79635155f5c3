import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { forgetBodies, listHeld, messagesOf, supersede } from './index.ts'
import { targetOf } from './stand-in.fixture.ts'
import { eachInItsWorld } from './world.fixture.ts'

const world = eachInItsWorld()
const DAY_MS = 86_400_000

const bodiesOf = async (caseId: string) => {
  const rows = await world().database.rows<{ body: unknown; hash: string | null }>(
    `SELECT body, encode(body_hash, 'hex') AS hash FROM outbox_message WHERE case_id = $1 ORDER BY place, posted_at`,
    [caseId],
  )
  return rows.map(({ body, hash }) => [body, hash])
}

test('thirty days after delivery its words are gone, and hash, dates and outcome stay', async () => {
  await world().otherSide()
  const caseId = newId()
  await world().posted(caseId, 'accepted')
  await world().sending(targetOf(world().standIn)).settle()
  const before = await messagesOf(world().database, caseId)
  world().pass(30 * DAY_MS)
  expect(await forgetBodies(world().database, world().now)).toBe(0)
  expect(await bodiesOf(caseId)).toEqual([[{ note: 'Đã tiếp nhận' }, null]])
  world().pass(1)
  expect(await forgetBodies(world().database, world().now)).toBe(1)
  const said = JSON.stringify({ note: 'Đã tiếp nhận' })
  expect(await bodiesOf(caseId)).toEqual([[null, createHash('sha256').update(said).digest('hex')]])
  expect(await messagesOf(world().database, caseId)).toEqual(before)
  expect(await forgetBodies(world().database, world().now)).toBe(0)
})

test('what was superseded and never told loses its words as well', async () => {
  const caseId = newId()
  await world().posted(caseId, 'whole')
  await world().database.transact((tx) => supersede(tx, world().now, world().message(caseId, 'whole')))
  world().pass(31 * DAY_MS)
  expect(await forgetBodies(world().database, world().now)).toBe(1)
  expect((await messagesOf(world().database, caseId)).map(({ state }) => state).toSorted()).toEqual([
    'superseded',
    'waiting',
  ])
})

test('what is still to be told keeps its words however long it waits, and is told', async () => {
  await world().otherSide()
  world().standIn.breakage = 'refusing'
  const [held, waiting] = [newId(), newId()]
  await world().posted(held, 'accepted')
  const sender = world().sending(targetOf(world().standIn))
  await sender.settle()
  await sender.stop()
  await world().posted(waiting, 'accepted')
  world().pass(400 * DAY_MS)
  expect(await forgetBodies(world().database, world().now)).toBe(0)
  expect(await listHeld(world().database)).toHaveLength(1)
  world().standIn.breakage = 'none'
  await world().sending(targetOf(world().standIn)).settle()
  expect(world().kindsOf(waiting)).toEqual(['accepted'])
})
