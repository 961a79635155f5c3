import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import type { DossierTruth } from '../../modules/dossiers/index.ts'
import { testDatabase, type TestDatabase } from '../../tests/database.ts'
import { readAnswer } from './answers.ts'
import { startStandIn, type StandInServer } from './stand-in/server.ts'
import { countDossiers, findStanding, listSentSteps, saveTry } from './store.ts'
import { tellDossier as tellNow, type Telling } from './target.ts'
import { directTransport } from './transport.ts'
import { aPart, aStep, aTruth } from './truth.fixture.ts'
import { tell, type WholeDossier } from './whole-dossier.ts'

const credentials = { username: 'h53', password: 'thu-nghiem' }

let db: TestDatabase
let portal: StandInServer
let telling: Telling

beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.drop())

beforeEach(async () => {
  portal = await startStandIn({ provinceMode: 'demo', provinceCode: 'H53', slowMs: 5000, ...credentials })
  telling = tellingTo(portal.url)
})
afterEach(() => portal.stop())

function tellingTo(baseUrl: string, { password = credentials.password, timeoutMs = 10_000 } = {}): Telling {
  const paths = { loginPath: '/login', integrationPath: '/integration', sharePath: '/share' }
  return {
    db: db.database,
    clock: () => new Date(),
    transport: directTransport(
      { baseUrl, ...paths, ...credentials, password },
      { senderCode: 'H53', timeoutMs },
    ),
    linkTo: ({ dossierId, sha256, extension }) =>
      `https://dvc.example.vn/${dossierId}/${sha256}.${extension}`,
  }
}

const tellDossier = (to: Telling, dossierId: string, body: WholeDossier) =>
  tellNow(
    to,
    { messageId: newId(), dossierId, applicantId: body.applicantId ?? '', whole: body },
    new AbortController().signal,
  )

function whole(truth: DossierTruth): WholeDossier {
  const told = tell(truth, 'H53')
  if (told.kind !== 'told') throw new Error(`not told: ${told.kind}`)
  return told.whole
}

let serial = 0
function aNewTruth(overrides: Partial<DossierTruth> = {}) {
  serial += 1
  return aTruth({ code: `H53.25459-261123-${String(serial).padStart(4, '0')}`, ...overrides })
}

const received = (truth: DossierTruth) => portal.standIn.desk.find(truth.code)
const stepsAt = (truth: DossierTruth) => received(truth)?.steps.map((step) => step.NoiDungXuLy)

test('a dossier is inserted, then its steps are added', async () => {
  const truth = aNewTruth({ steps: [aStep(), aStep()] })
  expect(await tellDossier(telling, truth.id, whole(truth))).toMatchObject({ outcome: 'delivered' })
  expect(received(truth)).toMatchObject({
    updates: 0,
    steps: [{ TrangThai: '2' }, { TrangThai: '4' }, { TrangThai: '4' }],
  })
})

test('files are linked to when the message leaves', async () => {
  const part = aPart()
  const truth = aNewTruth({ parts: [part] })
  await tellDossier(telling, truth.id, whole(truth))
  expect(received(truth)?.body.TaiLieuNop[0]?.DuongDanTaiTepTin).toBe(
    `https://dvc.example.vn/${truth.id}/${part.sha256}.pdf`,
  )
})

test('what changed is told as an update, with only the new steps', async () => {
  const truth = aNewTruth({ steps: [aStep()] })
  await tellDossier(telling, truth.id, whole(truth))
  const later = { ...truth, state: 'awaiting-supplement' as const, steps: [...truth.steps, aStep()] }
  await tellDossier(telling, truth.id, whole(later))
  expect(received(truth)).toMatchObject({ updates: 1, body: { TrangThaiHoSo: '5' } })
  expect(stepsAt(truth)).toEqual(['Tiếp nhận hồ sơ', 'Thẩm định', 'Thẩm định'])
})

