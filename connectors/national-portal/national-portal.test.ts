import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DossierTruth } from '../../modules/dossiers/index.ts'
import { listReadingsOf } from '../../platform/ledger/index.ts'
import { testDatabase, type TestDatabase } from '../../tests/database.ts'
import type { Messages } from './contract.ts'
import { connectNationalPortal } from './index.ts'
import { aPart, aStep, aTruth } from './truth.fixture.ts'
import {
  aNewTruth,
  base,
  files,
  givenWorld,
  officer,
  report,
  settingsFor,
  type World,
} from './world.fixture.ts'

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

async function expectReconciled(): Promise<void> {
  expect((await world.status()).dossiersTold).toBe(world.portal.standIn.desk.dossiers().length)
}

async function readings(truth: DossierTruth, purpose: string) {
  const all = await listReadingsOf(db.database, truth.applicant?.id ?? '')
  return all.filter((one) => one.purpose === purpose && one.caseId === truth.id)
}

const stranger = (truth: DossierTruth): DossierTruth => ({ ...truth, channel: null })

describe('what is told', () => {
  test('every change of an accepted dossier flows, and both sides count the same', async () => {
    const truth = aNewTruth()
    await world.happen(truth)
    await world.settled()
    expect(world.received(truth)?.body.TrangThaiHoSo).toBe('4')
    const finishedAt = new Date('2026-11-24T02:00:00Z')
    const steps = [aStep(), aStep({ closedAt: finishedAt })]
    await world.happen({ ...truth, state: 'finished', finishedAt, steps }, 'dossier.finished')
    await world.settled()
    expect(world.received(truth)).toMatchObject({ body: { TrangThaiHoSo: '9' }, updates: 1 })
    expect(world.received(truth)?.steps.map(({ TrangThai }) => TrangThai)).toEqual(['2', '4', '9'])
    await expectReconciled()
    expect(await world.messages('sent')).toMatchObject([
      { dossierCode: truth.code, state: 'sent', reasons: [] },
    ])
  })

  test("dossiers of other systems are not this province's to tell, and are counted", async () => {
    const takenIn = aNewTruth({ origin: 'taken-in' })
    await world.happen(takenIn, 'dossier.taken-in')
    await world.happen(takenIn, 'dossier.step-recorded')
    const unannounced = aNewTruth({ origin: 'taken-in' })
    await world.happen(unannounced, 'dossier.step-recorded')
    await world.settled()
    expect(world.portal.standIn.desk.dossiers()).toEqual([])
    expect((await world.status()).notTold).toEqual({ takenIn: 2, neverAccepted: 0 })
  })

  test('what was never accepted has no words on the wire; once accepted it is told', async () => {
    const truth = aNewTruth()
    const refused = aNewTruth()
    await world.happen({ ...truth, acceptedAt: null, state: 'submitted' }, 'dossier.submitted')
    await world.happen({ ...refused, acceptedAt: null, state: 'refused' }, 'dossier.refused')
    await world.settled()
    expect(await world.status()).toMatchObject({ notTold: { neverAccepted: 2 }, counts: { held: 0 } })
    await world.happen(truth)
    await world.settled()
    expect((await world.status()).notTold.neverAccepted).toBe(1)
    expect(world.received(truth)).toBeDefined()
  })

  test('a dossier that has been erased holds nothing up', async () => {
    const [gone, truth] = [aNewTruth(), aNewTruth()]
    await world.happen(gone)
    world.truths.delete(gone.id)
    await world.happen(truth)
    await world.settled()
    expect(world.received(truth)).toBeDefined()
  })
})

