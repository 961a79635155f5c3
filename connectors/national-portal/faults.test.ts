import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DossierTruth } from '../../modules/dossiers/index.ts'
import { testDatabase, type TestDatabase } from '../../tests/database.ts'
import { aStep, aSupplement } from './truth.fixture.ts'
import { aNewTruth, givenWorld, startPortal, type World } from './world.fixture.ts'

let db: TestDatabase
let world: World

beforeEach(async () => {
  db = await testDatabase()
  world = await givenWorld(db.database, 200)
})
afterEach(async () => {
  await world.end()
  await db.drop()
})

async function expectReconciled(): Promise<void> {
  expect((await world.status()).dossiersTold).toBe(world.portal.standIn.desk.dossiers().length)
}

const many = () => Array.from({ length: 12 }, () => aNewTruth({ steps: [aStep()] }))

const next = (truth: DossierTruth): DossierTruth => ({
  ...truth,
  state: 'awaiting-supplement',
  steps: [...truth.steps, aStep({ name: `Bước ${truth.steps.length}` })],
  supplements: [aSupplement({ requestedAt: new Date('2026-11-23T09:00:00Z') })],
})

async function expectAll(dossiers: readonly DossierTruth[]): Promise<void> {
  for (const truth of dossiers) {
    const latest = world.truths.get(truth.id)
    const there = world.received(truth)
    expect(there?.body.TrangThaiHoSo).toBe(latest?.state === 'awaiting-supplement' ? '5' : '4')
    const steps = there?.steps.map(({ NoiDungXuLy }) => NoiDungXuLy) ?? []
    expect(new Set(steps).size).toBe(steps.length)
    // And the acceptance.
    expect(steps).toHaveLength(1 + (latest?.steps.length ?? 0) + (latest?.supplements.length ?? 0))
  }
  expect(world.portal.standIn.desk.dossiers()).toHaveLength(dossiers.length)
  await expectReconciled()
}

test('switched off: everything waits, says so, and follows when it is back', async () => {
  const dossiers = many()
  await world.portal.stop()
  for (const truth of dossiers) await world.happen(truth)
  await world.settled()
  for (const truth of dossiers) await world.happen(next(truth), 'dossier.supplement-requested')
  await world.settled()
  expect(await world.messages('waiting')).toHaveLength(dossiers.length)
  expect(await world.status()).toMatchObject({ lastSuccessAt: null, counts: { sent: 0, held: 0 } })
  expect((await world.status()).lastError).toBe('login: ECONNREFUSED')
  await world.portal.start()
  await world.caughtUp()
  await expectAll(dossiers)
  expect(await world.status()).toMatchObject({ lag: 0, waitingSince: null, lastError: null })
})

test.each(['slow', 'broken', 'stopped'] as const)(
  '%s: nothing is lost, nothing is there twice',
  async (mode) => {
    const dossiers = many()
    world.portal.standIn.behave(mode)
    for (const truth of dossiers.slice(0, 6)) await world.happen(truth)
    await world.settled()
    world.portal.standIn.behave('working')
    for (const truth of dossiers.slice(6)) await world.happen(truth)
    await world.caughtUp()
    world.portal.standIn.behave(mode)
    for (const truth of dossiers) await world.happen(next(truth), 'dossier.supplement-requested')
    await world.settled()
    world.portal.standIn.behave('working')
    await world.caughtUp()
    await expectAll(dossiers)
  },
)

test('a program that is started again goes on where the other one stopped', async () => {
  const dossiers = many()
  world.portal.standIn.behave('broken')
  for (const truth of dossiers) await world.happen(truth)
  await world.settled()
  await world.disconnect()
  for (const truth of dossiers) await world.happen(next(truth), 'dossier.supplement-requested')
  world.portal.standIn.behave('working')
  world.connect()
  await world.caughtUp()
  await expectAll(dossiers)
})

test('after a long outage a dossier is told as it is now, and not as it was after each change', async () => {
  const truth = aNewTruth()
  await world.portal.stop()
  await world.happen(truth)
  await world.settled()
  let latest = truth
  for (let change = 0; change < 8; change += 1) {
    latest = next(latest)
    await world.happen(latest, 'dossier.task-completed')
    await world.settled()
  }
  expect(await world.messages('waiting')).toHaveLength(1)
  await world.portal.start()
  await world.caughtUp()
  await expectAll([truth])
  expect(world.received(truth)?.updates).toBe(1)
})

test('forgetting all it had: it is told everything anew with the next change', async () => {
  const dossiers = many()
  for (const truth of dossiers) await world.happen(truth)
  await world.settled()
  const port = Number(new URL(world.portal.url).port)
  await world.portal.stop()
  world.portal = await startPortal(port)
  for (const truth of dossiers) await world.happen(next(truth), 'dossier.supplement-requested')
  await world.caughtUp()
  await expectAll(dossiers)
})