test('what has not changed is not told again', async () => {
  const truth = aNewTruth()
  await tellDossier(telling, truth.id, whole(truth))
  await tellDossier(telling, truth.id, whole(truth))
  expect(received(truth)?.updates).toBe(0)
})

test('more than ten steps go ten at a time and keep their order', async () => {
  const minute = (n: number) => new Date(Date.UTC(2026, 10, 23, 2, n))
  const steps = Array.from({ length: 23 }, (_, n) => aStep({ name: `Bước ${n}`, closedAt: minute(n) }))
  const truth = aNewTruth({ steps })
  await tellDossier(telling, truth.id, whole(truth))
  expect(stepsAt(truth)).toEqual(['Tiếp nhận hồ sơ', ...steps.map(({ name }) => name)])
})

test('a dossier that the portal has from elsewhere is updated', async () => {
  const truth = aNewTruth()
  portal.standIn.desk.resume({
    service: 'DongBoHoSoMC',
    isUpdating: false,
    data: [whole(linked(truth)).dossier],
  })
  expect(await tellDossier(telling, truth.id, whole(truth))).toMatchObject({ outcome: 'delivered' })
  expect(received(truth)?.updates).toBe(1)
})

function linked(truth: DossierTruth): DossierTruth {
  return { ...truth, parts: [] }
}

test('a dossier that the portal has lost is told anew, with all its steps', async () => {
  const truth = aNewTruth({ steps: [aStep()] })
  await tellDossier(telling, truth.id, whole(truth))
  const { port } = new URL(portal.url)
  await portal.stop()
  portal = await startStandIn({
    provinceMode: 'demo',
    provinceCode: 'H53',
    port: Number(port),
    ...credentials,
  })
  const later = { ...truth, steps: [...truth.steps, aStep()] }
  expect(await tellDossier(telling, truth.id, whole(later))).toMatchObject({ outcome: 'delivered' })
  expect(stepsAt(truth)).toEqual(['Tiếp nhận hồ sơ', 'Thẩm định', 'Thẩm định'])
})

/** The same way to the portal, which answers this to pushes of one kind and takes nothing in. */
function answering(service: string, isUpdating: boolean, message: string): Telling {
  const { transport } = telling
  return {
    ...telling,
    transport: {
      lookUp: (code, signal) => transport.lookUp(code, signal),
      async push(to, data, updating, signal) {
        if (to !== service || updating !== isUpdating) return transport.push(to, data, updating, signal)
        const answer = readAnswer({ error_code: '1', message })
        return answer ? { kind: 'answered', answer } : { kind: 'failed', error: 'none' }
      },
    },
  }
}

test('an insertion that is refused because something else was not found is held, not tried for ever', async () => {
  const truth = aNewTruth()
  const strict = answering('DongBoHoSoMC', false, 'Không tìm thấy thủ tục 2.000815')
  expect(await tellDossier(strict, truth.id, whole(truth))).toMatchObject({
    outcome: 'refused',
    reasons: [{ meta: { words: 'Không tìm thấy thủ tục 2.000815' } }],
  })
})

test('an update that is refused so forgets nothing of what the portal has', async () => {
  const truth = aNewTruth({ steps: [aStep()] })
  await tellDossier(telling, truth.id, whole(truth))
  const later = { ...truth, state: 'awaiting-supplement' as const }
  const strict = answering('DongBoHoSoMC', true, 'Đơn vị không tồn tại')
  expect(await tellDossier(strict, truth.id, whole(later))).toMatchObject({ outcome: 'refused' })
  expect(await tellDossier(telling, truth.id, whole(later))).toMatchObject({ outcome: 'delivered' })
  expect(stepsAt(truth)).toEqual(['Tiếp nhận hồ sơ', 'Thẩm định'])
})

