import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import type { DossierTruth } from '../../modules/dossiers/index.ts'
import { testDatabase, type TestDatabase } from '../../tests/database.ts'
import { connectEmc } from './index.ts'
import { aNewTruth, base, givenWorld, officer, type World } from './world.fixture.ts'

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

const unnamed = (truth: DossierTruth): DossierTruth => ({
  ...truth,
  competentAgency: { ...truth.competentAgency, code: null },
})

describe('what the monitor is told', () => {
  test('is agency, channel, state and dates of an accepted dossier, and nothing of whose it is', async () => {
    const truth = aNewTruth()
    await world.happen(truth)
    await world.settled()
    expect(world.received(truth)).toEqual({
      MaHoSo: truth.code,
      MaTTHC: '2.000815',
      MaDonVi: 'H53.25459',
      DonViXuLy: 'UBND phường Tân Ninh',
      KenhThucHien: '2',
      TrangThaiHoSo: '4',
      NgayNopHoSo: '20261123061500',
      NgayTiepNhan: '20261123080000',
      NgayHenTra: '20261124170000',
      CoThoiHan: '1',
      NgayKetThucXuLy: '',
      NgayTra: '',
      NgayTuChoi: '',
    })
    const finishedAt = new Date('2026-11-24T01:00:00Z')
    await world.happen({ ...truth, state: 'finished', finishedAt }, 'dossier.finished')
    await world.settled()
    expect(world.received(truth)).toMatchObject({ TrangThaiHoSo: '9', NgayKetThucXuLy: '20261124080000' })
    expect(await world.status()).toMatchObject({
      connected: true,
      format: 'tam-thoi-2026-11',
      counts: { waiting: 0, held: 0, sent: 1 },
      dossiersTold: 1,
      lag: 0,
    })
  })

  test('says of a channel and of a due date that are not known that they are not', async () => {
    const truth = aNewTruth({ channel: null, dueAt: null, dueBasis: 'unknown' })
    await world.happen(truth)
    await world.settled()
    expect(world.received(truth)).toMatchObject({ KenhThucHien: null, NgayHenTra: '', CoThoiHan: null })
    const without = aNewTruth({ dueAt: null, dueBasis: 'no-limit' })
    await world.happen(without)
    await world.settled()
    expect(world.received(without)).toMatchObject({ NgayHenTra: '', CoThoiHan: '0' })
  })

  test('is not told twice where nothing that it counts has changed', async () => {
    const truth = aNewTruth()
    await world.happen(truth)
    await world.settled()
    await world.happen(truth, 'dossier.task-completed')
    await world.settled()
    expect(world.monitor.desk.messages()).toBe(1)
  })

  test('is nothing of a dossier of another system, nor of one that was never accepted; both are counted', async () => {
    await world.happen(aNewTruth({ origin: 'taken-in' }), 'dossier.taken-in')
    await world.happen({ ...aNewTruth(), acceptedAt: null, state: 'submitted' }, 'dossier.submitted')
    await world.happen({ ...aNewTruth(), acceptedAt: null, state: 'refused' }, 'dossier.refused')
    await world.settled()
    expect(world.monitor.desk.dossiers()).toEqual([])
    expect((await world.status()).notTold).toEqual({ takenIn: 1, neverAccepted: 2 })
  })
})