describe('what is held back', () => {
  test('holds back its own dossier only, with all its reasons and nothing personal', async () => {
    const [held, free] = [aNewTruth(), aNewTruth()]
    await world.happen({ ...stranger(held), delivery: null })
    await world.happen(free)
    await world.settled()
    expect(world.received(held)).toBeUndefined()
    expect(world.received(free)).toBeDefined()
    const items = await world.messages('held')
    expect(items).toMatchObject([
      {
        dossierId: held.id,
        dossierCode: held.code,
        state: 'held',
        reasons: [{ code: 'national-portal.channel-unknown' }, { code: 'national-portal.delivery-unknown' }],
      },
    ])
    expect(JSON.stringify(items)).not.toContain(held.applicant?.name)
    expect(JSON.stringify(items)).not.toContain(held.applicant?.nationalId)
    expect(await world.messages('waiting')).toEqual([])
  })

  test('a later truth takes its place', async () => {
    const truth = aNewTruth()
    await world.happen(stranger(truth))
    await world.settled()
    await world.happen(truth, 'dossier.task-completed')
    await world.settled()
    expect(world.received(truth)?.updates).toBe(0)
    expect((await world.status()).counts).toMatchObject({ held: 0, waiting: 0, sent: 1 })
  })

  test('what goes on being held for the same reasons stands in the list once', async () => {
    const truth = aNewTruth()
    await world.happen(stranger(truth))
    await world.happen(stranger(truth), 'dossier.task-completed')
    await world.settled()
    await world.happen(stranger(truth), 'dossier.task-completed')
    await world.settled()
    expect(await world.messages('held')).toHaveLength(1)
  })

  test('an operator lets it be looked at anew, which needs no further event', async () => {
    const truth = aNewTruth()
    await world.happen(stranger(truth))
    await world.settled()
    world.truths.set(truth.id, truth)
    const [message] = await world.messages('held')
    expect(await world.retry(message?.id, officer('case-officer'))).toBe(403)
    expect(await world.retry(message?.id)).toBe(202)
    await world.settled()
    expect(world.received(truth)).toBeDefined()
    expect(await world.retry(message?.id)).toBe(404)
    const [sent] = await world.messages('sent')
    expect(await world.retry(sent?.id)).toBe(409)
  })

  test("a refusal by the portal is held with the portal's words, and goes once it is mended", async () => {
    const truth = aNewTruth({ submittedAt: new Date('2026-11-30T00:00:00Z') })
    await world.happen(truth)
    await world.settled()
    const [message] = await world.messages('held')
    expect(message?.reasons).toMatchObject([
      { code: 'national-portal.refused', meta: { words: expect.stringContaining('NgayNopHoSo') as unknown } },
    ])
    world.truths.set(truth.id, { ...truth, submittedAt: new Date('2026-11-22T00:00:00Z') })
    await world.retry(message?.id)
    await world.settled()
    expect(world.received(truth)).toBeDefined()
    await expectReconciled()
  })

  test('what is left out of a message is named beside it', async () => {
    await world.happen(aNewTruth({ parts: [aPart({ requirementCode: null })] }))
    await world.settled()
    expect((await world.messages('sent'))[0]?.omissions).toMatchObject([
      { code: 'national-portal.part-code-missing' },
    ])
  })
})