test('an insertion whose answer was lost is asked about before anything is sent', async () => {
  const truth = aNewTruth({ steps: [aStep()] })
  portal.standIn.behave('broken')
  expect(await tellDossier(telling, truth.id, whole(truth))).toMatchObject({ outcome: 'unknown' })
  expect(await findStanding(db.database, truth.id)).toMatchObject({ isTried: true, isTold: false })
  portal.standIn.behave('working')
  const { heard, listened } = listening()
  expect(await tellDossier(listened, truth.id, whole(truth))).toMatchObject({ outcome: 'delivered' })
  expect(heard).toEqual(['TraCuuHoSo', 'DongBoHoSoMC True', 'CapNhatTienDoHoSoMC False'])
  expect(portal.standIn.desk.dossiers()).toHaveLength(1)
  expect(stepsAt(truth)).toEqual(['Tiếp nhận hồ sơ', 'Thẩm định'])
})

test('an insertion that turns out not to have arrived is made again', async () => {
  const truth = aNewTruth()
  await saveTry(db.database, truth.id, truth.code, new Date())
  const { heard, listened } = listening()
  expect(await tellDossier(listened, truth.id, whole(truth))).toMatchObject({ outcome: 'delivered' })
  expect(heard).toEqual(['TraCuuHoSo', 'DongBoHoSoMC False', 'CapNhatTienDoHoSoMC False'])
})

/** The same way to the portal, with what goes over it written down. */
function listening(): { heard: string[]; listened: Telling } {
  const heard: string[] = []
  const { transport } = telling
  const listened: Telling = {
    ...telling,
    transport: {
      push(service, data, isUpdating, signal) {
        heard.push(`${service} ${isUpdating ? 'True' : 'False'}`)
        return transport.push(service, data, isUpdating, signal)
      },
      lookUp(code, signal) {
        heard.push('TraCuuHoSo')
        return transport.lookUp(code, signal)
      },
    },
  }
  return { heard, listened }
}

test('an insertion answered too late is asked about as well', async () => {
  const truth = aNewTruth()
  const impatient = tellingTo(portal.url, { timeoutMs: 400 })
  await impatient.transport.lookUp('warm', new AbortController().signal)
  portal.standIn.behave('slow')
  expect(await tellDossier(impatient, truth.id, whole(truth))).toMatchObject({ outcome: 'unknown' })
  portal.standIn.behave('working')
  expect(await tellDossier(telling, truth.id, whole(truth))).toMatchObject({ outcome: 'delivered' })
  expect(portal.standIn.desk.dossiers()).toHaveLength(1)
})

test('while the portal cannot be asked, what is in doubt is not sent', async () => {
  const truth = aNewTruth()
  portal.standIn.behave('broken')
  await tellDossier(telling, truth.id, whole(truth))
  portal.standIn.behave('stopped')
  expect(await tellDossier(telling, truth.id, whole(truth))).toMatchObject({ outcome: 'unavailable' })
  expect(received(truth)?.updates).toBe(0)
})

test('steps whose answer was lost are looked for at the portal and none is there twice', async () => {
  const truth = aNewTruth({ steps: [aStep()] })
  await tellDossier(telling, truth.id, whole(truth))
  const later = { ...truth, steps: [...truth.steps, aStep({ name: 'Ký duyệt' })] }
  portal.standIn.behave('broken')
  expect(await tellDossier(telling, truth.id, whole(later))).toMatchObject({ outcome: 'unknown' })
  expect(await listSentSteps(db.database, truth.id)).toContainEqual({
    step: later.steps[1]?.id,
    isInDoubt: true,
  })
  portal.standIn.behave('working')
  expect(await tellDossier(telling, truth.id, whole(later))).toMatchObject({ outcome: 'delivered' })
  expect(stepsAt(truth)).toEqual(['Tiếp nhận hồ sơ', 'Thẩm định', 'Ký duyệt'])
})