describe('what cannot be told', () => {
  test('is held with its reason, holds back nobody else, and goes once it is mended', async () => {
    const [held, free] = [aNewTruth(), aNewTruth()]
    await world.happen(unnamed(held))
    await world.happen(free)
    await world.settled()
    expect(world.received(held)).toBeUndefined()
    expect(world.received(free)).toBeDefined()
    const [message] = await world.messages('held')
    expect(message).toMatchObject({
      dossierCode: held.code,
      reasons: [{ path: '/competentAgency/code', code: 'emc.agency-code-missing' }],
    })
    world.truths.set(held.id, held)
    expect(await world.retry(message?.id, officer('leader'))).toBe(403)
    expect(await world.retry(message?.id)).toBe(202)
    await world.settled()
    expect(world.received(held)).toBeDefined()
    const [sent] = await world.messages('sent')
    expect([await world.retry(sent?.id), await world.retry(newId())]).toEqual([409, 404])
    expect(await world.messages('held')).toEqual([])
  })

  test("because the monitor refuses it is held with the monitor's words", async () => {
    const truth = aNewTruth({ state: 'finished', finishedAt: null })
    await world.happen(truth)
    await world.settled()
    expect(await world.messages('held')).toMatchObject([
      {
        reasons: [
          { code: 'emc.refused', meta: { words: expect.stringContaining('NgayKetThucXuLy') as unknown } },
        ],
      },
    ])
    expect((await world.status()).counts).toEqual({ waiting: 0, held: 1, sent: 0 })
    await world.happen({ ...truth, finishedAt: new Date('2026-11-24T01:00:00Z') }, 'dossier.finished')
    await world.settled()
    expect((await world.status()).counts).toEqual({ waiting: 0, held: 0, sent: 1 })
  })

  test('is shown to the officers of its agencies, to leaders and to operators', async () => {
    const own = newId()
    const receivingAgency = { id: own, name: 'Một cửa', code: null }
    const mine = aNewTruth({ receivingAgency })
    for (const truth of [aNewTruth(), mine]) {
      await world.happen(truth)
      await world.happen({ ...unnamed(truth), id: newId(), code: `${truth.code}9` })
    }
    await world.settled()
    const at = (role: 'reception' | 'leader' | 'operator') =>
      ({
        kind: 'officer',
        officerId: newId(),
        name: 'Cán bộ',
        roles: [{ agencyId: own, role }],
        leads: role === 'leader' ? null : [],
      }) as const
    for (const [state, code] of [
      ['sent', mine.code],
      ['held', `${mine.code}9`],
    ] as const) {
      expect((await world.messages(state, at('reception'))).map((one) => one.dossierCode)).toEqual([code])
      expect(await world.messages(state, at('leader'))).toHaveLength(2)
      expect(await world.messages(state, at('operator'))).toHaveLength(2)
      expect(await world.messages(state, officer())).toEqual([])
    }
    expect((await (await world.server({ kind: 'anonymous' })).inject(`${base}/status`)).statusCode).toBe(401)
  })
})

describe('when the monitor fails', () => {
  test('stopped: everything waits, says so, and follows when it is back', async () => {
    const dossiers = Array.from({ length: 6 }, () => aNewTruth())
    await world.monitor.stop()
    for (const truth of dossiers) await world.happen(truth)
    await world.settled()
    expect(await world.messages('waiting')).toHaveLength(6)
    expect(await world.status()).toMatchObject({ lastError: 'ECONNREFUSED', lastSuccessAt: null })
    for (const truth of dossiers) {
      await world.happen({ ...truth, state: 'awaiting-supplement' }, 'dossier.supplement-requested')
    }
    await world.settled()
    await world.monitor.start()
    await world.caughtUp()
    for (const truth of dossiers) expect(world.received(truth)?.TrangThaiHoSo).toBe('5')
    expect(await world.status()).toMatchObject({ waitingSince: null, lastError: null, counts: { sent: 6 } })
  })

  test('an answer that is lost is asked for again under the same key, and nothing is there twice', async () => {
    const truth = aNewTruth()
    world.monitor.behave('broken')
    await world.happen(truth)
    await world.settled()
    expect(await world.messages('waiting')).toMatchObject([{ inDoubt: true, attempts: 1 }])
    expect(world.monitor.desk.messages()).toBe(1)
    world.monitor.behave('working')
    await world.caughtUp()
    expect(world.monitor.desk.messages()).toBe(1)
    expect(await world.messages('sent')).toMatchObject([{ dossierCode: truth.code, attempts: 2 }])
  })
})

describe('a demonstration', () => {
  const connecting = (change: Partial<World['settings']>) => () =>
    connectEmc({
      database: db.database,
      clock: world.clock,
      settings: { ...world.settings, ...change },
      truthOf: async () => aNewTruth(),
      report: () => undefined,
    })

  test('talks to nobody outside this machine, and a real province has no stand-in', () => {
    const endpoint = { baseUrl: 'https://emc.example.gov.vn', token: 'x' }
    expect(connecting({ endpoint })).toThrow('emc.endpoint-not-loopback')
    const standIn = { standInAt: () => 'http://localhost:1' }
    expect(connecting({ provinceMode: 'real', endpoint: standIn })).toThrow('emc.stand-in-in-real-province')
    expect(connecting({ provinceMode: 'real', endpoint: null })().standIn).toBeNull()
  })
})