describe('the links to files', () => {
  test('open for whoever has them, once the portal has been told, and for nobody else', async () => {
    const truth = aNewTruth()
    await world.happen(truth)
    await world.settled()
    const link = new URL(world.received(truth)?.body.TaiLieuNop[0]?.DuongDanTaiTepTin ?? '')
    const app = await world.server({ kind: 'anonymous' })
    const answer = await app.inject(link.pathname)
    expect([answer.statusCode, answer.body]).toEqual([200, truth.parts[0]?.sha256])
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '64',
      'content-disposition': `attachment; filename="${truth.parts[0]?.sha256}.pdf"`,
    })
    expect((await app.inject(`${link.pathname.slice(0, -2)}AA`)).statusCode).toBe(404)
    world.pushOn(9 * 86_400_000)
    expect((await app.inject(link.pathname)).statusCode).toBe(410)
    expect(await readings(truth, 'national-portal.file-pulled')).toHaveLength(1)
  })

  /** A dossier that was told, and the address of its paper. */
  async function aLinkedPaper() {
    const truth = aNewTruth()
    await world.happen(truth)
    await world.settled()
    const link = new URL(world.received(truth)?.body.TaiLieuNop[0]?.DuongDanTaiTepTin ?? '')
    const app = await world.server({ kind: 'anonymous' })
    return { truth, pull: () => app.inject(link.pathname) }
  }

  test('leave with the applicant that the portal has read the paper', async () => {
    const { truth, pull } = await aLinkedPaper()
    await pull()
    expect(await readings(truth, 'national-portal.file-pulled')).toMatchObject([
      {
        reader: { kind: 'system', id: 'national-portal' },
        purpose: 'national-portal.file-pulled',
        caseId: truth.id,
        fields: ['parts/original'],
      },
    ])
  })

  test('give nothing that cannot be written down as read', async () => {
    const { truth, pull } = await aLinkedPaper()
    await db.owner.run('DROP TABLE reading_unplaced')
    const answer = await pull()
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain(truth.parts[0]?.sha256)
  })

  test('are closed once the paper is no longer of the dossier, or the dossier is gone', async () => {
    const { truth, pull } = await aLinkedPaper()
    world.truths.set(truth.id, { ...truth, parts: [aPart({ sha256: 'cd'.repeat(32) })] })
    expect((await pull()).statusCode).toBe(404)
    world.truths.delete(truth.id)
    expect((await pull()).statusCode).toBe(404)
    expect(await readings(truth, 'national-portal.file-pulled')).toEqual([])
  })
})

test('nobody sees the lists without being an officer', async () => {
  const app = await world.server({ kind: 'anonymous' })
  for (const url of [`${base}/status`, `${base}/messages?state=held`]) {
    expect((await app.inject(url)).statusCode).toBe(401)
  }
})

test('a list goes on behind the last of its page', async () => {
  const codes: string[] = []
  for (let n = 0; n < 5; n += 1) {
    const truth = aNewTruth()
    codes.push(truth.code)
    await world.happen(truth)
    await world.settled()
  }
  const app = await world.server()
  const seen: (string | null)[] = []
  let after = ''
  for (;;) {
    const page = (await app.inject(`${base}/messages?state=sent&limit=2${after}`)).json<Messages>()
    seen.push(...page.items.map(({ dossierCode }) => dossierCode))
    if (page.next === null) break
    after = `&after=${encodeURIComponent(page.next)}`
  }
  expect(seen).toEqual(codes.toReversed())
  expect((await app.inject(`${base}/messages?state=sent&after=x`)).statusCode).toBe(422)
})

test('a demonstration brings its own portal along, on the same server', async () => {
  await world.disconnect()
  let at = ''
  const own = world.connect({ ...settingsFor(''), endpoint: { standInAt: () => at } })
  const app = await world.server()
  at = await app.listen({ port: 0, host: '127.0.0.1' })
  const truth = aNewTruth()
  await world.happen(truth)
  await world.settled()
  expect(own.standIn?.desk.find(truth.code)).toBeDefined()
  expect(await world.status()).toMatchObject({ connected: true, standIn: true, dossiersTold: 1 })
  expect(await (await fetch(`${at}/stand-in/national-portal`)).text()).toContain(truth.code)
  await app.close()
})

test('a real province has no portal of its own making', () => {
  const { database } = db
  const real = { ...settingsFor(''), provinceMode: 'real', endpoint: { standInAt: () => '' } } as const
  const parts = { database, clock: world.clock, truthOf: async () => aTruth(), files, report }
  expect(() => connectNationalPortal({ ...parts, settings: real })).toThrow(
    'national-portal.stand-in-in-real-province',
  )
  const without = connectNationalPortal({ ...parts, settings: { ...real, endpoint: null } })
  expect(without.standIn).toBeNull()
  const short = { ...real, endpoint: null, linkSecret: randomBytes(8) }
  expect(() => connectNationalPortal({ ...parts, settings: short })).toThrow(
    'national-portal.link-secret-short',
  )
})
