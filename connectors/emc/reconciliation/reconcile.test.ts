import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/database.ts'
import { aNewTruth, givenWorld, type World } from '../world.fixture.ts'
import { compareCounts, lackingIn } from './compare.ts'

let db: TestDatabase
let world: World

beforeEach(async () => {
  db = await testDatabase()
  // A day after the dossiers were accepted.
  world = await givenWorld(db.database)
})
afterEach(async () => {
  await world.end()
  await db.drop()
})

const TEN_MINUTES = 600_000

describe('the daily comparison of counts', () => {
  test('says that both sides count the same, once a day', async () => {
    for (const channel of ['online', 'counter', null] as const) await world.happen(aNewTruth({ channel }))
    await world.settled()
    expect(await world.look()).toBe(true)
    expect(await world.days()).toMatchObject([
      {
        on: '2026-11-24',
        from: '2026-10-24',
        to: '2026-11-23',
        ours: 3,
        theirs: 3,
        differing: 0,
        open: 0,
        error: null,
      },
    ])
    world.pushOn(TEN_MINUTES)
    expect(await world.look()).toBe(false)
    world.pushOn(24 * 3_600_000)
    expect(await world.look()).toBe(true)
    expect((await world.days()).map(({ on }) => on)).toEqual(['2026-11-25', '2026-11-24'])
  })

  test('finds what the monitor has lost, keeps both numbers, tells it anew and shows it as mended', async () => {
    const [kept, lost] = [aNewTruth({ channel: null }), aNewTruth({ channel: null })]
    for (const truth of [kept, lost]) await world.happen(truth)
    await world.settled()
    world.monitor.desk.lose(lost.code)
    await world.look()
    const difference = {
      acceptedOn: '2026-11-23',
      agencyCode: 'H53.25459',
      state: '4',
      channel: null,
      ours: 2,
      told: 2,
      theirs: 1,
    }
    expect(await world.days()).toMatchObject([
      { ours: 2, theirs: 1, resent: 1, open: 1, differences: [{ ...difference, mendedAt: null }] },
    ])
    await world.settled()
    expect(world.received(lost)).toBeDefined()
    expect(world.monitor.desk.messages()).toBe(3)
    world.pushOn(TEN_MINUTES)
    expect(await world.look()).toBe(true)
    expect(await world.days()).toMatchObject([
      {
        ours: 2,
        theirs: 2,
        resent: 1,
        differing: 1,
        open: 0,
        differences: [{ ...difference, mendedAt: world.clock().toISOString() }],
      },
    ])
  })

  test('tells what is held back or on its way from what is missing, and sends nothing twice for it', async () => {
    const truth = aNewTruth()
    await world.happen(truth)
    await world.happen(aNewTruth({ competentAgency: { ...truth.competentAgency, code: null } }))
    await world.settled()
    world.monitor.behave('stopped')
    await world.happen({ ...truth, state: 'awaiting-supplement' }, 'dossier.supplement-requested')
    await world.settled()
    world.monitor.behave('working')
    await world.look()
    const [day] = await world.days()
    expect(day).toMatchObject({ ours: 2, theirs: 1, resent: 0 })
    expect(
      day?.differences.map(({ agencyCode, state, ours, told, theirs }) => [
        agencyCode,
        state,
        ours,
        told,
        theirs,
      ]),
    ).toEqual([
      [null, '4', 1, 0, 0],
      ['H53.25459', '4', 0, 1, 1],
      ['H53.25459', '5', 1, 0, 0],
    ])
  })

  test('waits for a monitor that does not answer, and says so', async () => {
    await world.happen(aNewTruth())
    await world.settled()
    world.monitor.behave('stopped')
    expect(await world.look()).toBe(false)
    expect(await world.days()).toMatchObject([
      { comparedAt: null, ours: null, error: '/so-lieu: status 503, Hệ thống đang bảo trì' },
    ])
    world.monitor.behave('working')
    expect(await world.look()).toBe(false)
    world.pushOn(TEN_MINUTES)
    expect(await world.look()).toBe(true)
    expect(await world.days()).toMatchObject([{ ours: 1, theirs: 1, error: null }])
  })

  test('is one process’s at a time', async () => {
    await world.happen(aNewTruth())
    await world.settled()
    const looks = await Promise.all([world.look(), world.look(), world.look()])
    expect(looks.filter(Boolean)).toHaveLength(1)
  })
})

const cell = { acceptedOn: '2026-11-23', agencyCode: 'H53.1', state: '4', channel: '2' }

test('a cell that moved while the monitor counted is not judged', () => {
  const [before, after] = [[{ ...cell, ours: 1, told: 1 }], [{ ...cell, ours: 2, told: 1 }]]
  expect(compareCounts(before, [], after)).toEqual([])
  expect(compareCounts(before, [], before)).toEqual([{ ...cell, ours: 1, told: 1, theirs: 0 }])
})

test('a dossier that the monitor has otherwise is lacking as much as one that it does not have', () => {
  const told = [
    { dossierId: 'same', code: 'A', state: '4', channel: null },
    { dossierId: 'other-state', code: 'B', state: '9', channel: '2' },
    { dossierId: 'other-channel', code: 'C', state: '4', channel: null },
    { dossierId: 'absent', code: 'D', state: '4', channel: '1' },
  ]
  const listed = [
    { MaHoSo: 'A', TrangThaiHoSo: '4', KenhThucHien: null },
    { MaHoSo: 'B', TrangThaiHoSo: '4', KenhThucHien: '2' },
    { MaHoSo: 'C', TrangThaiHoSo: '4', KenhThucHien: '1' },
  ] as const
  expect(lackingIn(listed, told)).toEqual(['other-state', 'other-channel', 'absent'])
})