test('steps in doubt wait for a person where the portal does not list its steps', async () => {
  const truth = aNewTruth({ steps: [aStep()] })
  portal.standIn.behave('broken')
  await tellDossier(telling, truth.id, whole({ ...truth, steps: [] }))
  portal.standIn.behave('working')
  await tellDossier(telling, truth.id, whole({ ...truth, steps: [] }))
  portal.standIn.behave('broken')
  await tellDossier(telling, truth.id, whole(truth))
  portal.standIn.behave('working')
  const silent: Telling = {
    ...telling,
    transport: {
      ...telling.transport,
      async lookUp(code, signal) {
        const reply = await telling.transport.lookUp(code, signal)
        if (reply.kind !== 'answered') return reply
        return { ...reply, answer: { ...reply.answer, result: [{ MaHoSo: code }] } }
      },
    },
  }
  expect(await tellDossier(silent, truth.id, whole(truth))).toMatchObject({
    outcome: 'refused',
    reasons: [{ code: 'national-portal.steps-in-doubt', meta: { steps: 1 } }],
  })
  expect(stepsAt(truth)).toEqual(['Tiếp nhận hồ sơ', 'Thẩm định'])
})

test('a refused connection is no doubt: nothing has left', async () => {
  const truth = aNewTruth()
  await portal.stop()
  expect(await tellDossier(telling, truth.id, whole(truth))).toMatchObject({ outcome: 'unavailable' })
  expect(await findStanding(db.database, truth.id)).toMatchObject({ isTried: false })
  await portal.start()
  expect(await tellDossier(telling, truth.id, whole(truth))).toMatchObject({ outcome: 'delivered' })
  expect(received(truth)?.updates).toBe(0)
})

test('a status of 503 is no answer, and what it hides is asked about', async () => {
  const truth = aNewTruth()
  portal.standIn.behave('working')
  await telling.transport.lookUp('warm', new AbortController().signal)
  portal.standIn.behave('stopped')
  expect(await tellDossier(telling, truth.id, whole(truth))).toMatchObject({ outcome: 'unavailable' })
  expect(await findStanding(db.database, truth.id)).toMatchObject({ isTried: true })
  portal.standIn.behave('working')
  expect(await tellDossier(telling, truth.id, whole(truth))).toMatchObject({ outcome: 'delivered' })
  expect(portal.standIn.desk.dossiers()).toHaveLength(1)
})

test("a refusal is kept in the portal's words, without anybody's number", async () => {
  const truth = aNewTruth({ submittedAt: new Date('2026-11-30T00:00:00Z') })
  const outcome = await tellDossier(telling, truth.id, whole(truth))
  expect(outcome).toEqual({
    outcome: 'refused',
    reasons: [
      {
        path: '',
        code: 'national-portal.refused',
        meta: { errorCode: '1', words: `Hồ sơ ${truth.code}: NgayNopHoSo sau NgayTiepNhan` },
      },
    ],
  })
  expect(await findStanding(db.database, truth.id)).toMatchObject({ isTried: false, isTold: false })
})

test('a session that has ended is begun anew', async () => {
  const [one, other] = [aNewTruth(), aNewTruth()]
  await tellDossier(telling, one.id, whole(one))
  portal.standIn.desk.forgetSessions()
  expect(await tellDossier(telling, other.id, whole(other))).toMatchObject({ outcome: 'delivered' })
})

test('a login that is refused leaves everything waiting, and says so', async () => {
  const truth = aNewTruth()
  expect(await tellDossier(tellingTo(portal.url, { password: 'sai' }), truth.id, whole(truth))).toEqual({
    outcome: 'unavailable',
    error: 'login refused: Sai tài khoản hoặc mật khẩu',
  })
})

test('as many dossiers are held to be told as the portal has', async () => {
  const before = (await countDossiers(db.database)).told
  for (const truth of [aNewTruth(), aNewTruth(), aNewTruth({ id: newId() })]) {
    await tellDossier(telling, truth.id, whole(truth))
  }
  expect((await countDossiers(db.database)).told - before).toBe(portal.standIn.desk.dossiers().length)
})
