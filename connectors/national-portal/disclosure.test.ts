import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DossierTruth } from '../../modules/dossiers/index.ts'
import { listReadingsOf } from '../../platform/ledger/index.ts'
import { testDatabase, type TestDatabase } from '../../tests/database.ts'
import { aStep } from './truth.fixture.ts'
import { aNewTruth, givenWorld, type World } from './world.fixture.ts'

let db: TestDatabase
let world: World

beforeEach(async () => {
  db = await testDatabase()
  world = await givenWorld(db.database)
})
afterEach(async () => {
  await world.end()
  await db.drop()
})

const stranger = (truth: DossierTruth): DossierTruth => ({ ...truth, channel: null })

async function readings(truth: DossierTruth, purpose: string) {
  const all = await listReadingsOf(db.database, truth.applicant?.id ?? '')
  return all.filter((one) => one.purpose === purpose && one.caseId === truth.id)
}

describe('that the portal is given a dossier', () => {
  const sent = 'national-portal.dossier-sent'

  test('is written down as a reading of its applicant’s data before it leaves, once for each message', async () => {
    const truth = aNewTruth()
    world.portal.standIn.behave('stopped')
    await world.happen(truth)
    await world.settled()
    world.portal.standIn.behave('broken')
    world.pushOn(3_600_000)
    await world.settled()
    world.portal.standIn.behave('working')
    await world.caughtUp()
    expect(world.received(truth)).toBeDefined()
    expect(await readings(truth, sent)).toMatchObject([
      {
        reader: { kind: 'system', id: 'national-portal' },
        fields: ['name', 'national-id', 'parts', 'steps'],
      },
    ])
    await world.happen({ ...truth, steps: [aStep()] }, 'dossier.task-completed')
    await world.settled()
    const [newest] = await readings(truth, sent)
    expect(newest?.fields).toEqual(['steps'])
    expect(await readings(truth, sent)).toHaveLength(2)
  })

  test('is not written down of one that is held back', async () => {
    const truth = aNewTruth()
    await world.happen(stranger(truth))
    await world.settled()
    expect(await readings(truth, sent)).toEqual([])
  })

  test('comes first: what cannot be written down is not given', async () => {
    const truth = aNewTruth()
    await db.owner.run('ALTER TABLE reading_payload ADD CHECK (false) NOT VALID')
    await world.happen(truth)
    await world.settled()
    expect(world.received(truth)).toBeUndefined()
    expect(await world.messages('waiting')).toHaveLength(1)
  })
})
